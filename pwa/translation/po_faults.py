"""What is wrong with a catalog, in words, and all of it at once."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pwa.errors import CatalogError, Finding
from pwa.translation.po_escapes import BODY

# A broken file can be wrong on every line; nobody reads more than this.
MAX_FINDINGS: Final = 100
MAX_FIELDS: Final = 100

_FIELD: Final = re.compile(r"(previous_)?([a-z_]+)(?:\[(\d+)\])?")
_RESTORE: Final = "Complete the entry, or restore it from an earlier version of the file."


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with one catalog, so that all of it is told at once."""

    file: str
    locale: str | None
    findings: list[Finding] = field(default_factory=list)

    def add(self, line: int | None, code: str, message: str) -> None:
        """Note one fault; `line` counts from 1. With MAX_FINDINGS of them reading ends."""
        self.findings.append(Finding(message, self.file, line, self.locale, code))
        if len(self.findings) == MAX_FINDINGS:
            self.raise_if_any()

    def raise_if_any(self) -> None:
        """Raise CatalogError with all findings, in order of their lines."""
        if self.findings:
            raise CatalogError(*sorted(self.findings, key=lambda found: found.line or 0))


@lru_cache(maxsize=256)
def out_of_place(kinds: tuple[str, ...]) -> tuple[int, str, str] | None:
    """Return which of an entry's fields cannot stand where it does, a code, and why; or None."""
    for at, kind in enumerate(kinds[:MAX_FIELDS]):
        wrong = _wrong_after(kinds[:at], kind)
        if wrong:
            plural = "msgid_plural" in kinds or "[" in kind
            return at, "po-plural" if plural else "po-syntax", wrong
    if len(kinds) > MAX_FIELDS:
        advice = f"Write fewer than {MAX_FIELDS} plural forms."
        return MAX_FIELDS, "po-limit", f"No language has so many forms. {advice}"
    if kinds[-1].startswith("msgstr"):
        return None
    first = kinds.index("msgid") if "msgid" in kinds else 0
    return first, "po-syntax", f"The entry is cut short: no msgstr. {_RESTORE}"


def _wrong_after(before: tuple[str, ...], kind: str) -> str | None:
    found = _FIELD.fullmatch(kind)
    assert found is not None  # noqa: S101 (the Scanner makes the kinds)
    previous, keyword, index = found.groups()
    if previous and (keyword == "msgstr" or kind in before):
        return f"`#| {keyword}` does not belong here; remove the line."
    if keyword == "msgstr":
        return _wrong_form(before, index)
    if index is not None:
        return f"{keyword} takes no number in brackets; remove it."
    if kind == "msgid_plural" and before[-1:] != ("msgid",):
        return _misplaced(kind, "directly after the entry's msgid")
    return None


def _wrong_form(before: tuple[str, ...], index: str | None) -> str | None:
    plural = "msgid_plural" in before
    forms = sum(kind.startswith("msgstr") for kind in before)
    if "msgid" not in before:
        return _misplaced("msgstr", "after a msgid")
    if index is None and (plural or forms):
        wanted = "msgstr[0], msgstr[1] …" if plural else "one msgstr"
        return f"A msgstr is out of place: this entry takes {wanted}."
    if index is not None and not plural:
        return "msgstr[…] needs a msgid_plural before it; write msgstr."
    if index is not None and int(index) != forms:
        message = f"msgstr[{int(index)}] stands where msgstr[{forms}] belongs"
        return f"{message}; number the plural forms 0, 1, 2 … without a gap."
    return None


def _misplaced(keyword: str, place: str) -> str:
    return f"{keyword} stands in the wrong place; it belongs {place}."


def what_is_wrong(rest: str, *, last: bool) -> str:
    """Return why text that is no part of a PO file cannot stand where it does."""
    if re.match(BODY, rest, re.VERBOSE):
        advice = "Put a keyword (msgid, msgstr) before it, or remove it."
        return f"This text belongs to no keyword. {advice}"
    if rest.startswith('"'):
        where = "The file ends in the middle of this text" if last else "This text is cut short"
        return f"{where}: its closing quotation mark is missing. {_RESTORE}"
    word = re.match(r"[A-Za-z_]+", rest)
    what = f"The keyword {word[0]!r} is not known" if word else f"{rest[:20]!r} cannot stand here"
    return f"{what}; only comments, msgctxt, msgid, msgid_plural, msgstr and quoted text can."
