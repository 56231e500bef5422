"""One translation, looked at by one check."""

from collections.abc import Callable
from typing import Any

import pytest

from pwa.translation.checks.base import Setting, Unit
from pwa.translation.checks.run import CHECKS, HEADER_CHECKS
from pwa.translation.plurals import parse_plural_forms, plural_forms
from pwa.translation.po import entry

BY_CODE = {check.code: check for check in (*CHECKS, *HEADER_CHECKS)}


def findings(
    code: str,
    source: str,
    text: str,
    locale: str = "es",
    *,
    domain: str = "content",
    form: int | None = None,
    **fields: Any,
) -> list[str]:
    made = entry(**{"msgid": source, "msgstr": (text,), **fields})
    unit = Unit(made, made.msgid_plural or source, text, domain, form)
    setting = Setting(locale, "en", forms=parse_plural_forms(plural_forms(locale)))
    return [found.message for found in BY_CODE[code].findings(unit, setting, file="x.po")]


@pytest.fixture(scope="session")
def told() -> Callable[..., list[str]]:
    """A function that says what one check, by its code, finds in a translation."""
    return findings
