"""What `pwa status --section` finds out: why sections are not what they were, with old texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pwa.edition.edition import Edition
from pwa.here import Here
from pwa.memo import Memo
from pwa.release.history import History
from pwa.release.reasons import why_of
from pwa.review.why import Why


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a section is not what it was in a locale; `has_history` where git could be asked."""

    locale: str
    source_locale: str
    section: str
    why: Why
    has_history: bool


def explain(
    here: Here, editions: Sequence[Edition], sections: Sequence[str]
) -> Iterator[Explained]:
    """Yield why those of the sections that are not what they were are not, with old texts."""
    inputs, history = here.inputs(), History(here.site, Memo())
    for edition in editions:
        for section in edition.sections:
            if section.id in sections:
                found = why_of(section, edition, inputs, history)
                if found:
                    names = (edition.locale, edition.source_locale, section.id)
                    yield Explained(*names, found, history.there)
