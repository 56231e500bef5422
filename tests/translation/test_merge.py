"""A catalog follows its template: nothing is lost, and no byte changes that need not."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.errors import CatalogError
from pwa.source.message import Key
from pwa.translation.merge import init, update
from pwa.translation.po import Entry, PoFile, entry, new_file, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "catalogs"
HEADER = {
    "POT-Creation-Date": "2026-01-01 10:00+0000",
    "PO-Revision-Date": "2026-01-02 10:00+0000",
    "Last-Translator": "Inés <ines@example.org>",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
LONG = (
    "Before the session the team measures your blood pressure, asks about the medicines that "
    "you take, and explains what will happen and how long it lasts."
)


def catalog(*entries: Entry) -> PoFile:
    return parse(new_file(HEADER, entries).encode(), file="es.po", locale="es")


def template(*messages: str | Entry, date: str = "2026-02-02 10:00+0000") -> PoFile:
    made = [entry(msgid=one) if isinstance(one, str) else one for one in messages]
    return new_file(HEADER | {"POT-Creation-Date": date}, made)


def translated(msgid: str, text: str = "") -> Entry:
    return entry(msgid=msgid, msgstr=(text or f"es: {msgid}",))


def fixture(name: str) -> PoFile:
    return parse((FIXTURES / name).read_bytes(), file=name)


def raws(file: PoFile) -> list[str]:
    return [each.raw for each in file.entries]


# --- what stays -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("*.po")))
def test_the_same_messages_change_no_byte(name):
    old = fixture(name)
    live = [each for each in old.entries if not each.obsolete]
    same = template(
        *(
            entry(
                msgctxt=each.msgctxt,
                msgid=each.msgid,
                msgid_plural=each.msgid_plural,
                extracted=each.extracted,
                references=each.references,
                flags=each.flags,
            )
            for each in live
        )
    )
    assert update(old, same) is old


@pytest.mark.parametrize("name", ["msgcat-w40.po", "msgcat-no-wrap.po", "poedit.po", "weblate.po"])
def test_entries_around_a_change_keep_their_lines(name):
    live = [strip(each) for each in fixture(name).entries if not each.obsolete]
    old = update(fixture(name), template(*live))
    new = update(old, template(*live[1:], "Something new, far from the rest."))
    assert set(raws(old)[1 : len(live)]) <= set(raws(new))


def strip(each: Entry) -> Entry:
    return entry(msgctxt=each.msgctxt, msgid=each.msgid, msgid_plural=each.msgid_plural)


def test_comments_and_flags_are_the_translators_and_places_the_templates():
    old = entry(
        msgid="a",
        msgstr=("b",),
        comments=("mine",),
        flags=("my-flag", "python-format"),
        extracted=("old place",),
        references=("old.md",),
    )
    wanted = entry(msgid="a", extracted=("new place",), references=("new.md",), flags=("no-wrap",))
    (new,) = update(catalog(old), template(wanted)).entries
    assert (new.comments, new.msgstr) == (("mine",), ("b",))
    assert new.flags == ("my-flag", "no-wrap")
    assert (new.extracted, new.references) == (("new place",), ("new.md",))


LONG_PAIR = (LONG, "Antes de la sesión el equipo le toma la tensión, le pregunta qué toma y más.")


def test_new_lines_are_not_wrapped_where_the_catalogs_are_not():
    old = catalog(translated(*LONG_PAIR).unwrapped(), translated("b"))
    changed, new = LONG.replace("team", "nurse"), LONG.replace("Before", "After").upper()
    raw = update(old, template(changed, "b", new)).encode().decode()
    for text in (f'msgid "{changed}"', f'#| msgid "{LONG}"', f'msgid "{new}"'):
        assert f"\n{text}\n" in raw


def test_translators_own_the_header_but_for_the_templates_date():
    old = catalog(translated("a"))
    new = update(old, template("a", "b"))
    assert new.header == {**old.header, "POT-Creation-Date": "2026-02-02 10:00+0000"}


def test_the_date_stays_where_nothing_else_changes():
    old = catalog(translated("a"))
    assert update(old, template("a", date="2027-01-01 10:00+0000")) is old


def test_entries_keep_their_order_whatever_the_templates():
    old = catalog(*map(translated, ["c", "a", "b"]))
    assert update(old, template("a", "b", "c")) is old


def test_a_new_message_stands_after_what_it_follows_in_the_template():
    old = catalog(*map(translated, ["c", "a", "b"]))
    new = update(old, template("first", "a", "after a", "b", "c", "last"))
    assert [each.msgid for each in new.entries] == ["first", "c", "last", "a", "after a", "b"]


def test_what_becomes_obsolete_goes_to_the_end_and_what_was_stays():
    old = catalog(translated("x"), translated("gone").replace(obsolete=True), translated("b"))
    assert [each.msgid for each in update(old, template("b")).entries] == ["gone", "b", "x"]


# --- what vanishes and comes back -----------------------------------------------------------


def test_a_vanished_translation_is_obsolete_and_comes_back():
    old = catalog(translated("Nothing near this one."), translated("b"))
    without = update(old, template("b"))
    assert without.entries[1].raw.endswith(
        '#~ msgid "Nothing near this one."\n#~ msgstr "es: Nothing near this one."\n'
    )
    again = update(without, template("Nothing near this one.", "b"))
    assert raws(again) == raws(old)


def test_a_vanished_message_that_nobody_translated_is_gone():
    assert update(catalog(entry(msgid="a")), template()).entries == ()


def test_a_translators_comment_outlives_its_message_and_follows_a_near_one():
    old = catalog(entry(msgid=LONG, comments=("ask the author",)))
    (gone,) = update(old, template()).entries
    assert (gone.obsolete, gone.comments) == (True, ("ask the author",))
    (near,) = update(old, template(LONG.replace("team", "nurse"))).entries
    assert (near.obsolete, near.fuzzy, near.comments) == (False, False, ("ask the author",))


def test_obsolete_entries_keep_comments_flags_and_previous_ids():
    old = translated("a").replace(
        comments=("why",), flags=("fuzzy",), previous_msgid="z", references=("x.md",)
    )
    (gone,) = update(catalog(old), template()).entries
    assert gone.raw == '\n# why\n#, fuzzy\n#~| msgid "z"\n#~ msgid "a"\n#~ msgstr "es: a"\n'


# --- near messages --------------------------------------------------------------------------


def test_one_word_changed_in_a_long_paragraph_keeps_its_translation_as_fuzzy():
    changed = LONG.replace("team", "nurse")
    (new,) = update(catalog(translated(LONG)), template(changed)).entries
    assert (new.msgid, new.msgstr, new.flags) == (changed, (f"es: {LONG}",), ("fuzzy",))
    assert new.previous_msgid == LONG


def test_the_lines_of_the_translation_stay_when_the_message_changes():
    old = catalog(translated(LONG, "Una\nDos\n"))
    raw = '\nmsgid "x"\nmsgstr ""\n"Una"\n"\\n"\n"Dos\\n"\n'.replace("x", LONG)
    old = parse(old.encode().decode().replace(old.entries[0].raw, raw).encode(), file="es.po")
    (new,) = update(old, template(LONG.replace("team", "nurse"))).entries
    assert new.raw.endswith('msgstr ""\n"Una"\n"\\n"\n"Dos\\n"\n')


def test_a_change_taken_back_brings_the_translation_back_untouched():
    old = catalog(translated(LONG), translated("b"))
    there = update(old, template(LONG.replace("team", "nurse"), "b"))
    farther = update(there, template(LONG.replace("team", "doctor"), "b"))
    assert farther.entries[0].previous_msgid == LONG
    for changed in (there, farther):
        assert raws(update(changed, template(LONG, "b"))) == raws(old)


def test_what_was_written_for_the_text_in_between_is_not_confirmed_by_taking_it_back():
    old = catalog(translated("It gives 50 mg.", "Da 50 mg."))
    (doubted,) = update(old, template("It gives 100 mg.")).entries
    written = catalog(doubted.replace(msgstr=("Da 100 mg.",)))
    (back,) = update(written, template("It gives 50 mg.")).entries
    assert (back.msgid, back.msgstr, back.fuzzy) == ("It gives 50 mg.", ("Da 100 mg.",), True)


def test_it_is_not_by_way_of_a_text_that_vanished_either():
    old = catalog(translated(LONG))
    (doubted,) = update(old, template(LONG.replace("team", "nurse"))).entries
    gone = update(catalog(doubted.replace(msgstr=("Otra.",))), template("z"))
    back = update(gone, template(LONG)).entries
    assert [each.fuzzy for each in back if not each.obsolete] == [True]


def test_an_obsolete_entry_whose_note_another_tool_dropped_stays_in_doubt():
    old = catalog(translated(LONG))
    (doubted,) = update(old, template(LONG.replace("team", "nurse"))).entries
    gone = update(catalog(doubted.replace(msgstr=("Otra.",))), template("z"))
    dropped = catalog(*(each.replace(extracted=()) for each in gone.entries))
    back = update(dropped, template(LONG)).entries
    assert [each.fuzzy for each in back if not each.obsolete] == [True]


def test_a_comment_on_one_half_of_a_split_outlives_the_taking_back():
    first, second = update(
        catalog(translated("One two. Three four.")), template("One two.", "Three four.")
    ).entries[:2]
    noted = catalog(first, second.replace(comments=("mind this",)))
    back = update(noted, template("One two. Three four."))
    assert "mind this" in {line for each in back.entries for line in each.comments}


def test_where_another_tool_updated_the_previous_msgid_tells_alone():
    doubted = translated("now", "Sí.").replace(flags=("fuzzy",), previous_msgid="before")
    (back,) = update(catalog(doubted), template("before")).entries
    assert (back.msgstr, back.fuzzy) == (("Sí.",), False)


def test_the_note_of_what_was_confirmed_goes_with_the_doubt():
    (doubted,) = update(catalog(translated(LONG)), template(LONG.replace("team", "nurse"))).entries
    assert any(line.startswith("last confirmed: ") for line in doubted.extracted)
    mended = catalog(doubted.replace(flags=(), previous_msgid=None))
    (after,) = update(mended, template(LONG.replace("team", "nurse"))).entries
    assert after.extracted == ()


def test_a_translators_own_doubt_stays_when_a_change_is_taken_back():
    old = catalog(translated(LONG).replace(flags=("fuzzy",)))
    there = update(old, template(LONG.replace("team", "nurse")))
    assert there.entries[0].previous_msgid is None
    assert update(there, template(LONG)).entries[0].fuzzy


def test_an_obsolete_translation_is_offered_and_kept():
    old = catalog(translated(LONG).replace(obsolete=True))
    new, gone = update(old, template(LONG.replace("team", "nurse"))).entries
    assert (new.fuzzy, new.msgstr) == (True, gone.msgstr)
    assert gone == old.entries[0]


def test_a_live_message_lends_nothing():
    new = update(catalog(translated(LONG)), template(LONG, LONG.replace("team", "nurse")))
    assert new.entries[1].msgstr == ("",)


def test_the_nearer_message_takes_the_translation():
    near, far = LONG.replace("team", "nurse"), LONG.replace("team measures your", "nurse tells")
    old = catalog(translated(LONG), translated(far.replace("lasts", "takes")))
    new = update(old, template(far, near))
    assert [each.msgid for each in new.entries] == [near, far]
    assert [each.previous_msgid for each in new.entries] == [each.msgid for each in old.entries]


def test_between_equally_near_messages_the_neighbours_decide():
    old = catalog(*map(translated, ["One.", "Part 1 of 3", "Two.", "Part 2 of 3", "Three."]))
    new = update(old, template("Two.", "Part 4 of 3", "Three.", "One."))
    assert {each.previous_msgid for each in new.entries if each.fuzzy} == {"Part 2 of 3"}


def test_both_halves_of_a_split_paragraph_get_its_translation():
    new = update(catalog(translated(LONG)), template(LONG[:80], LONG[80:]))
    assert [each.msgstr for each in new.entries] == [(f"es: {LONG}",)] * 2


def test_a_split_taken_back_leaves_no_trace():
    old = catalog(translated(LONG), translated("b"))
    there = update(old, template(LONG[:80], LONG[80:], "b"))
    assert raws(update(there, template(LONG, "b"))) == raws(old)


def test_a_new_msgctxt_is_a_new_message_with_a_previous_one():
    wanted = entry(msgctxt="verb", msgid="Read")
    (new,) = update(catalog(translated("Read")), template(wanted)).entries
    assert (new.key, new.fuzzy, new.previous_msgid) == (("verb", "Read"), True, "Read")
    assert raws(update(catalog(translated("Read")), template("Read"))) == raws(
        update(catalog(new), template("Read"))
    )


# --- plural forms ---------------------------------------------------------------------------

PLURAL = entry(msgid="page", msgid_plural="pages", msgstr=("", ""))


def test_a_new_message_has_as_many_forms_as_the_language():
    three = catalog().with_header_field("Plural-Forms", "nplurals=3; plural=n % 3;")
    assert update(three, template(PLURAL)).entries[0].msgstr == ("", "", "")


def test_a_message_that_gets_forms_repeats_its_translation():
    (new,) = update(catalog(translated("page", "hoja")), template(PLURAL)).entries
    assert (new.msgstr, new.fuzzy, new.previous_msgid) == (("hoja", "hoja"), True, "page")


def test_a_message_that_loses_its_forms_keeps_them_as_comments():
    old = PLURAL.replace(msgstr=("hoja", "hojas"))
    (new,) = update(catalog(old), template("page")).entries
    assert (new.msgstr, new.comments, new.fuzzy) == (("hoja",), ('msgstr[1] "hojas"',), True)


def test_a_changed_plural_makes_fuzzy_and_back_again():
    old = catalog(PLURAL.replace(msgstr=("hoja", "hojas")))
    there = update(old, template(PLURAL.replace(msgid_plural="sheets")))
    assert (there.entries[0].fuzzy, there.entries[0].previous_msgid_plural) == (True, "pages")
    assert raws(update(there, template(PLURAL))) == raws(old)


# --- a new catalog --------------------------------------------------------------------------


@pytest.mark.parametrize(("locale", "language"), [("pt-BR", "pt_BR"), ("zh_hans", "zh_Hans")])
def test_a_new_catalog_is_ready_for_a_translator(locale, language):
    made = init(fixture("template.pot"), locale=locale)
    assert made.header["Language"] == language
    assert made.header["POT-Creation-Date"] == "2026-11-01 10:00+0000"
    assert made.header["Last-Translator"] == "FULL NAME <EMAIL@ADDRESS>"
    assert made.header["Plural-Forms"].startswith("nplurals=")
    assert [each.key for each in made.entries] == [
        each.key for each in fixture("template.pot").entries
    ]
    assert not any(any(each.msgstr) or each.fuzzy for each in made.entries)
    assert parse(made.encode(), file="new.po").encode() == made.encode()


@pytest.mark.parametrize(("locale", "count"), [("ja", 1), ("de", 2), ("ar", 6)])
def test_a_message_has_as_many_forms_as_its_language(locale, count):
    made = init(template(PLURAL), locale=locale)
    bare = parse(b'msgid ""\nmsgstr "Language: xx\\n"\n', file="po", locale=locale)
    for file in (made, update(bare, template(PLURAL))):
        assert file.entries[0].msgstr == ("",) * count


def test_a_new_catalog_needs_no_update():
    made = init(fixture("template.pot"), locale="es")
    assert update(made, fixture("template.pot")) is made


def test_what_is_no_locale_is_refused():
    with pytest.raises(ValueError, match="language tag"):
        init(template(), locale="not a tag")


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("locale", ["ar", "es", "ja"])
def test_msgfmt_accepts_it(locale):
    data = init(fixture("template.pot"), locale=locale).encode()
    command = ["msgfmt", "--check-format", "--check-domain", "-o", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# --- laws -----------------------------------------------------------------------------------

SENTENCES = st.lists(
    st.sampled_from(["the", "team", "asks", "about", "your", "pressure", "before", "session"]),
    min_size=1,
    max_size=12,
).map(" ".join)
ENTRIES = st.builds(
    lambda msgid, context, text, fuzzy, old, obsolete: entry(
        msgid=msgid,
        msgctxt=context,
        msgstr=(text,),
        flags=("fuzzy",) if fuzzy else (),
        previous_msgid=old if fuzzy else None,
        obsolete=obsolete,
    ),
    SENTENCES,
    st.sampled_from([None, None, "k"]),
    st.sampled_from(["", "uno", "dos", "tres\ncuatro"]),
    st.booleans(),
    st.none() | SENTENCES,
    st.booleans(),
)
CATALOGS = st.lists(ENTRIES, max_size=8, unique_by=lambda each: each.key).map(
    lambda entries: catalog(
        *(
            each.replace(msgstr=(f"{number}: {each.msgstr[0]}",) if each.msgstr[0] else ("",))
            for number, each in enumerate(entries)
        )
    )
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[PoFile, PoFile, PoFile]:
    """A catalog and two templates, one after the other."""
    old = draw(CATALOGS)
    new = SENTENCES.map(lambda msgid: entry(msgid=msgid))
    known = st.sampled_from([strip(each) for each in old.entries]) if old.entries else new
    messages = st.lists(known | new, max_size=8, unique_by=lambda each: each.key)
    return old, template(*draw(messages)), template(*draw(messages))


@given(cases())
def test_a_second_run_changes_nothing(case):
    old, wanted, _ = case
    once = parse(update(old, wanted).encode(), file="es.po")
    assert update(once, wanted) is once


@given(cases())
def test_no_translation_is_lost(case):
    old, *wanted = case
    new = old
    for one in wanted:
        new = update(new, one)
    texts = {each.msgstr[0] for each in old.entries} - {""}
    assert texts <= {each.msgstr[0] for each in new.entries}


@given(cases())
def test_only_what_was_translated_is_shown_as_a_translation(case):
    old, wanted, _ = case
    before = {each.key: each for each in old.entries}
    for each in update(old, wanted).entries:
        if any(each.msgstr) and not each.fuzzy:
            same = before.get(each.key)
            told = [one for one in old.entries if one.previous_msgid == each.msgid]
            assert each.msgstr in [one.msgstr for one in (same, *told) if one is not None]


@given(cases())
def test_what_is_taken_back_comes_back_untouched(case):
    old, wanted, _ = case
    confirmed = [each for each in old.entries if not each.fuzzy and not each.obsolete]
    same = template(*map(strip, confirmed))
    back = update(update(catalog(*confirmed), wanted), same)
    translations = {each.raw for each in confirmed if any(each.msgstr)}
    assert translations <= set(raws(back))


@given(cases())
def test_gettexts_rule_of_one_entry_a_message_holds(case):
    old, wanted, _ = case
    keys = [each.key for each in update(old, wanted).entries]
    assert len(keys) == len(set(keys))


@given(cases())
def test_live_messages_are_the_templates(case):
    old, wanted, _ = case
    live = [each.key for each in update(old, wanted).entries if not each.obsolete]
    assert sorted(live, key=repr) == sorted((each.key for each in wanted.entries), key=repr)


@given(cases())
def test_entries_that_stay_keep_their_order(case):
    old, wanted, _ = case
    kept = {each.key for each in wanted.entries}
    before = [each.key for each in old.entries if each.key in kept and not each.obsolete]
    after = [each.key for each in update(old, wanted).entries if each.key in before]
    assert after == before


def test_an_update_that_the_charset_cannot_hold_is_told_when_written():
    with pytest.raises(CatalogError, match="Convert the file to UTF-8"):
        update(fixture("msgconv-latin1.po"), template("日本")).encode()


# --- edits that keep the meaning --------------------------------------------------------------

TYPO, MENDED, LONGER = "Rest the whol day.", "Rest the whole day.", "Rest the whole day, too."


def one_of(file: PoFile, msgid: str) -> Entry:
    return next(each for each in file.entries if each.msgid == msgid)


def declared(*texts: str) -> dict[Key, tuple[Key, ...]]:
    """Each text with those that it was, as they follow upon each other."""
    return {
        (None, now): tuple((None, was) for was in reversed(texts[:at]))
        for at, now in enumerate(texts)
        if at
    }


def test_an_edit_that_keeps_the_meaning_leaves_the_translation_as_it_is():
    old = catalog(entry(msgid=TYPO, msgstr=("Descanse.",), comments=("mine",)), translated("b"))
    new = update(old, template(MENDED, "b"), declared(TYPO, MENDED))
    assert raws(new) == [raw.replace(TYPO, MENDED) for raw in raws(old)]
    assert update(new, template(MENDED, "b"), declared(TYPO, MENDED)) is new


def test_several_such_edits_leave_it_too():
    old = catalog(translated(TYPO, "Descanse."))
    new = update(old, template(LONGER), declared(TYPO, MENDED, LONGER))
    assert raws(new) == [raw.replace(TYPO, LONGER) for raw in raws(old)]


def test_what_was_fuzzy_for_another_reason_stays_so():
    doubted = entry(msgid=TYPO, msgstr=("Coma.",), flags=("fuzzy",), previous_msgid="Eat.")
    [new] = update(catalog(doubted), template(MENDED), declared(TYPO, MENDED)).entries
    assert (new.msgid, new.fuzzy, new.previous_msgid) == (MENDED, True, "Eat.")


@pytest.mark.parametrize("texts", [(TYPO, MENDED), (TYPO, MENDED, LONGER)])
def test_what_an_update_made_fuzzy_before_comes_back_when_it_is_declared(texts):
    old = catalog(translated(TYPO, "Descanse."))
    fuzzy = update(old, template(MENDED))
    assert one_of(fuzzy, MENDED).fuzzy
    wanted = template(texts[-1])
    new = update(fuzzy, wanted, declared(*texts))
    assert raws(new) == [raw.replace(TYPO, texts[-1]) for raw in raws(old)]
    assert update(new, wanted, declared(*texts)) is new


def test_but_not_what_somebody_has_touched_since():
    fuzzy = update(catalog(translated(TYPO, "Descanse.")), template(MENDED))
    touched = fuzzy.with_entries(each.replace(msgstr=("Repose.",)) for each in fuzzy.entries)
    [new] = update(touched, template(MENDED), declared(TYPO, MENDED)).entries
    assert (new.fuzzy, new.msgstr) == (True, ("Repose.",))


def test_nor_what_is_fuzzy_since_another_edit():
    fuzzy = update(catalog(translated("Rest for the whol day.", "Descanse.")), template(TYPO))
    [new] = update(fuzzy, template(MENDED), declared(TYPO, MENDED)).entries
    assert (new.fuzzy, new.previous_msgid) == (True, "Rest for the whol day.")


@pytest.mark.parametrize(
    "obsolete",
    [
        pytest.param(translated(TYPO), id="of another context"),
        pytest.param(
            translated("Rest a whole day.").replace(
                msgctxt="k", flags=("fuzzy",), previous_msgctxt="k", previous_msgid=TYPO
            ),
            id="whose note another tool dropped",
        ),
    ],
)
def test_nor_what_was_guessed_from_an_obsolete_entry(obsolete):
    old = catalog(entry(msgctxt="k", msgid=TYPO), obsolete.replace(obsolete=True))
    wanted = template(entry(msgctxt="k", msgid=MENDED))
    former = {("k", MENDED): (("k", TYPO),)}
    new = update(old, wanted, former)
    assert one_of(new, MENDED).fuzzy
    again = parse(new.encode(), file="es.po")
    assert update(again, wanted, former) is again


def test_nor_what_was_in_doubt_before_the_edit():
    doubted = translated(TYPO).replace(flags=("fuzzy",), previous_msgid=TYPO)
    new = catalog(doubted)
    for _ in range(2):
        new = update(new, template(MENDED), declared(TYPO, MENDED))
        assert one_of(new, MENDED).fuzzy


def test_nor_what_is_fuzzy_since_its_plural_changed():
    old = catalog(entry(msgid=TYPO, msgid_plural="Rest days.", msgstr=("Uno.", "Dos.")))
    new = update(old, template(entry(msgid=TYPO, msgid_plural="Days of fasting.")))
    wanted = template(entry(msgid=MENDED, msgid_plural="Days of fasting."))
    for _ in range(2):
        new = update(new, wanted, declared(TYPO, MENDED))
        assert one_of(new, MENDED).fuzzy


def test_a_text_that_is_still_there_lends_its_translation():
    old = catalog(translated(TYPO, "Descanse."))
    wanted = template(TYPO, MENDED)
    new = update(old, wanted, declared(TYPO, MENDED))
    assert [(one.msgid, one.msgstr, one.fuzzy) for one in new.entries] == [
        (TYPO, ("Descanse.",), False),
        (MENDED, ("Descanse.",), False),
    ]
    assert update(new, wanted, declared(TYPO, MENDED)) is new


def test_it_lends_what_it_gets_in_the_same_run():
    old = catalog(
        entry(msgid=MENDED), translated("Rest the whol", "Descanse.").replace(obsolete=True)
    )
    wanted = template(TYPO, MENDED)
    new = update(old, wanted, declared(TYPO, MENDED))
    assert [(one.msgstr, one.fuzzy) for one in new.live] == [(("Descanse.",), True)] * 2
    assert update(new, wanted, declared(TYPO, MENDED)) is new


def test_what_became_obsolete_meanwhile_is_found():
    old = catalog(translated(TYPO, "Descanse.").replace(obsolete=True), entry(msgid=MENDED))
    new = update(old, template(MENDED), declared(TYPO, MENDED))
    live = [one for one in new.entries if not one.obsolete]
    assert [(one.msgid, one.msgstr, one.fuzzy) for one in live] == [(MENDED, ("Descanse.",), False)]
    assert update(new, template(MENDED), declared(TYPO, MENDED)) is new


def test_a_translation_of_the_new_text_is_the_translators():
    old = catalog(translated(TYPO, "Descanse."), translated(MENDED, "Repose."))
    live = update(old, template(MENDED), declared(TYPO, MENDED)).live
    assert [one.msgstr for one in live] == [("Repose.",)]


def test_plural_forms_stay_as_well():
    old = entry(msgid=TYPO, msgid_plural="Rest days.", msgstr=("Uno.", "Dos."))
    wanted = entry(msgid=MENDED, msgid_plural="Rest days.")
    [new] = update(catalog(old), template(wanted), declared(TYPO, MENDED)).entries
    assert (new.msgid, new.msgstr, new.fuzzy) == (MENDED, ("Uno.", "Dos."), False)


@given(CATALOGS, st.data())
def test_with_a_declaration_every_translation_stands_at_its_new_message(old, data):
    live = [each for each in old.entries if not each.obsolete]
    edited = data.draw(st.lists(st.booleans(), min_size=len(live), max_size=len(live)))
    now = [f"{each.msgid}!" if was else each.msgid for each, was in zip(live, edited, strict=True)]
    former = {
        (each.msgctxt, msgid): (each.key,)
        for each, msgid in zip(live, now, strict=True)
        if msgid != each.msgid
    }
    wanted = template(
        *(strip(each.replace(msgid=msgid)) for each, msgid in zip(live, now, strict=True))
    )
    new = update(old, wanted, former)
    found = {each.key: each for each in new.live}
    for each, msgid in zip(live, now, strict=True):
        became = found[each.msgctxt, msgid]
        if any(each.msgstr):
            assert (became.msgstr, became.fuzzy) == (each.msgstr, each.fuzzy)
    assert update(parse(new.encode(), file="es.po"), wanted, former).encode() == new.encode()
