"""The whole publication in one file, for those without the app: it asks nobody for anything."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from pwa.edition.edition import Edition, SectionEdition
from pwa.pages.policy import Headers, common_headers
from pwa.pages.views import EditionViews
from pwa.source.markdown import plain_text
from pwa.source.publication import target

# What some file system does not have in a name (Windows has the fewest); spaces stay.
_UNNAMEABLE: Final = re.compile(r'["*/:<>?\\|]')


class SavedViews(EditionViews):
    """Views for a file that may lie anywhere: links lead within it, or to a whole address."""

    def _resolve(self, section: SectionEdition, href: str, *, image: bool) -> str | None:
        address = super()._resolve(section, href, image=image)
        found = target(self.edition.publication, section.section, href)
        if image or not address or not found or href.startswith("#"):
            return address
        if found.kind == "section":
            return f"#{found.name}:{found.fragment}" if found.fragment else f"#{found.name}"
        return self.addresses.absolute(address) if found.kind == "asset" else address


def with_pictures(html: str, pictures: Mapping[str, str]) -> str:
    """Return a page of ours with data URLs, by address, in the place of its pictures' addresses."""
    # In a text a quotation mark is never bare, so that this finds attributes alone.
    for address, url in pictures.items():
        html = html.replace(f' src="{address}"', f' src="{url}"')
    return html


def saved_headers(edition: Edition, suffix: str = ".html", *, https: bool) -> Headers:
    """Return what the file is sent with: its name above all (RFC 6266), the common headers."""
    message = edition.publication.name
    title = plain_text(edition.texts.get(message.key, message.msgid))
    name = _nameable(f"{title} ({edition.locale}){suffix}")
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    # A title in another script leaves nothing but what was put around it.
    plain = ascii_only if ascii_only[0].isalnum() else f"publication ({edition.locale}){suffix}"
    # RFC 8187, §3.2.1; without quotation marks and backslashes `plain` is a quoted-string.
    names = f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return (("content-disposition", f"attachment; {names}"), *common_headers(https=https))


def _nameable(name: str) -> str:
    # Controls, and what is seen by nobody, such as marks of direction.
    seen = "".join(one for one in name if unicodedata.category(one)[0] != "C")
    return " ".join(_UNNAMEABLE.sub(" ", seen).split())
