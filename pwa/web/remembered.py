"""What readers ask for again and again, ready to be sent."""

from collections import OrderedDict
from typing import Final

from pwa.release.representations import Variant
from pwa.web.together import Place

# How many bytes are remembered, and how many places are spoken of when two processes meet.
SIZE: Final = 64 * 1024 * 1024
PLACES: Final = 200


class Remembered:
    """Variants by place, those asked for last; as many as have SIZE bytes."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._found: OrderedDict[Place, Variant] = OrderedDict()
        self._size = 0

    def find(self, place: Place) -> Variant | None:
        """Return what was remembered."""
        found = self._found.get(place)
        if found:
            self._found.move_to_end(place)
        return found

    def put(self, place: Place, variant: Variant) -> None:
        """Remember a variant, and forget what was not asked for longest."""
        self.drop(place)
        self._found[place] = variant
        self._size += len(variant.body)
        while self._size > SIZE:
            self.drop(next(iter(self._found)))

    def drop(self, place: Place) -> None:
        """Forget a variant."""
        found = self._found.pop(place, None)
        self._size -= len(found.body) if found else 0

    def clear(self) -> None:
        """Forget all of them."""
        self._found.clear()
        self._size = 0

    def places(self) -> list[Place]:
        """Return what was asked for last, the newest first."""
        return list(reversed(self._found))[:PLACES]
