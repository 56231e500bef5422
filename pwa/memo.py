"""Work done once: results remembered by their inputs, for as long as they are used."""

import hashlib
import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

T = TypeVar("T")

_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def digest(*parts: object) -> str:
    """Return the SHA-256 (hex) of the parts in canonical JSON; equal parts, equal digest."""
    text = _canonical(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def bytes_digest(data: bytes) -> str:
    """Return the SHA-256 (hex) of the bytes."""
    return hashlib.sha256(data).hexdigest()


@dataclass(slots=True, eq=False)
class _Kept:
    """A result, those that it used, and the last round that used it."""

    result: Any
    uses: "tuple[_Kept, ...]"
    used_in: int = 0


def _meet(one: str, other: str) -> bool:
    """Whether one of two paths is the other, or within it."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


class Memo:
    """Results by key; `sweep` after each round forgets those that the round did not use.

    A result may use others: while it is used, so are they. A key must name every input of its
    result. Used by one thread at a time.
    """

    def __init__(self) -> None:
        """Begin with nothing remembered."""
        self._kept: dict[Hashable, _Kept] = {}
        self._used: list[_Kept] = []
        self._latest: dict[Hashable, Hashable] = {}
        self._read: set[tuple[str, str, str]] = set()
        self._round = 1
        self.made = 0

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result remembered under the key, else make and remember it."""
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._made(make)
            self.made += 1
        self._used.append(kept)
        return cast("T", kept.result)

    def latest(self, kind: Hashable, key: Hashable, make: Callable[[T | None], T]) -> T:
        """Return the result remembered under the key, else make it from the latest of its kind.

        `make` is given that, as long as it is remembered: of what is much the same, much can be
        taken over. What it makes must not follow from it.
        """
        last = self._kept.get(self._latest.get(kind))
        result = self(key, lambda: make(last.result if last else None))
        self._latest[kind] = key
        return result

    def read(self, path: Path, what: str, make: Callable[[], T]) -> T:
        """Return what was made of a file, or of a folder with all that is in it.

        Made anew after `told` of a change there; `what` tells the results of one path apart.
        """
        key = ("read", str(path), what)
        if key not in self._kept:
            self._kept[key] = self._made(make)
            self._read.add(key)
        self._used.append(self._kept[key])
        return cast("T", self._kept[key].result)

    def told(self, changed: Iterable[Path] | None) -> None:
        """Hear that files or folders may have changed; any of them, where `changed` is None."""
        paths = None if changed is None else [str(path) for path in changed]
        for key in list(self._read):
            if paths is None or any(_meet(key[1], path) for path in paths):
                self._read.remove(key)
                self._kept.pop(key, None)

    def _made(self, make: Callable[[], T]) -> _Kept:
        """Make a result; what is used meanwhile is used by it, and by nobody else."""
        outer, self._used = self._used, []
        try:
            result = make()
            uses = tuple(self._used)
        finally:
            self._used = outer
        return _Kept(result, uses)

    def sweep(self) -> None:
        """Forget what nothing has used since the last sweep: no round, no result in use.

        Where nothing was asked for since then, there was no round.
        """
        if not self._used:
            return
        waiting = self._used
        while waiting:
            kept = waiting.pop()
            if kept.used_in != self._round:
                kept.used_in = self._round
                waiting.extend(kept.uses)
        for key in [key for key, kept in self._kept.items() if kept.used_in != self._round]:
            del self._kept[key]
        self._round += 1

    def undo(self) -> None:
        """End a round that failed: forget nothing, not even what it made."""
        self._used = []
