"""Which edits made a section's source what it is, where they may be said to keep its meaning."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pwa.errors import Finding, RefusedError
from pwa.review.likeness import likeness, most_alike
from pwa.review.meaning import differences
from pwa.source.message import Former, Key
from pwa.translation.near import NEAR

Edited = tuple[Key, Key]
"""A message as it was and as it is."""

_UNCHANGED: Final = (
    "nothing has changed that is not declared already, since it was last extracted, since the "
    "catalogs were brought up to date or since the last commit"
)
_ADVICE: Final = (
    "only a known text can be said to mean the same: declare the small edit by itself first, and "
    "then add, take out or rewrite paragraphs"
)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a section no longer says and what it says instead, as far as nobody declared it."""

    gone: tuple[Key, ...]
    new: tuple[Key, ...]

    @property
    def size(self) -> int:
        """How many messages it concerns, 0 where nothing has changed."""
        return max(len(self.gone), len(self.new))


def edited(
    section: str,
    present: Sequence[Key],
    extracted: Sequence[Key] | None,
    others: Iterable[Sequence[Key]],
    former: Former,
    locale: str,
) -> tuple[Edited, ...]:
    """Return the edits that made a section's present messages, written in `locale`.

    `extracted` is what the section said when its messages were last extracted (None: never), and
    `others` what else it may have said, for where that is the present text already: the one with
    the least change counts. `former` is what has been declared.

    Raises RefusedError, naming the texts, where nothing has changed, where a message is new, gone
    or rewritten, or where an edit moves what the meaning hangs on.
    """
    change = _change(extracted, present, former) if extracted is not None else None
    if not change or not change.size:
        changes = (_change(keys, present, former) for keys in others)
        change = min((one for one in changes if one.size), key=_plausible, default=None)
    if not change:
        raise RefusedError(Finding(f"{section}: {_UNCHANGED}"))
    found = _paired(change)
    faults = [*_unpaired(section, change, found), *_harmful(section, found, locale)]
    if faults:
        raise RefusedError(*faults)
    return found


def _plausible(change: _Change) -> tuple[bool, int]:
    """What is most likely to be what was meant comes first: all of it edits, and the fewest."""
    return len(_paired(change)) < change.size, change.size


def _change(before: Sequence[Key], present: Sequence[Key], former: Former) -> _Change:
    gone = [key for key in dict.fromkeys(before) if key not in present]
    new = [key for key in dict.fromkeys(present) if key not in before]
    declared = {key: set(former.get(key, ())).intersection(gone) for key in new}
    became = set().union(*declared.values())
    return _Change(
        tuple(key for key in gone if key not in became),
        tuple(key for key in new if not declared[key]),
    )


def _paired(change: _Change) -> tuple[Edited, ...]:
    """Return which message became which, in its own context."""
    contexts = dict.fromkeys(key[0] for key in change.new)
    return tuple(pair for context in contexts for pair in _paired_in(context, change))


def _paired_in(context: str | None, change: _Change) -> Iterator[Edited]:
    gone = [key for key in change.gone if key[0] == context]
    new = [key for key in change.new if key[0] == context]
    became = most_alike([key[1] for key in gone], [key[1] for key in new])
    for at, before in sorted(became.items()):
        if likeness(gone[before][1], new[at][1]) >= NEAR:
            yield gone[before], new[at]


def _unpaired(section: str, change: _Change, found: Sequence[Edited]) -> Iterator[Finding]:
    olds, news = {was for was, _ in found}, {now for _, now in found}
    for key in (key for key in change.new if key not in news):
        yield Finding(f"{section}: “{key[1]}” is new, or rewritten; {_ADVICE}")
    for key in (key for key in change.gone if key not in olds):
        yield Finding(f"{section}: “{key[1]}” is gone, or rewritten; {_ADVICE}")


def _harmful(section: str, found: Sequence[Edited], locale: str) -> Iterator[Finding]:
    for was, now in found:
        reasons = ", ".join(differences(was[1], now[1], locale))
        if reasons:
            texts = f"“{was[1]}” does not mean the same as “{now[1]}”"
            yield Finding(f"{section}: {texts}: {reasons}")
