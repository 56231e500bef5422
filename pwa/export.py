"""The release as plain files for any static host."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePath

import brotli

from pwa.disk import write_whole
from pwa.errors import Finding, RefusedError
from pwa.pages.badge import badge_headers
from pwa.pages.book import MEDIA_TYPE as BOOK_TYPE
from pwa.pages.policy import (
    Headers,
    common_headers,
    framed_headers,
    svg_headers,
    worker_headers,
)
from pwa.release.packs import Unpacked, unpack
from pwa.release.patches import apply_patch, make_patch
from pwa.release.release import Release
from pwa.release.representations import (
    IMMUTABLE,
    MANIFEST,
    REVALIDATED,
    compress_brotli,
    compress_gzip,
)
from pwa.site import Site

# What the last export wrote, so that the next can take away what is no longer published.
LIST = ".pwa-export.json"

# How many earlier editions of a locale patches lead from; their packs stay for as long.
BASES = 4

# The name of a pack, in any export.
_PACK = re.compile(r"([A-Za-z0-9-]+)/edition/([0-9a-f]{64})\.json")

# What is worth compressing, by its name, and how: nginx and Caddy know these suffixes.
_TEXT = re.compile(r"\.(html|js|json|svg|txt|webmanifest|xml)$")
_COMPRESS = {".br": compress_brotli, ".gz": compress_gzip}
_DECOMPRESS = {".br": brotli.decompress, ".gz": gzip.decompress}

# The folders of a site that its releases are made of: pages written there would be content.
_INPUTS = ("content", "locales", "static", "manifest", "templates")

_STUB = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{address}</title>
<link rel="canonical" href="{url}"><meta http-equiv="refresh" content="0; url={address}"></head>
<body><a href="{address}">{address}</a></body></html>
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: files written, left as they were, and taken away."""

    written: int
    kept: int
    removed: int


def export(release: Release, folder: Path, *, today: str, precompressed: bool = False) -> Exported:
    """Write the release into a folder: a new one, an earlier export, or one of hidden files alone.

    Pages that are no longer published are taken away; files that never change under their
    address stay for one more export, for readers who are on pages that name them; packs, while
    patches lead from them. `precompressed` puts siblings in Brotli and gzip beside them, as good as
    our own server sends, for hosts that send these.

    Raises RefusedError, with nothing touched, where the folder holds something else, or cannot be
    trusted to hold what the last export wrote.
    """
    last = _last(folder)
    files = dict(_files(release, today=today))
    _refuse_links(folder, files.keys() | last.files | last.old)
    files |= _from_earlier(release, folder, last)
    files |= _siblings(folder, files) if precompressed else {}
    # Told before it is done: an export that is cut short can be done again in the same folder.
    _list(folder, last.files | files.keys(), last.old, last.packs)
    written = sum(write_whole(folder / name, data) for name, data in files.items())
    stale = last.files - files.keys()
    old = {name for name in stale if _is_immutable(name)}
    removed = sum(_remove(folder / name) for name in (stale - old) | (last.old - files.keys()))
    packs = dict.fromkeys((*_current(release), *last.packs))
    _list(folder, files.keys(), old, [name for name in packs if name in files])
    return Exported(written, len(files) - written, removed)


def refuse_site(folder: Path, site: Site) -> None:
    """Raise RefusedError where an export into a folder would mix with the site it is made of."""
    there, root = folder.resolve(), site.root
    inputs = [(root / name).resolve() for name in _INPUTS]
    if root.is_relative_to(there) or any(there.is_relative_to(one) for one in inputs):
        advice = f"name a folder of its own, such as {root / 'public'}"
        raise RefusedError(
            Finding(f"holds the site itself, or a part of it; {advice}", str(folder))
        )


@dataclass(frozen=True, slots=True)
class _Last:
    """What the last export wrote, and the files that it left of the one before.

    `packs` are those among them, the newest first.
    """

    files: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()
    packs: tuple[str, ...] = ()


