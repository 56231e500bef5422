"""The release that is being served, and how the next one takes its place."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.types import ASGIApp

from pwa.errors import Finding, PwaError, SiteError
from pwa.release.builder import Builder
from pwa.release.release import Release
from pwa.release.representations import Representation
from pwa.release.store import write_assets
from pwa.settings import FILE
from pwa.site import Site, load_site
from pwa.web.staticfiles import StaticFiles, compress_files

log = logging.getLogger("pwa")


@dataclass(frozen=True, slots=True)
class Current:
    """A release in service, with the app for its static files and when it was made."""

    release: Release
    static: StaticFiles
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
        environ: Mapping[str, str],
    ) -> None:
        """Build the first release. Raises PwaError where nothing can be published."""
        self.root = root
        self._address = address
        self._environ = environ
        self._not_found = not_found
        self._builder = Builder(preview=preview, environ=environ)
        self._before: Current | None = None
        self.current = self._before = self._build()
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
            current = self._build()
        except PwaError as error:
            self.errors = error.findings
        except Exception as error:
            log.exception("What is on disk cannot be published")
            what = f"cannot be published ({type(error).__name__}); the log says more"
            self.errors = (Finding(what),)
        else:
            self.current = self._before = current
            self.errors = current.release.errors
        self._report()

    def _build(self) -> Current:
        site = load_site(self.root, address=self._address, environ=self._environ)
        self._refuse_another_path(site)
        release = self._builder.build(site)
        static = self._static(release, site.state / "static")
        return Current(release, static, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _refuse_another_path(self, site: Site) -> None:
        """The path of the address is where this process answers: it cannot change under it."""
        before = self._before
        if before and before.release.addresses.prefix != site.addresses.prefix:
            raise SiteError(Finding("the path of the address has changed; start again", FILE))

    def _static(self, release: Release, folder: Path) -> StaticFiles:
        """The app for the release's static files: the last one where they are the same."""
        before = self._before
        if before and before.release.assets == release.assets:
            return before.static
        write_assets(release.assets, folder)
        compress_files(folder)
        return StaticFiles(folder, release.addresses.static(), self._not_found)

    def _report(self) -> None:
        for finding in self.errors:
            log.error("%s", finding)
