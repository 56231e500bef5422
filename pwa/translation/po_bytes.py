"""A catalog's bytes: which charset they are in, and the text that they spell."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pwa.translation.po_escapes import unquoted
from pwa.translation.po_faults import Faults
from pwa.translation.po_syntax import Scanner

BOM: Final = codecs.BOM_UTF8
MAX_BYTES: Final = 32 * 1024 * 1024

# The charsets that GNU gettext calls portable (po_charset_canonicalize), as far as Python has
# them: all of them keep ASCII and the line feed where they are, in one byte.
# fmt: off
_PORTABLE: Final = frozenset({
    "ascii", "utf-8", "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5",
    "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-13", "iso8859-14",
    "iso8859-15", "koi8-r", "koi8-u", "koi8-t", "cp850", "cp866", "cp874", "cp932", "cp949",
    "cp950", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp1258", "gb2312", "euc_jp", "euc_kr", "big5", "big5hkscs", "gbk", "gb18030",
    "shift_jis", "johab", "tis-620",
})
# fmt: on

_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

# What a template says instead of a charset.
_UNDECLARED: Final = "CHARSET"

# Undecodable bytes become lone surrogates (PEP 383): GNU gettext reads them in comments.
_ERRORS: Final = "surrogateescape"
_UNDECODED: Final = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A catalog's text, without a byte order mark, and its charset as Python spells it.

    Bytes that do not decode stand in `text` as lone surrogates, from which they are written
    back; `undecoded` tells whether there are any. `spelled` holds the bytes of those lines that
    the charset would write in another way: the older ones of East Asia have several for some
    letters.
    """

    text: str
    charset: str
    undecoded: bool = False
    spelled: Mapping[str, bytes] = field(default_factory=dict)


def decode(data: bytes, faults: Faults) -> Decoded:
    """Return what the bytes spell; what is wrong with their charset is collected as faults."""
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MiB"
        faults.add(None, "po-limit", f"The catalog has {size}; split it below 32 MiB.")
        faults.raise_if_any()
    wide = _wide(data)
    if wide:
        advice = "No program that reads catalogs takes that. Save it as UTF-8."
        faults.add(1, "po-encoding", f"The file is in {wide}. {advice}")
        faults.raise_if_any()
    body = data.removeprefix(BOM)
    charset = _charset(body, faults, marked=len(body) != len(data))
    try:
        text, undecoded = body.decode(charset), False
    except UnicodeDecodeError:
        text, undecoded = body.decode(charset, _ERRORS), True
    exact = text.encode(charset, _ERRORS) == body
    return Decoded(text, charset, undecoded, {} if exact else _spelled(body, charset, faults))


def _wide(data: bytes) -> str | None:
    """Return the charset's name where ASCII letters, which catalogs begin with, have zeros too."""
    start = data[:4]
    if start in _UTF_32_MARKS or start.count(0) == 3:
        return "UTF-32"
    return "UTF-16" if start[:2] in _UTF_16_MARKS or start.count(0) == 2 else None


def encode(text: str, charset: str, spelled: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the bytes that were decoded to the text: the inverse of `decode`.

    Raises UnicodeEncodeError where the charset has no bytes for a letter.
    """
    if not spelled:
        encoded = text.encode(charset, _ERRORS)
    else:
        lines = (spelled.get(line) or line.encode(charset, _ERRORS) for line in text.split("\n"))
        encoded = b"\n".join(lines)
    # Some codecs write a letter as one that is like it: EUC-JP the yen sign as a backslash.
    again = text if charset == "utf-8" else encoded.decode(charset, _ERRORS)
    if again != text:
        pairs = enumerate(zip(text, again, strict=False))
        at = next(at for at, (letter, other) in pairs if letter != other)
        raise UnicodeEncodeError(charset, text, at, at + 1, "it would be read as another letter")
    return encoded


def undecoded_at(text: str) -> int | None:
    """Return where the first byte stands that did not decode, or None."""
    found = _UNDECODED.search(text)
    return None if found is None else found.start()


def declared_charset(header: str) -> str | None:
    """Return the charset that a header's text names, or None where it names none."""
    found = re.search(r"charset=([^\s\\;]+)", header)
    return None if found is None or found[1] == _UNDECLARED else found[1]


def codec(charset: str) -> str | None:
    """Return Python's name of a charset that catalogs may be in, or None."""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    return name if name in _PORTABLE else None


def _charset(body: bytes, faults: Faults, *, marked: bool) -> str:
    line, header = _header(body, faults)
    declared = declared_charset(header)
    if declared is None:
        return "utf-8"
    name = codec(declared)
    if name is None:
        advice = "Convert the file to UTF-8 (msgconv --to-code=UTF-8) and declare that."
        faults.add(line, "po-encoding", f"The charset {declared!r} is not known. {advice}")
    elif marked and name != "utf-8":
        advice = "Save it as UTF-8 and declare charset=UTF-8."
        message = f"The file starts with UTF-8's byte order mark but declares {declared}. {advice}"
        faults.add(line, "po-encoding", message)
    return "utf-8" if marked or name is None else name


def _header(body: bytes, faults: Faults) -> tuple[int, str]:
    """Return where the header's msgstr starts and, of what it says, that which is ASCII."""
    found = Faults(faults.file, faults.locale)  # what is wrong is told when all is read
    for draft in Scanner(body.decode("latin-1"), found).drafts():
        texts = {kind: (line, unquoted(quoted)) for kind, quoted, line in draft.fields}
        if not draft.obsolete and not texts["msgid"][1] and "msgctxt" not in texts:
            return texts.get("msgstr", (0, ""))
    return 0, ""


def _spelled(body: bytes, charset: str, faults: Faults) -> Mapping[str, bytes]:
    lines: dict[str, bytes] = {}
    for number, line in enumerate(body.split(b"\n"), start=1):
        if lines.setdefault(line.decode(charset, _ERRORS), line) != line:
            advice = "Save the file as UTF-8 and declare charset=UTF-8 in its header."
            message = f"{charset.upper()} spells this line in two ways in one file. {advice}"
            faults.add(number, "po-encoding", message)
    return {text: line for text, line in lines.items() if text.encode(charset, _ERRORS) != line}
