"""Plural forms: the catalog's rule is the language's, and each message has all of its forms."""

from collections.abc import Iterator
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.plurals import PluralForms, parse_plural_forms, plural_forms

# Below a million: a form for whole millions (“2 millones de”) is young, and tools leave it out.
_NUMBERS: Final = range(1001)
_FIELD: Final = "Plural-Forms:"


def _plural_rule(unit: Unit, setting: Setting) -> Iterator[str]:
    """The catalog's rule for plural forms (its header) is the language's, by CLDR.

    The order of the forms is the catalog's own business, and a form for whole millions may lack.
    """
    field = next((line for line in unit.text.splitlines() if line.startswith(_FIELD)), "")
    written = field.removeprefix(_FIELD).strip()
    if not written or "INTEGER" in written:  # nothing, or what a template says
        return
    wanted = plural_forms(setting.locale)
    advice = f"Write in the header: {_FIELD} {wanted}"
    try:
        found = parse_plural_forms(written)
    except ValueError as error:
        yield f"The rule for plural forms cannot be used: {error}. {advice}"
        return
    if not _agree(found, parse_plural_forms(wanted)):
        yield f"The rule for plural forms is not this language's. {advice}"


def _agree(one: PluralForms, other: PluralForms) -> bool:
    """Whether both put the same numbers together, whatever the order of their forms."""
    pairs = {(one.form(number), other.form(number)) for number in _NUMBERS}
    return len(pairs) == len({form for form, _ in pairs}) == len({form for _, form in pairs})


def _all_forms(unit: Unit, setting: Setting) -> Iterator[str]:
    """A message with plural forms has as many as the catalog's rule says."""
    count = len(unit.entry.msgstr)
    if unit.form == 0 and setting.forms and count != setting.forms.count:
        wanted = setting.forms.count
        yield (
            f"It has {count} plural forms where the catalog's header says {wanted}: write "
            f"msgstr[0] to msgstr[{wanted - 1}]. Till then the source text is shown."
        )


CHECKS: Final = (Check("plural-count", _all_forms, "error"),)
HEADER_CHECKS: Final = (Check("plural-rule", _plural_rule),)
