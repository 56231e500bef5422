"""A release: the immutable set of everything served, address to representation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from pwa.addresses import Addresses
from pwa.assets import Asset
from pwa.edition.edition import Edition
from pwa.errors import Finding
from pwa.pages.policy import common_headers
from pwa.pages.search.answers import Search
from pwa.pages.status_json import status_json
from pwa.release.representations import JSON, Representation


@dataclass(frozen=True, slots=True)
class Messages:
    """A locale's pages for what went wrong."""

    lost: bytes
    failed: bytes


@dataclass(frozen=True)
class Release:
    """Everything served, and the facts that answers outside it need.

    `errors` are faults on disk that this release was made in spite of; `doorway` is the page
    with the languages, for hosts that cannot choose one; `searches` answer by locale.
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
    style_hash: str
    moved: Mapping[str, str]
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
