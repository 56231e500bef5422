"""What commands do with records: sign, withdraw, revoke, look up, carry over to a segmenter."""

import os
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pwa.here import Here, refuse_unknown
from pwa.locales import folder_of
from pwa.release.builder import Builder
from pwa.release.inputs import Inputs
from pwa.release.store import PackStore
from pwa.review.fingerprints import fingerprints
from pwa.review.migrating import migrated
from pwa.review.present import present_text, read_as_present
from pwa.review.records import Ledger, Record, fields_of, write_record
from pwa.review.same_meaning import former_texts
from pwa.review.signing import Word, signed
from pwa.review.translators import elsewhere
from pwa.source.message import SEGMENTER, Former, Key
from pwa.source.people import refuse_stranger
from pwa.source.publication import Publication, Section
from pwa.translation.files import Planned, Written
from pwa.translation.migrating import former_keys

# Digits of a revision's name: as many as devices are told of one that was taken back.
_SHORTEST: Final = 12
_WHOLE: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record's file, and the other sections that share messages with what was signed."""

    file: str
    sharing: Sequence[str]


def sign(here: Here, locale: str, sections: Sequence[str], word: Word) -> Iterator[NewRecord]:
    """Sign all the sections or, where one is refused (RefusedError), none."""
    inputs = _inputs(here, locale)
    by_id = {section.id: section for section in inputs.publication.sections}
    refuse_unknown(sections, list(by_id), "section")
    former = here.former()
    made = [
        _signed(inputs, locale, by_id[section], word, former) for section in dict.fromkeys(sections)
    ]
    for record in made:
        path = write_record(folder(here, locale, record.section), fields_of(record))
        keys = {message.key for message in by_id[record.section].messages}
        shared = sharing(inputs.publication, record.section, keys)
        yield NewRecord(here.site.relative(path), shared)


def _signed(inputs: Inputs, locale: str, section: Section, word: Word, former: Former) -> Record:
    catalog, ledger = inputs.locales[locale].catalog, inputs.locales[locale].ledger
    settings, records = inputs.publication.settings, ledger.of(section.ids)
    texts = [(message.key, catalog.text(message.key) or "") for message in section.messages]
    return signed(
        word,
        section,
        catalog,
        records,
        settings.review_of(section.front.risk),
        source_locale=settings.source_locale,
        withdrawn={withdrawal.of for withdrawal in ledger.withdrawals},
        people=inputs.publication.people,
        elsewhere=elsewhere(ledger, section.ids, present_text(texts, former), records),
        former=former,
    )


def withdraw(here: Here, locale: str, record: str, by: str, note: str | None) -> str:
    """Take a record back and return the file that says so.

    Raises RefusedError where there is none, and where nobody has the id `by` among the people.
    That a machine translated warns readers: to take a translation's record back gives trust, and
    asks for a role.
    """
    inputs = _inputs(here, locale)
    people, known = inputs.publication.people, inputs.locales[locale].ledger
    there = {one.id: one for one in known.signed}
    refuse_unknown([record], list(there), "record")
    one = there[record]
    if isinstance(one, Record) and one.step == "translation":
        refuse_stranger(people, by, "translation", locale, "publisher")
    else:
        refuse_stranger(people, by, None, locale)
    fields = {"step": "withdrawal", "of": record, "by": by, "at": here.moment, "note": note}
    beside = (here.site.root / known.files[record]).parent
    return here.site.relative(write_record(beside, fields))


@dataclass(frozen=True, slots=True)
class Revoked:
    """A revocation's file, and whether there is such an edition among those known here."""

    file: str
    revision: str
    is_known: bool


def revoke_revision(here: Here, locale: str, revision: str, by: str, note: str) -> Revoked:
    """Take a published revision back.

    It is named in full, since what is kept of editions may be lost; or by how it begins, with 12
    digits at least. Raises RefusedError where that is none of the current release or of those
    before it that are kept, or more than one, and where nobody has the id `by` among the
    publishers.
    """
    refuse_stranger(_inputs(here, locale).publication.people, by, "publisher", locale)
    known = _known_revisions(here, locale)
    found = [one for one in known if one.startswith(revision) and len(revision) >= _SHORTEST]
    if len(found) != 1 and not _WHOLE.fullmatch(revision):
        refuse_unknown([revision], known, "revision")
    of = found[0] if found else revision
    fields = {"step": "revocation", "of": of, "by": by, "at": here.moment, "note": note}
    path = write_record(folder(here, locale, ""), fields)
    return Revoked(here.site.relative(path), of, is_known=bool(found))


def _known_revisions(here: Here, locale: str) -> list[str]:
    packs = Builder(environ=os.environ).build(here.site).packs
    current = [packs[locale].revision] if locale in packs else []
    kept = PackStore(here.site.state / "packs").revisions(locale)
    return list(dict.fromkeys([*current, *kept]))


def ledger(here: Here, locale: str) -> Ledger:
    """Return the records of a locale; RefusedError where there is no such locale."""
    return _inputs(here, locale).locales[locale].ledger


def carry_over(here: Here, planned: Planned) -> Iterator[Written]:
    """Write anew the records of other segmenters' texts, of a locale about to be written so.

    Before its catalog is: an update that is cut off between the two can be run again, and still
    knows the words that were signed. What was declared to keep the meaning was so of the old
    texts.
    """
    publication, ledger = here.publication(), here.ledger(planned.locale)
    if all(record.segmenter == SEGMENTER for record in ledger.records):
        return
    source = publication.settings.source_locale
    declared, is_source = here.ledger(source).same_meanings, planned.locale == source
    former = former_texts(declared, planned.before, source, publication.people)
    for section in publication.sections:
        old = [record for record in ledger.of(section.ids) if record.segmenter != SEGMENTER]
        keys = [message.key for message in section.messages] if old else []
        then = former_keys(planned.before, keys)
        was = [(then.get(key, key), planned.before.get(then.get(key, key), "")) for key in keys]
        now = [(key, planned.after.get(key, "")) for key in keys]
        for record in old:
            read = read_as_present(record, present_text(was, former, is_source=is_source))
            made = migrated(read, fingerprints(was), fingerprints(now))
            path = write_record(folder(here, planned.locale, record.section), fields_of(made))
            yield Written(here.site.relative(path), changed=True)


def _inputs(here: Here, locale: str) -> Inputs:
    inputs = here.inputs()
    refuse_unknown([locale], list(inputs.locales), "locale")
    return inputs


def folder(here: Here, locale: str, section: str) -> Path:
    """Return where the records about a section are."""
    return here.site.locales / folder_of(locale) / "records" / section


def sharing(publication: Publication, section: str, keys: Set[Key]) -> list[str]:
    """Return the other sections that have one of these messages of a section."""
    others = (other for other in publication.sections if other.id != section)
    return [one.id for one in others if any(message.key in keys for message in one.messages)]
