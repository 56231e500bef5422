"""What a release is made of, read from disk; a faulty catalog is left as it last was.

Translators work independently of each other: one broken file keeps nobody else's words from
being published, and never takes a working edition down.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pwa.errors import CatalogError, Finding
from pwa.locales import folder_of
from pwa.memo import Memo, bytes_digest, digest
from pwa.review.records import Ledger, read_ledger
from pwa.site import Site, engine_root
from pwa.source.publication import Publication, load_publication
from pwa.translation.catalog import Catalog, Interface, read_catalog
from pwa.translation.extract import content_template
from pwa.translation.po import PoFile, parse
from pwa.translation.pseudo import PSEUDO_LOCALES, pseudo_content, pseudo_interface


@dataclass(frozen=True, slots=True)
class LocaleInputs:
    """What one edition is made of."""

    catalog: Catalog
    interface: Interface
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything read for one release, by locale (the source's first), and what was wrong."""

    publication: Publication
    locales: Mapping[str, LocaleInputs]
    findings: tuple[Finding, ...]


class Reader:
    """Reads inputs again and again, and remembers the last good form of every catalog."""

    def __init__(self, memo: Memo, *, drafts: bool = False, pseudo: bool = False) -> None:
        """Share `memo` with the rest of the build; with `pseudo`, make the pseudo-locales too."""
        self._memo = memo
        self._drafts = drafts
        self._pseudo = PSEUDO_LOCALES if pseudo else ()
        self._good: dict[str, PoFile | Catalog] = {}

    def read(self, site: Site) -> Inputs:
        """Return what is on disk. Raises SiteError and SourceError for what has no last form."""
        publication = load_publication(site, self._memo)
        findings: list[Finding] = []
        locales = {
            locale: LocaleInputs(
                catalog, self._interface(site, locale, findings), self._ledger(site, locale)
            )
            for locale, catalog in self._catalogs(site, findings)
        }
        for locale in self._pseudo:
            locales.setdefault(locale, self._made_up(publication, locale))
        for one in locales.values():
            findings.extend((*one.interface.findings, *one.ledger.findings))
        return Inputs(publication, locales, tuple(findings))

    def _made_up(self, publication: Publication, locale: str) -> LocaleInputs:
        sections = [(section.id, section.digest) for section in publication.sections]
        key = ("pseudo", locale, publication.settings, digest(sections))
        return self._memo(key, lambda: _pseudo_locale(publication, locale))

    def _catalogs(self, site: Site, findings: list[Finding]) -> Iterator[tuple[str, Catalog]]:
        source, drafts = site.settings.source_locale, site.settings.draft
        yield source, Catalog.empty(source)
        for locale, folder in site.catalog_folders().items():
            if locale != source and (self._drafts or locale not in drafts):
                catalog = self._catalog(site, locale, folder / "LC_MESSAGES/content.po", findings)
                if catalog:
                    yield locale, catalog

    def _catalog(
        self, site: Site, locale: str, path: Path, findings: list[Finding]
    ) -> Catalog | None:
        file, data = site.relative(path), path.read_bytes()
        try:
            self._good[file] = self._memo(
                ("catalog", file, bytes_digest(data)),
                lambda: read_catalog(data, file=file, locale=locale),
            )
        except CatalogError as error:
            findings.extend(error.findings)
        good = self._good.get(file)
        return good if isinstance(good, Catalog) else None

    def _interface(self, site: Site, locale: str, findings: list[Finding]) -> Interface:
        """The site's interface messages, then the engine's, message by message."""
        name = f"locales/{folder_of(locale)}/LC_MESSAGES/interface.po"
        paths = dict.fromkeys((site.root / name, engine_root() / name))
        read = (self._po_file(site, locale, path, findings) for path in paths)
        files = [file for file in read if file]
        key = ("interface", locale, *(bytes_digest(file.encode()) for file in files))
        return self._memo(key, lambda: Interface.from_catalogs(locale, *files))

    def _po_file(
        self, site: Site, locale: str, path: Path, findings: list[Finding]
    ) -> PoFile | None:
        file = site.relative(path)
        try:
            data = path.read_bytes()
            self._good[file] = self._memo(
                ("po", file, bytes_digest(data)), lambda: _interface_file(data, file, locale)
            )
        except FileNotFoundError:
            return None
        except CatalogError as error:
            findings.extend(error.findings)
        good = self._good.get(file)
        return good if isinstance(good, PoFile) else None

    def _ledger(self, site: Site, locale: str) -> Ledger:
        folder = site.locales / folder_of(locale) / "records"
        files = [
            (site.relative(p), p.read_bytes())
            for p in sorted(folder.rglob("*.json"))
            if p.is_file()
        ]
        key = ("ledger", locale, digest([(name, bytes_digest(data)) for name, data in files]))
        return self._memo(key, lambda: read_ledger(files, locale=locale))


def _interface_file(data: bytes, file: str, locale: str) -> PoFile:
    """Raises CatalogError also where the plural forms that the file declares cannot be used."""
    parsed = parse(data, file=file, locale=locale)
    Interface.from_catalogs(locale, parsed)
    return parsed


def _pseudo_locale(publication: Publication, locale: str) -> LocaleInputs:
    content = content_template(publication, before=None, now="")
    messages = engine_root() / "locales/interface.pot"
    interface = parse(messages.read_bytes(), file=messages.name)
    return LocaleInputs(
        Catalog.of(pseudo_content(content, locale), locale=locale),
        Interface.from_catalogs(locale, pseudo_interface(interface, locale)),
        Ledger(),
    )
