"""GNU gettext, translate-toolkit and Babel accept and read the same catalogs as we do."""

import gettext
import io
import shutil
import subprocess

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import pypo

from pwa.translation.po import Entry, PoFile, entry, new_file, parse
from tests.translation.catalogs import FILES, FIXTURES, TIDY, files, fixture, said

needs_gettext = pytest.mark.skipif(
    shutil.which("msgfmt") is None, reason="GNU gettext (msgfmt, msgcat) is not installed"
)
CONVERTED = [name for name in FILES if name.startswith("msgconv")]
IN_UTF8 = [name for name in FILES if name not in CONVERTED]
# A process for each example.
few = settings(max_examples=40)


def run(*command: str, data: bytes) -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def everything(catalog: PoFile) -> list[tuple[object, ...]]:
    return [said(each) for each in catalog.entries]


# --- GNU gettext accepts it, so nothing of it is lost ---------------------------------------

# Whole lines and bits of lines that are common, odd or wrong.
LINES = [
    "",
    " \t\f",
    "# comment",
    "#",
    "#. extracted \\",
    "#, fuzzy, no-such-flag",
    "#! sticky",
    '#| msgid "older"',
    "#~",
    '#~ msgid "gone"\n#~ msgstr "weg"',
    '#~| msgid "was"\n#~ msgid "is gone"\n#~ msgstr ""',
    'msgid "x"\nmsgstr "y"',
    'msgctxt "c"',
    '"continued"',
    '""\\',
    'domain "other"',
    'domain "messages"',
]
BITS = ['"', '\\"', "\\n", "\\t", "\\x41", " ", '" "', "#", "[0]", '""', '"\n"', "\r", "\u2028"]


@st.composite
def edited(draw: st.DrawFn) -> bytes:
    """A fixture as a person with a text editor might leave it."""
    catalog = fixture(draw(st.sampled_from([name for name in FILES if small(name)])))
    lines = catalog.encode().decode(catalog.charset).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line, cut = lines[at], draw(st.integers(0, len(lines[at])))
        bit = draw(st.sampled_from(BITS))
        ways = [[], [line, line], [line + "\r"], [f"  {line}"], [f"#~ {line}"], [line[:cut]]]
        ways += [[line[:cut] + bit + line[cut:]], [draw(st.sampled_from(LINES)), line]]
        lines[at : at + 1] = draw(st.sampled_from(ways))
    mark = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    return mark + "\n".join(lines).encode(catalog.charset, "ignore")


def small(name: str) -> bool:
    return (FIXTURES / name).stat().st_size < 2000


def accepted(data: bytes) -> bool:
    command = ["msgcat", "-", "-o", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=False).returncode == 0


@needs_gettext
@settings(max_examples=200)
@given(edited())
def test_what_gettext_accepts_is_written_back_byte_for_byte(data):
    if accepted(data):
        assert parse(data, file="edited.po").encode() == data


# --- and it says the same -------------------------------------------------------------------


def shown(catalog: PoFile) -> dict[str, tuple[str, ...]]:
    """What a program would show: as GNU's binary catalogs hold it."""
    live = (each for each in catalog.entries if not each.obsolete and not each.fuzzy)
    return {
        each.msgid if each.msgctxt is None else f"{each.msgctxt}\x04{each.msgid}": each.msgstr
        for each in live
        if each.msgstr[0]
    }


def compiled(data: bytes) -> dict[str, tuple[str, ...]]:
    binary = run("msgfmt", "-o", "-", "-", data=data)
    texts: dict[str, tuple[str, ...]] = {}
    for key, text in gettext.GNUTranslations(io.BytesIO(binary))._catalog.items():
        message = key[0] if isinstance(key, tuple) else key
        if message:
            texts[message] = (*texts.get(message, ()), text)
    return texts


@needs_gettext
# Python cannot read a binary catalog whose header names a translator before the charset.
@pytest.mark.parametrize("name", [*set(FILES) - {"msgconv-latin1.po", "msgconv-gb18030.po"}])
def test_msgfmt_reads_the_same(name):
    data = (FIXTURES / name).read_bytes()
    if name == "odd.po":
        data = data.replace(b"#! fuzzy", b"#!")
    assert shown(parse(data, file=name)) == compiled(data)


