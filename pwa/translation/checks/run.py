"""Runs the checks over a catalog: every family, every message that readers are shown."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pwa.errors import Finding
from pwa.translation.checks import (
    bidi,
    characters,
    dates,
    endings,
    glossary,
    header,
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
from pwa.translation.plurals import PluralForms, rule_of
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

HEADER_CHECKS: Final[tuple[Check, ...]] = tuple(header.BY_FIELD.values())
"""The checks of a catalog's header."""


def check_catalog(po: PoFile, setting: Setting, *, domain: Domain, file: str) -> list[Finding]:
    """Return what the checks find in a catalog, in the order of its messages.

    Looked at is what is translated: neither obsolete nor fuzzy nor empty. `file` names the
    catalog in the findings.
    """
    setting = replace(setting, forms=_forms(po, setting.locale))
    in_messages = (
        finding
        for unit in message_units(po, domain)
        for check in CHECKS
        for finding in check.findings(unit, setting, file=file)
    )
    return [*_in_header(po, setting, domain, file), *in_messages]


def _in_header(po: PoFile, setting: Setting, domain: Domain, file: str) -> Iterator[Finding]:
    if po.header_entry is None:
        return
    for field, check in header.BY_FIELD.items():
        unit = Unit(po.header_entry, "", po.header.get(field, ""), domain)
        for finding in check.findings(unit, setting, file=file):
            yield replace(finding, line=po.header_line(field) or finding.line)


def message_units(po: PoFile, domain: Domain) -> Iterator[Unit]:
    """Yield every text of a catalog that a translator has written and confirmed."""
    for entry in po.confirmed:
        yield from _forms_of(entry, domain)


def _forms_of(entry: Entry, domain: Domain) -> Iterator[Unit]:
    if entry.msgid_plural is None:
        yield Unit(entry, entry.msgid, entry.msgstr[0], domain)
        return
    for form, text in enumerate(entry.msgstr):
        if text:
            yield Unit(entry, entry.msgid_plural, text, domain, form)


def _forms(po: PoFile, locale: str) -> PluralForms | None:
    """Return the catalog's plural rule, or None where its header's is broken."""
    try:
        return rule_of(po.header, locale)
    except ValueError:
        return None
