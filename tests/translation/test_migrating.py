"""A new version of the segmenter writes some messages in another way; nothing is lost by it."""

import pytest

from pwa.translation.merge import update
from pwa.translation.migrating import former_keys, migrated, version
from pwa.translation.po import parse

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def po(*entries, segmenter=None):
    field = f'"X-Segmenter: {segmenter}\\n"\n' if segmenter is not None else ""
    return parse((HEADER + field + "\n" + "\n".join(entries)).encode(), file="content.po")


def said(msgid, msgstr="", before=""):
    return f'{before}msgid "{msgid}"\nmsgstr "{msgstr}"\n'


def test_a_catalog_without_a_word_about_it_is_of_the_first_segmenter():
    assert version(po()) == 1
    assert version(po(segmenter=3)) == 3
    assert version(po(segmenter="new")) == 1


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("It *may* help.", "It _may_ help."),
        ("It may\\nhelp.", "It may help."),
        ("2 < 3", "2 \\\\< 3"),
        ("See [here](a.md 'A').", 'See [here](a.md \\"A\\").'),
    ],
)
def test_a_message_that_renders_alike_stays_translated(before, now):
    catalog = po(said(before, before.replace("It", "Eso")), segmenter=0)
    (entry,) = update(catalog, po(said(now), segmenter=1)).entries
    assert entry.msgid == parse(said(now).encode(), file="").entries[0].msgid
    assert entry.msgstr == (entry.msgid.replace("It", "Eso"),)
    assert not entry.fuzzy


def test_comments_flags_and_order_stay_with_it():
    catalog = po(
        said("*one* more", "*uno* más", "# mine\n#, my-flag\n"), said("two", "dos"), segmenter=0
    )
    found = update(catalog, po(said("two"), said("_one_ more"), segmenter=1)).encode().decode()
    assert '# mine\n#, my-flag\nmsgid "_one_ more"\nmsgstr "_uno_ más"\n\nmsgid "two"' in found
    assert '"X-Segmenter: 1\\n"' in found


def test_a_message_that_is_cut_in_two_is_fuzzy_with_what_it_read():
    catalog = po(said("A first sentence. A second sentence.", "Una. Dos."), segmenter=0)
    template = po(said("A first sentence."), said("A second sentence."), segmenter=1)
    first, second = (each for each in update(catalog, template).entries if not each.obsolete)
    assert [first.fuzzy, second.fuzzy] == [True, True]
    assert first.previous_msgid == "A first sentence. A second sentence."
    assert second.msgstr == ("Una. Dos.",)


def test_what_the_author_changed_is_no_migration():
    catalog = po(said("It *may* help.", "Eso *puede* ayudar."), segmenter=0)
    (entry,) = update(catalog, po(said("It _might_ help."), segmenter=1)).entries
    assert entry.fuzzy
    assert entry.previous_msgid == "It *may* help."


def test_by_one_segmenter_a_new_way_of_writing_is_a_new_text():
    catalog = po(said("One\\ntwo", "Uno\\ndos"), segmenter=1)
    template = po(said("One two"), segmenter=1)
    assert migrated(catalog, template) is catalog


def test_a_block_of_code_is_never_written_in_another_way():
    assert not former_keys([(None, "a  b\nc")], [(None, "a b\nc")])


def test_a_msgctxt_tells_messages_apart_here_too():
    assert not former_keys([("x", "*a* b")], [(None, "_a_ b")])


def test_of_two_old_ways_the_first_counts():
    assert former_keys([(None, "*a*"), (None, "_a_ ")], [(None, "_a_")]) == {
        (None, "_a_"): (None, "*a*")
    }


def test_a_second_run_changes_nothing():
    template = po(said("It _may_ help."), segmenter=1)
    once = update(po(said("It *may* help.", "*Puede*."), segmenter=0), template)
    assert update(once, template).encode() == once.encode()
