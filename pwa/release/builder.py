"""Making releases: inputs → editions → pages → representations, nothing twice.

A release is begun, and complete later. Begun, it has every address, and each page is made when it
is first asked for; complete, all have been made, and packed. What devices keep is until then what
they kept of the release before, pack and announcement together: nobody is told of an edition
that is not there.
"""

import gc
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from pwa.addresses import BOOK
from pwa.edition.edition import Edition
from pwa.edition.proof import proofed
from pwa.errors import PwaError
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
from pwa.pages.totals import totals
from pwa.release.collection import Collection, language
from pwa.release.dates import change_days, last_commit
from pwa.release.history import History
from pwa.release.inputs import Inputs, Reader
from pwa.release.keeping import Keeping
from pwa.release.making import begin_making
from pwa.release.materials import Materials, gather
from pwa.release.packing import Contents, Packer, contents_of
from pwa.release.reasons import with_history
from pwa.release.release import Messages, Once, Pack, Release
from pwa.release.representations import (
    HTML,
    MANIFEST,
    SCRIPT,
    SVG,
    TEXT,
    XML,
    Representation,
)
from pwa.release.shelf import Shelf, shelf_path
from pwa.review.revocations import notes_by_revision
from pwa.site import Site
from pwa.source.publication import Publication
from pwa.translation.catalog import Interface

GoOn = Callable[[], bool]

# Seconds between two looks at whether to go on.
PATIENCE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Finished:
    """One edition's pages as they are served, its search, and what devices are to keep of it.

    `id` stands for all of them.
    """

    id: str
    pages: EditionPages
    search: Search
    messages: Messages
    representations: Mapping[str, Representation]
    contents: Contents | None


# Makes one of the forms that are made when they are asked for; `Pack` has their date and revision.
Later = Callable[[Finished, Materials, Mapping[str, str], Pack | None], Representation]


@dataclass(frozen=True, slots=True)
class Begun:
    """A release that may be served, and what it takes to complete it.

    `answers` are the release's without packs. `made_with` stands for templates, settings and
    assets: with others, any page may fail.
    """

    release: Release
    answers: Mapping[str, Representation]
    made_with: str
    contents: tuple[Contents, ...]
    revoked: Mapping[str, Mapping[str, str]]
    packer: Packer


