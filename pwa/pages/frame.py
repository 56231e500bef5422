"""What all pages of a release share."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pwa.addresses import Addresses
from pwa.memo import digest
from pwa.pages.policy import meta_content_security_policy, style_sha256
from pwa.pages.style import StyleSheet
from pwa.pages.templates import Templates
from pwa.settings import Settings

# Where a page's own part of the style sheet goes, and the policy that allows it: both follow from
# the page. No text has U+0000: HTML forbids it (§13.1), and Markdown replaces it.
STYLE_HERE = "\0style\0"
POLICY_HERE = "\0policy\0"


@dataclass(frozen=True)
class Frame:
    """What all pages of a release share.

    `script` and `search` are the addresses of every page's script and of the search page's own;
    `worker` is empty where no worker is wanted, `preview` (a script's address) but in previews.
    """

    templates: Templates
    addresses: Addresses
    settings: Settings
    locales: tuple[str, ...]
    style: str
    script: str
    icons: Mapping[str, str]
    search: str = ""
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
            self.search,
            self.worker,
            self.preview,
        )

    def dressed(
        self,
        html: str,
        locales: Collection[str],
        policy: Callable[[str], str] = meta_content_security_policy,
    ) -> bytes:
        """Return a page with what it uses of the style sheet, and the policy that allows it.

        The policy stands in a meta element: it holds where no server of ours sends headers. A
        preview has the whole style sheet, for what its script adds.
        """
        style = self.style if self.preview else _sheet(self.style).used(html, locales)
        html = html.replace(POLICY_HERE, policy(style_sha256(style)), 1)
        return html.replace(STYLE_HERE, style, 1).encode()


@lru_cache(maxsize=2)
def _sheet(style: str) -> StyleSheet:
    """Parsed once for all releases."""
    return StyleSheet(style)
