import pytest

from pwa.addresses import RESERVED, Addresses

METHODS = [
    "cover", "read", "about", "translation", "offline", "search", "manifest", "edition",
]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_every_address_begins_with_the_publications_path(method):
    addresses = Addresses.of("https://example.org/book/")
    assert getattr(addresses, method)("es").startswith("/book/es/")


@pytest.mark.parametrize("method", METHODS)
def test_no_section_can_be_called_as_an_address_of_ours(method):
    first = getattr(Addresses("https://x.example"), method)("es").split("/")[2]
    assert first in {"", *RESERVED}


def test_urls_have_the_origin_once():
    addresses = Addresses.of("https://example.org/book")
    assert addresses.absolute(addresses.section("es", "a/b")) == "https://example.org/book/es/a/b/"
    assert addresses.origin == "https://example.org"


def test_a_publication_at_the_root_has_no_prefix():
    assert Addresses.of("http://127.0.0.1:8000/").root() == "/"


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("HTTPS://Example.ORG/Book/", "https://example.org/Book"),
        ("https://example.org:443/", "https://example.org"),
        ("http://example.org:/", "http://example.org"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://user-name.pages.example/~a/_b/.c", "https://user-name.pages.example/~a/_b/.c"),
    ],
)
def test_an_address_is_spelled_in_one_way(written, base):
    assert Addresses.of(written).base == base


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "https://"), ("example.org", "https://"), ("//example.org", "https://"),
        ("ftp://x/", "https://"), ("https:///x", "host"), ("https://a b/", "host"),
        ("https://bücher.example/", "host"), ("https://h:99999/", "port"),
        ("https://h:0/", "port"), ("https://h:x/", "host"), ("https://h:1234567/", "host"),
        ("https://me@h/", "'@'"), ("https://x/?q", "'?'"), ("https://x/?", "'?'"),
        ("https://x/#", "'#'"), ("https://x/b ä/", "path"), ("https://x/a//", "path"),
        ("https://h//a/", "path"), ("https://h/a/../b", "path"), ("https://h/.", "path"),
        ("https://h/%20/", "path"), ("https://h/a\n", "path"), (" https://h/", "https://"),
    ],
)  # fmt: skip
def test_what_is_no_absolute_address_is_refused_and_why_is_said(address, word):
    with pytest.raises(ValueError, match="absolute") as raised:
        Addresses.of(address)
    assert word in str(raised.value).partition(": ")[2]
