"""Making releases: inputs → editions → pages → representations, nothing twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pwa.edition.edition import Edition, make_edition
from pwa.edition.proof import proofed
from pwa.locales import folder_of
from pwa.memo import Memo, digest
from pwa.pages.html import EditionPages
from pwa.pages.manifest import manifest
from pwa.pages.policy import style_sha256, worker_headers
from pwa.pages.sitemap import MEDIA_TYPE as XML
from pwa.pages.sitemap import robots, sitemap
from pwa.release.collection import SCRIPT, Collection, language, represent
from pwa.release.dates import edition_date
from pwa.release.inputs import Inputs, Reader
from pwa.release.materials import Materials, gather
from pwa.release.packs import File, edition_json, pack, revision
from pwa.release.release import IMMUTABLE, JSON, Messages, Release
from pwa.release.representations import Representation
from pwa.site import Site
from pwa.translation.catalog import Interface

MANIFEST_TYPE = "application/manifest+json"


@dataclass(frozen=True, slots=True)
class Pack:
    """A published revision of an edition: where it is, and the two files about it."""

    revision: str
    address: str
    pack: Representation
    edition: Representation


@dataclass(frozen=True, slots=True)
class Finished:
    """One edition's pages as they are served, and its pack; previews have none."""

    pages: EditionPages
    representations: Mapping[str, Representation]
    pack: Pack | None


@dataclass
class Builder:
    """Makes one release after the other; what did not change is taken over from the last.

    A `preview` shows drafts, pseudo-locales and what is not translated yet, and makes no packs:
    nothing of it is kept, so that every page is the newest.
    """

    preview: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)

    def __post_init__(self) -> None:
        """Begin with nothing built."""
        self._reader = Reader(self.memo, drafts=self.preview, pseudo=self.preview)
        self._packs: dict[str, Pack] = {}
        self._packs_before: dict[str, Pack] = {}

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
        materials = gather(site, inputs, self.memo, preview=self.preview)
        editions = self._editions(inputs)
        finished = {
            locale: self._finished(site, edition, inputs.locales[locale].interface, materials)
            for locale, edition in editions.items()
        }
        pages = [one.pages for one in finished.values()]
        source = pages[0]
        found = Collection(materials.frame, self.memo)
        found.page(source.all_editions(pages), locale=source.edition.locale)
        _add_files(found, list(editions.values()), materials)
        for locale, one in finished.items():
            found.made.update(one.representations)
            if one.pack:
                self._add_packs(found, locale, one.pack)
        return Release(
            id=digest(sorted((address, one.sha256) for address, one in found.made.items())),
            addresses=materials.frame.addresses,
            source_locale=source.edition.locale,
            editions=editions,
            representations=found.made,
            assets=tuple(materials.assets.values()),
            messages={one.edition.locale: Messages(one.lost(), one.failed()) for one in pages},
            doorway=source.doorway(),
            style_hash=style_sha256(materials.frame.style),
            moved=_moved(inputs),
            errors=inputs.findings,
        )

    def _editions(self, inputs: Inputs) -> dict[str, Edition]:
        made = {
            locale: make_edition(inputs.publication, locale, one.catalog, one.ledger, self.memo)
            for locale, one in inputs.locales.items()
        }
        if not self.preview:
            return made
        return {
            locale: proofed(edition, inputs.locales[locale].catalog)
            for locale, edition in made.items()
        }

    def _finished(
        self, site: Site, edition: Edition, interface: Interface, materials: Materials
    ) -> Finished:
        """The edition's bytes: those of the last release where no input of theirs changed."""
        key = ("finished", edition.digest, interface.digest, materials.digest)
        return self.memo(key, lambda: self._finish(site, edition, interface, materials))

    def _finish(
        self, site: Site, edition: Edition, interface: Interface, materials: Materials
    ) -> Finished:
        found = Collection(materials.frame, self.memo)
        pages = EditionPages(materials.frame, edition, interface, self.memo)
        for page in pages.all():
            found.page(page, locale=edition.locale)
        made = None if self.preview else self._pack(site, edition.locale, found, materials)
        return Finished(pages, found.made, made)

    def _pack(self, site: Site, locale: str, found: Collection, materials: Materials) -> Pack:
        """The pack of an edition: the last one where nothing in it changed, its date included."""
        own = {address: File(one.media_type, one.body) for address, one in found.made.items()}
        files = own | materials.kept
        current = revision(files)
        before = self._packs.get(locale)
        if before and before.revision == current:
            return before
        date = edition_date(site.root, ("content", f"locales/{folder_of(locale)}"), self.environ)
        body = pack(locale, date, files, found.kept_headers(locale))
        address = site.addresses.pack(locale, current)
        edition = edition_json(locale, date, current, address, body)
        return Pack(
            current,
            address,
            pack=represent(body, JSON, cache_control=IMMUTABLE),
            edition=represent(edition, JSON),
        )

    def _add_packs(self, found: Collection, locale: str, now: Pack) -> None:
        """Add the pack, and the one before: a device may still be downloading that."""
        last = self._packs.get(locale, now)
        if last.revision != now.revision:
            self._packs_before[locale] = last
        self._packs[locale] = now
        for one in (self._packs_before.get(locale, now), now):
            found.made[one.address] = one.pack
        found.made[found.addresses.edition(locale)] = now.edition


def _add_files(found: Collection, editions: Sequence[Edition], materials: Materials) -> None:
    """Add what belongs to no edition alone; `editions` begin with the source's."""
    addresses, locales = materials.frame.addresses, materials.frame.locales
    sections = [section.id for section in editions[0].sections]
    found.add(addresses.sitemap(), sitemap(addresses, locales, sections, locales[0]), XML)
    for one in editions:
        body = manifest(materials.manifest, one, editions, addresses, materials.images)
        address, spoken = addresses.manifest(one.locale), (language(one.locale),)
        found.add(address, body, MANIFEST_TYPE, spoken)
    found.add(addresses.robots(), robots(addresses), "text/plain; charset=utf-8")
    headers = worker_headers(https=found.https)
    found.add(addresses.worker(), materials.worker, SCRIPT, headers)


def _moved(inputs: Inputs) -> dict[str, str]:
    """Ids that sections had before, and no section has now → those they have now."""
    sections = inputs.publication.sections
    present = {section.id for section in sections}
    return {
        old: section.id
        for section in sections
        for old in section.front.formerly
        if old not in present
    }
