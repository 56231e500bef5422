"""The catalogs of a site on disk: templates written, locales begun and brought up to date."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pwa.errors import Finding, RefusedError
from pwa.locales import folder_of
from pwa.memo import Memo
from pwa.site import Site, engine_root
from pwa.source.publication import load_publication
from pwa.translation import merge
from pwa.translation.extract import content_template, interface_template
from pwa.translation.po import PoFile, parse

DOMAINS = ("content", "interface")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file: written, or left because nothing in it had to change."""

    file: str
    changed: bool


def extract(site: Site, *, now: str) -> Iterator[Written]:
    """Write the site's templates, from its source as it is; `now` as PO headers have it."""
    for domain, template in _own_templates(site, now).items():
        yield _write(site, site.locales / f"{domain}.pot", template)


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


def update(site: Site, locale: str, *, now: str) -> Iterator[Written]:
    """Bring a locale's catalogs up to the present source.

    Raises RefusedError where the locale has no content catalog, CatalogError where one cannot
    be read: then nothing is written.
    """
    if not catalog_path(site, locale, "content").exists():
        advice = f"begin the locale with: pwa init {locale}"
        file = site.relative(catalog_path(site, locale, "content"))
        raise RefusedError(Finding(f"no such catalog; {advice}", file, locale=locale))
    paths = {domain: catalog_path(site, locale, domain) for domain in DOMAINS}
    updated = {
        paths[domain]: merge.update(_read(site, paths[domain], locale), template)
        for domain, template in _templates(site, now).items()
        if paths[domain].exists()
    }
    for path, catalog in updated.items():
        yield _write(site, path, catalog)


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
    return _read(site, path, None) if path.is_file() else None


def _read(site: Site, path: Path, locale: str | None) -> PoFile:
    return parse(path.read_bytes(), file=site.relative(path), locale=locale)


def _write(site: Site, path: Path, file: PoFile) -> Written:
    """Write a file whole or not at all, and only where a byte changes."""
    data, name = file.encode(), site.relative(path)
    if path.is_file() and path.read_bytes() == data:
        return Written(name, changed=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return Written(name, changed=True)
