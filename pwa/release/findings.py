"""Everything that is wrong with a site on disk, for `pwa check`."""

import os
from collections import Counter
from collections.abc import Iterator, Set
from typing import get_args

from pwa.addresses import Addresses
from pwa.errors import Finding, PwaError, Severity, SiteError
from pwa.locales import folder_of
from pwa.memo import Memo
from pwa.release.builder import Builder
from pwa.release.inputs import Inputs, Reader
from pwa.release.ledgers import ledger_findings
from pwa.release.signers import signer_findings
from pwa.review import same_meaning
from pwa.review.objections import findings_of
from pwa.review_policy import for_high_risk
from pwa.settings import FILE, Settings
from pwa.site import Site
from pwa.source.message import Key
from pwa.source.publication import Publication
from pwa.toml import key_line, text_line
from pwa.translation.checks.base import Domain, Setting, Term
from pwa.translation.checks.run import check_catalog
from pwa.translation.files import DOMAINS, catalog_path
from pwa.translation.glossary import read_glossary
from pwa.translation.po import PoFile
from pwa.translation.po import parse as parse_catalog

# RFC 2606 §2 and §3: names that belong to nobody.
_EXAMPLES = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org")


def findings(site: Site, moment: str) -> list[Finding]:
    """Return what is wrong at a moment (ISO 8601, UTC), errors first.

    Faults in sources and settings hide all the rest.
    """
    memo = Memo()
    try:
        inputs = Reader(memo, drafts=True).read(site)
    except PwaError as error:
        return list(error.findings)
    found = [
        *_unset(site.settings),
        *_idle_drafts(site),
        *_idle_rules(site, inputs.publication),
        *_unmet_policy(site, inputs, memo),
        *_namesakes(site),
        *inputs.publication.findings,
        *inputs.findings,
        *_idle_records(inputs, memo),
        *_idle_declarations(inputs),
        *ledger_findings(inputs, moment),
        *signer_findings(site, inputs),
        *_published(site, inputs, memo),
        *_checked(site, inputs.publication),
    ]
    return sorted(set(found), key=_order)


def _idle_records(inputs: Inputs, memo: Memo) -> Iterator[Finding]:
    """Records that are whole and count for nothing: a machine's revision, one of one's own work."""
    for locale, one in inputs.locales.items():
        edition = inputs.edition(locale, memo)
        ignored = (record for section in edition.sections for record in section.state.ignored)
        yield from findings_of(ignored, one.ledger, locale=locale)


def _idle_declarations(inputs: Inputs) -> Iterator[Finding]:
    """Edits declared to keep the meaning that do not, or that are not the source's."""
    publication = inputs.publication
    source = publication.settings.source_locale
    keys = [message.key for message in publication.messages]
    for locale, one in inputs.locales.items():
        if locale == source:
            yield from same_meaning.findings(one.ledger, keys, locale, publication.people)
        else:
            yield from same_meaning.misplaced(one.ledger, locale, source)


def _published(site: Site, inputs: Inputs, memo: Memo) -> Iterator[Finding]:
    """What keeps a release from being made, or is wrong with it.

    Style sheet, manifest, icons, templates; an edition that was taken back and is still the one.
    """
    try:
        packs = Builder(memo=memo).build(site).packs
    except PwaError as error:
        yield from error.findings
        return
    for locale, pack in packs.items():
        ledger = inputs.locales[locale].ledger
        for one in ledger.revocations:
            if one.of == pack.revision:
                message = "it takes the present edition back, and readers are being told: mend that"
                file = ledger.files[one.id]
                yield Finding(message, file, 1, locale, "revoked", "warning")


def _checked(site: Site, publication: Publication) -> Iterator[Finding]:
    """What the checks of `pwa.translation.checks` find in every catalog that can be read."""
    keys = {message.key for message in publication.messages}
    for locale in site.catalog_folders():
        if locale == site.settings.source_locale:
            continue
        glossary, faults = _glossary(site, locale)
        setting = Setting(locale, site.settings.source_locale, glossary)
        yield from faults
        for domain in DOMAINS:
            catalog = _catalog(site, locale, domain)
            if catalog:
                yield from check_catalog(catalog, setting, domain=domain, file=catalog.file)
            if catalog and domain == "content":
                yield from _idle(catalog, keys)


