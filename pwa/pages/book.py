"""The whole publication as a book: EPUB 3.3, made of templates and a zip file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pwa.edition.edition import Edition, SectionEdition
from pwa.memo import Memo
from pwa.pages.saved import with_pictures
from pwa.pages.views import EditionViews
from pwa.pages.xhtml import characters, xhtml
from pwa.source.publication import target

MEDIA_TYPE: Final = "application/epub+zip"

# What every reading system can show (EPUB 3.3, §3.2), and the suffix that each has in the book.
_CORE_IMAGES: Final = {
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}

# Open Container Format: this is where a reading system looks first (EPUB 3.3, §4.2.6.3.1).
_CONTAINER: Final = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

# The earliest that a zip file can say: the book's own date stands in its package.
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)

Render = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the content."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """What a book says of itself: the moment and revision of its edition, the note of a recall."""

    date: str
    revision: str = ""
    revoked: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book, as its package names it."""

    id: str
    file: str
    media_type: str


class BookViews(EditionViews):
    """Views for a book: links lead within it, or to a whole address."""

    def __init__(self, edition: Edition, plain: EditionViews, pictures: frozenset[str]) -> None:
        """Look at an edition; `pictures` are the addresses of the images that a book can show."""
        super().__init__(edition, plain.addresses, Memo())
        self.pictures = pictures
        self.files = {one.id: f"section-{n}.xhtml" for n, one in enumerate(edition.sections, 1)}

    def _resolve(self, section: SectionEdition, href: str, *, image: bool) -> str | None:
        address = super()._resolve(section, href, image=image)
        found = target(self.edition.publication, section.section, href)
        if not address or not found or href.startswith("#"):
            return address
        if image:
            return address if address in self.pictures else None
        if found.kind == "section":
            fragment = f"#{found.fragment}" if found.fragment else ""
            return self.files[found.name] + fragment
        return self.addresses.absolute(address) if found.kind == "asset" else address


def book(
    edition: Edition,
    plain: EditionViews,
    render: Render,
    pictures: Mapping[str, Picture],
    facts: Facts,
) -> bytes:
    """Return an edition as an EPUB; equal editions make equal bytes.

    `plain` are its views elsewhere, `render` renders a template, `pictures` are by address.
    """
    core = {where: one for where, one in pictures.items() if one.media_type in _CORE_IMAGES}
    views = BookViews(edition, plain, frozenset(core))
    texts = _texts(views, render, facts)
    names = _names(core, "".join(texts.values()))
    images = {name: core[where] for where, name in names.items()}
    package = render("book.opf", _package(views, images, facts))
    pages = {name: with_pictures(text, names).encode() for name, text in texts.items()}
    return _zipped(
        {
            "META-INF/container.xml": _CONTAINER.encode(),
            "book/package.opf": characters(package).encode(),
            "book/style.css": render("book.css", {}).encode(),
            **{f"book/{name}": data for name, data in pages.items()},
            **{f"book/{name}": one.data for name, one in sorted(images.items())},
        }
    )


def _names(pictures: Mapping[str, Picture], texts: str) -> dict[str, str]:
    """The files in the book of the images that its pages show, by address."""
    shown = [where for where in sorted(pictures) if f' src="{where}"' in texts]
    return {
        where: f"image-{number}.{_CORE_IMAGES[pictures[where].media_type]}"
        for number, where in enumerate(shown, 1)
    }


def _texts(views: BookViews, render: Render, facts: Facts) -> dict[str, str]:
    """The pages of the book in reading order, by their files."""
    origins = {one.state.origin for one in views.edition.sections if one.state.origin}
    told = {"facts": facts, "origins": sorted(origins)}
    nav = {"parts": views.heads(), "files": views.files}
    sections = {
        views.files[one.id]: xhtml(render("book_section.html", _section(views, one)))
        for one in views.edition.sections
    }
    return {
        "title.xhtml": xhtml(render("book_title.html", told)),
        "contents.xhtml": xhtml(render("book_contents.html", nav)),
        **sections,
    }


def _section(views: BookViews, section: SectionEdition) -> dict[str, Any]:
    view = views.section(section)
    return {"section": view, "address": views.addresses.absolute(view.url)}


def _package(views: BookViews, images: Mapping[str, Picture], facts: Facts) -> dict[str, Any]:
    edition, addresses = views.edition, views.addresses
    tag = edition.locale
    both = not edition.is_source and any(one.shown == "source" for one in edition.sections)
    return {
        "facts": facts,
        "address": addresses.absolute(addresses.cover(tag)),
        "pack": addresses.absolute(addresses.pack(tag, facts.revision)) if facts.revision else "",
        "languages": [tag, edition.source_locale] if both else [tag],
        "sections": [
            Item(f"section-{number}", file, "application/xhtml+xml")
            for number, file in enumerate(views.files.values(), 1)
        ],
        "images": [
            Item(name.partition(".")[0], name, one.media_type)
            for name, one in sorted(images.items())
        ],
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one; the media type comes first and as it is (EPUB 3.3, §4.3.4)."""
    whole = BytesIO()
    with ZipFile(whole, "w") as container:
        container.writestr(ZipInfo("mimetype", _EARLIEST), MEDIA_TYPE, ZIP_STORED)
        for name, data in files.items():
            container.writestr(ZipInfo(name, _EARLIEST), data, ZIP_DEFLATED, compresslevel=9)
    return whole.getvalue()
