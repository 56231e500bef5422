import pytest

from pwa.release.representations import HTML, IMMUTABLE, JSON, SCRIPT, Representation
from pwa.web.shared import MANY, outdated, to_purge, with_shared

PAGE = Representation(b"<p>One", HTML)
OTHER = Representation(b"<p>Two", HTML)
NEWS = Representation(b"{}", JSON)


def names(representation):
    headers = representation.variant("identity").raw_headers
    return [name for name, _ in with_shared(headers, headers)]


def test_a_document_may_be_kept_by_caches_that_readers_share():
    assert b"cdn-cache-control" in names(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        NEWS,
        Representation(b"", SCRIPT),
        Representation(b"{}", JSON, cache_control=IMMUTABLE),
        Representation(b"<p>", HTML, cache_control="private, no-store"),
    ],
)
def test_nothing_else_may(other):
    assert b"cdn-cache-control" not in names(other)


def test_a_304_says_it_too():
    variant = PAGE.variant("identity")
    told = with_shared(variant.not_modified_headers, variant.raw_headers)
    assert b"cdn-cache-control" in dict(told)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"/a": PAGE}, {"/a": PAGE}, []),
        ({"/a": PAGE, "/b": PAGE}, {"/a": OTHER, "/b": PAGE}, ["/a"]),
        ({"/a": PAGE}, {}, ["/a"]),
        ({}, {"/a": PAGE}, []),
        ({"/edition.json": NEWS}, {}, []),
    ],
)
def test_outdated_is_what_was_kept_and_is_another_now(before, after, expected):
    assert list(outdated(before, after)) == expected


def test_what_to_purge_is_told_in_full():
    assert to_purge("https://x.example", "/book/", ["/book/es/", "/book/ar/"]) == (
        "https://x.example/book/ar/ https://x.example/book/es/"
    )
    assert to_purge("https://x.example", "/book/", []) == ""


def test_very_many_are_told_as_one():
    pages = [f"/book/{number}/" for number in range(MANY + 1)]
    assert to_purge("https://x.example", "/book/", pages) == "https://x.example/book/*"
