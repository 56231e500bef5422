"""One edition as a single download, and the small file that announces it.

The service worker (static/sw.js) speaks the other half of this protocol: it recomputes
every hash and the revision before a device switches to a new edition.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

# Rises when an engine already on a device could no longer read what is sent to it.
PROTOCOL: Final = 1

# Printable ASCII without the space: the order of code points, of bytes and of JavaScript's
# UTF-16 units is then the same, and a line of the revision can be read in one way only.
_ADDRESS: Final = re.compile(r"/[!-~]*")

NO_HEADERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class File:
    """What is answered at one address; `media_type` as in Content-Type, charset included."""

    media_type: str
    body: bytes


def revision(files: Mapping[str, File]) -> str:
    """Return the name of exactly these bodies at these addresses, as 64 hex digits.

    It is the SHA-256 of one line for each address, in the order of code points: the
    address, a space, the SHA-256 of the body in lower-case hex, a line feed.

    Raises ValueError for an address that is not a path in printable ASCII.
    """
    lines = (f"{address} {_sha256(files[address].body)}\n" for address in _ordered(files))
    return _sha256("".join(lines).encode())


def pack(
    locale: str,
    date: str,
    files: Mapping[str, File],
    headers: Mapping[str, Mapping[str, str]] = NO_HEADERS,
) -> bytes:
    """Return an edition as JSON; the same arguments give the same bytes.

    Bodies that are UTF-8 go as `text`, others as `base64`. `headers` says, by media type,
    what else a kept file is answered with, so that a page is as confined offline as online;
    it does not count towards the revision.
    """
    return _json(
        {
            "protocol": PROTOCOL,
            "locale": locale,
            "revision": revision(files),
            "date": date,
            "headers": {media_type: dict(headers[media_type]) for media_type in sorted(headers)},
            "files": {address: _packed(files[address]) for address in _ordered(files)},
        }
    )


def edition_json(
    locale: str,
    date: str,
    revision: str,
    pack_address: str,
    pack: bytes,
    *,
    revoked: Sequence[str] = (),
) -> bytes:
    """Return the small file that a device asks for to learn which revision is current.

    `size` counts the pack's bytes before compression; `revoked` names revisions that the
    publisher has taken back.
    """
    return _json(
        {
            "protocol": PROTOCOL,
            "locale": locale,
            "revision": revision,
            "date": date,
            "pack": {"address": pack_address, "sha256": _sha256(pack), "size": len(pack)},
            "revoked": list(revoked),
        }
    )


def _ordered(files: Mapping[str, File]) -> list[str]:
    for address in files:
        if not _ADDRESS.fullmatch(address):
            raise ValueError(f"not a path in printable ASCII: {address!r}")
    return sorted(files)


def _packed(file: File) -> dict[str, str]:
    try:
        return {"type": file.media_type, "text": file.body.decode()}
    except UnicodeDecodeError:
        return {"type": file.media_type, "base64": base64.b64encode(file.body).decode()}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
