"""Runs the checks over a catalog: every family, every message that readers are shown."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from pwa.errors import Finding
from pwa.translation.checks import (
    bidi,
    characters,
    dates,
    endings,
    glossary,
    length,
    markup,
    numbers,
    placeholders,
    plurals,
    punctuation,
    script,
    units,
    words,
)
from pwa.translation.checks.base import Check, Domain, Setting, Unit
from pwa.translation.plurals import PluralForms, parse_plural_forms, plural_forms
from pwa.translation.po import Entry, PoFile

CHECKS: Final[tuple[Check, ...]] = (
    *placeholders.CHECKS,
    *markup.CHECKS,
    *numbers.CHECKS,
    *units.CHECKS,
    *dates.CHECKS,
    *plurals.CHECKS,
    *length.CHECKS,
    *script.CHECKS,
    *bidi.CHECKS,
    *characters.CHECKS,
    *endings.CHECKS,
    *punctuation.CHECKS,
    *words.CHECKS,
    *glossary.CHECKS,
)
"""The checks of messages."""

HEADER_CHECKS: Final[tuple[Check, ...]] = plurals.HEADER_CHECKS
"""The checks of a catalog's header, which is their unit's text: of its `Plural-Forms`."""


def check_catalog(po: PoFile, setting: Setting, *, domain: Domain, file: str) -> list[Finding]:
    """Return what the checks that are on find in a catalog, in the order of its messages.

    Looked at are the translations that may be shown: neither obsolete nor fuzzy nor empty.
    `file` names the catalog in the findings.
    """
    setting = replace(setting, forms=_forms(po, setting.locale))
    in_header = _findings(HEADER_CHECKS, header_units(po, domain), setting, file)
    line = po.header_line("Plural-Forms")
    return [
        *(replace(finding, line=line or finding.line) for finding in in_header),
        *_findings(CHECKS, message_units(po, domain), setting, file),
    ]


def _findings(
    checks: Iterable[Check], found: Iterable[Unit], setting: Setting, file: str
) -> Iterator[Finding]:
    on = [check for check in checks if check.is_on]
    for unit in found:
        for check in on:
            yield from check.findings(unit, setting, file=file)


def header_units(po: PoFile, domain: Domain) -> Iterator[Unit]:
    """Yield a catalog's header, where it has one."""
    if po.header_entry:
        yield Unit(po.header_entry, "", po.header_entry.msgstr[0], domain)


def message_units(po: PoFile, domain: Domain) -> Iterator[Unit]:
    """Yield every text of a catalog that may be shown to readers."""
    for entry in po.entries:
        if not entry.obsolete and not entry.fuzzy and all(entry.msgstr):
            yield from _forms_of(entry, domain)


def _forms_of(entry: Entry, domain: Domain) -> Iterator[Unit]:
    if entry.msgid_plural is None:
        yield Unit(entry, entry.msgid, entry.msgstr[0], domain)
        return
    for form, text in enumerate(entry.msgstr):
        yield Unit(entry, entry.msgid_plural, text, domain, form)


def _forms(po: PoFile, locale: str) -> PluralForms | None:
    """Return the header's plural rule: CLDR's where it has none, None where it is broken."""
    written = po.header.get("Plural-Forms", "INTEGER")
    try:
        return parse_plural_forms(plural_forms(locale) if "INTEGER" in written else written)
    except ValueError:
        return None
