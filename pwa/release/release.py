"""A release: the immutable set of everything served, address to representation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from pwa.addresses import Addresses
from pwa.assets import Asset
from pwa.edition.edition import Edition
from pwa.errors import Finding
from pwa.pages.policy import common_headers
from pwa.pages.search.answers import Search
from pwa.pages.status_json import status_json
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
    """What is kept for offline reading: its address, its date and the files, parts included."""

    revision: str
    date: str
    address: str
    files: Mapping[str, Representation]

    @property
    def body(self) -> bytes:
        """The whole pack."""
        return self.files[self.address].body

    @property
    def parts(self) -> int:
        """In how many parts it comes as well."""
        return len(self.files) - 1


@dataclass(frozen=True, slots=True)
class Messages:
    """A locale's pages for what went wrong."""

    lost: bytes
    failed: bytes


@dataclass(frozen=True)
class Release:
    """Everything served, and the facts that answers outside it need.

    `errors` are faults on disk that this release was made in spite of; `doorway` is the page
    with the languages, for hosts that cannot choose one; `searches` answer by locale. `packs` are
    the current ones by locale; `later` has what is made when it is first asked for, by address.
    """

    id: str
    addresses: Addresses
    source_locale: str
    editions: Mapping[str, Edition]
    representations: Mapping[str, Representation]
    assets: tuple[Asset, ...]
    messages: Mapping[str, Messages]
    doorway: bytes
    searches: Mapping[str, Search]
    moved: Mapping[str, str]
    packs: Mapping[str, Pack] = field(default_factory=dict)
    later: Mapping[str, Once[Representation]] = field(default_factory=dict)
    errors: tuple[Finding, ...] = ()
    _days: dict[str, Representation] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def locales(self) -> tuple[str, ...]:
        """The published locales, the source's first."""
        return tuple(self.editions)

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
