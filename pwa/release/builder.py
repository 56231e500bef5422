"""Making releases: inputs → editions → pages → representations, nothing twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pwa.addresses import BOOK
from pwa.edition.edition import Edition
from pwa.edition.proof import proofed
from pwa.memo import Memo, bytes_digest, digest
from pwa.pages.badge import badge, badge_headers
from pwa.pages.book import MEDIA_TYPE, Facts
from pwa.pages.html import EditionPages
from pwa.pages.manifest import manifest
from pwa.pages.policy import worker_headers
from pwa.pages.saved import saved_headers, with_pictures
from pwa.pages.schemas import SCHEMAS
from pwa.pages.search.answers import Search
from pwa.pages.sitemap import robots, sitemap
from pwa.release.collection import Collection, language
from pwa.release.dates import change_days
from pwa.release.history import History
from pwa.release.inputs import Inputs, Reader
from pwa.release.materials import Materials, gather
from pwa.release.packing import Kept, Packer
from pwa.release.packs import edition_json
from pwa.release.reasons import with_history
from pwa.release.release import Messages, Once, Pack, Release
from pwa.release.representations import (
    HTML,
    JSON,
    MANIFEST,
    SCRIPT,
    SVG,
    TEXT,
    XML,
    Representation,
)
from pwa.review.revocations import notes_by_revision
from pwa.site import Site
from pwa.source.publication import Publication
from pwa.translation.catalog import Interface


@dataclass(frozen=True, slots=True)
class Finished:
    """One edition's pages as they are served, its search, and what devices are to keep of it."""

    pages: EditionPages
    search: Search
    representations: Mapping[str, Representation]
    kept: Kept | None


@dataclass
class Builder:
    """Makes one release after the other; what did not change is taken over from the last.

    A `preview` shows drafts, pseudo-locales and what is not translated yet, and makes no packs:
    nothing of it is kept, so that every page is the newest. With `retire` nothing is kept either,
    and devices let go of what they have. One that serves may `keep` the last good catalogs in the
    site's state, for the next start.
    """

    preview: bool = False
    retire: bool = False
    keep: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)

    def __post_init__(self) -> None:
        """Begin with nothing built."""
        self._reader = Reader(self.memo, drafts=self.preview, pseudo=self.preview, keep=self.keep)
        self._packs: dict[str, tuple[Pack, Pack]] = {}

    def build(self, site: Site) -> Release:
        """Return the release of what is on disk.

        Faulty catalogs and records are among its errors. Raises SiteError and SourceError for
        faults in settings and sources: the release before stays in place.
        """
        try:
            release = self._build(site)
        except Exception:
            self.memo.undo()
            raise
        self.memo.sweep()
        return release

    def _build(self, site: Site) -> Release:
        inputs = self._reader.read(site)
        materials = gather(site, inputs, self.memo, preview=self.preview, retire=self.retire)
        editions = self._editions(site, inputs)
        finished = {
            locale: self._finished(site, edition, inputs.locales[locale].interface, materials, app)
            for locale, edition, app in _with_manifests(editions, materials, inputs)
        }
        packs = {
            locale: self._with_the_one_before(locale, one.kept.pack)
            for locale, one in finished.items()
            if one.kept
        }
        pages = [one.pages for one in finished.values()]
        made = self._served(inputs, finished, packs, materials)
        release = Release(
            id=digest(sorted((address, one.sha256) for address, one in made.items())),
            addresses=site.addresses,
            source_locale=site.settings.source_locale,
            editions=editions,
            representations=made,
            assets=(*materials.assets.values(), *SCHEMAS),
            messages={one.edition.locale: Messages(one.lost(), one.failed()) for one in pages},
            doorway=pages[0].doorway(),
            searches={locale: one.search for locale, one in finished.items()},
            moved=inputs.publication.moved,
            packs={locale: now for locale, (now, _) in packs.items()},
            later={
                address: made
                for locale, one in finished.items()
                for address, made in _later(one, materials, _revoked(inputs, locale))
            },
            errors=inputs.findings,
        )
        self._packs |= packs
        return release

    def _editions(self, site: Site, inputs: Inputs) -> dict[str, Edition]:
        changed, history = self._changed(site, inputs.publication), History(site, self.memo)
        made = {
            locale: with_history(inputs.edition(locale, self.memo, changed), inputs, history)
            for locale in inputs.locales
        }
        if not self.preview:
            return made
        return {
            locale: proofed(edition, inputs.locales[locale].catalog)
            for locale, edition in made.items()
        }

    def _changed(self, site: Site, publication: Publication) -> Mapping[str, str]:
        """The day of each section's last change; asked anew when one of them has changed."""
        key = ("changed", digest([(one.id, one.digest) for one in publication.sections]))
        return self.memo(key, lambda: change_days(site.root, publication.sections))

    def _finished(
        self, site: Site, edition: Edition, interface: Interface, materials: Materials, app: bytes
    ) -> Finished:
        """The edition's bytes: those of the last release where no input of theirs changed.

        `app` is its manifest.
        """
        digests = (edition.digest, interface.digest, materials.digest, bytes_digest(app))
        return self.memo(
            ("finished", *digests),
            lambda: self._finish(site, edition, interface, materials, app),
        )

    def _finish(
        self, site: Site, edition: Edition, interface: Interface, materials: Materials, app: bytes
    ) -> Finished:
        found = Collection(materials.frame, self.memo)
        pages = EditionPages(materials.frame, edition, interface, self.memo)
        for page in pages.all():
            found.page(page, locale=edition.locale)
        spoken = (language(edition.locale),)
        found.add(found.addresses.manifest(edition.locale), app, MANIFEST, spoken)
        search = pages.search({address: one.body for address, one in found.made.items()})
        apart = (pages.reading(), pages.qr())
        aids = {found.addresses.search(edition.locale): search.page}
        aids |= {page.address: page.html for page in apart}
        packer = Packer(site, self.environ, self.memo)
        is_kept = not (self.preview or self.retire)
        kept = packer.packed(edition.locale, found, aids, materials) if is_kept else None
        for page in apart:
            found.page(page, locale=edition.locale)
        # After the packs: it is for other sites, and nobody reads it offline.
        _add_badge(found, edition, interface, materials)
        return Finished(pages, search, found.made, kept)

    def _served(
        self,
        inputs: Inputs,
        finished: Mapping[str, Finished],
        packs: Mapping[str, tuple[Pack, Pack]],
        materials: Materials,
    ) -> dict[str, Representation]:
        """What each address of a release answers."""
        found = Collection(materials.frame, self.memo)
        pages = [one.pages for one in finished.values()]
        found.page(pages[0].all_editions(pages), locale=pages[0].edition.locale)
        _add_files(found, [one.edition for one in pages], materials)
        for locale, one in finished.items():
            found.made.update(one.representations)
            if one.kept:
                _, before = packs[locale]
                found.made |= {**before.files, **one.kept.files}
                announced = self._announced(locale, one.kept, materials, _revoked(inputs, locale))
                found.add(found.addresses.edition(locale), announced, JSON)
        return found.made

    def _announced(
        self, locale: str, kept: Kept, materials: Materials, revoked: Mapping[str, str]
    ) -> bytes:
        now, aids, script = kept.pack, kept.aids.revision, materials.script
        key = ("announced", locale, now.revision, script, aids, tuple(revoked.items()))
        return self.memo(
            key,
            lambda: edition_json(
                locale,
                now.date,
                now.revision,
                now.address,
                now.body,
                script=script,
                aids=aids,
                parts=now.parts,
                revoked=revoked,
            ),
        )

    def _with_the_one_before(self, locale: str, now: Pack) -> tuple[Pack, Pack]:
        """A device may still be downloading the pack that was the last one till now."""
        last, before = self._packs.get(locale, (now, now))
        return (now, before) if now.address == last.address else (now, last)


