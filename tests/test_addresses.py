import pytest

from pwa.addresses import RESERVED, Addresses

METHODS = [
    "cover", "read", "about", "translation", "offline", "manifest", "edition",
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
    "address", ["", "example.org", "//example.org", "https:///x", "https://x/?q", "https://x/b ä/"]
)
def test_what_is_no_absolute_address_is_refused(address):
    with pytest.raises(ValueError, match="absolute"):
        Addresses.of(address)
