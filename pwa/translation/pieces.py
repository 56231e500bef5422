"""A catalog in pieces: of one that was read before, only what is another is read again.

Translators save a sentence, and a catalog may hold ten thousand. Between blank lines stand whole
entries, in every file that a tool has written, and most of them are plain: a message, its
translation, comments. Where that is not so, or anything is wrong, the file is read as a whole, and
what is wrong told of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from sys import intern
from typing import Final

from pwa.errors import CatalogError
from pwa.source.message import MAX_MESSAGE, Key
from pwa.translation.po import NOBODY, Entry, PoFile, parse
from pwa.translation.po_bytes import MAX_BYTES
from pwa.translation.po_escapes import unescape

# How many pieces that are not plain are read each for itself: reading the whole costs less.
FEW: Final = 500

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

    `previous_msgid` is what the message read when it was translated (`#|`), `line` where the
    entry's msgid stands: that alone makes no other translation.
    """

    text: str
    fuzzy: bool
    previous_msgid: str | None
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two blank lines, from `line` on, with `lines` line feeds in it.

    `says` has a hash of what each live entry says, `before` are texts that obsolete entries keep,
    `translator` is whom a header names.
    """

    line: int
    lines: int
    live: tuple[tuple[Key, Translation], ...]
    says: tuple[bytes, ...]
    before: Before = ()
    translator: str | None = None
    is_header: bool = False

    def at(self, line: int) -> "Piece":
        """Return it as it stands elsewhere in a file."""
        if line == self.line:
            return self
        by = line - self.line
        moved = [
            (key, Translation(one.text, one.fuzzy, one.previous_msgid, one.line + by))
            for key, one in self.live
        ]
        return replace(self, line=line, live=tuple(moved))


Pieces = Mapping[bytes, Piece]
"""The pieces of a catalog, in their order, each by the hash of its bytes."""


def pieces_of(file: PoFile) -> dict[bytes, Piece]:
    """Return the pieces of a catalog, one an entry, as they would stand between blank lines."""
    raws = ((each, _raw(each, file)) for each in file.everything)
    return {_hash(raw): _piece([each], file, each.line, raw.count(b"\n")) for each, raw in raws}


def can_be_read_again(file: PoFile) -> bool:
    """Whether each entry tells by itself what it says: its charset it does not tell."""
    return file.charset == "utf-8" and all(
        _stands_alone(_raw(each, file)) for each in file.everything
    )


def _raw(each: Entry, file: PoFile) -> bytes:
    return each.raw.encode(file.charset, "surrogateescape").strip(b"\r\n")


def read_again(data: bytes, last: Pieces) -> dict[bytes, Piece] | None:
    """Return the pieces of a catalog that was read as `last`; None where the whole tells more."""
    if len(data) > MAX_BYTES:
        return None
    blank = b"\r\n\r\n" if b"\r\n\r\n" in data else b"\n\n"
    raws = data.strip(b"\r\n").split(blank)
    start = len(data) - len(data.lstrip(b"\r\n"))
    line = 1 + data.count(b"\n", 0, start)
    found: dict[bytes, Piece] = {}
    few = FEW
    for raw in raws:
        name = _hash(raw)
        piece = last.get(name) or _read_plain(raw, line)
        if piece is None:
            few -= 1
            piece = _read(raw) if few else None
            if piece is None:
                return None
        found[name] = piece = piece.at(line)
        line += piece.lines + 2
    return found if _is_catalog(found, len(raws)) else None


def _is_catalog(found: Pieces, count: int) -> bool:
    """Whether there is one header, and messages, each once."""
    keys = [key for piece in found.values() for key, _ in piece.live]
    headers = sum(piece.is_header for piece in found.values())
    return len(found) == count and 0 < len(keys) == len(set(keys)) and headers == 1


def _stands_alone(raw: bytes) -> bool:
    """Whether no line is joined to what is beyond, and no other domain begins."""
    is_joined = b"\\\n" in raw or b"\\\r\n" in raw or raw.endswith((b"\\", b"\\\r"))
    return not (is_joined or (b"domain" in raw and _DOMAIN.search(raw)))


def _read_plain(raw: bytes, line: int) -> Piece | None:
    """Return a plain entry that stands at a line; None for all else, and where it is at fault."""
    with suppress(UnicodeDecodeError):
        text = raw.decode()
        found = _PLAIN.fullmatch(text)
        if found and _stands_alone(raw):
            msgid, msgstr = (unescape(texts, "utf-8") for texts in found.groups())
            if msgid and len(msgid) <= MAX_MESSAGE and len(msgstr) <= MAX_MESSAGE:
                at = line + text.count("\n", 0, found.start(1))
                live = (
                    (
                        (None, intern(msgid)),
                        Translation(msgstr, fuzzy=False, previous_msgid=None, line=at),
                    ),
                )
                return Piece(line, text.count("\n"), live, _says(live))
    return None


def _read(raw: bytes) -> Piece | None:
    if not _stands_alone(raw):
        return None
    try:
        file = parse(raw, file="")
    except CatalogError:
        return None
    if file.charset != "utf-8" or file.bom or file.tail or not file.everything:
        return None
    return _piece(file.everything, file, 1, raw.count(b"\n"))


def _piece(entries: Iterable[Entry], file: PoFile, line: int, lines: int) -> Piece:
    live: list[tuple[Key, Translation]] = []
    before: list[tuple[Key, str]] = []
    is_header = False
    for each in entries:
        if each is file.header_entry:
            is_header = True
        elif each.obsolete:
            before += _before(each)
        else:
            key = (each.msgctxt, intern(each.msgid))  # shared by the catalogs of all locales
            made = Translation(each.msgstr[0], each.fuzzy, each.previous_msgid, each.msgid_line)
            live.append((key, made))
    translator = file.header.get("Last-Translator", "") if is_header else ""
    known = None if translator in _NOBODY else translator
    return Piece(line, lines, tuple(live), _says(live), tuple(before), known, is_header)


def _says(live: Sequence[tuple[Key, Translation]]) -> tuple[bytes, ...]:
    # No text has U+0000.
    facts = (
        f"{context!r}\0{msgid}\0{one.text}\0{one.fuzzy}\0{one.previous_msgid!r}"
        for (context, msgid), one in live
    )
    return tuple(_hash(each.encode("utf-8", "surrogatepass")) for each in facts)


def _before(each: Entry) -> Iterator[tuple[Key, str]]:
    """Yield what an obsolete entry says, of the msgid that it had before as well."""
    yield each.key, each.msgstr[0]
    if each.previous_key:
        yield each.previous_key, each.msgstr[0]


def _hash(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=16).digest()