def _revoked(inputs: Inputs, locale: str) -> Mapping[str, str]:
    return notes_by_revision(inputs.locales[locale].ledger.revocations)


def _later(
    one: Finished, materials: Materials, revoked: Mapping[str, str]
) -> Iterator[tuple[str, Once[Representation]]]:
    """Yield what few ask for, and what is as long as all pages together, by address."""
    yield one.pages.frame.addresses.whole(one.pages.edition.locale), _whole(one, materials, revoked)
    yield one.pages.book_address, _book(one, materials, revoked)


def _book(one: Finished, materials: Materials, revoked: Mapping[str, str]) -> Once[Representation]:
    """The publication as an e-book; one of no kept edition is as old as its newest section."""
    edition, pack = one.pages.edition, one.kept.pack if one.kept else None
    changed = f"{max(section.changed for section in edition.sections)}T00:00:00Z"
    facts = Facts(pack.date, pack.revision, revoked.get(pack.revision)) if pack else Facts(changed)

    def made() -> Representation:
        body = one.pages.book(materials.drawn, facts)
        told = saved_headers(edition, BOOK, https=materials.frame.addresses.is_secure)
        return Representation(body, MEDIA_TYPE, (language(edition.locale), *told))

    return Once(made)


def _whole(one: Finished, materials: Materials, revoked: Mapping[str, str]) -> Once[Representation]:
    """The publication in one file."""
    edition, https = one.pages.edition, materials.frame.addresses.is_secure
    pack = one.kept.pack if one.kept else None
    date = pack.date if pack else None
    note = revoked.get(pack.revision) if pack else None

    def made() -> Representation:
        page = one.pages.saved(date, revoked=note).decode()
        body = with_pictures(page, materials.pictures).encode()
        headers = (language(edition.locale), *saved_headers(edition, https=https))
        return Representation(body, HTML, headers)

    return Once(made)


def _with_manifests(
    editions: Mapping[str, Edition], materials: Materials, inputs: Inputs
) -> Iterator[tuple[str, Edition, bytes]]:
    """Yield each edition with its app's manifest, which names all of them."""
    every, addresses = list(editions.values()), materials.frame.addresses
    images, screenshots = materials.images, materials.screenshots
    for locale, one in editions.items():
        interface = inputs.locales[locale].interface
        app = manifest(
            *(materials.manifest, one, every, addresses, images),
            interface=interface,
            screenshots=screenshots,
        )
        yield locale, one, app


def _add_badge(
    found: Collection, edition: Edition, interface: Interface, materials: Materials
) -> None:
    body = badge(edition, interface, materials.frame.templates)
    headers = (language(edition.locale), *badge_headers(https=found.https))
    found.add(found.addresses.badge(edition.locale), body, SVG, headers)


def _add_files(found: Collection, editions: Sequence[Edition], materials: Materials) -> None:
    """Add what belongs to no edition alone; `editions` begin with the source's."""
    addresses, locales = materials.frame.addresses, materials.frame.locales
    sections = [section.id for section in editions[0].sections]
    found.add(addresses.sitemap(), sitemap(addresses, locales, sections, locales[0]), XML)
    found.add(addresses.robots(), robots(addresses), TEXT)
    headers = worker_headers(https=found.https)
    found.add(addresses.worker(), materials.worker, SCRIPT, headers)
