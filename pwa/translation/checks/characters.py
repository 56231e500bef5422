"""Characters that nobody sees or nobody wants: spaces, invisible and broken characters."""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import name, normalize

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.languages import puts_spaces, script
from pwa.translation.checks.prose import OBJECT, prose_of

_DOUBLE: Final = re.compile(r"(?<=\S)[^\S\n]{2,}(?=\S)")

# Joiners shape words in these scripts (The Unicode Standard, 23.2); emoji are joined by U+200D.
_JOINING: Final = frozenset(
    {"Adlm", "Arab", "Beng", "Deva", "Gujr", "Guru", "Khmr", "Knda", "Mlym", "Mong", "Mymr"}
    | {"Orya", "Sinh", "Syrc", "Taml", "Telu"}
)
_JOINERS: Final = frozenset("\u200c\u200d")
_EMOJI_JOINED: Final = re.compile(r"(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")
# Where words have no spaces between them, U+200B may mark their boundaries.
_BREAKING: Final = frozenset({"Khmr", "Laoo", "Mymr", "Thai", "Tibt"})
_INVISIBLE: Final = frozenset("\u00ad\u180e\u200b\u200c\u200d\u2061\u2062\u2063\u2064\ufeff")

# C0 without tab and line ends, DEL, C1, noncharacters' nearest sign: what decoding leaves behind.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def _double_spaces(unit: Unit, _setting: Setting) -> Iterator[str]:
    """Words have one space between them."""
    source, text = prose_of(unit)
    found = _DOUBLE.search(text)
    if found and not _DOUBLE.search(source):
        where = text[max(found.start() - 12, 0) : found.end() + 12]
        yield f"There is more than one space in “{where.replace(OBJECT, '…')}”. Leave one."


def _edge_spaces(unit: Unit, setting: Setting) -> Iterator[str]:
    """The text begins and ends with the spaces of its source."""
    if not unit.text.strip() or unit.is_code:
        return
    for edge, wanted, has in (
        ("begins", _leading(unit.source), _leading(unit.text)),
        ("ends", _leading(unit.source[::-1]), _leading(unit.text[::-1])),
    ):
        if wanted != has and (has or puts_spaces(setting.locale)):
            yield f"The text {edge} with {has or 'no space'}, its source with {wanted or 'none'}."


def _leading(text: str) -> str:
    """Return what kind of space a text begins with, or nothing."""
    spaces = text[: len(text) - len(text.lstrip())]
    if not spaces:
        return ""
    return "a line break" if "\n" in spaces else "a space"


def _invisible(unit: Unit, setting: Setting) -> Iterator[str]:
    """No character is invisible without a purpose."""
    unwanted = _INVISIBLE - _useful(setting.locale) - set(unit.source)
    found = sorted(unwanted & set(_EMOJI_JOINED.sub("", unit.text)))
    if found:
        yield f"There is an invisible character: {_named(found)}. Delete it, or type the word anew."


def _useful(locale: str) -> frozenset[str]:
    written = script(locale)
    joiners = _JOINERS if written in _JOINING else frozenset()
    return joiners | {"\u200b"} if written in _BREAKING else joiners


def _composed(unit: Unit, _setting: Setting) -> Iterator[str]:
    """Letters are whole and not put together from parts (Unicode's normal form C)."""
    # The order of Arabic vowel marks and the letters that Unicode excludes from composition
    # (Devanagari's with a dot) differ from the normal form too, and come so from keyboards.
    loose = (word for word in unit.text.split() if len(normalize("NFC", word)) < len(word))
    word = next(loose, None)
    if word and word not in unit.source:
        yield f"“{word}” has letters put together from parts, so search misses it. Type it anew."


def _control(unit: Unit, _setting: Setting) -> Iterator[str]:
    """No character is broken."""
    found = sorted(set(_CONTROL.findall(unit.text)) - set(unit.source))
    if found:
        yield (
            f"There is a broken character: {_named(found)}. Something was lost when text was "
            "copied or saved; put in what belongs there."
        )


def _named(characters: list[str]) -> str:
    return ", ".join(f"U+{ord(each):04X} {name(each, '')}".strip() for each in characters)


CHECKS: Final = (
    Check("double-space", _double_spaces),
    Check("edge-space", _edge_spaces),
    Check("invisible", _invisible),
    Check("decomposed", _composed),
    Check("broken-character", _control, "error"),
)
