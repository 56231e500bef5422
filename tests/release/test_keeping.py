"""What devices were told of is there, whichever release is asked meanwhile."""

import json

import pytest

from pwa.release.builder import Builder
from pwa.release.store import PackStore
from pwa.site import load_site

PO = "locales/es/LC_MESSAGES/content.po"
EDITION = "/es/edition.json"


@pytest.fixture
def site(make_site):
    return load_site(
        make_site(catalogs={"es": {"First words.": "Primero.", "One": "Uno"}}), environ={}
    )


@pytest.fixture
def builder():
    return Builder(keep=True, environ={"SOURCE_DATE_EPOCH": "1700000000"})


def saved(site, builder, word):
    """The release after a title was saved, begun."""
    path = site.root / PO
    texts = path.read_text(encoding="utf-8").split('"')
    texts[-2] = word
    path.write_text('"'.join(texts), encoding="utf-8")
    return builder.begin(site, [path])


def announced(release):
    return json.loads(release.representations[EDITION].body)


def stored(site):
    return PackStore(site.state / "packs").revisions("es")


def test_a_pack_is_stored_before_anybody_is_told_of_it(site, builder):
    assert stored(site) == []
    told = announced(builder.begin(site).release)
    assert stored(site) == [told["revision"]]


def test_nothing_is_stored_of_a_site_that_nobody_serves(site):
    announced(Builder(environ={}).begin(site).release)
    assert stored(site) == []


def test_the_date_is_that_of_now_whatever_lies_on_the_shelf(site):
    def told(moment):
        builder = Builder(shelve=True, environ={"SOURCE_DATE_EPOCH": moment})
        begun = builder.begin(site)
        date = announced(builder.complete(begun))["date"]
        begun.packer.shelf.settle()
        return date

    assert [told("0"), told("86400")] == ["1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z"]


def test_who_asks_a_release_that_is_being_replaced_is_told_of_what_is_there(site, builder):
    before = builder.begin(site)
    after = saved(site, builder, "Dos")
    told = announced(before.release)["revision"]
    assert PackStore(site.state / "packs").read("es", told)
    assert announced(after.release)["revision"] != told


def test_who_asks_it_late_does_not_bring_back_what_was(site, builder):
    before = builder.begin(site)
    release = builder.complete(saved(site, builder, "Dos"))
    told = announced(release)
    assert announced(before.release)["revision"] != told["revision"]
    assert announced(builder.begin(site).release) == told
    third = builder.complete(saved(site, builder, "Tres"))
    assert told["pack"]["address"] in third.representations


def test_where_each_release_is_replaced_before_it_is_complete_devices_still_get_news(site, builder):
    first = announced(builder.build(site))
    second = saved(site, builder, "Dos")
    saved(site, builder, "Tres")
    builder.complete(second)
    told = announced(builder.begin(site).release)
    assert told["revision"] != first["revision"]
    assert told["pack"]["address"] in builder.begin(site).release.representations


def test_what_helps_in_reading_is_there_for_one_release_more_too(site, builder):
    told = announced(builder.build(site))
    other = builder.complete(saved(site, builder, "Dos"))
    assert announced(other)["aids"] != told["aids"]
    assert f"/es/edition/{told['aids']}.json" in other.representations
