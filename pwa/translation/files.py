"""The catalogs of a site on disk: templates written, locales begun, brought up to date, filled."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pwa.disk import write_whole
from pwa.errors import CatalogError, Finding, PwaError, RefusedError
from pwa.locales import folder_of, serves
from pwa.memo import Memo
from pwa.site import Site, engine_root
from pwa.source.message import NO_FORMER, Former, Key
from pwa.source.publication import load_publication
from pwa.translation import merge
from pwa.translation.catalog import Catalog, parse_catalog
from pwa.translation.checks.base import Domain
from pwa.translation.extract import content_template, interface_template
from pwa.translation.importing import (
    Imported,
    Offer,
    import_content,
    import_interface,
    most_telling,
)
from pwa.translation.po import PoFile, parse

DOMAINS: Final[tuple[Domain, ...]] = ("content", "interface")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file: written, or left because nothing in it had to change."""

    file: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be written for a locale, and what its content said before and will say.

    Texts are by message, empty where one is open; the source's messages say themselves.
    """

    locale: str
    files: tuple[tuple[Path, PoFile], ...]
    before: Mapping[Key, str]
    after: Mapping[Key, str]


def write(site: Site, planned: Planned) -> Iterator[Written]:
    """Write what is planned."""
    for path, file in planned.files:
        yield _write(site, path, file)


def extract(site: Site, *, now: str) -> Planned:
    """Plan the site's templates, from its source as it is; `now` as PO headers have it."""
    templates = _own_templates(site, now)
    before = _before(site, "content")
    return Planned(
        site.settings.source_locale,
        tuple((site.locales / f"{domain}.pot", file) for domain, file in templates.items()),
        {each.key: each.msgid for each in before.live} if before else {},
        {each.key: each.msgid for each in templates["content"].live},
    )


def begin(site: Site, locale: str, *, now: str) -> Iterator[Written]:
    """Write both catalogs of a new locale, ready to translate; those there are stay.

    What the engine's own interface says in that language is taken over. Raises RefusedError for
    the source locale, which is written and not translated.
    """
    if locale == site.settings.source_locale:
        reason = "the publication is written in it; name a language to translate it into"
        raise RefusedError(Finding(f"{locale} needs no catalog: {reason}", locale=locale))
    for domain, template in _templates(site, now).items():
        path = catalog_path(site, locale, domain)
        if path.exists():
            yield Written(site.relative(path), changed=False)
        else:
            yield _write(site, path, _begun(template, locale, domain))


def _begun(template: PoFile, locale: str, domain: str) -> PoFile:
    engine = engine_root() / f"locales/{folder_of(locale)}/LC_MESSAGES/{domain}.po"
    if domain == "interface" and engine.is_file():
        known = parse(engine.read_bytes(), file=engine.name, locale=locale)
        return merge.update(known, template)
    return merge.init(template, locale=locale)


def update(site: Site, locale: str, *, now: str, former: Former = NO_FORMER) -> Planned:
    """Plan to bring a locale's catalogs up to the present source.

    `former` is what messages of the content were before edits that keep the meaning. Raises
    RefusedError where the locale has no content catalog, SiteError or CatalogError where one
    cannot be read.
    """
    catalogs = _catalogs(site, locale)
    updated = {
        domain: merge.update(
            catalogs[domain], template, former if domain == "content" else NO_FORMER
        )
        for domain, template in _templates(site, now).items()
        if domain in catalogs
    }
    return Planned(
        locale,
        tuple((catalog_path(site, locale, domain), file) for domain, file in updated.items()),
        _said(catalogs["content"], locale),
        _said(updated["content"], locale),
    )