@dataclass
class Builder:
    """Makes one release after the other; what did not change is taken over from the last.

    A `preview` shows drafts, pseudo-locales and what is not translated yet, and makes no packs:
    nothing of it is kept, so that every page is the newest. With `retire` nothing is kept either,
    and devices let go of what they have. One that serves may `keep` the last good catalogs in the
    site's state, for the next start, and each pack; with `shelve`, pages are kept there as well.
    """

    preview: bool = False
    retire: bool = False
    keep: bool = False
    shelve: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)

    def __post_init__(self) -> None:
        """Begin with nothing built."""
        self._reader = Reader(self.memo, drafts=self.preview, pseudo=self.preview, keep=self.keep)
        self._keeping = Keeping(stored=self.keep)
        self._shelf: Shelf | None = None
        self._makers: list[BaseProcess] = []

    def build(self, site: Site) -> Release:
        """Return the release of what is on disk, complete.

        Faulty catalogs and records are among its errors. Raises SiteError and SourceError for
        faults in settings and sources: the release before stays in place.
        """
        begun = self.begin(site)
        self.tidy()
        self.settle()
        return self.complete(begun) or begun.release

    def begin(self, site: Site, changed: Iterable[Path] | None = None) -> Begun:
        """Return the release of what is on disk, each page to be made when it is asked for.

        `changed` are the files that may have changed since the last time, None where any may.
        Raises what `build` raises, but for faults that show when a page is made.
        """
        try:
            with _uncollected():
                return self._begin(site, changed)
        except Exception:
            self.memo.undo()
            raise

    def tidy(self) -> None:
        """Forget what the releases begun since the last time did not need."""
        self.memo.sweep()

    def settle(self) -> None:
        """Write what is kept for the next start, which no reader need wait for."""
        self._reader.settle()

    def complete(self, begun: Begun, go_on: GoOn = lambda: True) -> Release | None:
        """Return the release with all its pages made, and packed; None where it shall not go on.

        Any thread may do that. Raises SiteError where a page cannot be made.
        """
        self.make(begun)
        while any(maker.is_alive() for maker in self._makers) and go_on():
            time.sleep(PATIENCE)
        for one in begun.answers.values():
            if not go_on():
                return None
            one.content.make_sure()
        for messages in begun.release.messages.values():
            messages.make_sure()
        for contents in begun.contents:
            if not go_on():
                return None
            self._keeping.kept(contents, begun.packer)
        begun.packer.shelf.settle()
        return self._with_packs(begun)

    def press(self, begun: Begun, go_on: GoOn = lambda: True) -> None:
        """Make what readers with Brotli get, before they ask for it; as long as it shall go on.

        Between two pages it rests for as long as one took: others are served meanwhile.
        """
        pages = list(begun.answers.values())
        # Another process may be at the same: not in the same order, each finds what the other made.
        random.shuffle(pages)
        for one in pages:
            if not go_on():
                break
            started = time.monotonic()
            # What cannot be made was told of when the release was to be completed.
            with suppress(PwaError):
                if one.press():
                    time.sleep(time.monotonic() - started)
        begun.packer.shelf.settle()

    def make(self, begun: Begun) -> None:
        """Have the pages made by other processes, where that helps and none are at it."""
        if not self._makers:
            self._makers = begin_making(list(begun.answers.values()), begun.packer.shelf)

    def _begin(self, site: Site, changed: Iterable[Path] | None) -> Begun:
        inputs = self._reader.read(site, changed)
        materials = gather(site, inputs, self.memo, preview=self.preview, retire=self.retire)
        self.memo(("faultless", materials.digest), materials.frame.templates.check)
        editions = self._editions(site, inputs)
        self._shelf = self._shelf or Shelf(shelf_path(site.state) if self.shelve else None)
        finished = {
            locale: self._finished(edition, inputs.locales[locale].interface, materials, app)
            for locale, edition, app in self._with_manifests(editions, materials, inputs)
        }
        revoked = {
            locale: notes_by_revision(one.ledger.revocations)
            for locale, one in inputs.locales.items()
        }
        packer = Packer(site, self.environ, self._shelf)
        made = dict(self._shared([one.pages for one in finished.values()], materials))
        for one in finished.values():
            made.update(one.representations)
        release = Release(
            id=digest(
                bytes_digest(materials.worker),
                [(one.id, list(revoked[locale].items())) for locale, one in finished.items()],
            ),
            addresses=site.addresses,
            source_locale=site.settings.source_locale,
            editions=editions,
            representations=made,
            assets=(*materials.assets.values(), *SCHEMAS),
            messages={locale: one.messages for locale, one in finished.items()},
            searches={locale: one.search for locale, one in finished.items()},
            moved=inputs.publication.moved,
            later={
                address: made
                for locale, one in finished.items()
                for address, made in self._later(one, materials, revoked[locale], packer)
            },
            errors=inputs.findings,
        )
        contents = tuple(one.contents for one in finished.values() if one.contents)
        begun = Begun(release, made, materials.digest, contents, revoked, packer)
        self._keeping.expect(contents)
        return replace(begun, release=self._with_packs(begun))

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
        """The day of each section's last change; asked anew after a change, and after a commit."""
        key = ("changed", publication.content, last_commit(site.root))
        return self.memo(key, lambda: change_days(site.root, publication.sections))

    def _with_manifests(
        self, editions: Mapping[str, Edition], materials: Materials, inputs: Inputs
    ) -> Iterator[tuple[str, Edition, bytes]]:
        """Yield each edition with its app's manifest, which names all of them."""
        every = list(editions.values())
        said = tuple((one.locale, one.publication.digest, *one.texts.items()) for one in every)
        for locale, one in editions.items():
            interface = inputs.locales[locale].interface
            key = ("manifest", locale, said, interface.digest, materials.digest)
            yield locale, one, self.memo(key, partial(_manifest, one, every, interface, materials))

    def _finished(
        self, edition: Edition, interface: Interface, materials: Materials, app: bytes
    ) -> Finished:
        """The edition's pages: those of the last release where no input of theirs changed.

        `app` is its manifest.
        """
        key = digest(edition.digest, interface.digest, materials.digest, bytes_digest(app))
        return self.memo.latest(
            ("finished", edition.locale),
            ("finished", key),
            lambda last: self._finish(edition, interface, materials, app, key, last),
        )

    def _finish(
        self,
        edition: Edition,
        interface: Interface,
        materials: Materials,
        app: bytes,
        key: str,
        last: Finished | None,
    ) -> Finished:
        found = self._collection(materials)
        known = last.pages if last else None
        pages = EditionPages(materials.frame, edition, interface, self.memo, known)
        for page in pages.all():
            found.page(page, locale=edition.locale)
        spoken = (language(edition.locale),)
        found.add(found.addresses.manifest(edition.locale), app, MANIFEST, spoken)
        kept = dict(found.made)
        search = pages.search(lambda address: kept[address].body)
        apart = (pages.reading(), pages.qr())
        for page in apart:
            found.page(page, locale=edition.locale)
        aids = {page.address: found.made[page.address] for page in apart}
        is_kept = not (self.preview or self.retire)
        contents = contents_of(key, kept, aids, search, materials) if is_kept else None
        # Not among what is kept: it is for other sites, and nobody reads it offline.
        _add_badge(found, edition, interface, materials)
        return Finished(key, pages, search, Messages(pages), found.made, contents)

    def _collection(self, materials: Materials) -> Collection:
        return Collection(materials.frame, self.memo, self._shelf or Shelf())

    def _shared(
        self, pages: Sequence[EditionPages], materials: Materials
    ) -> Mapping[str, Representation]:
        """What belongs to no edition alone; `pages` begin with the source's."""
        found = self._collection(materials)
        addresses, locales = materials.frame.addresses, materials.frame.locales
        found.page(pages[0].all_editions(pages), locale=pages[0].edition.locale)
        sections = [section.id for section in pages[0].edition.sections]
        key = digest("sitemap", addresses.base, locales, sections)
        make = partial(sitemap, addresses, locales, sections, locales[0])
        found.later(addresses.sitemap(), XML, key, make)
        found.add(addresses.robots(), robots(addresses), TEXT)
        headers = worker_headers(https=found.https)
        found.add(addresses.worker(), materials.worker, SCRIPT, headers)
        return found.made

    def _with_packs(self, begun: Begun) -> Release:
        """The release with what devices keep of it, as far as that is packed."""
        kept, packs = self._keeping.served(begun.contents, begun.revoked, begun.packer)
        made = {**begun.answers, **kept}
        return replace(begun.release, representations=made, packs=packs)

    def _later(
        self, one: Finished, materials: Materials, revoked: Mapping[str, str], packer: Packer
    ) -> Iterator[tuple[str, Once[Representation]]]:
        """Yield what few ask for, and what is as long as all pages together, by address."""

        def made(make: Later) -> Representation:
            pack = self._keeping.kept(one.contents, packer).pack if one.contents else None
            return make(one, materials, revoked, pack)

        addresses, locale = materials.frame.addresses, one.pages.edition.locale
        yield addresses.whole(locale), Once(partial(made, _whole))
        yield one.pages.book_address, Once(partial(made, _book))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave Python's cyclic garbage to later: all that is made here stays.

    It would be looked through again and again, for half the time of a large build; so would what is
    young when it ends, and so it is made old: by freezing, which puts it apart, and thawing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _whole(
    one: Finished, materials: Materials, revoked: Mapping[str, str], pack: Pack | None
) -> Representation:
    """The publication in one file."""
    edition, https = one.pages.edition, materials.frame.addresses.is_secure
    note = revoked.get(pack.revision) if pack else None
    page = one.pages.saved(pack.date if pack else None, revoked=note).decode()
    body = with_pictures(page, materials.pictures).encode()
    headers = (language(edition.locale), *saved_headers(edition, https=https))
    return Representation(body, HTML, headers)


