"""A catalog in pieces: of one that was read before, only what is another is read again.

Translators save a sentence, and a catalog may hold ten thousand. Between blank lines stand whole
entries, in every file that a tool has written, and most of them are plain: a message, its
translation, comments. A piece is some tens of them. Where that is not so, or anything is wrong,
the file is read as a whole, and what is wrong told of.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import ceil
from sys import intern
from typing import Final

from pwa.errors import CatalogError
from pwa.source.message import MAX_MESSAGE, Key
from pwa.translation.po import NOBODY, Entry, PoFile, parse
from pwa.translation.po_bytes import MAX_BYTES
from pwa.translation.po_escapes import unescape

# How many entries that are not plain are read each for itself: reading the whole costs less.
FEW: Final = 500

# How many entries a piece has at most. Beyond it, a piece is looked for within so many bytes, by so
# many of its first ones.
MOST: Final = 32
NEAR: Final = 64 * 1024
HEAD: Final = 200

# What GNU msginit and templates write where nobody has translated yet.
_NOBODY: Final = frozenset({"", NOBODY, "Automatically generated", "none"})

# An entry as tools write it, without flags, context, previous msgid or plural; `_stands_alone` is
# asked apart. Escapes are those that need no charset.
_TEXT: Final = r'"[^"\\\n\0]*+(?:\\["\\nt][^"\\\n\0]*+)*+"'
_TEXTS: Final = rf"({_TEXT}(?:\n{_TEXT})*+)"
_PLAIN: Final = re.compile(rf"(?:#(?:[.: ][^\n]*+)?\n)*+msgid {_TEXTS}\nmsgstr {_TEXTS}")

_DOMAIN: Final = re.compile(rb"^[\s#~|]*domain", re.MULTILINE)

Before = tuple[tuple[Key, str], ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """A catalog's entry for one message; an empty `text` is one that nobody has written yet.

    `previous_msgid` is what the message read when it was translated (`#|`).
    """

    text: str
    fuzzy: bool
    previous_msgid: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Some entries between two blank lines: `size` bytes, the first of which are its `head`.

    `name` is the hash of them all, `lines` counts their line feeds. Of each live entry there are
    key, translation and line, from the piece's first on. `says` stands for these, `before` are
    texts that obsolete entries keep, `translator` is whom a header names.
    """

    head: bytes
    name: bytes
    size: int
    lines: int
    keys: tuple[Key, ...]
    said: tuple[Translation, ...]
    at: tuple[int, ...]
    says: int
    before: Before
    translator: str | None
    headers: int


Pieces = tuple[tuple[int, Piece], ...]
"""The pieces of a catalog, in their order, each with the line that it begins at."""


class _WholeError(Exception):
    """The file has to be read as a whole."""


def pieces_of(file: PoFile) -> Pieces:
    """Return the pieces of a catalog that was read as a whole."""
    entries, is_apart = file.everything, _can_stand_apart(file)
    groups = [entries[start : start + MOST] for start in range(0, len(entries), MOST)]
    return tuple((group[0].line, _piece_of(group, file, is_apart=is_apart)) for group in groups)


def _piece_of(entries: Sequence[Entry], file: PoFile, *, is_apart: bool) -> Piece:
    made = _Making()
    made.add(entries, file, -entries[0].line)
    piece = made.piece(b"".join(_bytes(each, file) for each in entries).strip(b"\r\n"))
    # No bytes have this name: it is found nowhere.
    return piece if is_apart else replace(piece, name=b"")


def _can_stand_apart(file: PoFile) -> bool:
    """Whether a catalog's entries mean by themselves what they mean in it."""
    raws = (_bytes(each, file).strip(b"\r\n") for each in file.everything)
    return file.charset == "utf-8" and all(map(_stands_alone, raws))


def _bytes(each: Entry, file: PoFile) -> bytes:
    return each.raw.encode(file.charset, "surrogateescape")


def read_again(data: bytes, last: Pieces) -> Pieces | None:
    """Return the pieces of a catalog that was read as `last`; None where the whole tells more."""
    if len(data) > MAX_BYTES:
        return None
    line = 1 + data.count(b"\n", 0, len(data) - len(data.lstrip(b"\r\n")))
    found: list[tuple[int, Piece]] = []
    with suppress(_WholeError):
        for piece in _pieces(data.strip(b"\r\n"), last):
            found.append((line, piece))
            line += piece.lines + 2
        return tuple(found) if _is_catalog(found) else None
    return None


def _pieces(data: bytes, last: Pieces) -> Iterator[Piece]:
    """Yield the pieces of a file: those that are as they were, and what is between them."""
    blank = b"\r\n\r\n" if b"\r" in data and b"\r\n\r\n" in data else b"\n\n"
    few = iter(range(FEW))
    at = 0
    for _, piece in last:
        begin = _found(data, piece, at, blank)
        if begin is not None:
            if begin > at:
                yield from _read(data[at : begin - len(blank)], blank, few)
            yield piece
            at = begin + piece.size + len(blank)
    if at < len(data):
        yield from _read(data[at:], blank, few)


