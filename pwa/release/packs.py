"""One edition as a single download, and the small file that announces it.

The service worker (static/sw.js) speaks the other half of this protocol: it recomputes
every hash and the revision before a device switches to a new edition.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any, Final

from pwa.memo import bytes_digest

# Rises when an engine already on a device could no longer read what is sent to it.
PROTOCOL: Final = 1

# Bytes of a pack from which on it comes in parts as well, and about how many bytes a part has: on
# a connection that breaks off, what has arrived is not fetched again. Parts are each compressed
# on their own, and cost half as much again: below, a pack takes less than a second at 50 kB/s.
LONG: Final = 512 * 1024
PART: Final = 128 * 1024

# The small file has fewer bytes, and a publisher's word on a revision no more characters.
ANNOUNCED: Final = 1000
NOTE: Final = 200

# Printable ASCII without the space: the order of code points, of bytes and of JavaScript's
# UTF-16 units is then the same, and a line of the revision can be read in one way only.
_ADDRESS: Final = re.compile(r"/[!-~]*")

# By media type, what a kept file is answered with beside its Content-Type, so that a page is as
# confined offline as online; names are in lower case.
KeptHeaders = Mapping[str, Mapping[str, str]]

Described = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class File:
    """What is answered at one address; `media_type` as in Content-Type, charset included."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An edition out of its pack: the files that `revision` names, with what they are sent with."""

    locale: str
    revision: str
    headers: KeptHeaders
    files: Mapping[str, File]


def revision(files: Mapping[str, File], headers: KeptHeaders) -> str:
    """Return the name of exactly these answers at these addresses, as 64 hex digits.

    It is the SHA-256 of one line for each address, in the order of code points: the address,
    a space, the hash of the file, a line feed. The hash of a file is the SHA-256, in lower-case
    hex, of a line `name: value` for each of its headers in the order of names, Content-Type
    among them, an empty line, and its body.

    Raises ValueError for an address that is not a path in printable ASCII.
    """
    lines = (f"{address} {_hash(files[address], headers)}\n" for address in _ordered(files))
    return bytes_digest("".join(lines).encode())


def pack(locale: str, revision: str, files: Mapping[str, File], headers: KeptHeaders) -> bytes:
    """Return an edition as JSON, for one locale the same bytes whenever the revision is the same.

    That is `revision(files, headers)`. Bodies that are UTF-8 go as `text`, others as `base64`.
    """
    ordered = dict(sorted(files.items(), key=_novelty))
    return _packed(locale, revision, {}, ordered, headers, _entries(files))