def _glossary(site: Site, locale: str) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    path = site.locales / folder_of(locale) / "glossary.csv"
    if not os.path.lexists(path):
        return (), ()
    try:
        data = site.read(path, locale=locale, code="glossary-file")
    except SiteError as error:
        return (), error.findings
    return read_glossary(data, file=site.relative(path), locale=locale)


def _catalog(site: Site, locale: str, domain: Domain) -> PoFile | None:
    """The catalog; None where there is none, or none that can be read: that is told already."""
    path = catalog_path(site, locale, domain)
    if not os.path.lexists(path):
        return None
    try:
        return parse_catalog(site.read(path), file=site.relative(path), locale=locale)
    except PwaError:
        return None


def _idle(catalog: PoFile, keys: Set[Key]) -> Iterator[Finding]:
    """Translations that nobody sees: of texts that the source has no more, or never had."""
    advice = f"it may have changed: pwa update {catalog.locale} finds the text that is near"
    for each in catalog.live:
        if any(each.msgstr) and each.key not in keys:
            message = f"the source has no such text, so that nobody sees its translation; {advice}"
            yield Finding(
                message, catalog.file, each.msgid_line, catalog.locale, "no-source", "warning"
            )


def _order(finding: Finding) -> tuple[int, str, str, int, str]:
    rank = get_args(Severity).index(finding.severity)
    return rank, finding.locale or "", finding.file or "", finding.line or 0, finding.message


def _unset(settings: Settings) -> Iterator[Finding]:
    """Placeholders that a publisher has to replace before readers come."""
    if not settings.publisher:
        yield _placeholder("publisher is not set; say who stands behind this publication")
    if not settings.contact:
        yield _placeholder("contact is not set; say how readers report a fault")
    host = Addresses(settings.address or "").origin.partition("//")[2].partition(":")[0]
    if not host or host.endswith(_EXAMPLES):
        yield _placeholder("address is a placeholder; set the one it is published at")


def _idle_drafts(site: Site) -> Iterator[Finding]:
    """Drafts of which there is nothing to see."""
    line = key_line(site.read_text(site.root / FILE), "draft")
    for tag in site.settings.draft:
        if tag not in site.catalog_folders():
            message = f"draft: {tag} has no catalog here; begin it with: pwa init {tag}"
            yield Finding(message, FILE, line, code="draft", severity="warning")


def _idle_rules(site: Site, publication: Publication) -> Iterator[Finding]:
    """Rules for sections of high risk where there are none."""
    settings = site.settings
    is_set = settings.review_high != for_high_risk(settings.review)
    if is_set and all(section.front.risk != "high" for section in publication.sections):
        text = site.read_text(site.root / FILE)
        line = key_line(text, "review.high") or key_line(text, "high")
        message = "high: these rules are for nothing yet; sections they are for say risk: high"
        yield Finding(message, FILE, line, code="policy", severity="note")


def _unmet_policy(site: Site, inputs: Inputs, memo: Memo) -> Iterator[Finding]:
    """Translations that readers see nothing of, because no section is worth what is asked for."""
    for locale in inputs.locales:
        edition = inputs.edition(locale, memo)
        waiting = [section for section in edition.sections if section.state.origin]
        is_seen = any(section.texts or section.earlier for section in waiting)
        if not waiting or is_seen or locale in site.settings.draft:
            continue
        by_machine = all(section.state.origin == "machine" for section in waiting)
        key = "show_machine" if by_machine else "show"
        message = (
            f"{key}: no section of {locale} is worth what this asks for, so that readers see "
            "nothing translated; sign what it asks for (pwa review), or ask for less"
        )
        line = key_line(site.read_text(site.root / FILE), key)
        yield Finding(message, FILE, line, locale, "policy", "warning")


def _namesakes(site: Site) -> Iterator[Finding]:
    """Titles that more than one part has."""
    titles = Counter(part.title for part in site.settings.parts or () if part.title)
    for title in (title for title, count in titles.items() if count > 1):
        message = f"two parts are called “{title}”; readers cannot tell them apart"
        line = text_line(site.read_text(site.root / FILE), title, occurrence=2)
        yield Finding(message, FILE, line, code="parts", severity="warning")


def _placeholder(message: str) -> Finding:
    return Finding(message, FILE, code="placeholder", severity="note")