def _found(data: bytes, piece: Piece, at: int, blank: bytes) -> int | None:
    """Where a piece stands as it was: there, or not far below."""
    begin = data.find(piece.head, at, at + NEAR)
    while begin >= 0:
        end = begin + piece.size
        begins = begin == at or data.startswith(blank, max(at, begin - len(blank)), begin)
        ends = end == len(data) or data.startswith(blank, end)
        if begins and ends and _hash(data[begin:end]) == piece.name:
            return begin
        begin = data.find(piece.head, begin + 1, at + NEAR)
    return None


def _is_catalog(found: Sequence[tuple[int, Piece]]) -> bool:
    """Whether there is one header, and messages."""
    return sum(piece.headers for _, piece in found) == 1 and any(piece.keys for _, piece in found)


def _stands_alone(raw: bytes) -> bool:
    """Whether no line is joined to what is beyond, and no other domain begins."""
    is_joined = b"\\\n" in raw or b"\\\r\n" in raw or raw.endswith((b"\\", b"\\\r"))
    return not (is_joined or (b"domain" in raw and _DOMAIN.search(raw)))


def _read(data: bytes, blank: bytes, few: Iterator[int]) -> Iterator[Piece]:
    """Yield pieces of about the same length. Raises _WholeError."""
    raws = data.split(blank)
    size = ceil(len(raws) / ceil(len(raws) / MOST))
    for start in range(0, len(raws), size):
        some = raws[start : start + size]
        made, line = _Making(), 0
        for raw in some:
            made.read(raw, line, few)
            line += raw.count(b"\n") + 2
        yield made.piece(blank.join(some))


class _Making:
    """A piece in the making."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._said: list[Translation] = []
        self._at: list[int] = []
        self._says = 0
        self._before: list[tuple[Key, str]] = []
        self._translator: str | None = None
        self._headers = 0

    def piece(self, raw: bytes) -> Piece:
        """What was read, as it stands in these bytes."""
        return Piece(
            raw[:HEAD],
            _hash(raw),
            len(raw),
            raw.count(b"\n"),
            tuple(self._keys),
            tuple(self._said),
            tuple(self._at),
            self._says,
            tuple(self._before),
            self._translator,
            self._headers,
        )

    def read(self, raw: bytes, line: int, few: Iterator[int]) -> None:
        """Read what stands between two blank lines, `line` line feeds below the first."""
        if not self._read_plain(raw, line):
            if next(few, None) is None or not _stands_alone(raw):
                raise _WholeError
            try:
                file = parse(raw, file="")
            except CatalogError:
                raise _WholeError from None
            if file.charset != "utf-8" or file.bom or file.tail or not file.everything:
                raise _WholeError
            self.add(file.everything, file, line - 1)

    def _read_plain(self, raw: bytes, line: int) -> bool:
        """Read a plain entry; return False for all else, and where it is at fault."""
        with suppress(UnicodeDecodeError):
            text = raw.decode()
            found = _PLAIN.fullmatch(text)
            if found and _stands_alone(raw):
                msgid, msgstr = (unescape(texts, "utf-8") for texts in found.groups())
                if msgid and len(msgid) <= MAX_MESSAGE and len(msgstr) <= MAX_MESSAGE:
                    at = line + text.count("\n", 0, found.start(1))
                    made = Translation(msgstr, fuzzy=False, previous_msgid=None)
                    self._add((None, intern(msgid)), made, at)
                    return True
        return False

    def add(self, entries: Iterable[Entry], file: PoFile, by: int) -> None:
        """Add entries of a file, which stand so many lines further down than in it."""
        for each in entries:
            if each is file.header_entry:
                self._headers += 1
                translator = file.header.get("Last-Translator", "")
                self._translator = None if translator in _NOBODY else translator
            elif each.obsolete:
                self._before += _before(each)
            else:
                key = (each.msgctxt, intern(each.msgid))  # shared by the catalogs of all locales
                made = Translation(each.msgstr[0], each.fuzzy, each.previous_msgid)
                self._add(key, made, each.msgid_line + by)

    def _add(self, key: Key, made: Translation, at: int) -> None:
        self._keys.append(key)
        self._said.append(made)
        self._at.append(at)
        self._says += _says(key, made)


def _says(key: Key, one: Translation) -> int:
    """What stands for an entry in a sum of such, which is the same in whatever order.

    Bellare and Micciancio, A New Paradigm for Collision-Free Hashing (1997), §5: AdHash.
    """
    # No text has U+0000.
    facts = f"{key[0]!r}\0{key[1]}\0{one.text}\0{one.fuzzy}\0{one.previous_msgid!r}"
    return int.from_bytes(blake2b(facts.encode("utf-8", "surrogatepass")).digest(), "big")


def _before(each: Entry) -> Iterator[tuple[Key, str]]:
    """Yield what an obsolete entry says, of the msgid that it had before as well."""
    yield each.key, each.msgstr[0]
    if each.previous_key:
        yield each.previous_key, each.msgstr[0]


def _hash(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=16).digest()
