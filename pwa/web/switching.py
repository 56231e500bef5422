"""From one release to the next: together with other processes, and telling what is outdated."""

import logging
import time
from collections.abc import Mapping
from typing import Final

from pwa.release.representations import ENCODINGS, Representation
from pwa.web.meeting import Meeting
from pwa.web.published import Current, Published
from pwa.web.shared import outdated, to_purge

# Seconds for what readers are to find ready; a change of all pages does not wait for all of them.
PREPARING: Final = 0.2

log = logging.getLogger("pwa")


class Switching(Published):
    """What a process serves, replaced when those that it meets are ready to serve the same."""

    _meeting: Meeting | None = None
    _in_service: tuple[Current, ...] = ()

    def meet(self, meeting: Meeting) -> None:
        """From now on, replace what is served together with the others there."""
        self._meeting = meeting
        meeting.wait(self.release.id)

    def leave(self) -> None:
        """Wait for nobody any more."""
        if self._meeting:
            self._meeting.leave()

    @property
    def current(self) -> Current:
        """The release in service."""
        return self._in_service[0]

    @current.setter
    def current(self, current: Current) -> None:
        before = self._in_service
        for one in before:
            _prepare(one.release.representations, current.release.representations)
        if self._meeting:
            self._meeting.wait(current.release.id)
        self._in_service = (current,)
        for one in before:
            _tell(one, current)


def _prepare(was: Mapping[str, Representation], now: Mapping[str, Representation]) -> None:
    """Make the encodings that readers ask for, as far as there is time: they wait for none then."""
    end = time.monotonic() + PREPARING
    for address, one in was.items():
        successor = now.get(address, one)
        for encoding in ENCODINGS if successor is not one else ():
            if one.ready(encoding) and time.monotonic() < end:
                successor.variant(encoding)


def _tell(before: Current, after: Current) -> None:
    """Log which pages a CDN in front should forget."""
    was, now = before.release, after.release
    addresses = now.addresses
    found = {*outdated(was.representations, now.representations)}
    # A publication in one file is made when it is asked for, and holds every page.
    found |= {
        addresses.whole(locale)
        for locale in was.locales
        if any(one.startswith(addresses.cover(locale)) for one in found)
    }
    if found:
        purge = to_purge(addresses.origin, addresses.root(), found)
        log.info("pages changed", extra={"facts": {"release": now.id[:12], "purge": purge}})
