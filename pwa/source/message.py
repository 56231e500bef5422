"""The nouns of segmentation: what a parsed section consists of."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

SEGMENTER = 1
"""The version of the segmentation rules; records carry it, since new rules move fingerprints."""

MAX_MESSAGE = 20_000
"""Characters in one source block or one translation; bounds the time hostile input can take."""

Key: TypeAlias = tuple[str | None, str]
"""msgctxt and msgid: what a catalog looks a message up by."""

Former: TypeAlias = Mapping[Key, tuple[Key, ...]]
"""By a message, those that it was before edits that keep the meaning, the nearest first."""

NO_FORMER: Final[Former] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable block, in the normal form that catalogs hold.

    `line` counts from 1 in the file, `place` tells a translator what kind of block it is, and
    `comment` is what the author has to say to translators.
    """

    msgid: str
    msgctxt: str | None = None
    line: int = 1
    place: str = "paragraph"
    comment: str = ""

    @property
    def key(self) -> Key:
        """What a catalog looks this message up by."""
        return self.msgctxt, self.msgid


@dataclass(frozen=True, slots=True)
class Link:
    """A destination as the author wrote it, references expanded."""

    href: str
    line: int
    image: bool
