"""An edition's badge: an SVG that says, in its own language, how far its translation is.

It stands on other sites and in readme files, where nothing of ours surrounds it: it brings its
own background, names no font that has to be there, and asks for nothing else.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from babel.numbers import format_decimal

from pwa.edition.edition import Edition
from pwa.locales import babel_locale
from pwa.pages.policy import Headers, svg_headers
from pwa.pages.templates import Templates
from pwa.review.status import SectionStatus, Signature
from pwa.source.markdown import plain_text
from pwa.translation.catalog import Interface

# In px: the size of the text, and what stands around and between label and number.
_SIZE = 13
_SPACE = 64

# Below it the bars are too short to be told apart.
_LEAST_WIDTH = 260


@dataclass(frozen=True, slots=True)
class Row:
    """How many of an edition's sections are worth what the label says, `number` in its digits.

    `is_warning` where more of them is no progress.
    """

    label: str
    count: int
    total: int
    number: str
    is_warning: bool = False

    @property
    def share(self) -> float:
        """What part of the whole it is, from 0 to 1; of none there is no part."""
        return self.count / self.total


def badge(edition: Edition, interface: Interface, templates: Templates) -> bytes:
    """Return the badge of an edition, in the words of its interface."""
    title = edition.publication.title
    rows = list(_rows(edition, interface))
    # Translators: a label; how many of the sections are translated, checked and reviewed follows.
    sections = interface.gettext("Sections")
    context = {
        "tag": edition.locale,
        "dir": edition.dir,
        "name": edition.name,
        "publication": plain_text(edition.texts.get(title.key, title.msgid)),
        "heading": interface.gettext("Translation status"),
        "sections": sections,
        "rows": rows,
        "size": _SIZE,
        "width": _width([(edition.name, sections), *((one.label, one.number) for one in rows)]),
    }
    return templates.render("badge.svg", interface, context).encode()


def badge_headers(*, https: bool = False) -> Headers:
    """What a badge carries: an image's headers, but the pages of other sites may show it."""
    shown = {"cross-origin-resource-policy": "cross-origin"}
    return tuple((dict(svg_headers(https=https)) | shown).items())


def _rows(edition: Edition, interface: Interface) -> Iterator[Row]:
    states = [section.state for section in edition.sections]
    whole = [state for state in states if state.status not in {"untranslated", "partial"}]

    def row(label: str, count: int, *, is_warning: bool = False) -> Row:
        locale = babel_locale(edition.locale)
        number = "/".join(format_decimal(one, locale=locale) for one in (count, len(states)))
        return Row(label, count, len(states), number, is_warning)

    if not edition.is_source:
        yield row(interface.gettext("Translated"), len(whole))
        unchecked = sum(_is_unchecked_machine(state) for state in whole)
        if unchecked:
            label = interface.gettext("Translated by machine, not checked")
            yield row(label, unchecked, is_warning=True)
        checked = sum(_holds(state.revision) for state in whole)
        yield row(interface.gettext("Checked against the original"), checked)
    reviewed = sum(_holds(state.review) for state in whole)
    yield row(interface.gettext("Reviewed by a subject expert"), reviewed)


def _is_unchecked_machine(state: SectionStatus) -> bool:
    return state.origin == "machine" and not (_holds(state.revision) or _holds(state.review))


def _holds(signature: Signature | None) -> bool:
    return signature is not None and signature.holds


def _width(lines: list[tuple[str, str]]) -> int:
    """What the longest line takes in px, whatever font it is shown in."""
    longest = max(sum(map(_advance, start + end)) for start, end in lines)
    return max(_LEAST_WIDTH, round(longest * _SIZE) + _SPACE)


def _advance(character: str) -> float:
    """A character's width in em: no usual sans-serif font takes more on average."""
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0.6
