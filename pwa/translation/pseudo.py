"""Pseudo-locales: English that shows what a layout must bear, made from the source itself.

`en-XA` is accented and 30 to 200 % longer, `ar-XB` runs from right to left; both are the tags
that CLDR reserves for this. They are for the eyes of those who work on the publication.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from pwa.source.normal_form import with_texts
from pwa.translation import merge
from pwa.translation.po import Entry, PoFile

_ACCENTS: Final = str.maketrans(
    "aceghijklnorstuwyzACEGHIJKLNORSTUWYZ", "áçéĝĥíĵķĺñöŕšţúŵýžÁÇÉĜĤÍĴĶĹÑÖŔŠŢÚŴÝŽ"
)

# UAX #9: a right-to-left override, and what ends it.
_OVERRIDE, _END = "\u202e", "\u202c"

# What interface messages keep as it is: placeholders and a percent sign.
_KEPT = re.compile(r"(%\(\w+\)\w|%%|%)")

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


_CHANGES: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"en-XA": accented, "ar-XB": mirrored}
)

PSEUDO_LOCALES: Final = tuple(_CHANGES)


def pseudo_content(template: PoFile, locale: str) -> PoFile:
    """Return a whole content catalog in a pseudo-locale; markup and addresses stay."""
    change = _CHANGES[locale]

    def text(msgid: str) -> str:
        changed = with_texts(msgid, change)
        return lengthened(changed) if locale == "en-XA" else changed

    return _translated(template, locale, text)


def pseudo_interface(template: PoFile, locale: str) -> PoFile:
    """Return a whole interface catalog in a pseudo-locale; placeholders stay."""
    change = _CHANGES[locale]

    def text(msgid: str) -> str:
        parts = (part if _KEPT.fullmatch(part) else change(part) for part in _KEPT.split(msgid))
        changed = "".join(parts)
        return lengthened(changed) if locale == "en-XA" else changed

    return _translated(template, locale, text)


def _translated(template: PoFile, locale: str, text: Callable[[str], str]) -> PoFile:
    begun = merge.init(template, locale=locale)
    return begun.with_entries(_filled(entry, text) for entry in begun.entries)


def _filled(entry: Entry, text: Callable[[str], str]) -> Entry:
    source = entry.msgid if entry.msgid_plural is None else entry.msgid_plural
    return entry.replace(msgstr=(text(source),) * len(entry.msgstr))
