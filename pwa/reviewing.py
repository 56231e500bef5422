"""What commands do with records: sign, withdraw, revoke, look up, carry over to a segmenter."""

import os
from collections.abc import Iterator, Sequence
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
from pwa.review.records import Ledger, fields_of, write_record
from pwa.review.signing import Word, signed
from pwa.source.message import SEGMENTER
from pwa.source.publication import Publication, Section
from pwa.translation.files import Planned, Written
from pwa.translation.migrating import former_keys

# Digits of a revision's name: as many as devices are told of one that was taken back.
_SHORTEST: Final = 12


@dataclass(frozen=True, slots=True)
class Signed:
    """A record's file, and the other sections that share messages with what was signed."""

    file: str
    sharing: Sequence[str]


def sign(here: Here, locale: str, sections: Sequence[str], word: Word) -> Iterator[Signed]:
    """Sign all the sections or, where one is refused (RefusedError), none."""
    inputs = _inputs(here, locale)
    by_id = {section.id: section for section in inputs.publication.sections}
    refuse_unknown(sections, list(by_id), "section")
    one, site = inputs.locales[locale], here.site
    made = [
        signed(
            word,
            by_id[section],
            one.catalog,
            one.ledger.of(by_id[section].ids),
            site.settings.review,
            source_locale=site.settings.source_locale,
            withdrawn={withdrawal.of for withdrawal in one.ledger.withdrawals},
        )
        for section in dict.fromkeys(sections)
    ]
    for record in made:
        path = write_record(_folder(here, locale, record.section), fields_of(record))
        sharing = _sharing(inputs.publication, by_id[record.section])
        yield Signed(site.relative(path), sharing)


def withdraw(here: Here, locale: str, record: str, by: str, note: str | None) -> str:
    """Take a record back and return the file that says so; RefusedError where there is none."""
    known = ledger(here, locale)
    there = [one.id for one in known.records] + [one.id for one in known.revocations]
    refuse_unknown([record], there, "record")
    fields = {"step": "withdrawal", "of": record, "by": by, "at": here.moment, "note": note}
    folder = (here.site.root / known.files[record]).parent
    return here.site.relative(write_record(folder, fields))


def revoke_revision(here: Here, locale: str, revision: str, by: str, note: str) -> str:
    """Take a published revision back and return the file that says so.

    It is named by how it begins, with 12 digits at least. RefusedError where that is none of the
    current release or of those before it that are kept, or more than one.
    """
    refuse_unknown([locale], list(here.inputs().locales), "locale")
    known = _known_revisions(here, locale)
    found = [one for one in known if one.startswith(revision) and len(revision) >= _SHORTEST]
    if len(found) != 1:
        refuse_unknown([revision], known, "revision")
    fields = {"step": "revocation", "of": found[0], "by": by, "at": here.moment, "note": note}
    return here.site.relative(write_record(_folder(here, locale, ""), fields))


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
    knows the words that were signed.
    """
    publication, ledger = here.publication(), here.ledger(planned.locale)
    for section in publication.sections:
        old = [record for record in ledger.of(section.ids) if record.segmenter != SEGMENTER]
        keys = [message.key for message in section.messages] if old else []
        former = former_keys(planned.before, keys)
        was = [(former.get(key, key), planned.before.get(former.get(key, key), "")) for key in keys]
        now = [(key, planned.after.get(key, "")) for key in keys]
        for record in old:
            made = migrated(record, fingerprints(was), fingerprints(now))
            path = write_record(_folder(here, planned.locale, record.section), fields_of(made))
            yield Written(here.site.relative(path), changed=True)


def _inputs(here: Here, locale: str) -> Inputs:
    inputs = here.inputs()
    refuse_unknown([locale], list(inputs.locales), "locale")
    return inputs


def _folder(here: Here, locale: str, section: str) -> Path:
    return here.site.locales / folder_of(locale) / "records" / section


def _sharing(publication: Publication, section: Section) -> list[str]:
    keys = {message.key for message in section.messages}
    return [
        other.id
        for other in publication.sections
        if other.id != section.id and keys & {message.key for message in other.messages}
    ]
