"""Plural forms: each message has all of those that the catalog's rule asks for."""

from collections.abc import Iterator
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.placeholders import plural_count_fault


def _all_forms(unit: Unit, setting: Setting) -> Iterator[str]:
    """A message with plural forms has as many as the catalog's rule says, none of them empty."""
    first = next((form for form, text in enumerate(unit.entry.msgstr) if text), None)
    if setting.forms and unit.form == first:
        fault = plural_count_fault(unit.entry, setting.forms)
        if fault:
            yield fault


CHECKS: Final = (Check("plural-count", _all_forms, "error"),)
