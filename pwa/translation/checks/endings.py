"""The mark at a text's end: a question stays one, and a heading gets no full stop."""

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.languages import language, script
from pwa.translation.checks.prose import prose_of

_NONE, _STOP, _QUESTION = "no mark", "a full stop", "a question mark"
_EXCLAMATION, _COLON, _ELLIPSIS = "an exclamation mark", "a colon", "an ellipsis"

# Each script's own marks: Latin and CJK, Indic, Urdu, Ethiopic, Burmese, Khmer, Tibetan, Armenian.
_ENDS: Final = MappingProxyType(
    {
        **dict.fromkeys(".。．｡।॥۔።။។།։", _STOP),
        **dict.fromkeys("?？؟\u037e՞፧", _QUESTION),
        **dict.fromkeys("!！՜", _EXCLAMATION),
        **dict.fromkeys(":：", _COLON),
        **dict.fromkeys("…⋯", _ELLIPSIS),
    }
)
_CLOSING: Final = " \t\n\u00a0\u202f\u200e\u200f\"'”’»›“«)]）］】」』〉》"
_DOTS: Final = re.compile(r"\.{2,}|。{2,}|…+")

# Thai, Lao and Khmer end a sentence with a space more often than with a mark.
_WITHOUT_STOPS: Final = frozenset({"Thai", "Laoo", "Khmr"})
# In these scripts whole sentences take a full stop and phrases none, also where English differs.
_BY_GRAMMAR: Final = frozenset({"Jpan", "Hans", "Hant", "Kore"})
_INNER_END: Final = re.compile(r"[.!?][\"')]?\s+\S|[。！？]\W*\w")
_AND_SO_ON: Final = re.compile(r"(?:\betc\.|など|等|等等|وغیره|وغيره|وغيرها)\W*\Z")
# One word, a word of up to three letters, or letters with stops between them: Sept., Inc., p.m.
_ABBREVIATED: Final = re.compile(r"(?:\A\W*\w*|\b\w{1,3}|\w\.\w)\.\W*\Z")
_ASKS: Final = re.compile(r"(?:か|吗|嗎|呢|까)\W*\Z")

Allows = Callable[[str, str, str], bool]
"""Whether a source and a text, written in a script, may end differently."""


def _end_mark(unit: Unit, setting: Setting) -> Iterator[str]:
    """The text ends with the mark that its source ends with."""
    source, text = prose_of(unit)
    if not source.strip() or not text.strip():
        return
    wanted, has = _end(source, setting.source_locale), _end(text, setting.locale)
    allows = _DIFFERENCES.get((wanted, has), _never)
    if wanted != has and not allows(source, text, script(setting.locale)):
        yield f"The source ends with {wanted}, the translation with {has}."


def _end(text: str, locale: str) -> str:
    """Return what a text ends with."""
    last = _DOTS.sub("…", text).rstrip(_CLOSING)[-1:]
    if last == ";" and language(locale) == "el":
        return _QUESTION
    return _ENDS.get(last, _NONE)


def _never(_source: str, _text: str, _written: str) -> bool:
    return False


def _always(_source: str, _text: str, _written: str) -> bool:
    return True


def _stop_may_be_added(source: str, text: str, written: str) -> bool:
    """A stop may end an unfinished source, or an abbreviation."""
    unfinished = source.rstrip()[-1:] in {",", ";"} or _INNER_END.search(source)
    return bool(written in _BY_GRAMMAR or unfinished or _ABBREVIATED.search(text))


def _stop_may_be_left_out(source: str, text: str, written: str) -> bool:
    """A phrase, or a last sentence in brackets, needs no stop where grammar decides."""
    if written in _BY_GRAMMAR:
        return not _INNER_END.search(text) or text.rstrip()[-1:] in _CLOSING
    return written in _WITHOUT_STOPS or bool(_ABBREVIATED.search(source))


def _words_say_it(_source: str, text: str, _written: str) -> bool:
    return bool(_AND_SO_ON.search(text))


def _words_ask(_source: str, text: str, _written: str) -> bool:
    return bool(_ASKS.search(text))


def _colon_may_be_stop(_source: str, _text: str, written: str) -> bool:
    return written in _BY_GRAMMAR


# From what the source ends with to what the text does; a pair that is not here is a fault.
_DIFFERENCES: Final = MappingProxyType[tuple[str, str], Allows](
    {
        (_NONE, _COLON): _always,  # a code block or a list that follows is introduced so
        (_NONE, _STOP): _stop_may_be_added,
        (_STOP, _NONE): _stop_may_be_left_out,
        (_STOP, _EXCLAMATION): _always,
        (_EXCLAMATION, _STOP): _always,
        (_EXCLAMATION, _NONE): _stop_may_be_left_out,
        (_ELLIPSIS, _STOP): _words_say_it,
        (_ELLIPSIS, _NONE): _words_say_it,
        (_QUESTION, _STOP): _words_ask,
        (_QUESTION, _NONE): _words_ask,
        (_COLON, _STOP): _colon_may_be_stop,
    }
)

CHECKS: Final = (Check("end-mark", _end_mark),)
