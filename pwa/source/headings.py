"""Ids of headings and other blocks: written by the author or derived from the source.

They come from the source in every language, so that a link to a place in a section holds in all
of them.
"""

import re
from collections.abc import Iterable

# mdBook's and Pandoc's heading attributes: {#id .class key=value}; only the id means something.
_ATTRIBUTES = re.compile(r"(?:^|(?<=[^\\]))\{([^{}\n]*)\}\s*\Z")
_ATTRIBUTE = re.compile(r"[#.][^\s#.=]\S*|[\w-]+=\S*")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def split_attributes(heading: str) -> tuple[str, str | None]:
    """A heading's text without its trailing attributes, and the id they give, if any."""
    match = _ATTRIBUTES.search(heading)
    attributes = match[1].split() if match else []
    if match is None or not attributes or not all(map(_ATTRIBUTE.fullmatch, attributes)):
        return heading, None
    given = (attribute[1:] for attribute in attributes if attribute.startswith("#"))
    return heading[: match.start()].rstrip(), next(given, None)


def slug(text: str) -> str:
    """The id that GitHub derives from a heading: letters of all scripts, digits, hyphens."""
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-") or "section"


def block_id(number: int) -> str:
    """The id of a section's block of text that is no heading, counted from 1 in the source.

    No author's id begins with a dot, and no id of a template or footnote goes on with a digit.
    """
    return f".{number}"


class Ids:
    """Hands out each id of a document once; a second taker gets `-1`, the next `-2`."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        """Keep `reserved` ids, those that authors wrote, from derived ones."""
        self._reserved = set(reserved)
        self._taken: set[str] = set()

    def claim(self, text: str, given: str | None) -> str:
        """The id of the next heading: the given one, else one derived from its text."""
        wanted = given or slug(text)
        unavailable = self._taken if given else self._taken | self._reserved
        chosen, number = wanted, 0
        while chosen in unavailable:
            number += 1
            chosen = f"{wanted}-{number}"
        self._taken.add(chosen)
        return chosen
