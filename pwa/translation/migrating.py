"""Catalogs brought from one version of the segmenter to another.

New rules of segmentation write some messages in another way. A message that renders alike is the
same message: its translation stays confirmed, and is written by the new rules too. What the new
rules cut in another place is left to the update, which marks it fuzzy with its previous msgid.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from pwa.source.message import Key
from pwa.translation import foreign
from pwa.translation.po import Entry, PoFile

FIELD: Final = "X-Segmenter"
"""The header field of content catalogs that says which segmenter wrote their msgids."""


def version(file: PoFile) -> int:
    """Return the segmenter that wrote a file's msgids: the first one where nothing says so."""
    said = file.header.get(FIELD, "")
    return int(said) if said.isascii() and said.isdecimal() else 1


def former_keys(before: Iterable[Key], now: Iterable[Key]) -> Mapping[Key, Key]:
    """Return, for each message that is only written in another way now, its key from before."""
    old, new = dict.fromkeys(before), dict.fromkeys(now)
    gone = {_form(key): key for key in reversed(old) if key not in new}
    # A block of code is never written in another way.
    written = (key for key in new if key not in old and not foreign.is_code(key[1]))
    found = ((key, gone.get(_form(key))) for key in written)
    return {key: former for key, former in found if former}


def migrated(catalog: PoFile, template: PoFile) -> PoFile:
    """Return a catalog with its messages as the template's segmenter writes them."""
    if version(catalog) == version(template):
        return catalog
    keys = ([each.key for each in file.live] for file in (catalog, template))
    now = {old: new for new, old in former_keys(*keys).items()}
    entries = [_rewritten(each, now) for each in catalog.entries]
    return catalog.with_entries(entries).with_header_field(FIELD, str(version(template)))


def text_in_present_form(text: str, msgid: str) -> str:
    """Return a translation as the present segmenter writes it, for a message of its own."""
    return foreign.in_our_form(text, table_cell="\\|" in msgid) if text else text


def _rewritten(each: Entry, now: Mapping[Key, Key]) -> Entry:
    if each.obsolete or each.key not in now:
        return each
    msgid = now[each.key][1]
    return each.replace(
        msgid=msgid, msgstr=tuple(text_in_present_form(text, msgid) for text in each.msgstr)
    )


def _form(key: Key) -> tuple[str | None, str]:
    return key[0], foreign.appearance(key[1])
