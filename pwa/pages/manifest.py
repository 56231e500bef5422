"""The web app manifest (W3C Web Application Manifest), one app in all languages.

`id`, `start_url` and `scope` are the same in every edition, and so are the maps of localized
names: visiting another language changes nothing in the installed app but where its shortcuts lead:
to the language that was read last.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from pwa.addresses import Addresses
from pwa.edition.edition import Edition
from pwa.errors import Finding, SiteError
from pwa.locales import direction
from pwa.pages.pictures import size_of
from pwa.source.markdown import plain_text
from pwa.source.message import Message
from pwa.source.publication import Publication
from pwa.translation.catalog import Interface

FILE = "manifest/manifest.webmanifest"

# The members that hold images, as files beside the manifest.
IMAGES = ("icons", "screenshots")

# Screenshots stand beside it and are not named in it: each language has its own, such as
# ja.narrow.1.webp, in the order in which they are shown.
SCREENSHOTS: Final = "screenshots"
SCREENSHOT: Final = re.compile(r"([A-Za-z0-9-]+)\.(narrow|wide)\.[0-9]+\.(png|webp)")

MessageOf = Callable[[Publication], Message | None]


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture of the app in one language, for wide or for narrow windows."""

    locale: str
    form: str
    type: str
    url: str
    size: tuple[int, int]

    @classmethod
    def of(cls, file: str, url: str, data: bytes) -> "Screenshot":
        """Describe one by its file's name, which `SCREENSHOT` matches, and by its data."""
        locale, form, _, suffix = PurePath(file).name.split(".")
        return cls(locale, form, f"image/{suffix}", url, size_of(data) or (0, 0))


def read_manifest(data: bytes) -> dict[str, Any]:
    """Return the manifest's source. Raises SiteError where it is none."""
    try:
        source = json.loads(data)
    except ValueError as error:
        raise SiteError(Finding(f"not JSON: {error}", FILE, getattr(error, "lineno", 1))) from error
    if not isinstance(source, dict):
        raise SiteError(Finding("not a JSON object", FILE, 1))
    for member in IMAGES:
        images = source.get(member, [])
        if not isinstance(images, list) or not all(map(_has_source, images)):
            raise SiteError(Finding(f"{member} is no list of images, each with a src", FILE, 1))
    return source


def _has_source(image: object) -> bool:
    return isinstance(image, dict) and isinstance(image.get("src"), str)


def icon_files(source: Mapping[str, Any]) -> list[str]:
    """Return the files that the manifest names as icons and screenshots, beside itself.

    Raises SiteError for one that stands elsewhere: it would be read, and exported, elsewhere.
    """
    named = [image["src"] for member in IMAGES for image in source.get(member, ())]
    for name in named:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name:
            raise SiteError(Finding(f"{name!r} is no file in manifest/; name one there", FILE))
    return named


def manifest(
    source: Mapping[str, Any],
    edition: Edition,
    editions: Sequence[Edition],
    addresses: Addresses,
    images: Mapping[str, str],
    *,
    interface: Interface,
    screenshots: Sequence[Screenshot] = (),
) -> bytes:
    """Return an edition's manifest; `images` gives the address of each file that it names.

    Shortcuts and screenshots are in its language; the source's serve where it has none.
    """
    publication = edition.publication
    members = {
        **source,
        "id": addresses.root(),
        "start_url": addresses.start(),
        "scope": addresses.root(),
        "lang": edition.locale,
        "dir": edition.dir,
        "name": _text(edition, _name(publication)),
        "short_name": _text(edition, _short_name(publication)),
        "description": _text(edition, _description(publication)),
        "name_localized": _localized(editions, _name),
        "short_name_localized": _localized(editions, _short_name),
    }
    for member in filter(source.__contains__, IMAGES):
        members[member] = [_addressed(image, images) for image in source[member]]
    members.setdefault("shortcuts", _shortcuts(addresses, edition.locale, interface))
    own = _own(screenshots, edition.locale) or _own(screenshots, edition.source_locale)
    if own:
        members.setdefault("screenshots", [_shown(one, members["name"]) for one in own])
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def _shortcuts(addresses: Addresses, tag: str, interface: Interface) -> list[dict[str, str]]:
    """What a long press on the icon leads to, in the language that was read last."""
    return [
        {"name": interface.gettext("Contents"), "url": addresses.cover(tag)},
        {"name": interface.gettext("Search"), "url": addresses.search(tag)},
        {"name": interface.gettext("Read everything on one page"), "url": addresses.read(tag)},
        {"name": interface.gettext("On this device"), "url": addresses.offline(tag)},
    ]


def _own(screenshots: Sequence[Screenshot], locale: str) -> list[Screenshot]:
    return [one for one in screenshots if one.locale == locale]


def _shown(one: Screenshot, label: str) -> dict[str, str]:
    width, height = one.size
    return {
        "src": one.url,
        "sizes": f"{width}x{height}",
        "type": one.type,
        "form_factor": one.form,
        "label": label,
    }


def _localized(editions: Sequence[Edition], of: MessageOf) -> dict[str, dict[str, str]]:
    return {edition.locale: _named(edition, of(edition.publication)) for edition in editions}


def _named(edition: Edition, message: Message | None) -> dict[str, str]:
    is_translated = message is None or message.key in edition.texts
    lang = edition.locale if is_translated else edition.source_locale
    named = {"value": _text(edition, message)}
    if lang != edition.locale:
        named["lang"] = lang
    if direction(lang) == "rtl":
        named["dir"] = "rtl"
    return named


def _text(edition: Edition, message: Message | None) -> str:
    return plain_text(edition.texts.get(message.key, message.msgid)) if message else ""


def _addressed(item: Mapping[str, Any], images: Mapping[str, str]) -> dict[str, Any]:
    return {**item, "src": images[item["src"]]}


def _name(publication: Publication) -> Message:
    return publication.name


def _description(publication: Publication) -> Message | None:
    """The tagline: it tells the subject, and stands where the app is installed and listed."""
    return None if publication.settings.discreet else publication.tagline


def _short_name(publication: Publication) -> Message:
    return publication.short_name or publication.title
