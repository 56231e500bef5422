"""What `pwa status --section` finds out: why sections are not what they were, with old texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pwa.edition.edition import Edition, SectionEdition, reason
from pwa.here import Here
from pwa.release.history import History
from pwa.release.inputs import Inputs
from pwa.review.why import Why, since


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
    inputs, history = here.inputs(), History(here.site)
    for edition in editions:
        for section in edition.sections:
            if section.id in sections:
                found = _reason(inputs, history, edition, section)
                if found:
                    names = (edition.locale, edition.source_locale, section.id)
                    yield Explained(*names, found, history.there)


def _reason(inputs: Inputs, history: History, edition: Edition, one: SectionEdition) -> Why | None:
    """What the catalog knows is enough where it knows all; else git is asked."""
    record = since(one.state)
    if one.why is None or one.why.known or record is None:
        return one.why
    ledger = inputs.locales[edition.locale].ledger
    before = history.before(edition.locale, one.section, record, ledger.files[record.id])
    catalog = inputs.locales[edition.locale].catalog
    msgids = frozenset(message.msgid for message in inputs.publication.messages)
    return reason(one.section, catalog, one.state, msgids, before, is_source=edition.is_source)