@needs_gettext
@pytest.mark.parametrize("name", CONVERTED)
def test_msgconv_reads_the_same_letters(name):
    data = run("msgconv", "--to-code=UTF-8", "-", data=(FIXTURES / name).read_bytes())
    assert everything(parse(data, file=name)) == everything(fixture(name))


@needs_gettext
@few
@given(files())
def test_msgcat_reads_any_catalog_the_same(made):
    normal = run("msgcat", "--no-wrap", "-", data=made[0])
    assert shown(parse(normal, file="normal.po")) == shown(parse(made[0], file="any.po"))


@needs_gettext
@few
@given(st.sampled_from(FILES), st.integers(1, 200))
def test_at_any_width_a_catalog_says_the_same(name, width):
    data = run("msgcat", f"--width={width}", "-", data=(FIXTURES / name).read_bytes())
    wrapped = parse(data, file=name)
    assert wrapped.encode() == data
    assert shown(wrapped) == shown(fixture(name))


def of_toolkit(unit: pypo.pounit) -> tuple[object, ...]:
    plural = unit.hasplural()
    return (
        unit.getcontext(),
        tuple(unit.source.strings) if plural else unit.source,
        tuple(unit.target.strings) if plural else unit.target,
        unit.prev_source or "",
        unit.isobsolete(),
        unit.isfuzzy(),
        unit.getnotes("translator"),
        # It drops what the source said of obsolete entries.
        None if unit.isobsolete() else (unit.getnotes("developer"), unit.getlocations()),
    )


def of_ours(each: Entry) -> tuple[object, ...]:
    plural = each.msgid_plural is not None
    return (
        each.msgctxt or "",
        (each.msgid, each.msgid_plural) if plural else each.msgid,
        each.msgstr if plural else each.msgstr[0],
        each.previous_msgid or "",
        each.obsolete,
        each.fuzzy,
        "\n".join(each.comments),
        None if each.obsolete else ("\n".join(each.extracted), list(each.references)),
    )


def toolkit(data: bytes) -> list[tuple[object, ...]]:
    units = pypo.pofile.parsestring(data).units
    return [of_toolkit(unit) for unit in units if not unit.isheader()]


# It cannot read the odd one, nor charsets other than UTF-8 and Latin-1.
@pytest.mark.parametrize("name", [*set(IN_UTF8) - {"odd.po"}, "msgconv-latin1.po"])
def test_translate_toolkit_reads_the_same(name):
    assert [of_ours(each) for each in fixture(name).entries] == toolkit(
        (FIXTURES / name).read_bytes()
    )


@given(files(TIDY))
def test_translate_toolkit_reads_any_tidy_catalog_the_same(made):
    ours = [of_ours(each) for each in parse(made[0], file="tidy.po").entries]
    assert ours == toolkit(made[0])


@pytest.mark.parametrize("name", ["poedit.po", "msgmerge.po", "msgcat-w40.po", "lokalize.po"])
def test_babel_reads_the_same(name):
    data = (FIXTURES / name).read_bytes().replace(b'"PO-Revision-Date: \\n"\n', b"")
    theirs = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): (
            message.string if isinstance(message.id, str) else tuple(message.string)
        )
        for message in read_po(io.BytesIO(data))
        if message.id
    }
    ours = {
        each.key: each.msgstr if each.msgid_plural else each.msgstr[0]
        for each in parse(data, file=name).entries
        if not each.obsolete
    }
    assert ours == theirs


# --- what we write is what they would write -------------------------------------------------


@needs_gettext
@pytest.mark.parametrize("name", IN_UTF8)
def test_gettext_would_write_it_the_same(name):
    catalog = fixture(name)
    made = [
        entry(
            msgctxt=each.msgctxt,
            msgid=each.msgid,
            msgid_plural=each.msgid_plural,
            msgstr=each.msgstr,
            references=each.references,
            extracted=each.extracted,
        )
        for each in catalog.entries
        if not any(odd in each.raw for odd in ("://", "C++", "\\a"))
    ]
    header = {"Content-Type": "text/plain; charset=UTF-8"}
    if any(each.msgid_plural for each in made):
        header["Plural-Forms"] = catalog.header.get("Plural-Forms", "")
    data = new_file(header, made).encode()
    assert run("msgcat", "-", data=data).decode() == data.decode()
