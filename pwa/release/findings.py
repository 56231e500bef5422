"""Everything that is wrong with a site on disk, for `pwa check`."""

from collections.abc import Iterator

from pwa.addresses import Addresses
from pwa.errors import Finding, PwaError
from pwa.memo import Memo
from pwa.release.inputs import Inputs, Reader
from pwa.settings import FILE, Settings
from pwa.site import Site
from pwa.source.markdown import parse
from pwa.source.publication import Publication, Section, target
from pwa.translation.catalog import Catalog

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
        *inputs.findings,
        *_broken_translated_links(inputs),
    ]
    return sorted(set(found), key=_order)


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


def _broken_translated_links(inputs: Inputs) -> Iterator[Finding]:
    for locale in inputs.locales.values():
        for section in inputs.publication.sections:
            yield from _links(inputs.publication, section, locale.catalog)


def _links(publication: Publication, section: Section, catalog: Catalog) -> Iterator[Finding]:
    """Links that lead nowhere in the translations that readers are shown."""
    for message in section.messages:
        text = catalog.text(message.key)
        if text is None or "](" not in text:
            continue
        line = catalog.translations[message.key].line
        for link in parse(text, file=catalog.file).links:
            found = target(publication, section, link.href)
            if not found or (link.image and found.kind != "asset"):
                yield Finding(
                    f"broken link {link.href} in a translation; copy the original's",
                    catalog.file,
                    line,
                    catalog.locale,
                    code="link",
                )