def _last(folder: Path) -> _Last:
    if (folder / LIST).is_file():
        return _read_list(folder / LIST)
    # Hidden is what belongs to no page: the .git of a checkout, settings of a host.
    if folder.exists() and not all(one.name.startswith(".") for one in folder.iterdir()):
        raise RefusedError(
            Finding("holds files that no export wrote; name a new or empty folder", str(folder))
        )
    return _Last()


def _read_list(path: Path) -> _Last:
    """Read what may be deleted; anybody may have changed it, so that nothing else is believed."""
    try:
        listed = json.loads(path.read_bytes())
        files, old = listed["files"], listed["old"]
        packs = listed.get("packs", files)
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise _damaged(path, "it is not what an export writes") from error
    if not all(isinstance(names, list) for names in (files, old, packs)):
        raise _damaged(path, "it holds no lists of files")
    for name in (*files, *old, *packs):
        if not _is_below(name):
            raise _damaged(path, f"{name!r} names no file of an export")
    return _Last(frozenset(files), frozenset(old), tuple(filter(_PACK.fullmatch, packs)))


def _is_below(name: object) -> bool:
    path = PurePath(name) if isinstance(name, str) else PurePath()
    return bool(path.parts) and not path.anchor and ".." not in path.parts


def _damaged(path: Path, fault: str) -> RefusedError:
    advice = "restore it, or name a new or empty folder"
    return RefusedError(
        Finding(f"the list of the last export is damaged: {fault}; {advice}", str(path))
    )


def _refuse_links(folder: Path, names: Iterable[str]) -> None:
    """Raise RefusedError where files would be written, or deleted, somewhere else."""
    parents = {parent for name in names for parent in PurePath(name).parents if parent.parts}
    for parent in sorted(parents):
        if (folder / parent).is_symlink():
            raise RefusedError(
                Finding("a symbolic link, which leads elsewhere; remove it", str(folder / parent))
            )


def _list(folder: Path, files: Iterable[str], old: Iterable[str], packs: Iterable[str]) -> None:
    listed = {"files": sorted(files), "old": sorted(old), "packs": list(packs)}
    write_whole(folder / LIST, f"{json.dumps(listed, indent=1)}\n".encode())


