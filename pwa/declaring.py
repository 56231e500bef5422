"""What `pwa source same-meaning` does: edits of the source found, judged and recorded."""

import os
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from pwa.here import Here, refuse_unknown
from pwa.release.git import blobs
from pwa.review.edited import Edited, edited
from pwa.review.fingerprints import source_hash
from pwa.review.records import SAME_MEANING, content_of, id_of, write_record
from pwa.review.signing import after
from pwa.reviewing import folder, sharing
from pwa.source.message import SEGMENTER, Key
from pwa.source.people import refuse_stranger
from pwa.source.publication import Publication, Section, read_section
from pwa.translation.files import catalog_path
from pwa.translation.po import Entry, PoFile, parse


@dataclass(frozen=True, slots=True)
class Declaration:
    """A record's file, the edits in it, and the other sections that have one of the messages."""

    file: str
    edits: Sequence[Edited]
    sharing: Sequence[str]


def declare(here: Here, sections: Sequence[str], by: str, note: str | None) -> list[Declaration]:
    """Declare the edits of all the sections or, where one is refused (RefusedError), of none."""
    publication, former = here.publication(), here.former()
    locale = publication.settings.source_locale
    refuse_stranger(publication.people, by, "publisher", locale)
    by_id = {section.id: section for section in publication.sections}
    refuse_unknown(sections, list(by_id), "section")
    found: dict[str, tuple[Edited, ...]] = {}
    for name in dict.fromkeys(sections):
        present = [message.key for message in by_id[name].messages]
        before = (_extracted(here, by_id[name]), _said_before(here, publication, by_id[name]))
        found[name] = edited(name, present, *before, former, locale)
    withdrawn = {one.of for one in here.ledger(locale).withdrawals}
    made = []
    for section, edits in found.items():
        fields = _fields(section, edits, withdrawn, by=by, note=note, at=here.moment)
        path = write_record(folder(here, locale, section), fields)
        shared = sharing(publication, section, {now for _, now in edits})
        made.append(Declaration(here.site.relative(path), edits, shared))
    return made


def _fields(
    section: str, edits: Sequence[Edited], withdrawn: Set[str], *, at: str, **word: str | None
) -> dict[str, Any]:
    fields = {
        "step": SAME_MEANING,
        "section": section,
        "at": at,
        **word,
        "segmenter": SEGMENTER,
        "messages": [(source_hash(was), source_hash(now)) for was, now in edits],
        "before": [was for was, _ in edits],
    }
    while id_of(content_of(fields)) in withdrawn:  # said again in the second in which it was said
        fields["at"] = after(str(fields["at"]))
    return fields


# --- what a section said before ---------------------------------------------------------------


def _extracted(here: Here, section: Section) -> Sequence[Key] | None:
    """Return what a section said when it was last extracted, None where nothing ever was."""
    path = here.site.locales / "content.pot"
    if not os.path.lexists(path):
        return None
    template = parse(here.site.read(path), file=here.site.relative(path))
    return [each.key for each in template.live if _is_of(each, section)]


def _said_before(here: Here, publication: Publication, section: Section) -> Iterator[Sequence[Key]]:
    """Yield what it may have said before that: as translated in each locale, as last committed."""
    site = here.site
    every = {message.key for message in publication.messages}
    for locale in site.catalog_folders():
        path = catalog_path(site, locale, "content")
        if os.path.lexists(path):
            catalog = parse(site.read(path), file=site.relative(path), locale=locale)
            yield list(_translated(catalog, section, every))
    files = {_file(name): name for name in section.ids}
    for file, data in blobs(site.root, ["HEAD"], list(files)):
        yield [message.key for message in read_section(files[file], file, data).messages]


def _translated(catalog: PoFile, section: Section, every: Set[Key]) -> Iterator[Key]:
    """Yield a section's messages as they were when they were translated, and those left over."""
    own = {message.key for message in section.messages}
    for each in catalog.live:
        if each.key in own and each.fuzzy and each.previous_key:
            yield each.previous_key
        elif each.key in own or (each.key not in every and _is_of(each, section)):
            yield each.key


def _is_of(each: Entry, section: Section) -> bool:
    return any(_file(name) in each.references for name in section.ids)


def _file(section: str) -> str:
    return f"content/{section}.md"
