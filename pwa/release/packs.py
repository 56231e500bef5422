"""One edition as a single download, and the small file that announces it.

The service worker (static/sw.js) speaks the other half of this protocol: it recomputes
every hash and the revision before a device switches to a new edition.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pwa.memo import bytes_digest

# Rises when an engine already on a device could no longer read what is sent to it.
PROTOCOL: Final = 1

# Printable ASCII without the space: the order of code points, of bytes and of JavaScript's
# UTF-16 units is then the same, and a line of the revision can be read in one way only.
_ADDRESS: Final = re.compile(r"/[!-~]*")

# By media type, what a kept file is answered with beside its Content-Type, so that a page is as
# confined offline as online; names are in lower case.
KeptHeaders = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class File:
    """What is answered at one address; `media_type` as in Content-Type, charset included."""

    media_type: str
    body: bytes


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
    used = {file.media_type for file in files.values() if headers.get(file.media_type)}
    return _json(
        {
            "protocol": PROTOCOL,
            "locale": locale,
            "revision": revision,
            "headers": {media_type: _sorted(headers[media_type]) for media_type in sorted(used)},
            "files": {address: _packed(files[address]) for address in _ordered(files)},
        }
    )


def edition_json(locale: str, date: str, revision: str, address: str, pack: bytes) -> bytes:
    """Return the small file that a device asks for to learn which revision is current.

    `address` is the pack's, and `size` counts its bytes before compression; `revoked` is for
    revisions that the publisher has taken back.
    """
    return _json(
        {
            "protocol": PROTOCOL,
            "locale": locale,
            "revision": revision,
            "date": date,
            "pack": {"address": address, "sha256": bytes_digest(pack), "size": len(pack)},
            "revoked": [],
        }
    )


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


def _packed(file: File) -> dict[str, str]:
    try:
        return {"type": file.media_type, "text": file.body.decode()}
    except UnicodeDecodeError:
        return {"type": file.media_type, "base64": base64.b64encode(file.body).decode()}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
