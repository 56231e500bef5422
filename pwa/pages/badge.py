"""An edition's badge: an SVG that says, in its own language, how far its translation is.

It stands on other sites and in readme files, where nothing of ours surrounds it: it brings its
own background, names no font that has to be there, and asks for nothing else.
"""

import unicodedata
from dataclasses import dataclass

from babel.numbers import format_decimal

from pwa.edition.edition import Edition
from pwa.locales import babel_locale
from pwa.pages.policy import Headers, svg_headers
from pwa.pages.templates import Templates
from pwa.pages.totals import Total, totals
from pwa.source.markdown import plain_text
from pwa.translation.catalog import Interface

# In px: the size of the text, and what stands around and between label and number.
_SIZE = 13
_SPACE = 64

# Below it the bars are too short to be told apart.
_LEAST_WIDTH = 260


@dataclass(frozen=True, slots=True)
class Row:
    """A total with its number in the digits of the badge's language."""

    total: Total
    number: str


def badge(edition: Edition, interface: Interface, templates: Templates) -> bytes:
    """Return the badge of an edition, in the words of its interface."""
    title = edition.publication.title
    rows = [_row(one, edition.locale) for one in totals(edition, interface)]
    # Translators: a label; how many of the sections are translated, checked and reviewed follows.
    sections = interface.gettext("Sections")
    lines = [(edition.name, sections), *((row.total.label, row.number) for row in rows)]
    context = {
        "tag": edition.locale,
        "dir": edition.dir,
        "name": edition.name,
        "publication": plain_text(edition.texts.get(title.key, title.msgid)),
        "heading": interface.gettext("Translation status"),
        "sections": sections,
        "rows": rows,
        "size": _SIZE,
        "width": _width(lines),
    }
    return templates.speaking(interface).render("badge.svg", context).encode()


def badge_headers(*, https: bool = False) -> Headers:
    """What a badge carries: an image's headers, but the pages of other sites may show it."""
    shown = {"cross-origin-resource-policy": "cross-origin"}
    return tuple((dict(svg_headers(https=https)) | shown).items())


def _row(total: Total, locale: str) -> Row:
    counts = (total.count, total.total)
    return Row(total, "/".join(format_decimal(n, locale=babel_locale(locale)) for n in counts))


def _width(lines: list[tuple[str, str]]) -> int:
    """What the longest line takes in px, whatever font it is shown in."""
    longest = max(sum(map(_advance, start + end)) for start, end in lines)
    return max(_LEAST_WIDTH, round(longest * _SIZE) + _SPACE)


def _advance(character: str) -> float:
    """A character's width in em: no usual sans-serif font takes more on average."""
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0.6
