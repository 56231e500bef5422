"""Which files a release is: their names, relative to the publication's address, and bytes."""

import re
from collections.abc import Iterator
from html import escape

from pwa.export.netlify import headers_file, redirects_file
from pwa.export.rules import Host
from pwa.release.release import Release

# The page for what is lost: in a folder of its own language, and at the root.
LOST = "404.html"

_STUB = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{address}</title>
<link rel="canonical" href="{url}"><meta http-equiv="refresh" content="0; url={address}"></head>
<body><a href="{address}">{address}</a></body></html>
"""


def exported_files(release: Release, *, today: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file and its bytes, as of a UTC day (ISO 8601)."""
    for address, representation in release.representations.items():
        yield name_of(release, address), representation.body
    for address, made in release.later.items():
        yield name_of(release, address), made().body
    for asset in release.assets:
        yield f"static/{asset.name}", asset.data
    doorway = release.doorway
    yield "index.html", doorway
    yield name_of(release, f"{release.addresses.start()}/"), doorway
    yield from _lost(release)
    yield name_of(release, release.addresses.status()), release.status(today).body
    for locale, search in release.searches.items():
        yield name_of(release, f"{release.addresses.search(locale)}/"), search.page
    yield from _stubs(release)
    host = Host.of(release)
    yield "_headers", headers_file(host)
    yield "_redirects", redirects_file(host)


def name_of(release: Release, address: str) -> str:
    """Return the name of the file that is served at an address."""
    name = address.removeprefix(f"{release.addresses.prefix}/")
    return f"{name}index.html" if name.endswith("/") else name


def is_immutable(name: str) -> bool:
    """Whether it is an asset, a pack or a patch: their names change with their content."""
    return re.match("static/|[^/]+/edition/", name) is not None


def _lost(release: Release) -> Iterator[tuple[str, bytes]]:
    yield LOST, release.messages[release.source_locale].lost
    for locale, messages in release.messages.items():
        yield f"{locale}/{LOST}", messages.lost


def _stubs(release: Release) -> Iterator[tuple[str, bytes]]:
    """Yield a page at each former address that leads to the present one."""
    for old, now in release.moved.items():
        for locale in release.locales:
            address = release.addresses.section(locale, now)
            url = release.addresses.absolute(address)
            stub = _STUB.format(lang=locale, address=escape(address), url=escape(url))
            yield name_of(release, release.addresses.section(locale, old)), stub.encode()
