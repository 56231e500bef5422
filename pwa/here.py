"""Where and when a command runs: the site, what is on disk in it, and the moment."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pwa.edition.edition import Edition
from pwa.errors import Finding, PwaError, RefusedError
from pwa.memo import Memo
from pwa.release.inputs import Inputs, Reader, record_files
from pwa.review.records import Ledger, read_ledger
from pwa.review.same_meaning import former_texts
from pwa.site import Site, load_site
from pwa.source.message import Former
from pwa.source.publication import Publication, load_publication


@dataclass(frozen=True)
class Here:
    """The site that a command works on, and the moment it runs."""

    root: Path
    now: datetime

    @cached_property
    def site(self) -> Site:
        """The site; raises SiteError where there is none."""
        return load_site(self.root, environ=os.environ)

    @property
    def po_date(self) -> str:
        """The moment as PO headers have it."""
        return self.now.strftime("%Y-%m-%d %H:%M+0000")

    @property
    def moment(self) -> str:
        """The moment as records have it (ISO 8601, UTC)."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def today(self) -> str:
        """The UTC day (ISO 8601)."""
        return self.now.date().isoformat()

    def inputs(self) -> Inputs:
        """Everything on disk, drafts too; raises PwaError where a catalog cannot be read."""
        inputs = Reader(Memo(), drafts=True).read(self.site)
        broken = [finding for finding in inputs.findings if finding.code.startswith("po-")]
        if broken:
            raise PwaError(*broken)
        return inputs

    def publication(self) -> Publication:
        """The source; raises SiteError or SourceError where it cannot be read."""
        return load_publication(self.site, Memo())

    def former(self) -> Former:
        """What the publication's messages were before edits that keep the meaning."""
        one = self.publication()
        keys, source = [message.key for message in one.messages], one.settings.source_locale
        return former_texts(self.ledger(source).same_meanings, keys, source, one.people)

    def ledger(self, locale: str) -> Ledger:
        """The records of a locale."""
        files, _ = record_files(self.site, locale)
        return read_ledger(files, locale=locale)

    def editions(self) -> list[Edition]:
        """The editions of what is on disk, the source's first."""
        inputs, memo = self.inputs(), Memo()
        return [inputs.edition(locale, memo) for locale in inputs.locales]


def refuse_unknown(named: Sequence[str], known: Sequence[str], kind: str) -> None:
    """Raise RefusedError, naming those there are, where one of those named is none of them."""
    for name in named:
        if name not in known:
            there = ", ".join(dict.fromkeys(known)) or "none"
            raise RefusedError(Finding(f"no {kind} {name} here; there are: {there}"))
