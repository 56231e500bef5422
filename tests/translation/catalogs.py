"""Catalogs for the tests of PO files: fixtures, and any number of generated ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from pwa.translation.po import Entry, PoFile, parse

FIXTURES = Path(__file__).parents[1] / "fixtures" / "catalogs"
FILES = sorted(path.name for path in FIXTURES.glob("*.po*"))
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

# fmt: off
CHARSETS = (
    "UTF-8", "ISO-8859-1", "ISO-8859-15", "CP1252", "CP1256", "KOI8-R", "TIS-620",
    "EUC-JP", "SHIFT_JIS", "CP932", "EUC-KR", "BIG5", "BIG5-HKSCS", "GBK", "GB18030",
)
# fmt: on


def fixture(name: str) -> PoFile:
    return parse((FIXTURES / name).read_bytes(), file=name)


def said(each: Entry) -> tuple[object, ...]:
    return each.key, each.msgid_plural, each.msgstr, each.flags, each.previous_msgid, each.obsolete


# What may confuse a reader of PO files, and letters of every charset above: the last byte of
# some is a backslash's.
LETTERS = 'ab "\\\n\t%{}<\f\r#~|\u2028\x85éñß€Ждعربيไทย日本語表ソ十能한국어뷁國許功🦀'


def texts(charset: str = "UTF-8", *, without: str = "") -> st.SearchStrategy[str]:
    """Texts that a charset can hold."""
    some = st.sampled_from([one for one in LETTERS if holds(charset, one) and one not in without])
    every = st.characters(exclude_categories=["Cs"], exclude_characters=f"\0\4{without}")
    return st.text(some | every if charset == "UTF-8" else some, max_size=40)


def holds(charset: str, letter: str) -> bool:
    return letter.encode(charset, "ignore").decode(charset) == letter


WORDS = st.text("abcdefgh-", min_size=1, max_size=8).map(lambda word: f"x{word}")
LINES = st.text("abc,.:~| ", max_size=12).map(str.strip)
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}


@dataclass(frozen=True)
class Layout:
    """What a program may choose when it writes a catalog."""

    charset: str = "UTF-8"
    without: str = ""
    spaces: Sequence[str] = ("", " ", "\t", "  ")
    indents: Sequence[str] = ("", " ", "\t", "  ")
    ends: Sequence[str] = ("\n", "\n", "\r\n", " \n")
    blanks: Sequence[str] = ("\n", "", "\n\n", " \n")
    tails: Sequence[str] = ("", "\n", "\n\n# tail", "#\n")
    sorted_comments: bool = False


FREE = Layout()
# As translate-toolkit understands it, which takes the escape of a form feed for an f.
TIDY = Layout(
    without="\f",
    spaces=[" "],
    indents=[""],
    ends=["\n"],
    blanks=["\n"],
    tails=[""],
    sorted_comments=True,
)


@st.composite
def quoted(draw: st.DrawFn, keyword: str, text: str, prefix: str, layout: Layout) -> str:
    """One field, broken into lines anywhere."""
    letters = [ESCAPES.get(letter, letter) for letter in text]
    cuts = sorted(draw(st.lists(st.integers(0, len(letters)), max_size=3)))
    bounds = [0, *cuts, len(letters)]
    pieces = ["".join(letters[a:b]) for a, b in pairwise(bounds)]
    space, indent, end = map(
        draw, map(st.sampled_from, [layout.spaces, layout.indents, layout.ends])
    )
    first, *rest = (f'"{piece}"{end}' for piece in pieces)
    return f"{prefix}{keyword}{space}{first}" + "".join(f"{prefix}{indent}{one}" for one in rest)


@st.composite
def written(draw: st.DrawFn, msgid: str, layout: Layout) -> tuple[str, tuple[object, ...]]:
    """An entry as some program may write it, and what it says."""
    some = texts(layout.charset, without=layout.without)
    obsolete = draw(st.booleans())
    live, previous = ("#~ ", "#~| ") if obsolete else ("", "#| ")
    context, plural, old = (draw(st.none() | some) for _ in range(3))
    forms = draw(st.lists(some, min_size=1, max_size=1 if plural is None else 4))
    flags = draw(st.lists(WORDS, max_size=2, unique=True))
    comments = [f"# {line}\n" for line in draw(st.lists(LINES, max_size=2))]
    comments += [f"#. {line}\n" for line in draw(st.lists(LINES, max_size=2))]
    comments += [f"#: {word}\n" for word in draw(st.lists(WORDS, max_size=2))]
    comments += [f"#, {', '.join(flags)}\n"] if flags else []
    fields = [("msgid", old, previous)] if old is not None else []
    fields += [("msgctxt", context, live)] if context is not None else []
    fields += [("msgid", msgid, live)]
    fields += [("msgid_plural", plural, live)] if plural is not None else []
    names = ["msgstr"] if plural is None else [f"msgstr[{i}]" for i in range(len(forms))]
    fields += [(name, text, live) for name, text in zip(names, forms, strict=True)]
    parts = [draw(quoted(keyword, text, prefix, layout)) for keyword, text, prefix in fields]
    comments = comments if layout.sorted_comments else draw(st.permutations(comments))
    raw = draw(st.sampled_from(layout.blanks)) + "".join([*comments, *parts])
    return raw, ((context, msgid), plural, tuple(forms), tuple(flags), old, obsolete)


@st.composite
def files(draw: st.DrawFn, layout: Layout = FREE) -> tuple[bytes, list[tuple[object, ...]]]:
    """A catalog and what its entries say."""
    some = texts(layout.charset, without=layout.without).filter(bool)
    msgids = draw(st.lists(some, min_size=1, max_size=5, unique=True))
    entries = [draw(written(msgid, layout)) for msgid in msgids]
    header = HEADER.replace("UTF-8", layout.charset).rstrip("\n") + "\n"
    text = header + "".join(raw for raw, _ in entries) + draw(st.sampled_from(layout.tails))
    return text.encode(layout.charset), [what for _, what in entries]
