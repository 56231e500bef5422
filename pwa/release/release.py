"""A release: the immutable set of everything served, address to representation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Generic, Protocol, TypeVar

from pwa.addresses import Addresses
from pwa.assets import Asset
from pwa.edition.edition import Edition
from pwa.errors import Finding
from pwa.pages.html import EditionPages
from pwa.pages.policy import common_headers
from pwa.pages.search.answers import Search
from pwa.pages.status_json import status_json
from pwa.release.packs import Described
from pwa.release.representations import JSON, Representation

T = TypeVar("T")


class Once(Generic[T]):
    """What is made when it is first asked for; whoever asks meanwhile waits."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Remember how to make it, until it is made."""
        self._make: list[Callable[[], T]] = [make]
        self._made: list[T] = []
        self._lock = Lock()

    def __call__(self) -> T:
        """Return it, made now if this is the first time."""
        with self._lock:
            if not self._made:
                self._made.append(self._make[0]())
                self._make.clear()
            return self._made[0]


@dataclass(frozen=True, slots=True)
class Pack:
    """What is kept for offline reading: its address, its date and the files, parts included.

    `described` is what is announced of it.
    """

    revision: str
    date: str
    address: str
    files: Mapping[str, Representation]
    described: Described = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The whole pack."""
        return self.files[self.address].body

    @property
    def parts(self) -> int:
        """In how many parts it comes as well."""
        return len(self.files) - 1


class HasPack(Protocol):
    """What devices keep of an edition."""

    @property
    def pack(self) -> Pack:
        """Its pack."""
        ...

    @property
    def files(self) -> Mapping[str, Representation]:
        """What is answered at each address of what they keep."""
        ...


class Packs(Mapping[str, Pack]):
    """Packs by locale; one that nobody has packed yet is, when it is looked up."""

    def __init__(self, kept: Mapping[str, Callable[[], HasPack]]) -> None:
        """Pack nothing yet."""
        self._kept = kept

    def __getitem__(self, locale: str) -> Pack:
        """Return the pack of a locale, packed now if it is not."""
        return self._kept[locale]().pack

    def __iter__(self) -> Iterator[str]:
        """Yield the locales."""
        return iter(self._kept)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._kept)

    def file(self, locale: str, address: str) -> Representation | None:
        """Return what is answered at an address of what devices keep."""
        return self._kept[locale]().files.get(address)


@dataclass(frozen=True)
class Messages:
    """A locale's pages for what went wrong, and the one with the languages; made when needed."""

    pages: EditionPages

    @cached_property
    def lost(self) -> bytes:
        """The page for an address where there is nothing."""
        return self.pages.lost()

    @cached_property
    def failed(self) -> bytes:
        """The page for a fault of ours."""
        return self.pages.failed()

    @cached_property
    def doorway(self) -> bytes:
        """The page with the languages, for hosts that cannot choose one."""
        return self.pages.doorway()

    def make_sure(self) -> None:
        """Make those that a server may need. Raises SiteError where one cannot be made."""
        _ = self.lost, self.failed


@dataclass(frozen=True)
class Release:
    """Everything served, and the facts that answers outside it need.

    `errors` are faults on disk that this release was made in spite of; `searches` answer by
    locale. `packs` are by locale the current ones, or those of the release before while the
    current ones are being made; `later` has what is no part of an edition, by address.
    """

    id: str
    addresses: Addresses
    source_locale: str
    editions: Mapping[str, Edition]
    representations: Mapping[str, Representation]
    assets: tuple[Asset, ...]
    messages: Mapping[str, Messages]
    searches: Mapping[str, Search]
    moved: Mapping[str, str]
    packs: Packs = field(default_factory=lambda: Packs({}))
    later: Mapping[str, Once[Representation]] = field(default_factory=dict)
    errors: tuple[Finding, ...] = ()
    _days: dict[str, Representation] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def locales(self) -> tuple[str, ...]:
        """The published locales, the source's first."""
        return tuple(self.editions)

    @property
    def covers(self) -> dict[str, str]:
        """The covers' addresses by locale, the source's first."""
        return {locale: self.addresses.cover(locale) for locale in self.locales}

    @property
    def doorway(self) -> bytes:
        """The page with the languages, for hosts that cannot choose one."""
        return self.messages[self.source_locale].doorway

    @property
    def is_secure(self) -> bool:
        """Whether the publication's address is https."""
        return self.addresses.is_secure

    def status(self, today: str) -> Representation:
        """Return status.json as of a UTC day (ISO 8601), made once for each day."""
        with self._lock:
            if today not in self._days:
                body = status_json(
                    list(self.editions.values()), address=self.addresses.base, today=today
                )
                self._days.clear()
                headers = common_headers(https=self.is_secure)
                self._days[today] = Representation(body, JSON, headers)
            return self._days[today]
