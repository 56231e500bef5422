"""Units and percentages: a number keeps the unit that stands with it, in the reader's spelling.

Unit names and symbols are CLDR's, as Babel has them; only symbols of the source count. Spans of
time stand in words everywhere: these are compared where the words are known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from babel.units import format_unit
from langcodes import Language

from pwa.locales import babel_locale
from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.durations import durations
from pwa.translation.checks.numerals import Value, numbers, plain
from pwa.translation.checks.prose import prose_of

_Width = Literal["short", "narrow", "long"]

_PERCENT: Final = "concentr-percent"
_UNITS: Final = (
    _PERCENT,
    *(f"mass-{unit}" for unit in ("microgram", "milligram", "gram", "kilogram")),
    *(f"volume-{unit}" for unit in ("milliliter", "centiliter", "deciliter", "liter")),
    *(f"length-{unit}" for unit in ("millimeter", "centimeter", "meter", "kilometer")),
    *(f"temperature-{unit}" for unit in ("celsius", "fahrenheit")),
    *(f"digital-{unit}" for unit in ("kilobyte", "megabyte", "gigabyte", "terabyte")),
    *(f"frequency-{unit}" for unit in ("hertz", "kilohertz", "megahertz", "gigahertz")),
    *(f"power-{unit}" for unit in ("milliwatt", "watt", "kilowatt")),
    *("duration-microsecond", "duration-millisecond", "energy-kilocalorie"),
    *("electric-volt", "pressure-millimeter-ofhg"),
)
_WIDTHS: Final[tuple[_Width, ...]] = ("short", "narrow", "long")
# Numbers that together reach every plural form in which a unit is named.
_COUNTS: Final = (0, 1, 2, 3, 5, 11, 100)
# Spellings that CLDR does not list.
_MORE: Final = (
    ("mcg", "mass-microgram"),
    ("ml", "volume-milliliter"),
    ("mL", "volume-milliliter"),
    ("l", "volume-liter"),
    ("L", "volume-liter"),
    ("KB", "digital-kilobyte"),
    *((sign, _PERCENT) for sign in ("%", "٪", "per cent", "percent", "퍼센트", "फ़ीसदी", "فیصد")),
    *((name, _PERCENT) for name in ("في المئة", "في المائة", "بالمئة", "بالمائة", "אחוז", "درصد")),
)
_MORE_BEFORE: Final = ("%", "٪", "百分之")
# One look, two characters: micro and mu, the degree and the ordinal indicator; kinds of spaces.
_ALIKE: Final = str.maketrans("µº\u00a0\u2009\u202f", "μ°   ")
_SPACES: Final = " -\u200e\u200f\u061c"
# From here on the code points of scripts that join words without a space; Thai and its
# neighbours besides.
_UNSPACED: Final = "\u2e80"
_SOUTH_EAST_ASIAN: Final = range(0x0E00, 0x1100)
# A word this long may take endings; what is shorter is a symbol.
_WORD: Final = 4
# Within so many characters after “milligrams” stands the “per kilogram”.
_NEAR: Final = 30
_ADVICE: Final = "Keep each number's unit, written as your language writes it."


@dataclass(frozen=True, slots=True)
class _Form:
    """What stands before and after a number that has a unit."""

    before: str
    after: str
    unit: str


@lru_cache(maxsize=64)
def _forms(locale: str, *, symbols: bool = False) -> tuple[_Form, ...]:
    """Return how a language writes units, longest first; `symbols`: without names of units."""
    widths = _WIDTHS[:2] if symbols else _WIDTHS
    found = {
        form
        for unit in _UNITS
        for width in (_WIDTHS if unit == _PERCENT else widths)
        for count in _COUNTS
        for form in _form(locale, unit, width, count)
    }
    found |= {_Form("", written, unit) for written, unit in _MORE}
    found |= {_Form(written, "", _PERCENT) for written in _MORE_BEFORE}
    return tuple(sorted(found, key=lambda form: -len(form.before + form.after)))


def _form(locale: str, unit: str, width: _Width, count: int) -> Iterator[_Form]:
    written = format_unit(count, unit, length=width, locale=babel_locale(locale))
    before, number, after = plain(written).translate(_ALIKE).partition(str(count))
    if number and unit not in written:  # Babel names the unit where CLDR has no form
        yield _Form(before.strip(), after.strip(), unit)


@lru_cache(maxsize=64)
def unit_names(locale: str) -> Mapping[str, str]:
    """Return the units by the names and symbols that a language has for them."""
    return {form.after or form.before: form.unit for form in reversed(_forms(locale))}


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number of a text, the unit that stands with it, and the text that follows both."""

    value: Value
    digits: str
    form: _Form | None
    rest: str

    @property
    def unit(self) -> str | None:
        return self.form.unit if self.form else None


