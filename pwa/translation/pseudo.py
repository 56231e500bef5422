"""Pseudo-locales: English that shows what a layout must bear, made from the source itself.

`en-XA` is accented and 30 to 200 % longer, `ar-XB` runs from right to left; both are the tags
that CLDR reserves for this. They are for the eyes of those who work on the publication.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from pwa.source.normal_form import with_texts
from pwa.translation import merge
from pwa.translation.placeholders import PLACEHOLDER
from pwa.translation.po import Entry, PoFile

_ACCENTS: Final = str.maketrans(
    "aceghijklnorstuwyzACEGHIJKLNORSTUWYZ", "áçéĝĥíĵķĺñöŕšţúŵýžÁÇÉĜĤÍĴĶĹÑÖŔŠŢÚŴÝŽ"
)

# UAX #9: a right-to-left override, and what ends it.
_OVERRIDE, _END = "\u202e", "\u202c"

# Short texts grow most in translation: by so much, up to so many characters (after W3C, "Text
# size in translation").
_GROWTH: Final = ((10, 2.0), (20, 1.0), (30, 0.8), (50, 0.6), (70, 0.4))
_LEAST_GROWTH: Final = 0.3

_FILLING: Final = "one two three four five six seven eight nine ten "


def accented(text: str) -> str:
    """Return English with accents; every letter can still be read."""
    return text.translate(_ACCENTS)


def lengthened(text: str) -> str:
    """Return a text with as many more characters as translations of its length may have."""
    growth = next((grown for length, grown in _GROWTH if len(text) <= length), _LEAST_GROWTH)
    wanted = round(len(text) * growth)
    filling = (_FILLING * (wanted // len(_FILLING) + 1))[:wanted].strip()
    return f"{text} {filling}" if filling else text


def mirrored(text: str) -> str:
    """Return a text whose words run from right to left."""
    return re.sub(r"[^\s]+", rf"{_OVERRIDE}\g<0>{_END}", text)


Change: TypeAlias = Callable[[str], str]

_CHANGES: Final[Mapping[str, Change]] = MappingProxyType({"en-XA": accented, "ar-XB": mirrored})

PSEUDO_LOCALES: Final = tuple(_CHANGES)


def pseudo_content(template: PoFile, locale: str) -> PoFile:
    """Return a whole content catalog in a pseudo-locale; markup and addresses stay."""
    return _translated(template, locale, with_texts)


def pseudo_interface(template: PoFile, locale: str) -> PoFile:
    """Return a whole interface catalog in a pseudo-locale; placeholders and tags stay."""
    return _translated(template, locale, _between_placeholders)


def _between_placeholders(msgid: str, change: Change) -> str:
    texts, kept = PLACEHOLDER.split(msgid), [*PLACEHOLDER.findall(msgid), ""]
    return "".join(change(text) + mark for text, mark in zip(texts, kept, strict=True))


def _translated(template: PoFile, locale: str, changed: Callable[[str, Change], str]) -> PoFile:
    def text(msgid: str) -> str:
        made = changed(msgid, _CHANGES[locale])
        return lengthened(made) if locale == "en-XA" else made

    begun = merge.init(template, locale=locale)
    return begun.with_entries(_filled(entry, text) for entry in begun.entries)


def _filled(entry: Entry, text: Change) -> Entry:
    source = entry.msgid if entry.msgid_plural is None else entry.msgid_plural
    return entry.replace(msgstr=(text(source),) * len(entry.msgstr))
