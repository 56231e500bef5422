"""In which order a release is put where readers are reading the last one.

What is named comes before what names it, so that whoever follows a link, at any moment, finds
something: files that never change, and pages that are new, are named by nothing yet; then pages
that change, which may name the new ones; then what tells devices and robots of all this. On an
empty place nothing can be reached before its doorway, which comes after all pages.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from pwa.export.files import is_immutable
from pwa.export.objects import Object

# From these a place is entered; the second tells of all pages, the third of the second.
_ENTRIES: Final = ("index.html", "sitemap.xml", "robots.txt")


def stages(objects: Iterable[Object], there: frozenset[str]) -> list[list[Object]]:
    """Return objects in groups, of which one has to be whole before the next is begun.

    `there` are the names in use already.
    """

    def place(one: Object) -> tuple[int, int]:
        return _place(one.name, is_new=one.name not in there)

    ordered = sorted(objects, key=lambda one: (place(one), one.name))
    return [list(group) for _, group in groupby(ordered, key=place)]


def _place(name: str, *, is_new: bool) -> tuple[int, int]:
    if is_immutable(name):
        return 0, 0
    is_page = name.endswith(".html")
    if name in _ENTRIES:
        return 2 if is_new else 4, _ENTRIES.index(name)
    if is_new:
        return 1, int(is_page)
    return 3, int(not is_page)
