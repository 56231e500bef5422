"""A site: one folder on disk with content, catalogs, static files and a manifest.

What a site lacks comes from the engine's own files, which the wheel carries.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pwa.addresses import Addresses
from pwa.errors import Finding, SiteError
from pwa.locales import tag_of
from pwa.settings import FILE, Settings, parse_settings

# Where a publication is that nobody has given an address and that is not being served.
UNBOUND = "http://127.0.0.1:8000"


def engine_root() -> Path:
    """Return the folder that holds the engine's own static files, manifest and catalogs.

    An installed wheel carries them within the package; in a checkout they stand beside it.
    """
    package = Path(__file__).parent
    carried = package / "_engine"
    return carried if carried.is_dir() else package.parent


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site's files are, and what its publisher has decided."""

    root: Path
    settings: Settings
    state: Path

    @property
    def content(self) -> Path:
        """The Markdown files and what they show."""
        return self.root / "content"

    @property
    def locales(self) -> Path:
        """The catalogs and records."""
        return self.root / "locales"

    def file(self, path: str) -> Path:
        """Return a file of the site, or the engine's own where the site has none."""
        own = self.root / path
        return own if own.is_file() else engine_root() / path

    def relative(self, path: Path) -> str:
        """Return a path as findings name it: relative to the site."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    @property
    def addresses(self) -> Addresses:
        """The publication's addresses."""
        return Addresses(self.settings.address or UNBOUND)

    def catalog_folders(self) -> dict[str, Path]:
        """Return the folder of each locale that has a content catalog, by language tag.

        Raises SiteError for a folder whose name is no language tag or means one twice.
        """
        folders: dict[str, Path] = {}
        for catalog in sorted(self.locales.glob("*/LC_MESSAGES/content.po")):
            folder = catalog.parent.parent
            try:
                tag = tag_of(folder.name)
            except ValueError as error:
                raise SiteError(
                    Finding(f"{error}; rename the folder", self.relative(folder))
                ) from error
            if tag in folders:
                raise SiteError(
                    Finding(f"{folders[tag].name} means {tag} too; keep one", self.relative(folder))
                )
            folders[tag] = folder
        return folders


def load_site(root: Path, *, address: str | None = None, environ: Mapping[str, str]) -> Site:
    """Return the site in a folder.

    The address is, in this order: `address`, PWA_ADDRESS, publication.toml, PWA_BOUND (what a
    server is bound to). PWA_STATE says where state that may be thrown away lives. Raises
    SiteError where the folder holds no publication.
    """
    root = root.resolve()
    try:
        text = (root / FILE).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SiteError(
            Finding("no publication here; create it, or name its folder with --site", FILE)
        ) from error
    except UnicodeDecodeError as error:
        raise SiteError(
            Finding(f"not UTF-8 at byte {error.start}; save it as UTF-8", FILE)
        ) from error
    settings = parse_settings(text)
    given = address or environ.get("PWA_ADDRESS")
    settings = replace(
        settings,
        address=_address(given) if given else settings.address or environ.get("PWA_BOUND"),
    )
    return Site(root, settings, Path(environ.get("PWA_STATE") or root / ".pwa"))


def _address(given: str) -> str:
    try:
        return Addresses.of(given).base
    except ValueError as error:
        raise SiteError(Finding(str(error))) from error


def site_root(given: str | None) -> Path:
    """Return the folder meant by --site, PWA_SITE or, without either, the current one."""
    return Path(given or os.environ.get("PWA_SITE") or ".")
