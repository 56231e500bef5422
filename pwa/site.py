"""A site: one folder on disk with content, catalogs, static files and a manifest.

What a site lacks comes from the engine's own files, which the wheel carries.
"""

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pwa.addresses import Addresses
from pwa.errors import Finding, SiteError
from pwa.locales import folder_of, tag_of
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

    def records(self, locale: str) -> Path:
        """The folder of a locale's records."""
        return self.locales / folder_of(locale) / "records"

    def file(self, path: str) -> Path:
        """Return a file of the site, or the engine's own where the site has none.

        What stands there but cannot be read is the site's all the same.
        """
        own = self.root / path
        return own if os.path.lexists(own) else engine_root() / path

    def relative(self, path: Path) -> str:
        """Return a path as findings name it: relative to the site."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    @property
    def addresses(self) -> Addresses:
        """The publication's addresses."""
        return Addresses(self.settings.address or UNBOUND)

    def files(self, folder: Path, pattern: str = "*") -> list[Path]:
        """Return what is anywhere below a folder with such a name, in the order of the paths.

        Hidden files are the editors' own, such as the locks of Emacs, which link to nowhere.
        """
        found = (path.relative_to(folder) for path in folder.rglob(pattern))
        return sorted(
            folder / path for path in found if not any(part.startswith(".") for part in path.parts)
        )

    def read(self, path: Path, *, locale: str | None = None, code: str = "error") -> bytes:
        """Return a file's bytes. Raises SiteError, with its path, where it cannot be read."""
        return _read(path, file=self.relative(path), locale=locale, code=code)

    def read_text(self, path: Path) -> str:
        """Return a file's text. Raises SiteError, with its line, where it is not UTF-8."""
        return decoded(self.read(path), file=self.relative(path))

    def catalog_folders(self) -> dict[str, Path]:
        """Return the folder of each locale that has a content catalog, by language tag."""
        folders = sorted(path.parent for path in self.locales.glob("*/LC_MESSAGES"))
        return {
            tag_of(folder.name): folder
            for folder in folders
            if os.path.lexists(folder / "LC_MESSAGES/content.po") and not _misnamed(folder.name)
        }

    def refuse_other_than_folders(self) -> None:
        """Raise SiteError where there is a file, or a link to nowhere, in a folder's place.

        What it holds would be taken for gone: a language, or the records that warn of a machine.
        """
        names = ("content", "locales", "static", "manifest", "templates")
        folders = self.locales.iterdir() if self.locales.is_dir() else ()
        within = (path / name for path in folders for name in ("LC_MESSAGES", "records"))
        places = (*(self.root / name for name in names), *within)
        wrong = [path for path in places if os.path.lexists(path) and not path.is_dir()]
        if wrong:
            what = "is no folder; take it back from version control, or move it away"
            raise SiteError(*(Finding(what, self.relative(path), code="folder") for path in wrong))

    def misnamed_folders(self) -> list[Finding]:
        """Return what is wrong with the names of locales' folders: these are not used."""
        folders = (self.locales.iterdir()) if self.locales.is_dir() else ()
        faults = (
            (folder, _misnamed(folder.name)) for folder in sorted(folders) if _is_used(folder)
        )
        return [
            Finding(fault, self.relative(folder), code="folder")
            for folder, fault in faults
            if fault
        ]


def _is_used(folder: Path) -> bool:
    """Whether a folder has catalogs or records; of these there may be very many."""
    records = folder / "records"
    return any(folder.glob("LC_MESSAGES/*.po")) or (
        records.is_dir() and next(records.iterdir(), None) is not None
    )


def _misnamed(folder: str) -> str | None:
    """Why a locale cannot be in a folder of this name; each has one, so that no two mean it."""
    try:
        right = folder_of(tag_of(folder))
    except ValueError as error:
        return f"{error}; rename the folder"
    return None if folder == right else f"not used; rename the folder to {right}"


def decoded(data: bytes, *, file: str) -> str:
    """Return the text that bytes spell. Raises SiteError, with the line, where not in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteError(Finding("not UTF-8; save it as UTF-8", file, line)) from error


def _read(path: Path, *, file: str, locale: str | None = None, code: str = "error") -> bytes:
    try:
        if stat.S_ISFIFO(path.stat().st_mode):  # opened, it would wait for whoever writes into it
            raise OSError(errno.ENXIO, "it is no file but a pipe")
        return path.read_bytes()
    except OSError as error:
        found = Finding(_why_unreadable(path, error), file, locale=locale, code=code)
        raise SiteError(found) from error


def _why_unreadable(path: Path, error: OSError) -> str:
    if path.is_symlink() and isinstance(error, FileNotFoundError):
        return f"links to {path.readlink()}, which does not exist; mend or remove the link"
    if isinstance(error, IsADirectoryError):
        return "is a folder where a file belongs; move it away"
    return f"cannot be read ({error.strerror}); mend that, or remove it"


def load_site(root: Path, *, address: str | None = None, environ: Mapping[str, str]) -> Site:
    """Return the site in a folder.

    The address is, in this order: `address`, PWA_ADDRESS, publication.toml, PWA_BOUND (what a
    server is bound to). PWA_STATE says where state that may be thrown away lives. Raises
    SiteError where the folder holds no publication.
    """
    root = root.resolve()
    settings = _settings(root)
    given = _address({"--address": address, "PWA_ADDRESS": environ.get("PWA_ADDRESS")})
    bound = _address({"PWA_BOUND": environ.get("PWA_BOUND")})
    settings = replace(settings, address=given or settings.address or bound)
    return Site(root, settings, Path(environ.get("PWA_STATE") or root / ".pwa"))


def _settings(root: Path) -> Settings:
    if not os.path.lexists(root / FILE):
        advice = "create it, or name its folder with --site"
        raise SiteError(Finding(f"no publication here; {advice}", FILE))
    return parse_settings(decoded(_read(root / FILE, file=FILE), file=FILE))


def _address(given: Mapping[str, str | None]) -> str | None:
    """Return the first address given. Raises SiteError, with whence it came, for a wrong one."""
    name, address = next(filter(lambda pair: pair[1], given.items()), ("", None))
    try:
        return Addresses.of(address).base if address else None
    except ValueError as error:
        raise SiteError(Finding(f"{name}: {error}")) from error


def site_root(given: str | None) -> Path:
    """Return the folder meant by --site, PWA_SITE or, without either, the current one."""
    return Path(given or os.environ.get("PWA_SITE") or ".")
