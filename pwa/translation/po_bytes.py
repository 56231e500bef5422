"""A catalog's bytes: which charset they are in, and the text that they spell."""

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from pwa.errors import CatalogError, Finding

BOM: Final = codecs.BOM_UTF8
MAX_BYTES: Final = 32 * 1024 * 1024

# A broken file can be wrong on every line; nobody reads more than this.
MAX_FINDINGS: Final = 100

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

# What a template says instead of a charset.
_UNDECLARED: Final = "CHARSET"

_HEADER: Final = re.compile(
    rb'^[ \t]*msgid(?:\s*"")+\s*msgstr(?P<text>(?:\s*"(?:[^"\\\n]++|\\.)*+")+)', re.MULTILINE
)
_CHARSET: Final = re.compile(rb"charset=([^\s\\;]+)")
_BETWEEN_STRINGS: Final = re.compile(rb'"\s*"')


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with one catalog, so that all of it is told at once."""

    file: str
    locale: str | None
    findings: list[Finding] = field(default_factory=list)

    def add(self, line: int | None, code: str, message: str) -> None:
        """Note one fault; `line` counts from 1."""
        self.findings.append(Finding(message, self.file, line, self.locale, code))

    @property
    def enough(self) -> bool:
        """Whether more findings would help nobody."""
        return len(self.findings) >= MAX_FINDINGS

    def raise_if_any(self) -> None:
        """Raise CatalogError with all findings, in order of their lines."""
        if self.findings:
            raise CatalogError(*sorted(self.findings, key=lambda found: found.line or 0))


def decode(data: bytes, faults: Faults) -> tuple[str, str]:
    """Return the text (without a byte order mark) and its charset as Python spells it.

    Faults are collected; bytes that do not decode stand as U+FFFD, so that the other faults
    of the file are found in the same run.
    """
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MiB"
        faults.add(None, "po-limit", f"The catalog has {size}; split it below 32 MiB.")
        faults.raise_if_any()
    body = data.removeprefix(BOM)
    charset = _charset(body, faults, marked=len(body) != len(data))
    text = body.decode(charset, "replace")
    if "\ufffd" in text or charset != "utf-8":
        _check_bytes(body, charset, faults)
    return text, charset


def declared_charset(header: str) -> str | None:
    """Return the charset that a header's text names, or None where it names none."""
    found = re.search(r"charset=([^\s;]+)", header)
    return None if found is None or found[1] == _UNDECLARED else found[1]


def codec(charset: str) -> str | None:
    """Return Python's name of a charset that catalogs may be in, or None."""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    return name if name in _PORTABLE else None


def _charset(body: bytes, faults: Faults, *, marked: bool) -> str:
    header = _HEADER.search(body)
    found = _CHARSET.search(_BETWEEN_STRINGS.sub(b"", header["text"])) if header else None
    if header is None or found is None or found[1] == _UNDECLARED.encode():
        return "utf-8"
    declared = found[1].decode("ascii", "replace").strip('"')
    name = codec(declared)
    line = body.count(b"\n", 0, header.start("text")) + 1
    if name is None:
        advice = "Convert the file to UTF-8 (msgconv --to-code=UTF-8) and declare that."
        faults.add(line, "po-encoding", f"The charset {declared!r} is not known. {advice}")
    elif marked and name != "utf-8":
        advice = "Save it as UTF-8 and declare charset=UTF-8."
        message = f"The file starts with UTF-8's byte order mark but declares {declared}. {advice}"
        faults.add(line, "po-encoding", message)
    return "utf-8" if marked or name is None else name


def _check_bytes(body: bytes, charset: str, faults: Faults) -> None:
    for number, line in enumerate(body.split(b"\n"), start=1):
        if faults.enough:
            return
        try:
            exact = line.decode(charset).encode(charset) == line
        except UnicodeError:
            message = f"The line holds bytes that are not {charset.upper()}. {_RESAVE}"
            faults.add(number, "po-encoding", message)
        else:
            if not exact:
                message = f"{charset.upper()} cannot write these bytes back as they are. {_RESAVE}"
                faults.add(number, "po-encoding", message)


_RESAVE: Final = "Save the file as UTF-8 and declare charset=UTF-8 in its header."
