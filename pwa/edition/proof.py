"""An edition as who translates it wants to see it: a proof, never a release."""

from dataclasses import replace

from pwa.edition.edition import Edition, EditionPart, Proof, SectionEdition
from pwa.memo import digest
from pwa.source.message import Message
from pwa.translation.catalog import Catalog


def proofed(edition: Edition, catalog: Catalog) -> Edition:
    """Return the edition with every text of its catalog shown, whatever the policy says.

    Fuzzy texts are among them, and each message that readers would not see translated is told
    with the place of its entry.
    """
    if edition.is_source:
        return edition
    parts = (
        EditionPart(part.part, tuple(_proofed(section, catalog) for section in part.sections))
        for part in edition.parts
    )
    return replace(edition, parts=tuple(parts))


def _proofed(section: SectionEdition, catalog: Catalog) -> SectionEdition:
    messages = section.section.messages
    texts = {m.key: text for m in messages if (text := _any_text(m, catalog))}
    open_ones = (m for m in messages if catalog.text(m.key) is None)
    proofs = {m.key: Proof(catalog.state(m.key), _entry(m, catalog)) for m in open_ones}
    return replace(
        section,
        shown="translation" if texts else "source",
        texts=texts,
        earlier={},
        proofs=proofs,
        digest=digest(section.digest, sorted(texts.values()), repr(sorted(proofs.values()))),
    )


def _any_text(message: Message, catalog: Catalog) -> str | None:
    found = catalog.translations.get(message.key)
    return found.text if found and found.text else None


def _entry(message: Message, catalog: Catalog) -> str:
    line = catalog.lines.get(message.key)
    return f"{catalog.file}:{line}" if line else catalog.file
