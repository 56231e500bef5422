"""The difference between two editions of a locale, for a device that keeps the older one.

A patch is JSON; what is empty is left out:

    {"protocol": 1, "locale": "es",
     "swap": [["old words", "new words"], …],
     "files": {"/es/one/": [[0, 120], "put in", [131, 900]], "/es/two/": {"type": …, "text": …}},
     "gone": ["/es/three/", …],
     "headers": {"text/html; charset=utf-8": {…}, …}}

It is applied to the files of the kept edition, in this order:

1. `swap`: in every kept file whose media type ends with `charset=utf-8`, and whose body is UTF-8,
   every occurrence of the first text becomes the second, one swap after the other, each on what
   the one before it left. Occurrences are found from the start and do not overlap.
2. `files`: an address gets a file as a pack has it or, where there is a list, what the kept file
   becomes AS IT WAS BEFORE THE SWAPS, its media type left as it is: texts are put in, and
   [start, length] copies so much of the kept file's text. Both count UTF-16 code units, as
   JavaScript does; none falls within a character. A byte order mark counts as a character.
3. `gone`: these addresses are no more.
4. `headers`: what the files of a media type are sent with takes the place of what they were.

The patch names neither the edition that it begins with nor the one it leads to: its address does.
An engine proves the result by the revision, as it does for a pack.

The words of an interface stand on every page, those of a section on its own and among all others:
swaps are what is changed alike in several files. What they do not explain exactly, or change where
nothing changed, is in `files`.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from pwa.release.differences import Change, changes
from pwa.release.packs import PROTOCOL, File, Unpacked, compact, packed, revision, unpacked

# Characters on either side of a change that are taken into a swap, so that its words mean that
# place alone; the least that will do.
_AROUND: Final = (0, 4, 12, 30)

# How many swaps are looked for with each of them: more would be another text.
_SWAPS: Final = 100

# Bytes that a change costs in `files` beside its text; as many old characters a swap may spend for
# each file that it spares.
_EDIT: Final = 24

# What is the same for fewer characters than a copy takes is written once more.
_SHORTEST_COPY: Final = 12

Swap: TypeAlias = tuple[str, str]
Texts: TypeAlias = dict[str, str]


def make_patch(old: Unpacked, new: Unpacked) -> bytes | None:
    """Return the patch from one edition to another; None where a pack is as cheap.

    The same editions give the same bytes. It has been applied: the result is the new edition.
    """
    swaps = _swaps(_texts(old, new), _texts(new, old))
    swapped = dict(_swapped(old.files, swaps))
    files = {
        address: _file(old.files.get(address), file)
        for address, file in sorted(new.files.items())
        if swapped.get(address) != file
    }
    value = {
        "swap": swaps,
        "files": files,
        "gone": sorted(old.files.keys() - new.files.keys()),
        "headers": dict(_other_headers(old, new)),
    }
    kept = {name: part for name, part in value.items() if part}
    patch = compact({"protocol": PROTOCOL, "locale": new.locale, **kept})
    is_small = 2 * len(patch) < sum(len(file.body) for file in new.files.values())
    return patch if is_small and apply_patch(patch, old).revision == new.revision else None


def apply_patch(patch: bytes, old: Unpacked) -> Unpacked:
    """Return what a patch makes of an edition. Raises ValueError where it is none for this one."""
    try:
        return _applied(json.loads(patch), old)
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a patch: {error!r}") from error


def _applied(patch: Mapping[str, Any], old: Unpacked) -> Unpacked:
    if (patch["protocol"], patch["locale"]) != (PROTOCOL, old.locale):
        raise ValueError("a patch of another protocol or locale")
    files = dict(_swapped(old.files, patch.get("swap", ())))
    for address, given in patch.get("files", {}).items():
        is_new = isinstance(given, dict)
        files[address] = unpacked(given) if is_new else _edited(old.files[address], given)
    for address in patch.get("gone", ()):
        del files[address]
    headers = {**old.headers, **patch.get("headers", {})}
    return Unpacked(old.locale, revision(files, headers), headers, files)


# ---- Swaps


def _swapped(files: Mapping[str, File], swaps: Sequence[Swap]) -> Iterator[tuple[str, File]]:
    for address, file in files.items():
        text = _text(file) if swaps else None
        if text is None:
            yield address, file
            continue
        for old, new in swaps:
            text = text.replace(old, new)
        yield address, File(file.media_type, text.encode())


def _text(file: File) -> str | None:
    """What swaps work on; None for other files."""
    return _decoded(file.body) if file.media_type.endswith("charset=utf-8") else None


def _decoded(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _texts(edition: Unpacked, other: Unpacked) -> Texts:
    """The texts of files that both editions have as texts."""
    return {
        address: text
        for address, file in sorted(edition.files.items())
        if (text := _text(file)) is not None
        and (there := other.files.get(address))
        and there.media_type == file.media_type
        and _text(there) is not None
    }


def _swaps(texts: Texts, goals: Texts) -> list[Swap]:
    """Return the swaps that bring texts nearest to their goals; changes the texts."""
    made: list[Swap] = []
    for around in _AROUND:
        for swap, wanted in _candidates(texts, goals, around):
            # One before it may have made, or unmade, what this one looks for.
            counts = {address: n for address, text in texts.items() if (n := text.count(swap[0]))}
            if sum(counts.values()) == wanted:
                made.append(swap)
                texts |= {address: texts[address].replace(*swap) for address in counts}
    return made


def _candidates(texts: Texts, goals: Texts, around: int) -> list[tuple[Swap, int]]:
    """The swaps that several files want, with how often; those that explain most come first."""
    wanted: defaultdict[Swap, list[str]] = defaultdict(list)
    for address, text in texts.items():
        if text != goals[address]:
            for change in changes(text, goals[address]):
                wanted[_swap(text, change, around)].append(address)
    worth = [
        (-len(places), swap)
        for swap, places in wanted.items()
        if (spared := len(set(places))) > 1 and 0 < len(swap[0]) <= _EDIT * spared
    ]
    return [(swap, -count) for count, swap in sorted(worth)[:_SWAPS]]


def _swap(text: str, change: Change, around: int) -> Swap:
    before = text[max(0, change.start - around) : change.start]
    after = text[change.end : change.end + around]
    return before + text[change.start : change.end] + after, before + change.text + after


# ---- Files


def _file(old: File | None, new: File) -> dict[str, str] | list[Any]:
    """A file as the patch has it: what the old one becomes or, where that is no shorter, itself."""
    whole = packed(new)
    if old is None or old.media_type != new.media_type:
        return whole
    texts = _decoded(old.body), _decoded(new.body)
    if texts[0] is None or texts[1] is None:
        return whole
    edits = list(_edits(texts[0], texts[1]))
    return edits if len(compact(edits)) < len(compact(whole)) else whole


def _edits(old: str, new: str) -> Iterator[list[int] | str]:
    """Yield copies and texts, by turns, that make the new text of the old one."""
    at = units = 0
    for one in [*_joined(old, changes(old, new)), Change(len(old), len(old), "")]:
        if one.start > at:
            length = _units(old[at : one.start])
            yield [units, length]
            units += length
        if one.text:
            yield one.text
        units += _units(old[one.start : one.end])
        at = one.end


def _joined(old: str, found: Sequence[Change]) -> Iterator[Change]:
    """Changes with what is too short between them to be worth a copy."""
    last: Change | None = None
    for one in found:
        if last and one.start - last.end < _SHORTEST_COPY:
            text = last.text + old[last.end : one.start] + one.text
            last = Change(last.start, one.end, text)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _units(text: str) -> int:
    """How many UTF-16 code units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _edited(old: File, edits: Sequence[Any]) -> File:
    """What the edits make of a file. Raises ValueError where they reach beyond it."""
    units = old.body.decode().encode("utf-16-le")
    return File(old.media_type, b"".join(_pieces(units, edits)).decode("utf-16-le").encode())


def _pieces(units: bytes, edits: Sequence[Any]) -> Iterator[bytes]:
    for edit in edits:
        if isinstance(edit, str):
            yield edit.encode("utf-16-le")
            continue
        start, length = edit
        if start < 0 or length < 0 or 2 * (start + length) > len(units):
            raise ValueError(f"a copy reaches beyond the text: {edit!r}")
        yield units[2 * start : 2 * (start + length)]


# ---- Headers


def _other_headers(old: Unpacked, new: Unpacked) -> Iterator[tuple[str, Mapping[str, str]]]:
    for media_type in sorted({file.media_type for file in new.files.values()}):
        now = new.headers.get(media_type, {})
        if old.headers.get(media_type, {}) != now:
            yield media_type, now
