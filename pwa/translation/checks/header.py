"""What a catalog's header says of its language. A check's unit has one field's value as text."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pwa.locales import folder_of, serves
from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.plurals import PluralForms, plural_forms, rule_of

# Below a million: a form for whole millions (“2 millones de”) is young, and tools leave it out.
_NUMBERS: Final = range(1001)


def _plural_rule(unit: Unit, setting: Setting) -> Iterator[str]:
    """The catalog's rule for plural forms (its header) is the language's, by CLDR.

    The order of the forms is the catalog's own business, and a form for whole millions may lack.
    """
    advice = f"Write in the header: Plural-Forms: {plural_forms(setting.locale)}"
    try:
        found = rule_of({"Plural-Forms": unit.text}, setting.locale)
    except ValueError as error:
        yield f"The rule for plural forms cannot be used: {error}. {advice}"
        return
    if not _agree(found, rule_of({}, setting.locale)):
        yield f"The rule for plural forms is not this language's. {advice}"


def _agree(one: PluralForms, other: PluralForms) -> bool:
    """Whether both put the same numbers together, whatever the order of their forms."""
    pairs = {(one.form(number), other.form(number)) for number in _NUMBERS}
    return len(pairs) == len({form for form, _ in pairs}) == len({form for _, form in pairs})


def _language(unit: Unit, setting: Setting) -> Iterator[str]:
    """The catalog's header names the language of its folder, a variety of it, or none."""
    if unit.text and not serves(unit.text, setting.locale):
        ours = folder_of(setting.locale)
        yield (
            f"The header's Language is {unit.text}, and the folder is that of {ours}: write {ours} "
            "there, or move the file."
        )


BY_FIELD: Final[Mapping[str, Check]] = MappingProxyType(
    {"Plural-Forms": Check("plural-rule", _plural_rule), "Language": Check("language", _language)}
)
"""The checks of a header's fields."""
