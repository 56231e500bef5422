"""What robots are told: the sitemap (sitemaps.org) with alternates, and robots.txt."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from pwa.addresses import Addresses


def sitemap(
    addresses: Addresses, locales: Sequence[str], sections: Sequence[str], source_locale: str
) -> bytes:
    """Return the sitemap: every page in every locale, each with all its alternates."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "".join(_entries(addresses, locales, sections, source_locale))
        + "</urlset>\n"
    ).encode()


def _entries(
    addresses: Addresses, locales: Sequence[str], sections: Sequence[str], source_locale: str
) -> Iterator[str]:
    for translated in _pages(addresses, locales, sections):
        links = [(tag, address) for tag, address in zip(locales, translated, strict=True)]
        default = dict(links)[source_locale]
        alternates = "".join(_alternate(*link) for link in [*links, ("x-default", default)])
        for address in translated:
            yield f"<url><loc>{escape(address)}</loc>\n{alternates}</url>\n"


def _pages(
    addresses: Addresses, locales: Sequence[str], sections: Sequence[str]
) -> Iterator[list[str]]:
    """Yield each page's URL in each locale."""
    for address_of in (addresses.cover, addresses.read, addresses.about, addresses.translation):
        yield [addresses.absolute(address_of(tag)) for tag in locales]
    for section in sections:
        yield [addresses.absolute(addresses.section(tag, section)) for tag in locales]


def _alternate(tag: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(address)}/>\n'


def robots(addresses: Addresses) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read."""
    sitemap_url = addresses.absolute(addresses.sitemap())
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap_url}\n".encode()
