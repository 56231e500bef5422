"""Catalogs (PO files) read and written without loss.

What a caller changes is written anew, and every other line stays byte for byte: wrapping,
order, comments, previous ids, obsolete entries, unknown flags, headers, charset, byte order
mark and line ends. The law is `parse(data).encode() == data`.

What GNU gettext reads is read here, but for what no page could show or no person writes: NUL, and
bytes of texts that do not decode; keywords and escapes that a backslash at a line's end cuts in
two; and the charsets that Python does not have (EUC-TW, GEORGIAN-PS, VISCII). These are errors.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from pwa.errors import CatalogError, Finding
from pwa.source.message import Key
from pwa.translation import po_write
from pwa.translation.plurals import PluralForms, rule_of
from pwa.translation.po_bytes import BOM, codec, declared_charset, decode, encode
from pwa.translation.po_entry import Entry, Fields, entry
from pwa.translation.po_faults import Faults
from pwa.translation.po_read import MAX_ENTRIES, Reader
from pwa.translation.po_syntax import Scanner

__all__ = [
    "HEADER_KEY",
    "MAX_ENTRIES",
    "NOBODY",
    "Entry",
    "Fields",
    "PoFile",
    "entry",
    "new_file",
    "parse",
    "unfilled_header",
]

HEADER_KEY: Final[Key] = (None, "")
NOBODY: Final = "FULL NAME <EMAIL@ADDRESS>"
"""Who has translated, where nobody has yet."""

# A line of a text that is far wider than gettext's and could have ended sooner, and a line that
# does end where the text does not.
_LONG: Final = re.compile(r'^(?:#[~|]+ )?(?:msg\S+ )?"(?=[^\n]{100})[^\n ]{1,70} ', re.MULTILINE)
_BROKEN: Final = re.compile(r'(?<!\\n)(?<!")"\r?\n(?:#[~|]+ )?"')


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalog: its header and its entries, in file order, obsolete ones included.

    `header_entry` is the live entry with the empty msgid; it is not among `entries`.
    `header_at` is how many entries stand before it, `tail` what follows the last entry.
    `charset` is Python's name of the declared one (UTF-8 where none is declared), `spelled` what
    `po_bytes.Decoded` says. Where a file holds several domains, `tail` has all after the first.
    """

    entries: tuple[Entry, ...]
    header_entry: Entry | None = None
    header_at: int = 0
    tail: str = ""
    newline: str = "\n"
    bom: bool = False
    charset: str = "utf-8"
    spelled: Mapping[str, bytes] = field(default_factory=dict)
    file: str = ""
    locale: str | None = None
    wrap: bool = True

    @property
    def header(self) -> Mapping[str, str]:
        """The header's fields in the order in which they are written."""
        lines = self.header_entry.msgstr[0].split("\n") if self.header_entry else []
        pairs = (line.split(":", 1) for line in lines if ":" in line)
        return MappingProxyType({name.strip(): value.strip() for name, value in pairs})

    def plural_rule(self, tag: str) -> PluralForms:
        """Return the rule of its plural forms: the header's if it can be used, else CLDR's."""
        with suppress(ValueError):
            return rule_of(self.header, tag)
        return rule_of({}, tag)

    def header_line(self, name: str) -> int | None:
        """Return the line where a header field is written, or None where there is none."""
        if self.header_entry is None or name not in self.header:
            return None
        raw = "".join(text for kind, text in self.header_entry.segments if kind == "msgstr")
        return self.header_entry.msgstr_line + raw.count("\n", 0, max(raw.find(f"{name}:"), 0))

    @property
    def live(self) -> tuple[Entry, ...]:
        """The messages in use: those that are not obsolete."""
        return tuple(each for each in self.entries if not each.obsolete)

    @property
    def confirmed(self) -> Iterator[Entry]:
        """The messages in use that are translated, if only in part, and not fuzzy."""
        return (each for each in self.live if any(each.msgstr) and not each.fuzzy)

    @property
    def everything(self) -> tuple[Entry, ...]:
        """All entries as they stand in the file, the header at its place."""
        if self.header_entry is None:
            return self.entries
        before, after = self.entries[: self.header_at], self.entries[self.header_at :]
        return (*before, self.header_entry, *after)

    def encode(self) -> bytes:
        """Return the file's bytes.

        Raises CatalogError where the declared charset cannot hold a text.
        """
        text = "".join(each.raw for each in self.everything) + self.tail
        try:
            encoded = encode(text, self.charset, self.spelled)
        except UnicodeEncodeError as error:
            letters = text[error.start : error.end]
            advice = "Convert the file to UTF-8 first (msgconv --to-code=UTF-8)."
            message = f"{self.charset} cannot hold {letters!r}. {advice}"
            found = Finding(message, self.file, locale=self.locale, code="po-encoding")
            raise CatalogError(found) from error
        return BOM + encoded if self.bom else encoded

    def styled(self) -> "PoFile":
        """Return the file so that new lines are wrapped as GNU gettext does, or not, like its own.

        Weblate and others can be told not to wrap; a file with more texts that could be broken
        and are not than broken ones was written so.
        """
        raw = "".join(each.raw for each in self.entries)
        if len(_BROKEN.findall(raw)) >= len(_LONG.findall(raw)):
            return self
        entries = tuple(replace(each, wrap=False) for each in self.entries)
        return replace(self, entries=entries, wrap=False)

    def with_entries(self, entries: Iterable[Entry]) -> "PoFile":
        """Return the file with these entries in this order; new ones take its line ends."""
        fitted = tuple(self._fitted(each) for each in entries)
        if fitted == self.entries:
            return self
        at = min(self.header_at, len(fitted))
        return _separated(replace(self, entries=fitted, header_at=at))

    def with_header_field(self, name: str, value: str) -> "PoFile":
        """Return the file with one header field set; the header's other lines stay."""
        line = f"{name}: {value}\n"
        if self.header_entry is None:
            header = self._fitted(_without_blank(entry(msgid="", msgstr=(line,))))
            return _separated(replace(self, header_entry=header))
        if self.header.get(name) == value:
            return self
        header = _with_header_line(self.header_entry, name, line)
        charset = codec(declared_charset(header.msgstr[0]) or "utf-8") or self.charset
        return replace(self, header_entry=header, charset=charset)

    def _fitted(self, each: Entry) -> Entry:
        if each.line:
            return each
        fitted = each if self.wrap else each.unwrapped()
        return fitted if self.newline == "\n" else fitted.with_newlines(self.newline)