def _files(release: Release, *, today: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file, relative to the publication's address, and its bytes."""
    for address, representation in release.representations.items():
        yield _name(release, address), representation.body
    for address, made in release.later.items():
        yield _name(release, address), made().body
    for asset in release.assets:
        yield f"static/{asset.name}", asset.data
    doorway = release.doorway
    yield "index.html", doorway
    yield _name(release, f"{release.addresses.start()}/"), doorway
    yield "404.html", release.messages[release.source_locale].lost
    yield _name(release, release.addresses.status()), release.status(today).body
    for locale, search in release.searches.items():
        yield _name(release, f"{release.addresses.search(locale)}/"), search.page
    yield from _stubs(release)


def _current(release: Release) -> list[str]:
    return [_name(release, pack.address) for pack in release.packs.values()]


def _from_earlier(release: Release, folder: Path, last: _Last) -> Iterator[tuple[str, bytes]]:
    """Yield the packs of earlier exports that patches lead from, and the patches."""
    for locale, pack in release.packs.items():
        earlier = [name for name in last.packs if name.startswith(f"{locale}/")]
        bases = [name for name in earlier if name != _name(release, pack.address)][:BASES]
        now = unpack(pack.body) if bases else None
        for name in bases:
            found = _read_pack(folder / name)
            if not now or not found or f"{found[0].locale}/edition/{found[0].revision}" not in name:
                continue
            old, data = found
            yield name, data
            patch = _name(release, release.addresses.patch(locale, now.revision, old.revision))
            if made := _patch(folder / patch, old, now):
                yield patch, made


def _read_pack(path: Path) -> tuple[Unpacked, bytes] | None:
    """An earlier edition and its bytes; None where it is lost or damaged."""
    try:
        data = path.read_bytes()
        return unpack(data), data
    except (OSError, ValueError):
        return None


def _patch(path: Path, old: Unpacked, new: Unpacked) -> bytes | None:
    """The patch that is there already, where it leads from one to the other; else a new one."""
    try:
        patch = path.read_bytes()
        if apply_patch(patch, old).revision == new.revision:
            return patch
    except (OSError, ValueError):
        pass
    return make_patch(old, new)


def _siblings(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The compressed forms of texts, by name; one that is there and true is not made again."""
    texts = [name for name in files if _TEXT.search(name)]
    wanted = [(name, suffix) for name in texts for suffix in _COMPRESS]

    def sibling(name: str, suffix: str) -> bytes:
        with suppress(OSError, EOFError, brotli.error, zlib.error):
            there = (folder / f"{name}{suffix}").read_bytes()
            if _DECOMPRESS[suffix](there) == files[name]:
                return there
        return _COMPRESS[suffix](files[name])

    with ThreadPoolExecutor() as threads:
        made = threads.map(lambda one: sibling(*one), wanted)
        return {f"{name}{suffix}": data for (name, suffix), data in zip(wanted, made, strict=True)}


def _stubs(release: Release) -> Iterator[tuple[str, bytes]]:
    """Yield a page at each former address that leads to the present one."""
    for old, now in release.moved.items():
        for locale in release.locales:
            address = release.addresses.section(locale, now)
            url = release.addresses.absolute(address)
            stub = _STUB.format(lang=locale, address=escape(address), url=escape(url))
            yield _name(release, release.addresses.section(locale, old)), stub.encode()


def _name(release: Release, address: str) -> str:
    name = address.removeprefix(f"{release.addresses.prefix}/")
    return f"{name}index.html" if name.endswith("/") else name


def _is_immutable(name: str) -> bool:
    """Whether it is an asset or a pack: their names change with their content."""
    return re.match("static/|[^/]+/edition/", name) is not None


def _remove(path: Path) -> bool:
    if not path.is_file():
        return False
    path.unlink()
    while not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()
    return True


def host_notes(release: Release) -> str:
    """Return what a static host must add: what files cannot say themselves."""
    addresses, https = release.addresses, release.is_secure
    root, static = addresses.root(), addresses.static()
    documents = framed_headers(https=https)
    return "\n".join(
        (
            f"Serve the folder at {addresses.base}/ and add:",
            "",
            f"Documents ({root}**/index.html, 404.html):",
            *_lines((("cache-control", REVALIDATED), *documents)),
            f"The service worker ({addresses.worker()}):",
            *_lines((("cache-control", REVALIDATED), *worker_headers(https=https))),
            f"{static}** and {root}*/edition/*.json, which never change:",
            *_lines((("cache-control", IMMUTABLE),)),
            f"{root}*/whole.html and {root}*/*.epub, as downloads:",
            *_lines((("content-disposition", "attachment"),)),
            f"{root}*/*.epub:",
            *_lines((("content-type", BOOK_TYPE),)),
            f"{static}**.svg:",
            *_lines(svg_headers(https=https)),
            f"{root}badges/*.svg:",
            *_lines((("cache-control", REVALIDATED), *badge_headers(https=https))),
            "*.webmanifest:",
            *_lines((("content-type", MANIFEST),)),
            "Everything:",
            *_lines(common_headers(https=https)),
            "Files .br and .gz, if any: in place of those they compress (nginx: brotli_static and",
            "gzip_static; Caddy: precompressed br gzip).",
            "Unknown addresses: 404 with 404.html. A missing slash: redirect to the one with it.",
            *_redirects(release),
        )
    )


def _lines(headers: Headers) -> list[str]:
    return [f"    {name}: {value}" for name, value in headers]


def _redirects(release: Release) -> list[str]:
    if not release.moved:
        return []
    addresses = release.addresses
    pairs = [
        f"    {addresses.section(locale, old)} -> {addresses.section(locale, now)}"
        for old, now in release.moved.items()
        for locale in release.locales
    ]
    return ["Redirect permanently (each has a page that leads there as well):", *pairs]
