from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.errors import CatalogError
from pwa.source.message import MAX_MESSAGE
from pwa.translation.catalog import Catalog, parse_catalog
from pwa.translation.pieces import MOST, pieces_of, read_again
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
    lines, says = catalog.lines, catalog.translations
    return (says, lines, catalog.last_translator, catalog.before, catalog.digest)


@pytest.mark.parametrize("most", [1, 2, 32])
@given(first=PARTS, versions=st.lists(st.tuples(PARTS, LINES), min_size=1, max_size=3))
def test_what_is_read_again_says_what_the_whole_says(most, first, versions):
    """And where the whole cannot be read, nothing is: what is wrong is told of it."""
    with patch("pwa.translation.pieces.MOST", most):
        last = [Catalog(LOCALE, FILE)]
        with suppress(CatalogError):
            last.append(whole(joined([HEAD.format("Ana"), *first])))
        for then, between in versions:
            now = joined([HEAD.format("Ana"), *then], between)
            read = [again for one in last if (again := one.again(now)) is not None]
            assert all(said(again) == said(whole(now)) for again in read)
            last += read


@pytest.fixture
def read(monkeypatch):
    """What is read of entries that are not plain."""
    found = []
    monkeypatch.setattr(
        "pwa.translation.pieces.parse", lambda raw, **file: found.append(raw) or parse(raw, **file)
    )
    return found


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
def test_of_changed_sentences_nothing_else_is_read_but_what_stands_beside_them(newline, read):
    entries = [f'#, no-wrap\nmsgid "{n}"\nmsgstr "text {n}"\n' for n in range(400)]
    data = joined([HEAD.format("Ana"), *entries]).replace(b"\n", newline.encode())
    new = (
        data.replace(b'text 7"', b'other"').replace(b"text 300", b"other\\n").replace(b"Ana", b"B")
    )
    again = whole(data).again(new)
    assert said(again) == said(whole(new))
    assert sum(b"other" in one for one in read) == 2
    assert len(read) <= 3 * MOST


def test_what_did_not_change_is_the_same_catalog():
    last = whole(joined([HEAD.format("Ana"), 'msgid "1"\nmsgstr "a"\n']))
    assert last.again(joined([HEAD.format("Ana"), 'msgid "1"\nmsgstr "a"\n'])) is last


def test_a_message_that_is_there_twice_is_told_of_by_the_whole():
    one = joined([HEAD.format("Ana"), 'msgid "1"\nmsgstr "a"\n'])
    assert whole(one).again(one + b'\nmsgid "1"\nmsgstr "a"\n') is None


def test_a_line_that_goes_on_takes_nobodys_words():
    joined_lines = '# joined \\\nmsgid "1"\nmsgstr "a"\n'
    assert whole(joined([HEAD.format("Ana"), joined_lines])).text((None, "1")) == "a"


def test_another_charset_makes_other_texts_of_the_same_bytes():
    latin = HEAD.replace("UTF-8", "ISO-8859-1").encode() + 'msgid "1"\nmsgstr "é"\n'.encode()
    last = whole(latin.replace(b'\nmsgid "1', b'\n\nmsgid "1'))
    again = last.again(
        latin.replace(b"ISO-8859-1", b"UTF-8").replace(b'\nmsgid "1', b'\n\nmsgid "1')
    )
    assert again.text((None, "1")) == "é"


def test_a_moved_entry_is_told_of_where_it_stands():
    last = whole(joined([HEAD.format("Ana"), 'msgid "1"\nmsgstr "a"\n', 'msgid "2"\nmsgstr "b"\n']))
    data = joined([HEAD.format("Ana"), "", "# a line\n# another", 'msgid "2"\nmsgstr "b"\n'])
    data = data.replace(b"another\n\n", b"another\n")
    again = last.again(data)
    assert again.lines[None, "2"] == whole(data).lines[None, "2"]


def test_a_catalog_of_plain_entries_is_read_in_pieces_from_the_first(read):
    entries = [f'#. a place\nmsgid "{n}"\nmsgstr ""\n"text\\n"\n"{n}"\n' for n in range(600)]
    data = joined([HEAD.format("Ana"), *entries])
    expected = said(whole(data))
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
