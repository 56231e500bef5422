"""The glossary: its terms are used, and the words that it forbids are not."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from pwa.translation.checks.base import Check, Setting, Term, Unit
from pwa.translation.checks.matching import pattern, spelt, uses
from pwa.translation.checks.prose import prose_of
from pwa.translation.glossary import forms

Span = tuple[int, int]


def _terms(unit: Unit, setting: Setting) -> Iterator[str]:
    """Terms are translated as the glossary says."""
    source, text = prose_of(unit)
    if not text:
        return
    for terms in _wanted(source, setting):
        ways = [way for term in terms for way in forms(term.translation)]
        if not any(uses(way, text, setting.locale) for way in ways):
            listed = " or ".join(f"“{way}”" for way in dict.fromkeys(ways))
            yield f"“{terms[0].source}” is {listed} in the glossary, which is not used here."


def _wanted(source: str, setting: Setting) -> Iterable[list[Term]]:
    """Return the terms of a source, those together that are lines for the same words.

    A term within a longer one counts for the longer one.
    """
    found: dict[Span, list[Term]] = {}
    required = (term for term in setting.glossary if not term.is_forbidden)
    for term in required:
        for span in _spans(forms(term.source), source, setting.source_locale):
            found.setdefault(span, []).append(term)
    outermost = (terms for span, terms in found.items() if not _is_within(span, found))
    return {tuple(terms): terms for terms in outermost}.values()


def _forbidden(unit: Unit, setting: Setting) -> Iterator[str]:
    """Words that the publication does not use are not used."""
    _, text = prose_of(unit)
    if not text:
        return
    allowed = _spans(_allowed(setting.glossary), text, setting.locale)
    for term in setting.forbidden:
        for way in forms(term.translation):
            spans = _spans((way,), text, setting.locale)
            if any(not _is_within(span, allowed) for span in spans):
                note = f" {term.note}" if term.note else ""
                yield f"“{way}” ({term.source}) is not used in this publication.{note}"


@lru_cache(maxsize=64)
def _allowed(glossary: tuple[Term, ...]) -> tuple[str, ...]:
    lines = (term for term in glossary if not term.is_forbidden)
    return tuple(way for term in lines for way in forms(term.translation))


def _spans(ways: Iterable[str], text: str, locale: str) -> set[Span]:
    spelled = spelt(text, locale)
    return {match.span() for way in ways for match in pattern(way, locale).finditer(spelled)}


def _is_within(span: Span, others: Iterable[Span]) -> bool:
    return any(
        start <= span[0] and span[1] <= end and span != (start, end) for start, end in others
    )


CHECKS: Final = (
    Check("glossary", _terms),
    Check("forbidden", _forbidden, "error"),
)
