"""What a release is made of, read from disk; a faulty catalog is left as it last was.

Translators work independently of each other: one broken file keeps nobody else's words from
being published, and never takes a working edition down.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pwa.edition.edition import Edition, make_edition
from pwa.errors import CatalogError, Finding, PwaError, SiteError
from pwa.locales import folder_of
from pwa.memo import Memo, bytes_digest, digest
from pwa.release.store import keep, kept
from pwa.review.records import Ledger, SameMeaning, read_ledger
from pwa.site import Site, engine_root
from pwa.source.publication import Publication, load_publication
from pwa.translation.catalog import Catalog, Interface, parse_catalog
from pwa.translation.extract import content_template
from pwa.translation.po import parse
from pwa.translation.pseudo import PSEUDO_LOCALES, pseudo_content, pseudo_interface

T = TypeVar("T")


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

    @property
    def declared(self) -> tuple[SameMeaning, ...]:
        """The source's edits that somebody declared to keep the meaning."""
        return self.locales[self.publication.settings.source_locale].ledger.same_meanings

    def edition(
        self, locale: str, memo: Memo, changed: Mapping[str, str] = MappingProxyType({})
    ) -> Edition:
        """Return the edition in a locale; `changed` is as `make_edition` has it."""
        one = self.locales[locale]
        return make_edition(
            self.publication,
            locale,
            one.catalog,
            one.ledger,
            memo,
            changed,
            declared=self.declared,
        )


class Reader:
    """Reads inputs again and again, and remembers the last good form of every catalog.

    With `keep` that form is written to the site's state as well, and outlives the process: for
    servers alone, since whoever judges what is on disk must not be answered from elsewhere.
    """

    def __init__(
        self, memo: Memo, *, drafts: bool = False, pseudo: bool = False, keep: bool = False
    ) -> None:
        """Share `memo` with the rest of the build; with `pseudo`, make the pseudo-locales too."""
        self._memo = memo
        self._drafts = drafts
        self._pseudo = PSEUDO_LOCALES if pseudo else ()
        self._keep = keep
        self._good: dict[str, Any] = {}
        self._waiting: dict[Path, bytes] = {}

    def settle(self) -> None:
        """Write what is to be kept, which nobody need wait for."""
        for store, data in self._waiting.items():
            keep(data, store)
        self._waiting.clear()

    def read(self, site: Site, changed: Iterable[Path] | None = None) -> Inputs:
        """Return what is on disk. Raises SiteError and SourceError for what has no last form.

        `changed` are the files that may have changed since the last time, None where any may.
        """
        self._memo.told(changed)
        site.refuse_other_than_folders()
        publication = load_publication(site, self._memo)
        findings = site.misnamed_folders()
        locales = {
            locale: LocaleInputs(
                catalog,
                self._interface(site, locale, findings),
                self._ledger(site, locale, findings),
            )
            for locale, catalog in self._catalogs(site, findings)
        }
        for locale in self._pseudo:
            locales.setdefault(locale, self._made_up(publication, locale))
        for one in locales.values():
            findings.extend((*one.interface.findings, *one.ledger.findings))
        return Inputs(publication, locales, tuple(findings))

    def _made_up(self, publication: Publication, locale: str) -> LocaleInputs:
        key = ("pseudo", locale, publication.settings, publication.content)
        return self._memo(key, lambda: _pseudo_locale(publication, locale))

    def _catalogs(self, site: Site, findings: list[Finding]) -> Iterator[tuple[str, Catalog]]:
        source, drafts = site.settings.source_locale, site.settings.draft
        yield source, Catalog.empty(source)
        for locale, folder in site.catalog_folders().items():
            if locale != source and (self._drafts or locale not in drafts):
                path = folder / "LC_MESSAGES/content.po"
                catalog = self._last_good(site, locale, path, self._read_content, findings)
                if catalog:
                    yield locale, catalog

    def _read_content(self, data: bytes, file: str, locale: str) -> Catalog:
        """Of a catalog that was good, only what is another than it was is read."""
        last = self._good.get(file) or Catalog(locale, file)
        return last.again(data) or _read_whole(data, file, locale)

    def _read_interface(self, data: bytes, file: str, locale: str) -> Interface:
        key = ("interface", file, bytes_digest(data))
        return self._memo(key, lambda: _interface(data, file, locale))

    def _interface(self, site: Site, locale: str, findings: list[Finding]) -> Interface:
        """The site's interface messages, then the engine's, message by message."""
        name = f"locales/{folder_of(locale)}/LC_MESSAGES/interface.po"
        paths = dict.fromkeys((site.root / name, engine_root() / name))
        there = filter(os.path.lexists, paths)
        read = (
            self._last_good(site, locale, path, self._read_interface, findings) for path in there
        )
        return _together(locale, [one for one in read if one])

    def _last_good(
        self,
        site: Site,
        locale: str,
        path: Path,
        read: Callable[[bytes, str, str], T],
        findings: list[Finding],
    ) -> T | None:
        """What a catalog says; where it is faulty, what it said when it last was not."""
        file, store = site.relative(path), self._store(site, path)

        def made() -> T:
            data = site.read(path, locale=locale, code="po-unreadable")
            good = read(data, file, locale)
            if store and good is not self._good.get(file):
                if store not in self._waiting:
                    self.settle()  # one waits in memory, and no more
                self._waiting[store] = data
            return good

        try:
            self._good[file] = self._memo.read(path, locale, made)
        except PwaError as error:
            findings.extend(error.findings)
            last = kept(store) if store and file not in self._good else None
            with suppress(PwaError):  # another version may have kept what this one cannot read
                if last is not None:
                    self._good[file] = read(last, file, locale)
        return self._good.get(file)

    def _store(self, site: Site, path: Path) -> Path | None:
        """Where a catalog's last good form is kept; the engine's own need that not."""
        if not self._keep or not path.is_relative_to(site.root):
            return None
        return site.state / "catalogs" / path.relative_to(site.root)

    def _ledger(self, site: Site, locale: str, findings: list[Finding]) -> Ledger:
        def made() -> tuple[Ledger, list[Finding]]:
            files, faults = record_files(site, locale)
            key = ("ledger", locale, digest([(name, bytes_digest(data)) for name, data in files]))
            return self._memo(key, lambda: read_ledger(files, locale=locale)), faults

        ledger, faults = self._memo.read(site.records(locale), locale, made)
        findings.extend(faults)
        return ledger


