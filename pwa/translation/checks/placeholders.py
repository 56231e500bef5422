"""Placeholders and tags of interface messages, told before the engine leaves a message out."""

from collections.abc import Iterator
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.placeholders import placeholder_fault


def _same_placeholders(unit: Unit, setting: Setting) -> Iterator[str]:
    """Placeholders and tags of the interface are the source's."""
    if unit.domain == "interface":
        fault = placeholder_fault(unit.entry, unit.form, setting.forms)
        if fault:
            yield fault


CHECKS: Final = (Check("placeholders", _same_placeholders, "error"),)
