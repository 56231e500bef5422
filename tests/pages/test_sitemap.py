from xml.etree import ElementTree

import pytest

from pwa.addresses import Addresses
from pwa.pages.sitemap import robots, sitemap

BOOK = Addresses("https://x.example/book")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def urls():
    root = ElementTree.fromstring(sitemap(BOOK, ["en", "pt-BR"], ["one", "deep/two"], "en"))
    return {
        url.findtext("s:loc", namespaces=NAMES): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)
        }
        for url in root
    }


def test_every_page_is_there_in_every_language(urls):
    pages = ("", "read/", "about/", "translation/", "one/", "deep/two/")
    assert list(urls) == [
        f"https://x.example/book/{tag}/{page}" for page in pages for tag in ("en", "pt-BR")
    ]


def test_each_page_names_all_its_alternates_itself_included(urls):
    assert urls["https://x.example/book/pt-BR/one/"] == {
        "en": "https://x.example/book/en/one/",
        "pt-BR": "https://x.example/book/pt-BR/one/",
        "x-default": "https://x.example/book/en/one/",
    }


def test_what_the_sitemap_names_is_served(make_site, build):
    release = build(make_site(catalogs={"es": {}}))
    root = ElementTree.fromstring(release.representations["/sitemap.xml"].body)
    paths = [
        loc.text.removeprefix(release.addresses.base) for loc in root.iterfind(".//s:loc", NAMES)
    ]
    assert paths
    assert set(paths) <= release.representations.keys()


def test_robots_may_read_everything_and_find_the_sitemap():
    assert robots(BOOK) == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://x.example/book/sitemap.xml\n"
    )
