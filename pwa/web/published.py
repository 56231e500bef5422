"""The release that is being served, and how the next one takes its place."""

import gc
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import Final

from starlette.types import ASGIApp

from pwa.assets import Asset
from pwa.disk import sweep
from pwa.errors import Finding, PwaError, SiteError
from pwa.release.builder import Begun, Builder
from pwa.release.release import Pack, Release
from pwa.release.representations import Representation
from pwa.release.store import PackStore, write_assets
from pwa.settings import FILE
from pwa.site import load_site
from pwa.web.lasting import lasting
from pwa.web.staticfiles import StaticFiles, compress_files

# How many pages are made before a process answers at all: what cannot be made, that shows.
LONG: Final = 500

# Seconds between two looks at whether to stop; and for who waits for the page that was changed.
PULSE: Final = 1.0
READERS_FIRST: Final = 0.1

log = logging.getLogger("pwa")


@dataclass(frozen=True, slots=True)
class Current:
    """A release in service, with the app for its static files and since when it is served.

    `packs` are its own and those of earlier releases; `stamp` grows from each to the next.
    """

    release: Release
    static: StaticFiles
    packs: PackStore
    built: str
    stamp: int = 0


class Published:
    """What a process serves: replaced by one assignment, never half.

    Where somebody is to `finish` releases, one is served as soon as its pages can be asked for, and
    completed then; else it is complete before. Before it is served, too, where it is made with
    other templates or settings than the last: any page may then turn out not to be possible.
    """

    def __init__(
        self,
        root: Path,
        not_found: ASGIApp,
        *,
        address: str | None = None,
        preview: bool = False,
        retire: bool = False,
        finish_later: bool = False,
        environ: Mapping[str, str],
    ) -> None:
        """Build the first release. Raises PwaError where nothing can be published."""
        self.root = root.absolute()
        self._address = address
        self._environ = environ
        self._not_found = not_found
        self._finish_later = finish_later
        self._is_for_readers = not preview
        self._is_retired = retire
        self._builder = Builder(
            preview=preview, retire=retire, keep=True, shelve=True, environ=environ
        )
        self._serving, self._building = Lock(), Lock()
        self._is_calm = Event()
        self._is_calm.set()
        self.current: Current
        self._unfinished = Event()
        self._packs: Mapping[str, Pack] = {}
        self._pressed: Begun | None = None
        self._begun = self._begin(None, None)
        is_long = len(self._begun.answers) > LONG
        self._builder.make(self._begun)
        self._serve(self._begun, None, complete=not (finish_later and is_long))
        # Most of it stays as it is for as long as this process: nobody need look through it again.
        gc.freeze()
        self.errors: tuple[Finding, ...] = self.current.release.errors
        self._report()
        self._builder.settle()

    @property
    def release(self) -> Release:
        """The release in service."""
        return self.current.release

    def lookup(self, path: str) -> Representation | None:
        """What is served at an address, None where the release has nothing."""
        return self.current.release.representations.get(path)

    def renew(self, changed: Iterable[Path] | None = None) -> None:
        """Serve what is on disk now; where that cannot be published, go on with what was.

        `changed` are the files that may have changed since the last time, None where any may.
        """
        try:
            begun = self._begin_next(changed)
            is_proven = begun.made_with == self._begun.made_with
            self._serve(begun, self.current, complete=not (self._finish_later and is_proven))
        except PwaError as error:
            self.errors = error.findings
        except Exception as error:
            self.errors = _unforeseen(error)
        else:
            self.errors = self.current.release.errors
        self._report()
        self._builder.settle()

    def finish(self, stop: Event) -> None:
        """Complete what is served until told to stop; what is replaced meanwhile is left."""
        sweep(self._begun.packer.site.state)
        lasting(partial(self._go_on, stop), stop)

    def _go_on(self, stop: Event) -> None:
        if self._unfinished.wait(PULSE):
            self._unfinished.clear()
            stop.wait(READERS_FIRST)
            self._finish(self._begun, stop)
            with self._building:
                self._builder.tidy()
        elif self._is_calm.is_set() and self.at_rest() and self._pressed is not self._begun:
            self._press(self._begun, stop)

    def at_rest(self) -> bool:
        """Do what is to be done when nothing else is, in short steps; tells whether it is done."""
        return True

    def _press(self, begun: Begun, stop: Event) -> None:
        """Compress as well as can be what has been served, now that nobody saves."""
        self._builder.press(begun, lambda: self._goes_on(begun, stop))
        self._pressed = begun

    @property
    def is_complete(self) -> bool:
        """Whether all pages of the release in service have been made."""
        return self.current.release is not self._begun.release

    def _finish(self, begun: Begun, stop: Event) -> None:
        try:
            release = self._builder.complete(begun, lambda: self._goes_on(begun, stop))
        except Exception as error:
            # What has been replaced meanwhile is nobody's fault any more.
            if self._begun is begun:
                self.errors = error.findings if isinstance(error, PwaError) else _unforeseen(error)
                self._report()
            return
        if release and dict(release.packs) != self._packs and self.root.is_dir():
            self._keep_packs(release, self.current.packs)
        with self._serving:
            if release and self._begun is begun:
                self._switch(replace(self.current, release=release))

    def _goes_on(self, begun: Begun, stop: Event) -> bool:
        """Whether to complete what was begun; while another release is being begun, that waits."""
        self._is_calm.wait()
        return self._begun is begun and not stop.is_set()

    def _begin_next(self, changed: Iterable[Path] | None) -> Begun:
        self._is_calm.clear()
        try:
            with self._building:
                return self._begin(self.current, changed)
        finally:
            self._is_calm.set()

    def _begin(self, before: Current | None, changed: Iterable[Path] | None) -> Begun:
        site = load_site(self.root, address=self._address, environ=self._environ)
        if before and before.release.addresses.prefix != site.addresses.prefix:
            # That path is where this process answers: it cannot change under it.
            raise SiteError(Finding("the path of the address has changed; start again", FILE))
        return self._builder.begin(site, changed)

    def _serve(self, begun: Begun, before: Current | None, *, complete: bool) -> None:
        release = self._builder.complete(begun) if complete else None
        made, site = release or begun.release, begun.packer.site
        static = self._static(made, site.state / "static", before)
        packs = PackStore(site.state / "packs")
        if release:
            self._keep_packs(release, packs)
        with self._serving:
            self._switch(Current(made, static, packs, _built(made, before)))
            self._begun = begun
        if release:
            with self._building:
                self._builder.tidy()
        else:
            self._unfinished.set()

    def _switch(self, current: Current) -> None:
        """Serve this one from now on, in one assignment."""
        self.current = current

    def _keep_packs(self, release: Release, store: PackStore) -> None:
        """Keep the new packs; and first those of the release before that were lost meanwhile."""
        now, last = dict(release.packs), self._packs
        store.keep({tag: one for tag, one in last.items() if not store.has(tag, one.revision)})
        store.keep({tag: one for tag, one in now.items() if one != last.get(tag)})
        self._packs = now

    def _static(self, release: Release, folder: Path, before: Current | None) -> StaticFiles:
        """The app for the release's static files: the last one where they are the same."""
        if before and before.release.assets == release.assets:
            return before.static
        write = partial(_write_static, release.assets, folder)
        write()
        return StaticFiles(folder, release.addresses.static(), self._not_found, write)

    def _report(self) -> None:
        for finding in self.errors:
            log.error("%s", finding)


def _write_static(assets: Iterable[Asset], folder: Path) -> None:
    write_assets(assets, folder)
    compress_files(folder)


def _unforeseen(error: Exception) -> tuple[Finding, ...]:
    log.error("What is on disk cannot be published", exc_info=error)
    return (Finding(f"cannot be published ({type(error).__name__}); the log says more"),)


def _built(release: Release, before: Current | None) -> str:
    """When a release was made that is served as this one is: now, or with the last one."""
    if before and before.release.id == release.id:
        return before.built
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
