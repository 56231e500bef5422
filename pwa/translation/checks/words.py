"""What the words say: negation and caution kept, nothing left in the source language."""

import re
from collections.abc import Iterator
from typing import Final

from pwa.translation.checks.base import Check, Setting, Unit
from pwa.translation.checks.languages import language, letters_of
from pwa.translation.checks.lexicon import CAUTION, NEGATION
from pwa.translation.checks.prose import prose, prose_of

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# Words joined by other marks, such as if-let, are terms.
_PLAIN_WORD: Final = re.compile(r"(?<![\w/-])[^\W\d_]{2,}(?![\w/-])")
_HEADING: Final = re.compile(r": (?:title|heading \d)\b")
_SENTENCE: Final = re.compile(r"[^.!?。！？\n]+")
# Fewer words than this may be a name, even if it is a heading.
_WORDS_OF_A_TEXT: Final = 3
_WORDS_OF_A_SENTENCE: Final = 5
# What is shorter may be a unit or a sign.
_LONG_WORD: Final = 4


def _negation(unit: Unit, setting: Setting) -> Iterator[str]:
    """What the source denies, the translation denies too, and nothing else."""
    source, text = prose_of(unit)
    ours = NEGATION.get(language(setting.locale))
    theirs = NEGATION.get(language(setting.source_locale))
    if not ours or not theirs:
        return
    if theirs.is_clear_in(source) and not ours.may_be_in(text):
        yield "The source says “not” or the like, the translation does not."
    # A plural form for zero says “no paragraph” where the source counts.
    if unit.form is None and ours.is_clear_in(text) and not theirs.may_be_in(source):
        yield "The translation says “not” or the like, the source does not."


def _caution(unit: Unit, setting: Setting) -> Iterator[str]:
    """Where the source says “may”, the translation is as careful."""
    source, text = prose_of(unit)
    ours = CAUTION.get(language(setting.locale))
    theirs = CAUTION.get(language(setting.source_locale))
    if not ours or not theirs or len(_WORD.findall(source)) < _WORDS_OF_A_TEXT:
        return
    if theirs.is_clear_in(source) and not ours.may_be_in(text):
        yield "The source says “may” or the like; the translation promises more."


def _untranslated(unit: Unit, setting: Setting) -> Iterator[str]:
    """Nothing is left in the source language."""
    if unit.is_code or language(setting.locale) == language(setting.source_locale):
        return
    source, text = prose(unit.source, unit.domain), prose(unit.text, unit.domain)
    if _folded(source) == _folded(text):
        if _is_no_name(unit, source, setting):
            yield "The text is the source's, untranslated."
        return
    for sentence in _SENTENCE.findall(source):
        if len(_plain_words(sentence)) >= _WORDS_OF_A_SENTENCE and sentence.strip() in text:
            yield f"“{sentence.strip()}” is left untranslated."


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_no_name(unit: Unit, source: str, setting: Setting) -> bool:
    """Whether a text is more than names, which are capitalised, and than what languages share."""
    words, plain = _WORD.findall(source), _plain_words(source)
    if not letters_of(setting.locale) & letters_of(setting.source_locale):
        # Buttons begin with a capital letter, too.
        candidates = [word.lower() for word in words] if unit.domain == "interface" else plain
        return any(len(word) >= _LONG_WORD for word in candidates)
    if _HEADING.search(" ".join(unit.entry.extracted)) and len(words) >= _WORDS_OF_A_TEXT:
        return True
    return len(words) > 1 and (len(plain) > 1 or plain == words[1:])


def _plain_words(text: str) -> list[str]:
    return [word for word in _PLAIN_WORD.findall(text) if word.islower()]


CHECKS: Final = (
    Check("negation", _negation),
    Check("caution", _caution),
    Check("untranslated", _untranslated),
)
