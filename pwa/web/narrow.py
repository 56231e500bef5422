"""Pages of sections before there is a release, each made of the little that it follows from.

Of all sections only its own and its neighbours are read, of all catalogs only that of its locale,
by the code that makes releases, so that both have the same bytes. Where the rest of the publication
may have a say in them, or anything is wrong, there is no page: who makes the release has the word.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import Final

from pwa.assets import Asset
from pwa.memo import Memo
from pwa.pages.html import EditionPages
from pwa.release.collection import Collection
from pwa.release.dates import change_days
from pwa.release.inputs import Inputs, Reader
from pwa.release.materials import gather
from pwa.release.representations import Encoding, Representation, Variant
from pwa.release.shelf import Shelf
from pwa.settings import Part
from pwa.site import Site
from pwa.source.publication import parts_of
from pwa.web.kept import Facts

# How many locales' catalogs are held at a time: each may have as many messages as a book.
CATALOGS: Final = 2


class BeyondError(LookupError):
    """Only who has read the whole publication knows."""


class Narrow:
    """Answers at addresses of sections, as the first release will, until that is there."""

    def __init__(self, site: Site, *, retire: bool) -> None:
        """Read nothing yet."""
        # What has facts of its own, health and static files, is answered by who makes the release.
        self.facts: Final = Facts("", "", site.addresses.is_secure, health="", static="", files="")
        self._site = site
        self._retire = retire
        self._memo = Memo()
        self._reader = lru_cache(maxsize=CATALOGS)(lambda _: Reader(Memo()))
        self._shelf = Shelf()
        self._lock = Lock()

    def variant(self, address: str, encoding: Encoding) -> Variant | None:
        """Return what will be answered at an address; None where that is not known."""
        with self._lock:
            try:
                asked = self._asked(address)
                return self._made(address, *asked).variant(encoding) if asked else None
            except Exception:  # whatever it is, it is told by who makes the release
                return None

    @cached_property
    def _locales(self) -> tuple[str, ...]:
        settings = self._site.settings
        without = {*settings.draft, settings.source_locale}
        there = (one for one in self._site.catalog_folders() if one not in without)
        return (settings.source_locale, *there)

    @cached_property
    def _sections(self) -> tuple[str, ...]:
        return tuple(one for part in parts_of(self._site) for one in part.sections)

    def _asked(self, address: str) -> tuple[str, int] | None:
        """The locale of a section's address, and the section's place."""
        addresses = self._site.addresses
        for locale in self._locales:
            section = address.removeprefix(addresses.cover(locale)).removesuffix("/")
            if address == addresses.section(locale, section) and section in self._sections:
                return locale, self._sections.index(section)
        return None

    def _made(self, address: str, locale: str, place: int) -> Representation:
        first = max(place - 1, 0)
        inputs = self._read(locale, self._sections[first : place + 2])
        edition = inputs.edition(
            locale, self._memo, change_days(self._site.root, inputs.publication.sections)
        )
        materials = gather(self._site, inputs, self._memo, preview=False, retire=self._retire)
        frame = replace(materials.frame, locales=self._locales)
        interface = inputs.locales[locale].interface
        pages = EditionPages(frame, edition, interface, self._memo, first=first + 1)
        found = Collection(frame, self._memo, self._shelf)
        for page in pages.sections():
            found.page(page, locale=locale)
        return found.made[address]

    def _read(self, locale: str, sections: Sequence[str]) -> Inputs:
        """What there is of these sections in a locale: a site that has no others."""
        others = tuple(one for one in self._locales if one != locale)
        settings = replace(
            self._site.settings,
            parts=(Part(tuple(sections)),),
            draft=(*self._site.settings.draft, *others),
        )
        inputs = self._reader(locale).read(replace(self._site, settings=settings), ())
        if inputs.findings or _is_about_others(inputs, locale):
            raise BeyondError
        ids, linked = frozenset(self._sections), _Linked(inputs.publication.assets)
        return replace(inputs, publication=replace(inputs.publication, ids=ids, assets=linked))


class _Linked(dict[str, Asset]):
    """The files that these sections link to; others may be there since another section does."""

    def __contains__(self, name: object) -> bool:
        if name not in self.keys():
            raise BeyondError
        return True


def _is_about_others(inputs: Inputs, locale: str) -> bool:
    """Whether something in these sections counts only as far as no other one says so.

    An id of before may be claimed by several; a text of before may stand elsewhere now.
    """
    publication, said = inputs.publication, inputs.locales[locale].catalog.translations
    entries = (said.get(message.key) for message in publication.messages)
    return any(one.front.formerly for one in publication.sections) or any(
        one and one.previous_msgid for one in entries
    )