def _measures(text: str, locale: str, forms: tuple[_Form, ...]) -> Iterator[_Measure]:
    alike = plain(text).translate(_ALIKE)
    for number in numbers(text, locale):
        before = alike[: number.start].rstrip(_SPACES)
        after = alike[number.end :].lstrip(_SPACES)
        form = next((form for form in forms if _stands(form, before, after)), None)
        digits = text[number.start : number.end]
        yield _Measure(number.value, digits, form, after[len(form.after) :] if form else after)


def _stands(form: _Form, before: str, after: str) -> bool:
    written, length = form.after, len(form.after)
    if form.unit.startswith("digital"):  # KB, kb and kB are in use
        after = written + after[length:] if after[:length].lower() == written.lower() else after
    fits = before.endswith(form.before) and after.startswith(written)
    return fits and _ends(written, after[length:])


def _ends(written: str, rest: str) -> bool:
    """Whether a symbol ends where it is found: `5 g`, but not `5 glasses`."""
    if not (rest[:1].isalpha() and written[-1:].isalpha()) or len(written) >= _WORD:
        return True
    return rest >= _UNSPACED or ord(rest[0]) in _SOUTH_EAST_ASIAN


def _same_units(unit: Unit, setting: Setting) -> Iterator[str]:
    """A number keeps its unit, its percent sign or its unit of time.

    In any spelling of the reader's language: mg, мг, ミリグラム; %, ٪, por ciento. A name that is
    not known is left alone where the language has a script of its own.
    """
    source, text = prose_of(unit)
    symbols = _forms(setting.source_locale, symbols=True)
    wanted = [one for one in _measures(source, setting.source_locale, symbols) if one.form]
    if wanted:
        forms = (*_forms(setting.locale), *symbols)
        found = [*_measures(text, setting.locale, forms)]
        for one in wanted:
            yield from _changes(one, found, forms, setting)
    yield from _changed_times(source, text, setting)


def _changed_times(source: str, text: str, setting: Setting) -> Iterator[str]:
    """Say which number has another unit of time now; the same span in other units is as good."""
    wanted, found = durations(source, setting.source_locale), durations(text, setting.locale)
    kept = {one.amount for one in wanted} & {one.amount for one in found}
    left = [one for one in found if one.amount not in kept]
    for one in wanted:
        instead = next((other for other in left if other.number == one.number), None)
        if instead and one.amount not in kept:
            yield f"{one.written} has become {instead.written}. {_ADVICE}"


def _changes(
    wanted: _Measure, found: Sequence[_Measure], forms: tuple[_Form, ...], setting: Setting
) -> Iterator[str]:
    """Say what became of a unit, unless the number is gone too, which is another fault."""
    same = [one for one in found if one.value == wanted.value]
    kept = [one for one in same if one.unit == wanted.unit]
    other = next((one.form for one in same if one.form), None)
    written = f"{wanted.digits} {_written(wanted.form)}"
    if kept:
        divisor = _divisor(wanted.rest, forms)
        if divisor and not any(_is_divided(one.rest, divisor, forms) for one in kept):
            yield f"What {written} is divided by (/{_written(divisor)}) is lost. {_ADVICE}"
    elif other:
        yield f"{written} has become {wanted.digits} {_written(other)}. {_ADVICE}"
    elif same and not any(
        one.unit == wanted.unit or (one in same and _may_be(one, wanted, setting)) for one in found
    ):
        yield f"The unit of {written} is lost. {_ADVICE}"


def _divisor(rest: str, forms: Iterable[_Form]) -> _Form | None:
    """Return the unit after a slash: of `mg/kg` the kilogram."""
    if not rest.startswith("/"):
        return None
    return next((form for form in forms if form.after and _stands(form, "", rest[1:])), None)


def _is_divided(rest: str, divisor: _Form, forms: Iterable[_Form]) -> bool:
    named = (form.after for form in forms if form.unit == divisor.unit)
    return rest.startswith("/") or any(
        len(name) >= _WORD and name in rest[:_NEAR] for name in named
    )


def _written(form: _Form | None) -> str:
    return f"{form.before}{form.after}" if form else ""


def _may_be(found: _Measure, wanted: _Measure, setting: Setting) -> bool:
    """Whether a word that is not known may be the unit: in another script than symbols have."""
    if wanted.unit == _PERCENT or found.form or not found.rest[:1].isalpha():
        return False
    return Language.get(setting.locale).maximize().script != "Latn"


CHECKS: Final = (Check("units", _same_units),)
