from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.errors import CatalogError
from pwa.source.message import MAX_MESSAGE
from pwa.translation.catalog import Catalog, parse_catalog
from pwa.translation.pieces import pieces_of, read_again
from pwa.translation.po import parse

HEAD = (
    'msgid ""\nmsgstr ""\n"Last-Translator: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
)
FILE, LOCALE = "es.po", "es"

PARTS = st.lists(
    st.sampled_from(
        [
            HEAD.format("Ana"),
            HEAD.format("Ben"),
            'msgid "One"\nmsgstr "Uno"\n',
            'msgid "One"\nmsgstr "Una"\n',
            '#, fuzzy\n#| msgid "Old"\nmsgid "Two"\nmsgstr "Dos"\n',
            '#: a.md\nmsgctxt "c"\nmsgid ""\n"Three"\nmsgstr "Tres"\n',
            'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "día"\nmsgstr[1] "días"\n',
            '#~ msgid "Gone"\n#~ msgstr "Ido"\n',
            "# a comment alone\n",
            '#. for you\n#\n# a\nmsgid "Five"\nmsgstr ""\n"Cin"\n"co \\"\\n\\t\\\\"\n',
            'msgid "Odd \\x41"\nmsgstr "\\0"\n',
            'msgid "Six" "th"\nmsgstr\n"x"\n',
            'msgid "NUL"\nmsgstr "\0"\n',
            '"goes on"\n',
            'msgstr "x"\n',
            'msgid "Cut\n',
            'msgid "No text"\n',
            'domain "other"\n',
            "# joined \\\n",
            'msgid "A" \\\n',
            "<<<<<<< HEAD\n",
            'msgid "Bad"\nmsgstr "\udcff"\n',
            "\n",
            "\r\n",
        ]
    ),
    max_size=7,
)
LINES = st.sampled_from(["\n", "\n\n", "\r\n", ""])


def joined(parts, between="\n"):
    return between.join(parts).encode("utf-8", "surrogateescape")


def whole(data):
    return Catalog.of(parse_catalog(data, file=FILE, locale=LOCALE), locale=LOCALE)


def said(catalog):
    lines = {key: one.line for key, one in catalog.translations.items()}
    return (catalog.translations, lines, catalog.last_translator, catalog.before, catalog.digest)


@given(PARTS, PARTS, LINES)
def test_what_is_read_again_says_what_the_whole_says(first, then, between):
    """And where the whole cannot be read, nothing is: what is wrong is told of it."""
    before = joined([HEAD.format("Ana"), 'msgid "Four"\nmsgstr "Cuatro"\n'])
    after = joined([HEAD.format("Ana"), *then], between)
    for data in (before, joined([HEAD.format("Ana"), *first])):
        try:
            last = whole(data)
        except Exception:
            continue
        for read in (last, Catalog(LOCALE, FILE)):
            again = read.again(after)
            if again is not None:
                assert said(again) == said(whole(after))


@given(PARTS, LINES)
def test_a_catalog_has_every_message_of_its_file(parts, between):
    data = joined([HEAD.format("Ana"), *parts], between)
    with suppress(CatalogError):
        file = parse_catalog(data, file=FILE, locale=LOCALE)
        found = whole(data).translations
        assert {key: one.text for key, one in found.items()} == {
            each.key: each.msgstr[0] for each in file.live
        }


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_of_a_changed_sentence_nothing_else_is_read(newline, monkeypatch):
    entries = [f'#, no-wrap\nmsgid "{n}"\nmsgstr "text {n}"\n' for n in range(20)]
    data = joined([HEAD.format("Ana"), *entries]).replace(b"\n", newline.encode())
    read = []
    monkeypatch.setattr(
        "pwa.translation.pieces.parse", lambda raw, **file: read.append(raw) or parse(raw, **file)
    )
    again = whole(data).again(data.replace(b"text 7", b"other"))
    assert again.text((None, "7")) == "other"
    assert len(read) == 1
    assert b"other" in read[0]


def test_a_moved_entry_is_told_of_where_it_stands():
    last = whole(joined([HEAD.format("Ana"), 'msgid "1"\nmsgstr "a"\n', 'msgid "2"\nmsgstr "b"\n']))
    data = joined([HEAD.format("Ana"), "", "# a line\n# another", 'msgid "2"\nmsgstr "b"\n'])
    data = data.replace(b"another\n\n", b"another\n")
    again = last.again(data)
    assert again.translations[None, "2"].line == whole(data).translations[None, "2"].line


def test_a_catalog_of_plain_entries_is_read_in_pieces_from_the_first(monkeypatch):
    entries = [f'#. a place\nmsgid "{n}"\nmsgstr ""\n"text\\n"\n"{n}"\n' for n in range(600)]
    data = joined([HEAD.format("Ana"), *entries])
    expected = said(whole(data))
    read = []
    monkeypatch.setattr(
        "pwa.translation.pieces.parse", lambda raw, **file: read.append(raw) or parse(raw, **file)
    )
    assert said(Catalog(LOCALE, FILE).again(data)) == expected
    assert len(read) == 1


def test_a_translation_that_is_too_long_is_read_as_a_whole():
    long = 'msgid "1"\nmsgstr "{}"\n'.format("a" * (MAX_MESSAGE + 1))
    assert Catalog(LOCALE, FILE).again(joined([HEAD.format("Ana"), long])) is None


def test_much_that_is_new_is_read_as_a_whole():
    entries = [f'#, fuzzy\nmsgid "{n}"\nmsgstr "{n}"\n' for n in range(600)]
    few, many = joined([HEAD.format("Ana"), entries[0]]), joined([HEAD.format("Ana"), *entries])
    pieces = pieces_of(parse(few, file=FILE))
    assert read_again(few, pieces)
    assert read_again(many, pieces) is None


def test_a_catalog_in_another_charset_is_read_as_a_whole():
    """The bytes of 目 in GBK are those of a Latin letter in UTF-8."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=GBK\\n"\n\n'
    before, now = (f'{head}msgid "One"\nmsgstr "{text}"\n'.encode("gbk") for text in "好目")
    first = Catalog.of(parse_catalog(before, file=FILE, locale="zh"), locale="zh")
    assert first.text((None, "One")) == "好"
    assert first.again(now) is None


@pytest.mark.parametrize("comment", ["# in C:\\", "# domain of one's own", "#~ # domain x"])
def test_a_comment_keeps_no_translation_from_being_read(comment):
    data = joined([HEAD.format("Ana"), f'{comment}\nmsgid "One"\nmsgstr "Uno"\n'])
    assert whole(data).text((None, "One")) == "Uno"
