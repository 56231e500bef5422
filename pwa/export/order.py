"""In which order a release is put where readers are reading the last one.

What is named comes before what names it, so that whoever follows a link, at any moment, finds
something: files that never change, and pages that are new, are named by nothing yet; then pages
that change, which may name the new ones; then what tells devices and robots of all this. On an
empty place nothing can be reached before its doorway, which comes after all pages.
"""

from collections.abc import Container, Iterable
from itertools import groupby
from typing import Final

from pwa.export.files import is_immutable

# From these a place is entered; the second tells of all pages, the third of the second.
_ENTRIES: Final = ("index.html", "sitemap.xml", "robots.txt")


def stages(names: Iterable[str], there: Container[str]) -> list[list[str]]:
    """Return names in groups, of which one has to be whole before the next is begun.

    `there` are the names in use already. A compressed form goes with what it is of.
    """

    def place(name: str) -> tuple[int, int]:
        own = name.removesuffix(".br").removesuffix(".gz")
        return _place(own, is_new=own not in there)

    ordered = sorted(names, key=lambda name: (place(name), name))
    return [list(group) for _, group in groupby(ordered, key=place)]


def _place(name: str, *, is_new: bool) -> tuple[int, int]:
    if is_immutable(name):
        return 0, 0
    if name in _ENTRIES:
        return 2 if is_new else 4, _ENTRIES.index(name)
    is_page = name.endswith(".html")
    return (1, int(is_page)) if is_new else (3, int(not is_page))
