"""From one release to the next: with those who serve it, and telling what is outdated."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from pwa.errors import PwaError
from pwa.release.representations import ENCODINGS, Encoding, RawHeaders, Representation
from pwa.web.kept import Facts, keep, stamp
from pwa.web.published import Current, Published
from pwa.web.shared import outdated, to_purge
from pwa.web.together import SWITCHES, Fronts, Place, Switch

# Seconds for what readers are to find ready; a change of all pages does not wait for all of them.
PREPARING: Final = 0.2

# Bytes of what is made after a switch, when it is asked for.
LONG: Final = 64 * 1024

log = logging.getLogger("pwa")

Representations = Mapping[str, Representation]

# What is answered at an address in an encoding.
Ready = tuple[str, Encoding, RawHeaders, bytes]


class Switching(Published):
    """What a process serves; replaced when those that serve it to readers have heard of it."""

    _fronts: Fronts | None = None
    _seen: tuple[Current, str] | None = None
    _kept: Current | None = None

    def serve_behind(self, folder: Path) -> None:
        """From now on, tell those who come to a folder's socket of each switch."""
        self._fronts = Fronts(folder / SWITCHES, self._hello)

    def _switch(self, current: Current) -> None:
        if not hasattr(self, "current"):
            super()._switch(replace(current, stamp=time.time_ns()))
            return
        before = self.current
        after = replace(current, stamp=max(time.time_ns(), before.stamp + 1))
        was, now = before.release.representations, after.release.representations
        gone = tuple(_changed(was, now))
        ready = tuple(_prepared(now, _asked(was, gone)))
        with self._switching(Switch(after.stamp, gone, ready, _facts(after))):
            super()._switch(after)
        _tell(before, after)

    def at_rest(self) -> bool:
        """Keep what is served for the next start, when nothing has changed for a while.

        Twice in a row, so that what has changed just now has been heard of.
        """
        current, site = self.current, self._begun.packer.site
        is_whole = self.is_complete and self.errors == current.release.errors
        if current is self._kept or not (is_whole and self._is_for_readers):
            return True
        seen = (current, stamp(site, self._environ, retire=self._is_retired))
        if seen == self._seen:
            keep(current.release, _facts(current), seen[1], self._begun.packer.shelf)
            self._kept = current
        self._seen = seen
        return current is self._kept

    def _switching(self, switch: Switch) -> AbstractContextManager[None]:
        return self._fronts.switching(switch) if self._fronts else nullcontext()

    def _hello(self, places: Iterable[Place]) -> Switch:
        """What somebody needs to hear who has these places of some release."""
        current = self.current
        ready: list[Ready] = []
        with suppress(PwaError):  # what cannot be made, whoever asks for it is told
            ready.extend(_prepared(current.release.representations, places))
        return Switch(current.stamp, None, tuple(ready), _facts(current))


def _facts(current: Current) -> Facts:
    release, at = current.release, current.release.addresses
    places = (at.health(), at.static(), str(current.static.root), (at.root(), at.start()))
    return Facts(release.id, current.built, release.is_secure, *places, release.covers)


def _changed(was: Representations, now: Representations) -> Iterator[str]:
    """The addresses that are not as they were; what did not change is the same object in both."""
    return (address for address, one in was.items() if now.get(address) is not one)


def _asked(was: Representations, changed: Iterable[str]) -> list[Place]:
    """What readers have asked for, the shortest first; what is long keeps nobody waiting here."""
    found = ((address, one, was[address].ready(one)) for address in changed for one in ENCODINGS)
    sizes = {(address, one): len(had.body) for address, one, had in found if had}
    return sorted((place for place, size in sizes.items() if size < LONG), key=lambda p: sizes[p])


def _prepared(now: Representations, places: Iterable[Place]) -> Iterator[Ready]:
    """Make the encodings that readers ask for, as far as there is time: they wait for none then."""
    end = time.monotonic() + PREPARING
    for address, encoding in places:
        if address in now and time.monotonic() < end:
            variant = now[address].variant(encoding)
            yield address, encoding, variant.raw_headers, variant.body


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
