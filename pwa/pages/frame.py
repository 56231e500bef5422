"""What all pages of a release share."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from pwa.addresses import Addresses
from pwa.memo import digest
from pwa.pages.policy import meta_content_security_policy, sha256
from pwa.pages.style import StyleSheet
from pwa.pages.templates import Templates
from pwa.settings import Settings

# Where a page's own part of the style sheet goes, and the policy that allows it: both follow from
# the page. No text has U+0000: HTML forbids it (§13.1), and Markdown replaces it.
STYLE_HERE = "\0style\0"
POLICY_HERE = "\0policy\0"

# What comes after an edition's address in that of a page: it is the same in every language.
PAGE_HERE = "\0page\0"

# Where templates had something to decide; in code they are the author's.
_BLANK_LINES = re.compile(rb"\n\s*\n")


@dataclass(frozen=True)
class Frame:
    """What all pages of a release share.

    `script` is the address of every page's script; `aids` has those of the scripts that help in
    reading, by name; `first` is the text of the one that stands in every head. `worker` is empty
    where no worker is wanted, `preview` (a script's address) but in previews.
    """

    templates: Templates
    addresses: Addresses
    settings: Settings
    locales: tuple[str, ...]
    style: str
    script: str
    icons: Mapping[str, str]
    first: str = ""
    aids: Mapping[str, str] = field(default_factory=dict)
    worker: str = ""
    preview: str = ""

    @cached_property
    def digest(self) -> str:
        """What stands for all of it in a page's key."""
        return digest(
            self.templates.digest,
            self.addresses.base,
            repr(self.settings),
            self.locales,
            self.style,
            self.script,
            dict(self.icons),
            self.first,
            dict(self.aids),
            self.worker,
            self.preview,
        )

    def dressed(
        self,
        html: str,
        locales: Collection[str],
        policy: Callable[[str, str], str] = meta_content_security_policy,
    ) -> bytes:
        """Return a page with what it uses of the style sheet, and the policy that allows it.

        The policy stands in a meta element: it holds where no server of ours sends headers. A
        preview has the whole style sheet, for what its script adds.
        """
        # In memory one letter beyond Latin makes all of a text twice as long, markup and style too.
        page = html.encode()
        page = page if b"<pre" in page else _BLANK_LINES.sub(b"\n", page)
        style = self.style if self.preview else _sheet(self.style).used(page, locales)
        allowed = policy(sha256(style), sha256(self.first))
        page = page.replace(POLICY_HERE.encode(), allowed.encode(), 1)
        return page.replace(STYLE_HERE.encode(), style.encode(), 1)


@lru_cache(maxsize=2)
def _sheet(style: str) -> StyleSheet:
    """Parsed once for all releases."""
    return StyleSheet(style)
