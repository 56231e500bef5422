"""The release as plain files for any static host."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pwa.errors import Finding, RefusedError
from pwa.pages.policy import Headers, document_headers, worker_headers
from pwa.release.release import Release

# What the last export wrote, so that the next can take away what is no longer published.
LIST = ".pwa-export.json"

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


def export(release: Release, folder: Path, *, today: str) -> Exported:
    """Write the release into a folder, which is new, empty, or an earlier export.

    Pages that are no longer published are taken away; files that never change under their
    address stay for one more export, for readers who are on pages that name them. Raises
    RefusedError where the folder holds something else.
    """
    before = _before(folder)
    files = dict(_files(release, today=today))
    # Told before it is done: an export that is cut short can be done again in the same folder.
    _list(folder, before["files"] | files.keys(), before["old"])
    written = sum(_write(folder / name, data) for name, data in files.items())
    stale = before["files"] - files.keys()
    old = {name for name in stale if _is_immutable(name)}
    removed = sum(_remove(folder / name) for name in (stale - old) | (before["old"] - files.keys()))
    _list(folder, files.keys(), old)
    return Exported(written, len(files) - written, removed)


def _before(folder: Path) -> Mapping[str, set[str]]:
    if (folder / LIST).is_file():
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return {name: set(listed[name]) for name in ("files", "old")}
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError(
            Finding("holds files that no export wrote; name a new or empty folder", str(folder))
        )
    return {"files": set(), "old": set()}


def _list(folder: Path, files: Iterable[str], old: Iterable[str]) -> None:
    listed = {"files": sorted(files), "old": sorted(old)}
    _write(folder / LIST, f"{json.dumps(listed, indent=1)}\n".encode())


def _files(release: Release, *, today: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file, relative to the publication's address, and its bytes."""
    for address, representation in release.representations.items():
        yield _name(release, address), representation.body
    for asset in release.assets:
        yield f"static/{asset.name}", asset.data
    doorway = release.doorway
    yield "index.html", doorway
    yield _name(release, f"{release.addresses.start()}/"), doorway
    yield "404.html", release.messages[release.source_locale].lost
    yield _name(release, release.addresses.status()), release.status(today).body
    yield from _stubs(release)


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
    return name.startswith("static/") or "/edition/" in name


def _write(path: Path, data: bytes) -> bool:
    """Write a file unless it is there already; whole or not at all."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return True


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
    root, https = release.addresses.root(), release.is_secure
    documents = document_headers([release.style_hash], https=https)
    return "\n".join(
        (
            f"Serve the folder at {release.addresses.base}/ and add:",
            "",
            f"Documents ({root}**/index.html, 404.html):",
            *_lines((("Cache-Control", "no-cache"), *documents)),
            f"The service worker ({release.addresses.worker()}):",
            *_lines((("Cache-Control", "no-cache"), *worker_headers(https=https))),
            f"{release.addresses.static('*')} and {root}*/edition/*.json, which never change:",
            *_lines((("Cache-Control", "public, max-age=31536000, immutable"),)),
            "*.webmanifest:",
            *_lines((("Content-Type", "application/manifest+json"),)),
            "Everything:",
            *_lines((("X-Content-Type-Options", "nosniff"),)),
            *_lines((("Cross-Origin-Resource-Policy", "same-origin"),)),
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
