"""Why sections are not what they were, with old texts from git where the catalog has them not."""

from dataclasses import replace

from pwa.edition.edition import Edition, EditionPart, SectionEdition, reason
from pwa.memo import digest
from pwa.release.history import History
from pwa.release.inputs import Inputs
from pwa.review.records import Record
from pwa.review.why import Why, since


def with_history(edition: Edition, inputs: Inputs, history: History) -> Edition:
    """Return the edition with what git knows of old texts; itself where that adds nothing.

    Nothing is asked of git where the catalog knows all.
    """
    if not history.memo(("asks", edition.digest), lambda: any(map(_asks, edition.sections))):
        return edition

    def told(section: SectionEdition) -> SectionEdition:
        why = why_of(section, edition, inputs, history)
        if why == section.why:
            return section
        return replace(section, why=why, digest=digest(section.digest, repr(why)))

    parts = (
        EditionPart(part.part, tuple(told(section) for section in part.sections))
        for part in edition.parts
    )
    return replace(edition, parts=tuple(parts))


def why_of(
    section: SectionEdition, edition: Edition, inputs: Inputs, history: History
) -> Why | None:
    """Return why a section is not what it was, by its catalog and, where need be, by git."""
    record = _asks(section)
    if record is None or not history.there:
        return section.why

    def made() -> Why | None:
        one, locale = inputs.locales[edition.locale], edition.locale
        before = history.before(locale, section.section, record, one.ledger.files[record.id])
        msgids = frozenset(message.msgid for message in inputs.publication.messages)
        parts = (section.section, one.catalog, section.state, msgids, before)
        return reason(*parts, is_source=edition.is_source)

    return history.memo(("why", section.digest, record.id, history.head), made)


def _asks(section: SectionEdition) -> Record | None:
    """The record whose text has to be looked up; None where nothing moved or all is known."""
    return since(section.state) if section.why and not section.why.known else None
