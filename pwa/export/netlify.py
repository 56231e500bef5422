"""`_headers` and `_redirects`, as Netlify and Cloudflare Pages read them.

Where several rules fit, one of these hosts joins their values and the other takes the most
specific: no header but one is set twice for an address. The one is Content-Security-Policy, of
which each value is a policy of its own that holds beside the others (CSP 3, §3.1). What is asked
about each time is what both hosts say where nothing is said, so that nothing is said of it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pwa.addresses import BOOK
from pwa.export.readers import misspelt_tags
from pwa.export.rules import Host
from pwa.pages.badge import badge_headers
from pwa.pages.book import MEDIA_TYPE as BOOK_TYPE
from pwa.pages.policy import (
    Headers,
    common_headers,
    document_headers,
    framed_headers,
    hosted_headers,
    svg_headers,
    worker_headers,
)
from pwa.release.representations import IMMUTABLE, MANIFEST

_CSP: Final = "content-security-policy"
_SHARED: Final = "cross-origin-resource-policy"


def headers_file(host: Host) -> bytes:
    """Return `_headers`: blocks of a path and what is sent with it."""
    return "".join(_block(path, headers) for path, headers in _blocks(host)).encode()


def redirects_file(host: Host) -> bytes:
    """Return `_redirects`: former addresses, misspelt languages, each language's own 404."""
    prefix = host.addresses.prefix
    lines = [f"{old} {now} 301" for old, now in host.moves()]
    for locale, tags in misspelt_tags(host.locales).items():
        lines += [f"{prefix}/{tag}/* {prefix}/{locale}/:splat 301" for tag in tags]
    lines += [f"{prefix}/{tag}/* {prefix}/{tag}/404.html 404" for tag in host.locales]
    return "".join(f"{line}\n" for line in lines).encode()


def _block(path: str, headers: Headers) -> str:
    return "\n".join((path, *(f"  {name}: {value}" for name, value in headers), ""))


def _blocks(host: Host) -> Iterator[tuple[str, Headers]]:
    """Yield the blocks, those for each locale last: one of the hosts reads a hundred."""
    root, https = host.addresses.prefix, host.addresses.is_secure
    own = _only((_SHARED,), common_headers(https=https))
    document = (*_only((_CSP,), hosted_headers(https=https)), *own)
    yield f"{root}/*", _without((_SHARED,), framed_headers(https=https))
    yield f"{root}/", document
    yield f"{root}/404.html", document
    yield f"{root}/start/*", document
    yield f"{root}/translation/*", (*document, ("content-language", host.source_locale))
    yield f"{root}/robots.txt", own
    yield f"{root}/sitemap.xml", own
    yield f"{root}/sw.js", (*_only((_CSP,), worker_headers(https=https)), *own)
    yield f"{root}/status.json", own
    yield f"{root}/static/*", (("cache-control", IMMUTABLE), *own)
    yield f"{root}/static/*.svg", _only((_CSP,), svg_headers(https=https))
    yield f"{root}/badges/*", _only((_CSP, _SHARED), badge_headers(https=https))
    yield f"{root}/:tag/edition/*", (("cache-control", IMMUTABLE),)
    yield f"{root}/:tag/manifest.webmanifest", (("content-type", MANIFEST),)
    yield f"{root}/:tag/search/*", (("x-robots-tag", "noindex"),)
    saved = ("content-disposition", "attachment")
    yield f"{root}/:tag/whole.html", (saved, *_only((_CSP,), document_headers("", https=https)))
    yield f"{root}/:tag/*{BOOK}", (("content-type", BOOK_TYPE), saved)
    for tag in host.locales:
        yield f"{root}/{tag}/*", (("content-language", tag), *document)


def _only(names: Iterable[str], headers: Headers) -> Headers:
    return tuple(header for header in headers if header[0] in names)


def _without(names: Iterable[str], headers: Headers) -> Headers:
    return tuple(header for header in headers if header[0] not in names)
