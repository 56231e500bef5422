"""What all pages of a release share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pwa.addresses import Addresses
from pwa.memo import digest
from pwa.pages.policy import meta_content_security_policy, style_sha256
from pwa.pages.templates import Templates
from pwa.settings import Settings


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

    @property
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

    @cached_property
    def style_hash(self) -> str:
        """What allows the style sheet in a policy."""
        return style_sha256(self.style)

    @property
    def csp(self) -> str:
        """The policy for a meta element: it holds where no server of ours sends headers."""
        return meta_content_security_policy(self.style_hash)
