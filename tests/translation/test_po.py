"""Catalogs are read and written without loss; what is wrong with one is told with its line."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.errors import CatalogError, Finding
from pwa.translation import po_bytes, po_faults, po_read
from pwa.translation.po import Entry, PoFile, entry, new_file, parse
from tests.translation.catalogs import (
    CHARSETS,
    FILES,
    FIXTURES,
    FREE,
    HEADER,
    files,
    fixture,
    said,
    texts,
)

TEXTS = texts()


def read(text: str) -> PoFile:
    return parse((HEADER + text).encode(), file="es.po", locale="es")


def findings(data: bytes | str) -> tuple[Finding, ...]:
    with pytest.raises(CatalogError) as caught:
        parse((HEADER + data).encode() if isinstance(data, str) else data, file="es.po")
    return caught.value.findings


# --- reading and writing back ---------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_written_back_byte_for_byte(name):
    data = (FIXTURES / name).read_bytes()
    assert parse(data, file=name).encode() == data


@pytest.mark.parametrize(
    "variant",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\nmsgstr", b"\r\nmsgstr"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n\n \t\n# the end\n\n",
        lambda data: data.replace(b"\n\n", b"\n\n\n\f\n"),
        lambda data: b"# licence\n\n" + data,
    ],
    ids=["CRLF", "mixed", "BOM", "no end", "tail", "blank lines", "first comment"],
)
@pytest.mark.parametrize("name", ["msgmerge.po", "comprehensive-rust.ja.po", "lokalize.po"])
def test_so_is_every_way_to_end_lines_and_files(name, variant):
    original, data = fixture(name), variant((FIXTURES / name).read_bytes())
    catalog = parse(data, file=name)
    assert catalog.encode() == data
    assert [said(each) for each in catalog.entries] == [said(each) for each in original.entries]


def test_what_hardly_anybody_writes_is_understood():
    one, split, joined, gone = fixture("odd.po").entries
    assert (one.key, one.msgstr) == ((None, "one"), ("line",))
    assert split.key == ("k", "splitoverlines")
    assert split.msgid_plural == 'hex Aé \a\b\f\v\r\t"\\'
    assert split.msgstr == ("x", "y")
    assert split.flags == ("unknown-flag", "fuzzy", "c-format", "range: 0..10")
    assert (split.previous_msgctxt, split.previous_msgid) == ("k", "older")
    assert joined.references == ("with space.md", "b:1", "c")
    assert joined.msgid == "next line goes on"
    assert (gone.key, gone.obsolete, gone.previous_msgid) == ((None, "gonener"), True, "z")
    assert gone.comments == ("commented",)


def test_the_header_is_no_message_and_keeps_its_order():
    catalog = fixture("lokalize.po")
    assert list(catalog.header)[:3] == [
        "Project-Id-Version",
        "PO-Revision-Date",
        "POT-Creation-Date",
    ]
    assert catalog.header["PO-Revision-Date"] == ""
    assert catalog.header_entry is not None
    assert catalog.header_entry.comments[1] == "Lokalize keeps several lines here."
    assert all(each.msgid for each in catalog.entries)


def test_a_header_that_comes_late_stays_where_it_is():
    data = b'msgid "a"\nmsgstr "\xe9"\n\nmsgid ""\nmsgstr "X: text; charset=ISO-8859-1\\n"\n'
    catalog = parse(data, file="late.po")
    assert catalog.entries[0].msgstr == ("é",)
    assert catalog.encode() == data


def test_without_a_header_the_text_is_utf8():
    catalog = parse('msgid "a"\nmsgstr "é"\n'.encode(), file="bare.po")
    assert catalog.header == {}
    assert catalog.entries[0].msgstr == ("é",)


def test_an_empty_file_is_an_empty_catalog():
    assert parse(b"", file="empty.po").entries == ()


def test_only_a_line_feed_ends_a_line():
    catalog = read('msgid "a\u2028b\x85c"\r\nmsgstr "y"\n\f\n# x\u2029y\nmsgid "d"\nmsgstr ""\n')
    assert [each.line for each in catalog.entries] == [4, 7]
    assert catalog.entries[1].comments == ("x\u2029y",)


def test_a_live_entry_before_an_obsolete_previous_id_is_kept():
    live, gone = read('msgid "a"\nmsgstr "b"\n#~| msgid "c"\n#~ msgid "d"\n#~ msgstr "e"\n').entries
    assert (live.key, live.obsolete) == ((None, "a"), False)
    assert (gone.key, gone.previous_msgid) == ((None, "d"), "c")


def test_the_same_message_may_be_live_and_obsolete():
    assert len(read('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n').entries) == 2


@pytest.mark.parametrize(
    ("flags", "fuzzy"),
    [
        ("#, fuzzy", True),
        ("#,fuzzy,no-wrap", True),
        ("#, no-wrap fuzzy", True),
        ("#! fuzzy", True),
        ("#, no-fuzzy", False),
        ("# fuzzy", False),
    ],
)
def test_fuzzy_is_told_however_it_is_written(flags, fuzzy):
    assert read(f'{flags}\nmsgid "a"\nmsgstr "b"\n').entries[0].fuzzy is fuzzy


def test_escapes_are_bytes_in_the_declared_charset():
    text = 'msgid ""\nmsgstr "T: charset=ISO-8859-1\\n"\n\nmsgid "a"\nmsgstr "\\351\\xe9 é"\n'
    assert parse(text.encode("latin-1"), file="l.po").entries[0].msgstr == ("éé é",)


@pytest.mark.parametrize("mark", ["#", "#.", "#:", "#,", "#~ #"])
def test_bytes_that_do_not_decode_are_kept_in_comments(mark):
    data = f"{HEADER}{mark} ".encode() + b'caf\xe9\nmsgid "a"\nmsgstr "b"\n'
    catalog = parse(data, file="comment.po")
    edited = catalog.with_entries([catalog.entries[0].replace(msgstr=("c",))])
    assert edited.encode() == data.replace(b'"b"', b'"c"')


def test_a_letter_that_a_charset_spells_in_two_ways_is_kept_as_it_is_spelled():
    header = HEADER.replace("UTF-8", "CP932").encode()
    data = header + b'msgid "\x81\xe0"\nmsgstr "\x87\x90"\n'
    catalog = parse(data, file="cp932.po")
    assert (catalog.entries[0].msgid, catalog.entries[0].msgstr) == ("≒", ("≒",))
    assert catalog.encode() == data
    assert catalog.with_header_field("Language", "ja").encode().endswith(data[len(header) :])


def test_two_spellings_of_one_line_are_an_error():
    header = HEADER.replace("UTF-8", "CP932").encode()
    found = findings(header + b'# \x81\xe0\n# \x87\x90\nmsgid "a"\nmsgstr "b"\n')
    assert [(one.line, one.code) for one in found] == [(5, "po-encoding")]


def test_a_domain_that_the_file_starts_with_is_the_catalogs():
    data = f'domain "content"\n\n{HEADER}domain "content"\nmsgid "a"\nmsgstr "b"\n'.encode()
    catalog = parse(data, file="content.po")
    assert catalog.header["Content-Type"] == "text/plain; charset=UTF-8"
    assert [each.msgstr for each in catalog.entries] == [("b",)]
    assert catalog.encode() == data


def test_other_domains_are_kept_unread():
    other = '# about it\n\ndomain "other"\n\nmsgid "a"\nmsgstr "c"\n'
    catalog = read(f'msgid "a"\nmsgstr "b"\n\n{other}')
    more = catalog.with_entries([*catalog.entries, entry(msgid="new")])
    assert more.encode().decode().endswith(f'msgstr "b"\n\nmsgid "new"\nmsgstr ""\n\n{other}')


# --- laws ---------------------------------------------------------------------------------------


@given(files())
def test_any_catalog_is_read_right_and_written_back(made):
    data, expected = made
    catalog = parse(data, file="any.po")
    assert [said(each) for each in catalog.entries] == expected
    assert catalog.encode() == data


@given(st.sampled_from(CHARSETS).flatmap(lambda name: files(replace(FREE, charset=name))))
def test_so_is_one_in_any_charset(made):
    data, expected = made
    catalog = parse(data, file="any.po")
    assert [said(each) for each in catalog.entries] == expected
    assert catalog.encode() == data


@given(st.sampled_from(CHARSETS), st.binary(max_size=12), st.binary(max_size=12))
def test_any_bytes_are_written_back_or_refused(charset, comment, text):
    header = HEADER.replace("UTF-8", charset).encode()
    data = header + b"# " + comment + b'\nmsgid "a"\nmsgstr "' + text + b'"\n'
    try:
        catalog = parse(data, file="any.po")
    except CatalogError:
        return
    assert catalog.encode() == data


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "msgid": TEXTS.map(lambda text: f"new {text}"),
        "comments": st.lists(st.sampled_from(["one", "two"])).map(tuple),
        "flags": st.lists(st.sampled_from(["fuzzy", "my-flag", "no-wrap"]), unique=True).map(tuple),
        "references": st.lists(st.sampled_from(["a.md", "with space.md"])).map(tuple),
        "previous_msgid": st.none() | TEXTS,
        "msgctxt": st.none() | TEXTS,
    },
)
KINDS = {"comments": "comment", "flags": "flag", "references": "reference"}


@given(made=files(), changes=CHANGES, text=TEXTS, data=st.data())
def test_an_edit_touches_only_the_lines_of_what_was_edited(made, changes, text, data):
    catalog = parse(made[0], file="any.po")
    at = data.draw(st.integers(0, len(catalog.entries) - 1))
    old = catalog.entries[at]
    new = old.replace(msgstr=(text, *old.msgstr[1:]), **changes)
    edited = catalog.with_entries([*catalog.entries[:at], new, *catalog.entries[at + 1 :]])
    before, after = catalog.entries[:at], catalog.entries[at + 1 :]
    header = catalog.header_entry.raw if catalog.header_entry else ""
    raws = [header, *map(raw, before), new.raw, *map(raw, after), catalog.tail]
    assert edited.encode().decode() == "".join(raws)
    meant = {KINDS.get(name, name) for name in changes} | {"msgstr", "msgstr[0]"}
    assert touched(old, new) <= meant
    again = parse(edited.encode(), file="any.po").entries[at]
    assert said(again) == said(new)
    assert (again.comments, again.references) == (new.comments, new.references)


def raw(each: Entry) -> str:
    return each.raw


def touched(old: Entry, new: Entry) -> set[str]:
    return {kind for kind, _ in set(old.segments) ^ set(new.segments)}


@given(files())
def test_becoming_obsolete_and_live_again_leaves_no_trace(made):
    for each in parse(made[0], file="any.po").entries:
        there = each.replace(obsolete=not each.obsolete)
        again = parse((HEADER + there.raw).encode(), file="x.po").entries[0]
        assert (again.obsolete, again.msgstr) == (not each.obsolete, each.msgstr)
        back = there.replace(obsolete=each.obsolete)
        assert parse((HEADER + back.raw).encode(), file="x.po").entries[0].key == each.key
        if not each.obsolete:
            assert back.raw.replace(" ", "") == each.raw.replace(" ", "")


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=3), st.booleans())
def test_what_is_made_is_read_back(pairs, wrap):
    flags = () if wrap else ("no-wrap",)
    made = [
        entry(msgctxt=str(at), msgid=f"{msgid}.", msgstr=(text,), previous_msgid=text, flags=flags)
        for at, (msgid, text) in enumerate(pairs)
    ]
    data = new_file({"Content-Type": "text/plain; charset=UTF-8"}, made).encode()
    again = parse(data, file="made.po").entries
    assert [said(each) for each in again] == [said(each) for each in made]


# --- changes --------------------------------------------------------------------------------

STYLES = ["poedit.po", "weblate.po", "msgcat-w40.po", "msgcat-no-wrap.po", "lokalize.po"]


@pytest.mark.parametrize("name", STYLES)
def test_nothing_changed_is_nothing_written(name):
    catalog = fixture(name)
    for each in catalog.entries:
        assert each.replace(msgstr=each.msgstr, flags=each.flags) is each


@pytest.mark.parametrize("name", STYLES)
def test_confirming_a_fuzzy_entry_changes_two_fields(name):
    fuzzy = next(each for each in fixture(name).entries if each.fuzzy)
    flags = tuple(flag for flag in fuzzy.flags if flag != "fuzzy")
    done = fuzzy.replace(flags=flags, previous_msgid=None, previous_msgctxt=None)
    assert touched(fuzzy, done) <= {"flag", "previous_msgid", "previous_msgctxt"}
    assert "fuzzy" not in done.raw
    assert "#|" not in done.raw


def test_new_fields_stand_where_gettext_puts_them():
    old = entry(msgid="a", msgstr=("b",), references=("x.md",), comments=("c",))
    new = old.replace(flags=("fuzzy",), previous_msgid="z", extracted=("e",))
    assert new.raw == ('\n# c\n#. e\n#: x.md\n#, fuzzy\n#| msgid "z"\nmsgid "a"\nmsgstr "b"\n')


def test_a_change_keeps_the_line_ends():
    data = (FIXTURES / "poedit.po").read_bytes().replace(b"\n", b"\r\n")
    catalog = parse(data, file="crlf.po")
    first = catalog.entries[0].replace(msgstr=("Una\nDos",))
    changed = catalog.with_entries([first, entry(msgid="new"), *catalog.entries[1:]])
    changed = changed.with_header_field("X-Generator", "pwa")
    assert changed.encode().count(b"\n") == changed.encode().count(b"\r\n")


def test_fields_on_one_line_are_parted_when_one_changes():
    catalog = read('msgid "a" msgstr "b" msgid "c" msgstr "d"')
    changed = catalog.with_entries([catalog.entries[0].replace(msgstr=("x",)), catalog.entries[1]])
    assert changed.encode().decode().endswith('msgid "a"\nmsgstr "x"\nmsgid "c" msgstr "d"')


def test_an_entry_after_the_last_one_starts_on_its_own_line():
    catalog = read('msgid "a"\nmsgstr "b"')
    more = catalog.with_entries([*catalog.entries, entry(msgid="c")])
    assert more.encode().decode().endswith('msgstr "b"\n\nmsgid "c"\nmsgstr ""\n')


def test_an_indented_entry_becomes_obsolete_in_every_line():
    old = read('  msgid ""\n  "a"\n  msgstr "b"\n').entries[0]
    assert old.replace(obsolete=True).raw.lstrip() == '#~   msgid ""\n#~   "a"\n#~   msgstr "b"\n'


@pytest.mark.parametrize("name", [*STYLES, "msginit.po", "odd.po", "comprehensive-rust.es.po"])
@pytest.mark.parametrize("field", ["POT-Creation-Date", "Plural-Forms", "X-New"])
def test_a_header_field_is_set_and_its_neighbours_stay(name, field):
    catalog = fixture(name)
    changed = parse(catalog.with_header_field(field, "value").encode(), file=name)
    assert changed.header == {**catalog.header, field: "value"}
    assert [each.raw for each in changed.entries] == [each.raw for each in catalog.entries]


@pytest.mark.parametrize("name", [*STYLES, "msginit.po"])
def test_the_lines_of_other_header_fields_stay(name):
    before = (FIXTURES / name).read_bytes().splitlines()
    after = fixture(name).with_header_field("Language", "xx").encode().splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new for _, new in changed] == [b'"Language: xx\\n"']


def test_a_header_is_made_where_there_is_none():
    catalog = parse(b'msgid "a"\nmsgstr "b"', file="bare.po").with_header_field("Language", "es")
    assert catalog.encode() == b'msgid ""\nmsgstr "Language: es\\n"\nmsgid "a"\nmsgstr "b"'


def test_a_text_that_the_charset_cannot_hold_is_an_error():
    catalog = fixture("msgconv-latin1.po")
    with pytest.raises(CatalogError, match=r"cannot hold '日'.*UTF-8"):
        catalog.with_entries([catalog.entries[0].replace(msgstr=("日",))]).encode()


# --- the wrapper ----------------------------------------------------------------------------


def test_no_written_line_is_wider_than_gettexts():
    text = "Some words, and more: 日本語のテキストです。" * 20
    for line in entry(msgid=text, previous_msgid=text, obsolete=True).raw.splitlines():
        assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) <= 79


def test_lines_break_after_the_messages_own():
    assert entry(msgid="a\nb\n").raw == '\nmsgid ""\n"a\\n"\n"b\\n"\nmsgstr ""\n'


def test_so_is_one_that_would_be_read_as_another_letter():
    catalog = fixture("msgconv-euc-jp.po")
    with pytest.raises(CatalogError, match="cannot hold '¥'"):
        catalog.with_entries([catalog.entries[0].replace(msgstr=("¥100",))]).encode()


# --- faults ---------------------------------------------------------------------------------

ENTRY = 'msgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ('msgid "a"\nmsgstr "b', 5, "ends in the middle"),
        ('msgid "a"\nmsgstr "b\n' + ENTRY, 5, "quotation mark is missing"),
        ('msgid "a"\nmsgstr "b\\"\n' + ENTRY, 5, "quotation mark is missing"),
        ('msgid "a"\n', 4, "no msgstr"),
        ('msgid "a"\nms', 5, "'ms' is not known"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 4, "no msgstr"),
        ('msgctxt "a"\n\n' + ENTRY.replace("msgid", "msgctxt", 1), 4, "no msgstr"),
        ('msgid "a"\n# comment\n', 4, "no msgstr"),
        ('msgid "a"\nmsgid_plural "b"\n', 4, "no msgstr"),
        ('#| msgid "a"\n', 4, "no msgstr"),
        ('msgid "a"\nmsgstr\n', 5, "no text"),
        (ENTRY + "<<<<<<< ours\n" + ENTRY + "=======\n>>>>>>> theirs\n", 6, "merge conflict"),
        ("=======\n" + ENTRY, 4, "merge conflict"),
        (ENTRY + "\n" + ENTRY, 7, "already defined in line 4"),
        (HEADER, 4, "header is already defined in line 1"),
        ('msgid "a"\nmsgstr ""\n"b"\n"\\q"\n', 7, r"\\q is no escape"),
        ('msgid "a"\nmsgstr "\\x"\n', 5, r"\\x is no escape"),
        ('msgid "a"\nmsgstr "\\303"\n', 5, "bytes that are not UTF-8"),
        ('msgstr "b"\n', 4, "takes one msgstr"),
        ('# a\nmsgstr "b"\n', 5, "wrong place"),
        ('msgid_plural "b"\nmsgstr[0] "b"\n', 4, "wrong place"),
        ('# a\n"b"\n', 5, "belongs to no keyword"),
        ('#| msgstr "a"\n' + ENTRY, 4, "does not belong here"),
        ('#| msgid "a"\n#| msgid "b"\n' + ENTRY, 5, "does not belong here"),
        ("msgid[0]" + ENTRY[5:], 4, "no number"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[2] ""\n', 7, "without a gap"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] ""\n', 6, "without a gap"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr ""\n', 6, "out of place"),
        ('msgid "a"\nmsgstr[0] ""\n', 5, "needs a msgid_plural"),
        (
            'msgid "a"\nmsgid_plural "b"\n' + "".join(f'msgstr[{at}] ""\n' for at in range(200)),
            104,
            "so many forms",
        ),
        ('#~ msgid "a"\nmsgstr ""\n', 5, "some do not"),
        ('#~ msgid "a"\n#~ msgstr ""\n"b"\n', 5, "some do not"),
        ('msgid "a" b\nmsgstr ""\n', 4, "'b' is not known"),
        ("\u0085" + ENTRY, 4, "cannot stand here"),
        ('msgid "a"\nmsgstr "b\0"\n', 5, "NUL"),
        ('msgid "a"\nmsgstr "b\\0"\n', 5, "NUL"),
    ],
)
def test_a_fault_is_told_with_file_line_and_advice(text, line, wrong):
    with pytest.raises(CatalogError, match=wrong) as caught:
        read(text)
    found = caught.value.findings[0]
    assert (found.file, found.line, found.locale) == ("es.po", line, "es")
    assert len(found.message) > len(wrong) + 20


def test_all_faults_are_told_at_once():
    text = 'msgid "a"\nmsgstr "\\q"\n\nmsgid "b"\n\n' + ENTRY + '\nmsgid "a"\nmsgstr "x\n'
    assert [found.line for found in findings(text)] == [5, 7, 9, 13]


@pytest.mark.parametrize("base", ["", '||||||| base\nmsgstr "o"\n'])
def test_after_a_merge_conflict_reading_goes_on(base):
    conflict = f'<<<<<<< ours\nmsgstr "b"\n{base}=======\nmsgstr "c"\n>>>>>>> theirs\n'
    found = findings(f'msgid "a"\n{conflict}\nmsgid "x"\nmsgstr "\\q"\n')
    assert [one.code for one in found] == ["po-conflict", "po-escape"]


def test_a_conflict_inside_a_text_is_one_fault():
    conflict = '<<<<<<< ours\n"b"\n=======\n"c"\n>>>>>>> theirs\n'
    assert len(findings(f'msgid ""\n"a"\n{conflict}"d"\nmsgstr "e"\n\n{ENTRY}')) == 1


def test_bytes_that_do_not_decode_are_told_line_by_line():
    found = findings(HEADER.encode() + b'msgid "a"\nmsgstr ""\n"\xe9"\n\nmsgid "\xff"\nmsgstr')
    assert [(one.line, one.code) for one in found] == [
        (6, "po-encoding"),
        (8, "po-encoding"),
        (9, "po-syntax"),
    ]


@pytest.mark.parametrize("charset", ["x-unknown", "VISCII", "EUC-TW", "UTF-16", "idna", "hex"])
def test_a_charset_that_no_catalog_can_be_in_is_told(charset):
    found = findings(HEADER.replace("UTF-8", charset).encode())
    assert (found[0].line, found[0].code) == (2, "po-encoding")


def test_a_byte_order_mark_beside_another_charset_is_told():
    found = findings(b"\xef\xbb\xbf" + HEADER.replace("UTF-8", "ISO-8859-1").encode())
    assert "byte order mark" in found[0].message


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_catalog_with_wide_letters_is_told_to_be_saved_as_utf_8(charset):
    [found] = findings(HEADER.encode(charset))
    assert (found.line, found.code) == (1, "po-encoding")
    assert f"The file is in {charset[:6].upper()}." in found.message
    assert found.message.endswith("Save it as UTF-8.")


def test_a_file_over_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(po_bytes, "MAX_BYTES", 10)
    assert findings(b"x" * 11)[0].code == "po-limit"


def test_more_entries_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(po_read, "MAX_ENTRIES", 2)
    assert "entries" in findings(ENTRY + ENTRY.replace('"a"', '"c"'))[0].message


def test_a_text_over_the_limit_is_refused():
    long = "x" * (po_read.MAX_MESSAGE + 1)
    assert findings(f'msgid "a"\nmsgstr "{long}"\n')[0].line == 5


def test_a_file_that_is_no_catalog_ends_after_a_hundred_findings():
    assert len(findings(b"no catalog\n\n#\n" * 1000)) == po_faults.MAX_FINDINGS