def unfilled_header(first: Mapping[str, str], *, language: str = "") -> dict[str, str]:
    """Return header fields, `first` first, that leave open who translates and when.

    They do so in the words of GNU gettext, for the translator's tool to fill in.
    """
    return {
        **first,
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": NOBODY,
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def new_file(
    header: Mapping[str, str],
    entries: Iterable[Entry] = (),
    *,
    comments: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
    file: str = "",
    locale: str | None = None,
) -> PoFile:
    """Return a new catalog in UTF-8 with these header fields, in this order."""
    text = "".join(f"{name}: {value}\n" for name, value in header.items())
    made = _without_blank(entry(msgid="", msgstr=(text,), comments=comments, flags=flags))
    return PoFile(tuple(entries), header_entry=made, file=file, locale=locale)


def parse(data: bytes, *, file: str, locale: str | None = None) -> PoFile:
    """Read a catalog.

    Raises CatalogError with everything that is wrong with it: each finding has the line and
    says what to do. `file` and `locale` only name the catalog in those findings.
    """
    faults = Faults(file, locale)
    decoded = decode(data, faults)
    scanner = Scanner(decoded.text, faults)
    entries = Reader(decoded, faults).read(scanner.drafts())
    faults.raise_if_any()
    at = next((i for i, each in enumerate(entries) if _is_header(each)), None)
    return PoFile(
        header_entry=None if at is None else entries.pop(at),
        entries=tuple(entries),
        header_at=at or 0,
        tail=scanner.tail,
        newline=_usual_newline(decoded.text),
        bom=data.startswith(BOM),
        charset=decoded.charset,
        spelled=decoded.spelled,
        file=file,
        locale=locale,
    )


def _usual_newline(text: str) -> str:
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def _is_header(each: Entry) -> bool:
    return each.key == HEADER_KEY and not each.obsolete


def _without_blank(made: Entry) -> Entry:
    return replace(made, segments=made.segments[1:])


def _separated(catalog: PoFile) -> PoFile:
    """End the last line of every entry that something follows."""
    everything = [each.with_line_end(catalog.newline) for each in catalog.everything]
    if everything and not catalog.tail:
        everything[-1] = catalog.everything[-1]
    header = everything.pop(catalog.header_at) if catalog.header_entry else None
    return replace(catalog, entries=tuple(everything), header_entry=header)


def _lines(text: str) -> list[str]:
    """Split after each line feed and nowhere else."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _with_header_line(header: Entry, name: str, line: str) -> Entry:
    """Return the header with one of its lines replaced, or added at the end."""
    lines = _lines(header.msgstr[0])
    at = next((i for i, old in enumerate(lines) if old.split(":")[0].strip() == name), len(lines))
    before = [old if old.endswith("\n") else f"{old}\n" for old in lines[:at]]
    changed = header.replace(
        msgstr=("".join([*before, line, *lines[at + 1 :]]), *header.msgstr[1:])
    )
    raw = [text for kind, text in header.segments if kind == "msgstr"]
    patched = _patched(_lines(raw[0]), len(lines), at, line) if len(raw) == 1 else None
    if patched is None:
        return changed
    parts = ((kind, patched if kind == "msgstr" else text) for kind, text in header.segments)
    return replace(changed, segments=tuple(parts))


def _patched(physical: list[str], count: int, at: int, line: str) -> str | None:
    """Replace the physical lines that spell line `at` of a header of `count` lines.

    Returns None where the header's lines cannot be told apart by physical ones.
    """
    first, *strings = physical
    ends = [number for number, text in enumerate(strings, start=1) if _ends_header_line(text)]
    regular = re.fullmatch(r'[ \t]*msgstr[ \t]+""[ \t]*\r?\n', first) is not None
    if not regular or len(ends) != count or ends[-1:] != [len(strings)]:
        return None
    bounds = [0, *ends, len(strings)]
    newline = "\r\n" if first.endswith("\r\n") else "\n"
    new = po_write.field("msgstr", f"\n{line}").split("\n", 2)[2].replace("\n", newline)
    return "".join([first, *strings[: bounds[at]], new, *strings[bounds[at + 1] :]])


def _ends_header_line(text: str) -> bool:
    return re.fullmatch(r'[ \t]*"(?:[^"\\\n]|\\[^n\n])*\\n"[ \t]*\r?\n', text) is not None
