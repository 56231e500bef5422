"""What a static host must add, for people: what files cannot say themselves."""

from pwa.addresses import BOOK
from pwa.pages.badge import badge_headers
from pwa.pages.book import MEDIA_TYPE as BOOK_TYPE
from pwa.pages.policy import (
    Headers,
    common_headers,
    hosted_headers,
    svg_headers,
    worker_headers,
)
from pwa.release.release import Release
from pwa.release.representations import IMMUTABLE, MANIFEST, REVALIDATED


def host_notes(release: Release) -> str:
    """Return what a static host must add: what files cannot say themselves."""
    addresses, https = release.addresses, release.is_secure
    root, static = addresses.root(), addresses.static()
    documents = hosted_headers(https=https)
    return "\n".join(
        (
            f"Serve the folder at {addresses.base}/. For nginx and Caddy, `pwa hosting` prints a",
            "configuration; Netlify and Cloudflare Pages read _headers and _redirects in it.",
            "Any other host is to add:",
            "",
            f"Documents ({root}**/index.html, 404.html):",
            *_lines((("cache-control", REVALIDATED), *documents)),
            f"The service worker ({addresses.worker()}):",
            *_lines((("cache-control", REVALIDATED), *worker_headers(https=https))),
            f"{static}** and {root}*/edition/*.json, which never change:",
            *_lines((("cache-control", IMMUTABLE),)),
            f"{root}*/whole.html and {root}*/*{BOOK}, as downloads:",
            *_lines((("content-disposition", "attachment"),)),
            f"{root}*/*{BOOK}:",
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
