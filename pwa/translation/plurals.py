"""Plural forms: which of a message's forms goes with a number.

The rules are CLDR's (UTS #35, "Language Plural Rules") as Babel has them, or a catalog's own
`Plural-Forms` header, read by the standard library's parser for that small language.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from typing import Any, Final

from pwa.locales import babel_locale

# CLDR's categories in its order; a catalog's forms follow it.
_CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")
# Every rule of CLDR shows within these which categories whole numbers reach.
_SAMPLES: Final = (*range(1001), 100_000, 1_000_000, 2_000_000)

_HEADER: Final = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]+);?\s*")

_Condition = str | bool


@dataclass(frozen=True, slots=True)
class PluralForms:
    """How many forms there are, and which one a number takes."""

    count: int
    choose: Callable[[int], int]

    def form(self, number: float) -> int:
        """Return the index of the form for a number."""
        try:
            form = self.choose(abs(int(number)))
        except (ZeroDivisionError, OverflowError, ValueError):
            return self.count - 1
        return form if 0 <= form < self.count else self.count - 1

    def serves_one_number(self, form: int) -> bool:
        """Whether a form is for a single number, so that its text need not repeat it."""
        return form in _forms_of_one_number(self)


@lru_cache(maxsize=64)
def _forms_of_one_number(forms: PluralForms) -> frozenset[int]:
    counts = Counter(map(forms.form, _SAMPLES))
    return frozenset(form for form, count in counts.items() if count == 1)


@lru_cache(maxsize=64)
def parse_plural_forms(value: str) -> PluralForms:
    """Read a `Plural-Forms` header field.

    Raises ValueError where it is no such field, or where some number finds no form in it.
    """
    found = _HEADER.fullmatch(value)
    if found is None:
        raise ValueError("it must read `nplurals=…; plural=…;`")
    count, choose = int(found[1]), c2py(found[2].strip())
    for number in _SAMPLES:
        try:
            form = choose(number)
        except ZeroDivisionError:
            raise ValueError(f"it divides by zero for the number {number}") from None
        if not 0 <= form < count:
            raise ValueError(f"it gives form {form} for the number {number}, of {count} forms")
    return PluralForms(count, choose)


def rule_of(header: Mapping[str, str], tag: str) -> PluralForms:
    """Return the rule of a catalog in a language: its header's, or CLDR's where that has none.

    Raises ValueError where the header's cannot be used.
    """
    written = header.get("Plural-Forms", "")
    is_none = not written or "INTEGER" in written  # what templates say
    return parse_plural_forms(plural_forms(tag) if is_none else written)


def plural_forms(tag: str) -> str:
    """Return a language's `Plural-Forms` header field, for whole numbers, by CLDR."""
    rule = babel_locale(tag).plural_form
    reached = {rule(number) for number in _SAMPLES}
    conditions = {category: _condition(node) for category, node in rule.abstract}
    *earlier, _ = [category for category in _CATEGORIES if category in reached]
    tests = [
        f"{_grouped(str(conditions[category]))} ? {index} : "
        for index, category in enumerate(earlier)
    ]
    return f"nplurals={len(reached)}; plural={''.join(tests)}{len(earlier)};"


def _grouped(condition: str) -> str:
    return f"({condition})" if " " in condition else condition


def _condition(node: Any) -> _Condition:  # noqa: ANN401 (Babel's tuples have no type)
    """Return a rule in C, with all that is known about whole numbers worked out."""
    operator, arguments = node
    if operator in ("not", "relation"):
        return _relation(*(arguments if operator == "not" else [node]), negated=operator == "not")
    parts: list[_Condition] = [_condition(argument) for argument in arguments]
    decisive: bool = operator == "or"
    if decisive in parts:
        return decisive
    texts = [str(part) for part in parts if not isinstance(part, bool)]
    if not texts:
        return not decisive
    if operator == "or":
        return " || ".join(texts)
    return " && ".join(f"({text})" if " || " in text else text for text in texts)


def _relation(node: Any, *, negated: bool) -> _Condition:  # noqa: ANN401
    _, (_, operand, (_, ranges)) = node
    value = _operand(operand)
    bounds: list[tuple[int, int]] = [(low[1][0], high[1][0]) for low, high in ranges]
    if isinstance(value, int):
        return any(low <= value <= high for low, high in bounds) is not negated
    texts = [_range(value, low, high, negated=negated) for low, high in bounds]
    if not negated or len(texts) == 1:
        return " || ".join(texts)
    return " && ".join(f"({text})" if " || " in text else text for text in texts)


def _range(value: str, low: int, high: int, *, negated: bool) -> str:
    if low == high:
        return f"{value} {'!=' if negated else '=='} {low}"
    if negated:
        return f"{value} < {low} || {value} > {high}"
    return f"{value} >= {low} && {value} <= {high}"


def _operand(node: Any) -> str | int:  # noqa: ANN401
    """Return `n`, `n % 10`, or 0: whole numbers have no fraction and no exponent."""
    operator, arguments = node
    if operator == "mod":
        value = _operand(arguments[0])
        return value if isinstance(value, int) else f"{value} % {arguments[1][1][0]}"
    return "n" if operator in ("n", "i") else 0
