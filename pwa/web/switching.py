"""From one release to the next: together with other processes, and telling what is outdated."""

import logging
from collections.abc import Mapping
from pathlib import Path

from starlette.types import ASGIApp

from pwa.web.meeting import Meeting
from pwa.web.published import Current, Published
from pwa.web.shared import outdated, to_purge

log = logging.getLogger("pwa")


class Switching(Published):
    """What a process serves, replaced when those that it meets are ready to serve the same."""

    def __init__(
        self,
        root: Path,
        not_found: ASGIApp,
        *,
        address: str | None = None,
        preview: bool = False,
        retire: bool = False,
        meeting: Meeting | None = None,
        environ: Mapping[str, str],
    ) -> None:
        """Build the first release. Raises PwaError where nothing can be published."""
        self._meeting = meeting
        self._serving: list[Current] = []
        super().__init__(
            root, not_found, address=address, preview=preview, retire=retire, environ=environ
        )

    @property
    def current(self) -> Current:
        """The release in service."""
        return self._serving[0]

    @current.setter
    def current(self, current: Current) -> None:
        before = self._serving[:1]
        if self._meeting:
            self._meeting.wait(current.release.id)
        self._serving[:] = [current]
        for one in before:
            _tell(one, current)


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
