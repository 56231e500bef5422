"""The representations of a release in the making, each with the headers that belong to it."""

from pwa.memo import Memo, bytes_digest
from pwa.pages.html import Frame, Page
from pwa.pages.policy import COMMON_HEADERS, Headers, document_headers, style_sha256, svg_headers
from pwa.release.release import REVALIDATED
from pwa.release.representations import Representation

HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
SVG = "image/svg+xml"


class Collection:
    """Representations by address; those equal to one of the last release are taken over."""

    def __init__(self, frame: Frame, memo: Memo) -> None:
        """Begin with none, for pages within a frame."""
        self.made: dict[str, Representation] = {}
        self.addresses = frame.addresses
        self.https = frame.addresses.base.startswith("https:")
        self._memo = memo
        self._document = document_headers([style_sha256(frame.style)], https=self.https)

    def page(self, page: Page, *, locale: str) -> None:
        """Add a document."""
        headers = (language(locale), *self._document)
        key = ("document", page.key, headers)
        self.made[page.address] = self._memo(key, lambda: represent(page.html, HTML, headers))

    def add(self, address: str, body: bytes, media_type: str, headers: Headers = ()) -> None:
        """Add what is answered at an address."""
        key = ("representation", address, bytes_digest(body), headers)
        self.made[address] = self._memo(key, lambda: represent(body, media_type, headers))

    def kept_headers(self, locale: str) -> dict[str, dict[str, str]]:
        """Return what kept files are answered with offline, by media type."""
        return {HTML: dict([language(locale), *self._document]), SVG: dict(svg_headers())}


def represent(
    body: bytes, media_type: str, headers: Headers = (), *, cache_control: str = REVALIDATED
) -> Representation:
    """Return a body as it is answered, with the headers that every answer carries."""
    headers = tuple(dict((*COMMON_HEADERS, *headers)).items())
    return Representation(body, media_type=media_type, cache_control=cache_control, headers=headers)


def language(locale: str) -> tuple[str, str]:
    """Return the header that tells an answer's language."""
    return ("content-language", locale)
