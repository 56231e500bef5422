"""The representations of a release in the making, each with the headers that belong to it."""

from pwa.memo import Memo, bytes_digest
from pwa.pages.frame import Frame
from pwa.pages.html import Page
from pwa.pages.policy import (
    Headers,
    common_headers,
    framed_headers,
    page_headers,
    svg_headers,
)
from pwa.release.representations import HTML, SVG, Representation


class Collection:
    """Representations by address; those equal to one of the last release are taken over."""

    def __init__(self, frame: Frame, memo: Memo) -> None:
        """Begin with none, for pages within a frame."""
        self.made: dict[str, Representation] = {}
        self.addresses = frame.addresses
        self.https = frame.addresses.is_secure
        self.common = common_headers(https=self.https)
        self._memo = memo

    def page(self, page: Page, *, locale: str) -> None:
        """Add a document."""
        key = ("document", page.key, locale, self.https)

        def made() -> Representation:
            headers = (language(locale), *page_headers(page.html, https=self.https))
            return Representation(page.html, HTML, headers)

        self.made[page.address] = self._memo(key, made)

    def add(self, address: str, body: bytes, media_type: str, headers: Headers = ()) -> None:
        """Add what is answered at an address, with the headers that every answer carries."""
        headers = tuple(dict((*self.common, *headers)).items())
        key = ("representation", address, bytes_digest(body), headers)
        self.made[address] = self._memo(key, lambda: Representation(body, media_type, headers))

    def kept_headers(self, locale: str) -> dict[str, dict[str, str]]:
        """Return what kept files are answered with offline, by media type."""
        documents = (language(locale), *framed_headers(https=self.https))
        return {HTML: dict(documents), SVG: dict(svg_headers())}


def language(locale: str) -> tuple[str, str]:
    """Return the header that tells an answer's language."""
    return ("content-language", locale)
