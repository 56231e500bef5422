"""Everything that is wrong with a site on disk, for `pwa check`."""

from collections.abc import Iterator

from pwa.addresses import Addresses
from pwa.errors import CatalogError, Finding, PwaError
from pwa.locales import folder_of
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.settings import FILE, Settings
from pwa.site import Site
from pwa.translation.checks.base import Domain, Setting, Term
from pwa.translation.checks.run import check_catalog
from pwa.translation.files import DOMAINS, catalog_path
from pwa.translation.glossary import read_glossary
from pwa.translation.po import parse as parse_catalog

# Told by the checks as well, and there with the line of the text.
_TOLD_BY_CHECKS = frozenset({"placeholder"})

# RFC 2606 §2 and §3: names that belong to nobody.
_EXAMPLES = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org")


def findings(site: Site) -> list[Finding]:
    """Return what is wrong, errors first; faults in sources and settings hide all the rest."""
    try:
        inputs = Reader(Memo(), drafts=True).read(site)
    except PwaError as error:
        return list(error.findings)
    found = [
        *_unset(site.settings),
        *inputs.publication.findings,
        *(finding for finding in inputs.findings if finding.code not in _TOLD_BY_CHECKS),
        *_checked(site),
    ]
    return sorted(set(found), key=_order)


def _checked(site: Site) -> Iterator[Finding]:
    """What the checks of `pwa.translation.checks` find in every catalog that can be read."""
    for locale in site.catalog_folders():
        if locale == site.settings.source_locale:
            continue
        glossary, faults = _glossary(site, locale)
        setting = Setting(locale, site.settings.source_locale, glossary)
        yield from faults
        for domain in DOMAINS:
            yield from _checked_catalog(site, domain, setting)


def _glossary(site: Site, locale: str) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    path = site.locales / folder_of(locale) / "glossary.csv"
    if not path.is_file():
        return (), ()
    return read_glossary(path.read_bytes(), file=site.relative(path), locale=locale)


def _checked_catalog(site: Site, domain: Domain, setting: Setting) -> Iterator[Finding]:
    path = catalog_path(site, setting.locale, domain)
    if not path.is_file():
        return
    file = site.relative(path)
    try:
        catalog = parse_catalog(path.read_bytes(), file=file, locale=setting.locale)
    except CatalogError:  # told already, by whoever read it for the edition
        return
    yield from check_catalog(catalog, setting, domain=domain, file=file)


def _order(finding: Finding) -> tuple[bool, str, str, int, str]:
    is_warning = finding.severity == "warning"
    return is_warning, finding.locale or "", finding.file or "", finding.line or 0, finding.message


def _unset(settings: Settings) -> Iterator[Finding]:
    """Placeholders that a publisher has to replace before readers come."""
    if not settings.publisher:
        yield _placeholder("publisher is not set; say who stands behind this publication")
    if not settings.contact:
        yield _placeholder("contact is not set; say how readers report a fault")
    host = Addresses(settings.address or "").origin.partition("//")[2].partition(":")[0]
    if not host or host.endswith(_EXAMPLES):
        yield _placeholder("address is a placeholder; set the one it is published at")


def _placeholder(message: str) -> Finding:
    return Finding(message, FILE, code="placeholder", severity="warning")