def record_files(site: Site, locale: str) -> tuple[list[tuple[str, bytes]], list[Finding]]:
    """Return a locale's record files by their paths, and why others cannot be read."""
    files: list[tuple[str, bytes]] = []
    faults: list[Finding] = []
    for path in site.files(site.records(locale), "*.json"):
        try:
            files.append((site.relative(path), site.read(path, locale=locale)))
        except SiteError as error:
            faults.extend(error.findings)
    return files, faults


def _read_whole(data: bytes, file: str, locale: str) -> Catalog:
    """Raises CatalogError also for one without a message: no translator means to say nothing."""
    parsed = parse_catalog(data, file=file, locale=locale)
    if all(each.obsolete for each in parsed.entries):
        advice = f"take the file back from version control, or run: pwa update {locale}"
        message = f"The catalog has no messages; {advice}"
        raise CatalogError(Finding(message, file, 1, locale, "po-empty"))
    return Catalog.of(parsed, locale=locale)


def _interface(data: bytes, file: str, locale: str) -> Interface:
    """Raises CatalogError also where the plural forms that the file declares cannot be used."""
    return Interface.from_catalogs(locale, parse_catalog(data, file=file, locale=locale))


def _together(locale: str, interfaces: Sequence[Interface]) -> Interface:
    """One interface, each message from the first that has it."""
    return Interface(
        locale,
        {key: text for one in reversed(interfaces) for key, text in one.messages.items()},
        tuple(finding for one in interfaces for finding in one.findings),
        digest(locale, [one.digest for one in interfaces]),
    )


def _pseudo_locale(publication: Publication, locale: str) -> LocaleInputs:
    content = content_template(publication, before=None, now="")
    messages = engine_root() / "locales/interface.pot"
    interface = parse(messages.read_bytes(), file=messages.name)
    return LocaleInputs(
        Catalog.of(pseudo_content(content, locale), locale=locale),
        Interface.from_catalogs(locale, pseudo_interface(interface, locale)),
        Ledger(),
    )
