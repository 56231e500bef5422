"""The representations of a release in the making, each with the headers that belong to it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pwa.memo import Memo, bytes_digest
from pwa.pages.frame import Frame
from pwa.pages.html import Page
from pwa.pages.policy import Headers, common_headers, page_headers
from pwa.release.representations import HTML, Body, Representation
from pwa.release.shelf import Shelf


class Collection:
    """Representations by address; those equal to one of the last release are taken over."""

    def __init__(self, frame: Frame, memo: Memo, shelf: Shelf) -> None:
        """Begin with none, for pages within a frame."""
        self.made: dict[str, Representation] = {}
        self.addresses = frame.addresses
        self.https = frame.addresses.is_secure
        self.common = common_headers(https=self.https)
        self._memo = memo
        self._shelf = shelf

    def page(self, page: Page, *, locale: str) -> None:
        """Add a document, which is rendered when it is first asked for."""
        key = ("document", page.key, locale, self.https)

        def made() -> tuple[Body, Representation]:
            body = Body(page.render, page.key.__str__, self._shelf)
            return body, Representation(body, HTML, headers_of(locale, https=self.https))

        body, self.made[page.address] = self._memo(key, made)
        # Equal keys, equal bytes: the page that is rendered is of the edition that lives longest.
        body.make = page.render

    def later(
        self,
        address: str,
        media_type: str,
        key: str,
        make: Callable[[], bytes],
        headers: Headers = (),
    ) -> None:
        """Add what is made when it is first asked for; `key` stands for all of its inputs."""
        headers = tuple(dict((*self.common, *headers)).items())

        def made() -> tuple[Body, Representation]:
            body = Body(make, lambda: key, self._shelf)
            return body, Representation(body, media_type, headers)

        body, self.made[address] = self._memo(("later", address, key, headers), made)
        # As with pages.
        body.make = make

    def add(self, address: str, body: bytes, media_type: str, headers: Headers = ()) -> None:
        """Add what is answered at an address, with the headers that every answer carries."""
        headers = tuple(dict((*self.common, *headers)).items())
        key = ("representation", address, bytes_digest(body), headers)
        self.made[address] = self._memo(key, lambda: Representation(body, media_type, headers))


@dataclass(frozen=True, slots=True)
class PageHeaders:
    """The headers of a document in a language, which follow from what stands in it."""

    locale: str
    https: bool

    def __call__(self, html: bytes) -> Headers:
        """Return what this page carries."""
        return (language(self.locale), *page_headers(html, https=self.https))


@cache
def headers_of(locale: str, *, https: bool) -> PageHeaders:
    """Return the one of them that a release's documents in a language share."""
    return PageHeaders(locale, https)


def language(locale: str) -> tuple[str, str]:
    """Return the header that tells an answer's language."""
    return ("content-language", locale)
