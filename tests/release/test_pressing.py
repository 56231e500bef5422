"""What readers with Brotli get is made before they ask for it, once for all processes."""

from collections import Counter

import brotli
import pytest

from pwa.memo import bytes_digest
from pwa.release import representations
from pwa.release.builder import Builder
from pwa.release.representations import Body
from pwa.site import load_site

DATED = {"SOURCE_DATE_EPOCH": "1700000000"}


@pytest.fixture
def site(make_site):
    sections = {name: f"# {name.title()}\n\n{name.title()} words.\n" for name in ("one", "two")}
    return load_site(make_site(sections, {"es": {"One": "Uno"}}), environ={})


@pytest.fixture
def made(monkeypatch):
    """How often each body was compressed as well as can be, by its hash."""
    found, compress = Counter(), representations.compress_brotli

    def count(body):
        found[bytes_digest(body)] += 1
        return compress(body)

    monkeypatch.setattr(representations, "compress_brotli", count)
    return found


def begun(site):
    builder = Builder(shelve=True, environ=DATED)
    release = builder.begin(site)
    builder.complete(release)
    return builder, release


def shelved(release):
    """The pages, which lie on the shelf; what is short and always there does not."""
    return {
        address: one
        for address, one in release.answers.items()
        if isinstance(one.content, Body) and address.endswith("/")
    }


def test_each_page_is_compressed_once_and_by_nobody_again(site, made):
    builder, release = begun(site)
    assert not made
    builder.press(release)
    pages = shelved(release)
    assert set(made) >= {one.sha256 for one in pages.values()}
    builder.press(release)
    another, again = begun(site)
    another.press(again)
    for address, one in shelved(again).items():
        variant = one.variant("br")
        assert brotli.decompress(variant.body) == pages[address].body
    assert set(made.values()) == {1}


def test_a_change_compresses_what_has_changed_alone(site, made):
    builder, release = begun(site)
    builder.press(release)
    before = {address: one.sha256 for address, one in shelved(release).items()}
    made.clear()
    path = site.root / "content/one.md"
    path.write_text(path.read_text().replace("One words.", "Other words."))
    release = builder.begin(site)
    builder.complete(release)
    builder.press(release)
    changed = {o.sha256 for address, o in shelved(release).items() if before[address] != o.sha256}
    assert changed
    assert set(made) == changed


def test_it_stops_when_told_to_and_goes_on_from_there(site, made):
    builder, release = begun(site)
    looks = iter([True] * 3)
    builder.press(release, lambda: next(looks, False))
    first = sum(made.values())
    assert first <= 3
    builder.press(release)
    assert sum(made.values()) > first
    assert set(made.values()) == {1}


def test_nothing_of_it_stays_in_memory(site):
    builder, release = begun(site)
    builder.press(release)
    assert not any(one.ready("br") for one in shelved(release).values())