def _said(file: PoFile, locale: str) -> Mapping[Key, str]:
    catalog = Catalog.of(file, locale=locale)
    return {key: catalog.text(key) or "" for key in catalog.translations}


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of other people's catalogs: of each by its name, and of our own.

    `faults` says which could not be used.
    """

    outcomes: dict[str, Sequence[Offer]]
    written: Sequence[Written]
    faults: Sequence[Finding]


def take_over(site: Site, locale: str, others: Sequence[Path]) -> TakenOver:
    """Fill what is empty in a locale's catalogs with what other catalogs say, the first first.

    Raises RefusedError where the locale has no content catalog, SiteError or CatalogError where
    one of ours cannot be read: then nothing is written.
    """
    catalogs = _catalogs(site, locale)
    outcomes: dict[str, Sequence[Offer]] = {}
    faults: list[Finding] = []
    for path in others:
        try:
            other = _other(path, locale)
        except PwaError as error:
            faults.extend(error.findings)
            continue
        done = {domain: _imported(domain, ours, other) for domain, ours in catalogs.items()}
        catalogs = {domain: one.catalog for domain, one in done.items()}
        outcomes[str(path)] = most_telling([x for one in done.values() for x in one.outcomes])
    written = [
        _write(site, catalog_path(site, locale, domain), catalog)
        for domain, catalog in catalogs.items()
    ]
    return TakenOver(outcomes, written, faults)


def _imported(domain: str, ours: PoFile, other: PoFile) -> Imported:
    return import_content(ours, other) if domain == "content" else import_interface(ours, other)


def _other(path: Path, locale: str) -> PoFile:
    """Read a catalog from elsewhere. Raises CatalogError where it cannot serve the locale."""
    try:
        other = parse(path.read_bytes(), file=str(path), locale=locale)
    except OSError as error:
        raise CatalogError(Finding(f"cannot be read: {error.strerror}", str(path))) from error
    said = other.header.get("Language", "")
    if said and not serves(said, locale):
        message = f"It is in {said} by its header; correct that if it is in {locale}."
        line = other.header_line("Language")
        raise CatalogError(Finding(message, str(path), line, locale, "language"))
    return other


def _catalogs(site: Site, locale: str) -> dict[str, PoFile]:
    """Read a locale's catalogs. Raises RefusedError where there is none of the content."""
    paths = {domain: catalog_path(site, locale, domain) for domain in DOMAINS}
    if not os.path.lexists(paths["content"]):
        advice = f"begin the locale with: pwa init {locale}"
        file = site.relative(paths["content"])
        raise RefusedError(Finding(f"no such catalog; {advice}", file, locale=locale))
    there = {domain: path for domain, path in paths.items() if os.path.lexists(path)}
    return {domain: _read(site, path, locale) for domain, path in there.items()}


def catalog_path(site: Site, locale: str, domain: str) -> Path:
    """Return where a locale's catalog of a domain is, or would be."""
    return site.locales / folder_of(locale) / "LC_MESSAGES" / f"{domain}.po"


def _templates(site: Site, now: str) -> dict[str, PoFile]:
    """What catalogs of this site are made from: its own messages, and then the engine's."""
    own = _own_templates(site, now)
    path = engine_root() / "locales/interface.pot"
    engine = parse(path.read_bytes(), file=path.name)
    interface = own.get("interface", engine)
    known = {entry.key for entry in interface.entries}
    more = (entry for entry in engine.entries if entry.key not in known)
    return {**own, "interface": interface.with_entries([*interface.entries, *more])}


def _own_templates(site: Site, now: str) -> dict[str, PoFile]:
    publication = load_publication(site, Memo())
    content = content_template(publication, before=_before(site, "content"), now=now)
    folders = _interface_folders(site)
    if not folders:
        return {"content": content}
    title, before = publication.settings.title, _before(site, "interface")
    interface = interface_template(site.root, folders, name=title, before=before, now=now)
    return {"content": content, "interface": interface}


def _interface_folders(site: Site) -> list[str]:
    """Where interface messages are: in the engine's checkout, and in a site's own templates."""
    engine = ["pwa"] if site.root == engine_root() else []
    return engine + (["templates"] if (site.root / "templates").is_dir() else [])


def _before(site: Site, domain: str) -> PoFile | None:
    path = site.locales / f"{domain}.pot"
    return _read(site, path, None) if os.path.lexists(path) else None


def _read(site: Site, path: Path, locale: str | None) -> PoFile:
    data, file = site.read(path, locale=locale, code="po-unreadable"), site.relative(path)
    if locale is None:
        return parse(data, file=file)
    return parse_catalog(data, file=file, locale=locale)


def _write(site: Site, path: Path, file: PoFile) -> Written:
    return Written(site.relative(path), changed=write_whole(path, file.encode()))
