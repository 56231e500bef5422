"""Direction: controls of the bidirectional algorithm (UAX #9), and what jumps without them."""

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final
from unicodedata import bidirectional

from pwa.locales import direction
from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.prose import OBJECT, prose_of

# What each control opens is closed by (UAX #9, 2.1 to 2.5).
_EMBEDDINGS: Final = "\u202a\u202b\u202d\u202e"
_ISOLATES: Final = "\u2066\u2067\u2068"
_CLOSING: Final = MappingProxyType(
    {**dict.fromkeys(_EMBEDDINGS, "\u202c"), **dict.fromkeys(_ISOLATES, "\u2069")}
)
_ENDS: Final = frozenset(_CLOSING.values())
_ENCLOSED: Final = re.compile(
    f"[{_EMBEDDINGS}{_ISOLATES}][^{_EMBEDDINGS}{_ISOLATES}]*?[\u202c\u2069]"
)

# Marks that belong to a Latin name but have no direction of their own: C++, F#, .NET, @name.
_BEFORE: Final = re.compile(r"(?<!\S)(?:\.|@|#|\$|--?|/)[A-Za-z][\w-]*(?<!-)(?![\w-])", re.ASCII)
_AFTER: Final = re.compile(r"[A-Za-z][\w-]*(?:\+\+?|#|\*|\(\))(?![\w\u200e+#*(/])", re.ASCII)


def _balanced(unit: Unit, _setting: Setting) -> Iterator[str]:
    """Every direction control is closed."""
    if unit.text == unit.source:
        return
    expected: list[str] = []
    for character in unit.text:
        if character in _CLOSING:
            expected.append(_CLOSING[character])
        elif character in _ENDS and expected[-1:] == [character]:
            expected.pop()
        elif character in _ENDS:
            yield f"{_code(character)} ends a change of direction that nothing began. Delete it."
            return
    if expected:
        yield f"A change of direction does not end. Put {_code(expected[-1])} where it should."


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _isolated(unit: Unit, setting: Setting) -> Iterator[str]:
    """Names such as C++ keep their marks in right-to-left text."""
    if direction(setting.locale) == "ltr" or "dir=" in unit.text:
        return
    text = _ENCLOSED.sub(OBJECT, prose_of(unit)[1])
    jumping = [
        *(
            (found[0], "before")
            for found in _BEFORE.finditer(text)
            if not _is_ltr(text[found.start() :: -1][1:])
        ),
        *(
            (found[0], "after")
            for found in _AFTER.finditer(text)
            if not _is_ltr(text[found.end() :])
        ),
    ]
    for name, where in dict.fromkeys(jumping):
        yield (
            f"The mark of “{name}” would be shown on its other side. "
            f"Put a left-to-right mark (U+200E) {where} it."
        )


def _is_ltr(text: Iterable[str]) -> bool:
    """Whether the first character with a direction of its own is left-to-right.

    What stands for code or a value counts as such: it mostly is.
    """
    strong = (each for each in text if each == OBJECT or bidirectional(each) in {"L", "R", "AL"})
    first = next(strong, "")
    return first == OBJECT or (first != "" and bidirectional(first) == "L")


CHECKS: Final = (
    Check("bidi", _balanced, "error"),
    Check("bidi-marks", _isolated),
)
