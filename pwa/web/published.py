"""The release that is being served, and how the next one takes its place."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from starlette.types import ASGIApp

from pwa.assets import Asset
from pwa.errors import Finding, PwaError, SiteError
from pwa.release.builder import Builder
from pwa.release.release import Release
from pwa.release.representations import Representation
from pwa.release.store import PackStore, write_assets
from pwa.settings import FILE
from pwa.site import load_site
from pwa.web.staticfiles import StaticFiles, compress_files

log = logging.getLogger("pwa")


@dataclass(frozen=True, slots=True)
class Current:
    """A release in service, with the app for its static files and since when it is served.

    `packs` are its own and those of earlier releases.
    """

    release: Release
    static: StaticFiles
    packs: PackStore
    built: str


class Published:
    """What a process serves: replaced by one assignment, never half."""

    def __init__(
        self,
        root: Path,
        not_found: ASGIApp,
        *,
        address: str | None = None,
        preview: bool = False,
        retire: bool = False,
        environ: Mapping[str, str],
    ) -> None:
        """Build the first release. Raises PwaError where nothing can be published."""
        self.root = root.absolute()
        self._address = address
        self._environ = environ
        self._not_found = not_found
        self._builder = Builder(preview=preview, retire=retire, keep=True, environ=environ)
        self.current = self._build(None)
        self.errors: tuple[Finding, ...] = self.current.release.errors
        self._report()

    @property
    def release(self) -> Release:
        """The release in service."""
        return self.current.release

    def lookup(self, path: str) -> Representation | None:
        """What is served at an address, None where the release has nothing."""
        return self.current.release.representations.get(path)

    def renew(self) -> None:
        """Serve what is on disk now; where that cannot be published, go on with what was."""
        try:
            self.current = self._build(self.current)
        except PwaError as error:
            self.errors = error.findings
        except Exception as error:
            log.exception("What is on disk cannot be published")
            what = f"cannot be published ({type(error).__name__}); the log says more"
            self.errors = (Finding(what),)
        else:
            self.errors = self.current.release.errors
        self._report()

    def _build(self, before: Current | None) -> Current:
        site = load_site(self.root, address=self._address, environ=self._environ)
        if before and before.release.addresses.prefix != site.addresses.prefix:
            # That path is where this process answers: it cannot change under it.
            raise SiteError(Finding("the path of the address has changed; start again", FILE))
        release = self._builder.build(site)
        static = self._static(release, site.state / "static", before)
        packs = PackStore(site.state / "packs")
        _keep_packs(packs, release, before)
        return Current(release, static, packs, _built(release, before))

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


def _keep_packs(store: PackStore, release: Release, before: Current | None) -> None:
    """Keep the new packs; and first those of the release before that were lost meanwhile."""
    last = before.release.packs if before else {}
    store.keep({tag: one for tag, one in last.items() if not store.has(tag, one.revision)})
    store.keep({tag: one for tag, one in release.packs.items() if one != last.get(tag)})


def _built(release: Release, before: Current | None) -> str:
    """When a release was made that is served as this one is: now, or with the last one."""
    if before and before.release.id == release.id:
        return before.built
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