def in_parts(files: Mapping[str, File]) -> list[list[str]]:
    """Return the addresses that each part has; none where the pack is not long.

    Files stay whole, in the order of their addresses.
    """
    entries = _entries(files)
    if sum(map(len, entries.values())) <= LONG:
        return []
    ends = dict(zip(entries, accumulate(map(len, entries.values())), strict=True))
    groups = groupby(entries, lambda address: (ends[address] - 1) // PART)
    return [list(some) for _, some in groups]


def part(
    locale: str, revision: str, number: int, files: Mapping[str, File], headers: KeptHeaders
) -> bytes:
    """Return a pack of some of the files, with its number, from 1, as `part`.

    What holds all parts together is the revision alone.
    """
    return _packed(locale, revision, {"part": number}, files, headers, _entries(files))


def unpack(data: bytes) -> Unpacked:
    """Return the edition in a pack. Raises ValueError where it is none, or not its revision's."""
    try:
        read = json.loads(data)
        headers = read["headers"]
        files = {address: unpacked(file) for address, file in read["files"].items()}
        found = Unpacked(read["locale"], read["revision"], headers, files)
        is_whole = read["protocol"] == PROTOCOL and revision(files, headers) == found.revision
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a pack: {error!r}") from error
    if not is_whole:
        raise ValueError("not what its revision names")
    return found


def packed(file: File) -> dict[str, str]:
    """Return a file as packs and patches hold it."""
    try:
        return {"type": file.media_type, "text": file.body.decode()}
    except UnicodeDecodeError:
        return {"type": file.media_type, "base64": base64.b64encode(file.body).decode()}


def unpacked(file: Mapping[str, str]) -> File:
    """Return the file that `packed` was given. Raises KeyError and ValueError for anything else."""
    is_text = "text" in file
    body = file["text"].encode() if is_text else base64.b64decode(file["base64"], validate=True)
    return File(file["type"], body)


def describe(address: str, pack: bytes) -> Described:
    """Return what is announced of a pack: where it is, and which and how many bytes."""
    return {"address": address, "sha256": bytes_digest(pack), "size": len(pack)}


def announcement(
    locale: str,
    date: str,
    revision: str,
    described: Described,
    *,
    script: str,
    aids: str,
    parts: int,
    revoked: Mapping[str, str],
) -> bytes:
    """Return the small file that a device asks for to learn which revision is current.

    `described` is as `describe` has it: bytes before compression; `parts` says in how many it
    comes as well. Two things are no part of the edition: `script` is the name of the file that
    pages run, which comes with the page itself; `aids` is the revision of what helps in reading,
    a pack of its own beside the other one. `revoked` has the publisher's word on each
    revision that was taken back, the newest first: by the beginnings of their names, and as many as
    have room.
    """
    value = {
        "protocol": PROTOCOL,
        "locale": locale,
        "revision": revision,
        "date": date,
        "pack": described,
        **({"parts": parts} if parts else {}),
        **({"script": script} if script else {}),
        **({"aids": aids} if aids else {}),
    }
    room = ANNOUNCED - len(compact({**value, "revoked": {}}))
    return compact({**value, "revoked": _told(revoked, room)})


def _told(revoked: Mapping[str, str], room: int) -> dict[str, str]:
    """Return what adds fewer bytes; the last one that does may be shortened for it."""
    told: dict[str, str] = {}
    for name, note in revoked.items():
        shortened = _shortened(note, room + len("{}") - len(compact({**told, name[:12]: ""})))
        if shortened is None:
            break
        told[name[:12]] = shortened
    return told


def _shortened(note: str, room: int) -> str | None:
    """Return a note with fewer bytes in JSON; None where not even its beginning has."""
    for length in range(min(len(note), NOTE), 0, -1):
        text = note if length == len(note) else f"{note[:length].rstrip()}…"
        if len(compact(text)) - len('""') < room:
            return text
    return None


def compact(value: object) -> bytes:
    """Return JSON without a byte that could be left out."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(
    locale: str,
    revision: str,
    more: Mapping[str, Any],
    files: Mapping[str, File],
    headers: KeptHeaders,
    entries: Mapping[str, bytes],
) -> bytes:
    """Return a pack of some files in this order, whose entries have been written already."""
    used = {file.media_type for file in files.values() if headers.get(file.media_type)}
    head = {
        "protocol": PROTOCOL,
        "locale": locale,
        "revision": revision,
        **more,
        "headers": {media_type: _sorted(headers[media_type]) for media_type in sorted(used)},
    }
    body = b",".join(entries[address] for address in files)
    return b'%s,"files":{%s}}' % (compact(head)[:-1], body)


def _novelty(one: tuple[str, File]) -> tuple[bool, int, str]:
    """Where a file stands in a pack: long pages before those that repeat parts of them.

    That takes about a hundredth off what Brotli makes of it.
    """
    address, file = one
    return address.endswith("/"), -len(file.body), address


def _entries(files: Mapping[str, File]) -> dict[str, bytes]:
    """Return the member of a pack's JSON that each file is, in the order of addresses."""
    return {a: b"%s:%s" % (compact(a), compact(packed(files[a]))) for a in _ordered(files)}


def _ordered(files: Mapping[str, File]) -> list[str]:
    for address in files:
        if not _ADDRESS.fullmatch(address):
            raise ValueError(f"not a path in printable ASCII: {address!r}")
    return sorted(files)


def _hash(file: File, headers: KeptHeaders) -> str:
    named = _sorted({**headers.get(file.media_type, {}), "content-type": file.media_type})
    head = "".join(f"{name}: {value}\n" for name, value in named.items())
    return bytes_digest(f"{head}\n".encode() + file.body)


def _sorted(named: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(named.items()))
