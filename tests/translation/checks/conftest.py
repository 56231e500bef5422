"""One translation, looked at by one check."""

from collections.abc import Callable
from typing import Any

import pytest

from pwa.translation.checks.base import Setting, Term, Unit
from pwa.translation.checks.run import CHECKS, HEADER_CHECKS
from pwa.translation.plurals import rule_of
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
    glossary: tuple[Term, ...] = (),
    **fields: Any,
) -> list[str]:
    made = entry(**{"msgid": source, "msgstr": (text,), **fields})
    unit = Unit(made, made.msgid_plural or source, text, domain, form)
    setting = Setting(locale, "en", glossary, forms=rule_of({}, locale))
    return [found.message for found in BY_CODE[code].findings(unit, setting, file="x.po")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give `fault` and `look_alike` each case of the module's table, with its check's code."""
    for name in ("fault", "look_alike"):
        if name in metafunc.fixturenames:
            table = getattr(metafunc.module, f"{name.upper()}S")
            cases = [(code, *case) for code, cases in table.items() for case in cases]
            metafunc.parametrize(name, cases)


@pytest.fixture(scope="session")
def told() -> Callable[..., list[str]]:
    """A function that says what one check, by its code, finds in a translation."""
    return findings
