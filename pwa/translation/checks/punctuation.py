"""Marks and spacing by the rules of the language, and marks that come in pairs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.languages import language, script
from pwa.translation.checks.prose import prose_of

# Lexique des règles typographiques en usage à l'Imprimerie nationale; in Canada and Switzerland
# only colon and guillemets take a space.


def _french_spaces(unit: Unit, setting: Setting) -> Iterator[str]:
    """French marks have a no-break space before them, and « after it."""
    if language(setting.locale) != "fr":
        return
    _, text = prose_of(unit)
    marks = ":»" if setting.locale in {"fr-CA", "fr-CH"} else ":;!?»"
    places = [f"before “{mark}”" for mark in _loose_marks(text, marks)]
    if re.search(r"«(?![\u00a0\u202f])", text):
        places.append("after “«”")
    if places:
        yield f"Put a no-break space (U+202F or U+00A0) {' and '.join(places)}."


def _loose_marks(text: str, marks: str) -> Iterable[str]:
    """Return the marks at a word's end that have no fixed space before them."""
    loose = rf"(?<![\s:;!?(«…])[ \u2009]?([{marks}])(?=[\s.,;:!?)»”\"*]|\Z)"
    return dict.fromkeys(re.findall(loose, text))


def _spanish_marks(unit: Unit, setting: Setting) -> Iterator[str]:
    """Spanish questions and exclamations begin with ¿ and ¡."""
    if language(setting.locale) != "es":
        return
    _, text = prose_of(unit)
    begun, ended = len(re.findall(r"[¿¡]+", text)), len(re.findall(r"(?<!\()[?!]+", text))
    if begun < ended:
        yield "A question or exclamation lacks its ¿ or ¡. Put it where the question begins."
    elif begun > ended:
        yield "A ¿ or ¡ has no ? or ! after it. Put it where the question ends."


_CJK: Final = r"\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE_MARKS: Final = dict(zip(",.;:!?", "，。；：！？", strict=True))
# Japanese publishers disagree on the colon.
_JAPANESE_MARKS: Final = dict(zip(",.;!?", "、。；！？", strict=True))
_FULL_WIDTH: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"Hans": _CHINESE_MARKS, "Hant": _CHINESE_MARKS, "Jpan": _JAPANESE_MARKS}
)
_HALF_WIDTH: Final = re.compile(rf"(?<=[{_CJK}])[,.;:!?](?=\s*(?:[{_CJK}]|\Z))")


def _full_width_marks(unit: Unit, setting: Setting) -> Iterator[str]:
    """Between Chinese or Japanese characters stand full-width marks."""
    own = _FULL_WIDTH.get(script(setting.locale), {})
    for mark in dict.fromkeys(_HALF_WIDTH.findall(prose_of(unit)[1])):
        if mark in own:
            yield f"“{mark}” stands after a full-width character. Write “{own[mark]}”."


_ARABIC_MARKS: Final = MappingProxyType({",": "،", ";": "؛", "?": "؟"})
_LATIN_MARK: Final = re.compile(r"(?<=[\u0620-\u0652\u066e-\u06d3])[,;?](?!\w)")


def _arabic_marks(unit: Unit, setting: Setting) -> Iterator[str]:
    """After Arabic letters stand Arabic marks."""
    if script(setting.locale) != "Arab":
        return
    _, text = prose_of(unit)
    for mark in dict.fromkeys(_LATIN_MARK.findall(text)):
        yield f"“{mark}” stands after an Arabic letter. Write “{_ARABIC_MARKS[mark]}”."


_PAIRS: Final = ("()", "[]", "{}", "（）", "［］", "【】", "「」", "『』", "《》", "〈〉")
# Languages open and close with different ones of these, some with the same twice.
_QUOTES: Final = ("«»", "„“”", '"')
# Hebrew abbreviations have the mark within the word.
_ABBREVIATION: Final = re.compile(r'(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')


def _pairs(unit: Unit, _setting: Setting) -> Iterator[str]:
    """Brackets and quotation marks come in pairs."""
    source, text = (_ABBREVIATION.sub("", each) for each in prose_of(unit))
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing) and _is_even(source, opening + closing):
            yield f"One of {opening} and {closing} is missing."
            return
    for marks in _QUOTES:
        if not _is_even(text, marks) and _is_even(source, marks):
            yield f"A quotation mark ({' '.join(marks)}) has no pair."
            return


def _is_even(text: str, marks: str) -> bool:
    return sum(map(text.count, marks)) % 2 == 0


CHECKS: Final = (
    Check("french-spaces", _french_spaces),
    Check("spanish-marks", _spanish_marks),
    Check("full-width-marks", _full_width_marks),
    Check("arabic-marks", _arabic_marks),
    Check("pairs", _pairs),
)
