"""What was served last, kept for the next start: pages are answered before anything is read anew.

A table, address → what is answered there, lies on the shelf beside the bodies. It may be lost at
any time, like all that lies there.
"""

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from pwa.memo import digest
from pwa.pages.policy import Headers
from pwa.release.collection import PageHeaders
from pwa.release.dates import last_commit
from pwa.release.release import Release
from pwa.release.representations import (
    IMMUTABLE,
    Body,
    Encoding,
    Given,
    HeadersOf,
    Representation,
    Variant,
    compress_gzip,
    place,
)
from pwa.release.shelf import Shelf, shelf_path
from pwa.site import Site
from pwa.web.published import LONG
from pwa.web.watch import folders_of

# Under which the table lies on the shelf.
KEY: Final = "served"


@dataclass(frozen=True, slots=True)
class Facts:
    """What /health says of a release in service, and where; and where its static files are.

    `static` is what their addresses begin with, `files` their folder. From the `doors` readers are
    led to one of the `covers`, by locale, the source's first.
    """

    release: str
    built: str
    is_secure: bool
    health: str
    static: str
    files: str
    doors: Sequence[str] = ()
    covers: Mapping[str, str] = field(default_factory=dict)


class MissingError(LookupError):
    """What the table names is not on the shelf any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The table: of each address the hash of its body, its media type and its headers."""

    facts: Facts
    rows: Mapping[str, list[Any]]
    headers: list[Any]
    shelf: Shelf

    def variant(self, address: str, encoding: Encoding) -> Variant | None:
        """Return what is answered at an address; None where that is not known."""
        if address not in self.rows:
            return None
        sha256, media_type, cache_control, at = self.rows[address]
        body = Body(_missing, str, self.shelf, sha256)
        headers = _headers(self.headers[at])
        with suppress(MissingError):
            one = Representation(body, media_type, headers, cache_control=cache_control)
            return one.variant(encoding)
        return None


def _missing() -> bytes:
    raise MissingError


def _headers(written: Any) -> Headers | HeadersOf:  # noqa: ANN401 - JSON
    """The headers as they are, or a page's language and whether its address is secure."""
    if isinstance(written[0], str):
        return PageHeaders(*written)
    return tuple((name, value) for name, value in written)


def keep(release: Release, facts: Facts, stamp: str, shelf: Shelf) -> None:
    """Keep a complete release, made of what has this stamp, for the next start."""
    headers: dict[Headers | PageHeaders, int] = {}
    rows = {
        address: [
            one.sha256,
            one.media_type,
            one.cache_control,
            headers.setdefault(of, len(headers)),
        ]
        for address, one, of in _kept(release)
    }
    written = [astuple(one) if isinstance(one, PageHeaders) else one for one in headers]
    for one in release.representations.values():
        if isinstance(one.content, Given):
            shelf.take(place("gzip", one.sha256), partial(compress_gzip, one.body))
    table = {"stamp": stamp, "facts": astuple(facts), "headers": written, "rows": rows}
    shelf.put(KEY, zlib.compress(json.dumps(table).encode(), 1))
    shelf.settle()


def _kept(release: Release) -> Iterator[tuple[str, Representation, Headers | PageHeaders]]:
    """All but packs: to know a part by its hash, it would have to be made."""
    for address, one in release.representations.items():
        if one.cache_control != IMMUTABLE and isinstance(one.headers, PageHeaders | tuple):
            yield address, one, one.headers


def kept(site: Site, stamp: str) -> Kept | None:
    """Return what is to be served until it can be made anew; None where that is not to be.

    What was made of something else is, where making it would keep readers waiting: such a
    publication is long. What was made with other settings of this command is not.
    """
    shelf = Shelf(shelf_path(site.state))
    found = shelf.find(KEY)
    if found is None:
        return None
    table = json.loads(zlib.decompress(found))
    rows = table["rows"]
    is_of_now = table["stamp"] == stamp
    if not is_of_now and (len(rows) <= LONG or _given(table["stamp"]) != _given(stamp)):
        return None
    return Kept(Facts(*table["facts"]), rows, table["headers"], shelf)


def stamp(site: Site, environ: Mapping[str, str], *, retire: bool) -> str:
    """Return what stands for all that a release is made of, without reading it.

    A file that has its size and time of change is taken for the same; the engine's own code is
    told apart by the shelf.
    """
    given = digest(site.addresses.base, environ.get("SOURCE_DATE_EPOCH"), retire)
    folders = sorted(map(str, folders_of(site.root)))
    files = digest([sorted(_files(folder)) for folder in folders], last_commit(site.root))
    return f"{given} {files}"


def _given(stamp: str) -> str:
    """The part of a stamp that stands for address, date and whether devices are to let go."""
    return stamp.partition(" ")[0]


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for path, _, names in os.walk(folder, followlinks=True):
        for name in names:
            if not name.startswith("."):
                yield _facts(Path(path, name))


def _facts(path: Path) -> tuple[str, int, int]:
    with suppress(OSError):
        found = path.stat()
        return str(path), found.st_size, found.st_mtime_ns
    return str(path), 0, 0