def _book(
    one: Finished, materials: Materials, revoked: Mapping[str, str], pack: Pack | None
) -> Representation:
    """The publication as an e-book; one of no kept edition is as old as its newest section."""
    edition, https = one.pages.edition, materials.frame.addresses.is_secure
    newest = max((section.changed for section in edition.sections), default="1970-01-01")
    changed = f"{newest}T00:00:00Z"
    facts = Facts(pack.date, pack.revision, revoked.get(pack.revision)) if pack else Facts(changed)
    body = one.pages.book(materials.drawn, facts)
    headers = (language(edition.locale), *saved_headers(edition, BOOK, https=https))
    return Representation(body, MEDIA_TYPE, headers)


def _manifest(
    edition: Edition, every: Sequence[Edition], interface: Interface, materials: Materials
) -> bytes:
    """An edition's app manifest, which names all editions."""
    return manifest(
        *(materials.manifest, edition, every, materials.frame.addresses, materials.images),
        interface=interface,
        screenshots=materials.screenshots,
    )


def _add_badge(
    found: Collection, edition: Edition, interface: Interface, materials: Materials
) -> None:
    """Add the badge, which is another one only where something that it says changed."""
    title = edition.publication.title
    said = edition.texts.get(title.key, title.msgid), repr([*totals(edition, interface)])
    key = digest("badge", edition.locale, said, interface.digest, materials.frame.digest)
    make = partial(badge, edition, interface, materials.frame.templates)
    headers = (language(edition.locale), *badge_headers(https=found.https))
    found.later(found.addresses.badge(edition.locale), SVG, key, make, headers)
