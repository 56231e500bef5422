import os
import threading

import pytest

from pwa.release import making
from pwa.release.builder import Builder
from pwa.site import load_site

DATED = {"SOURCE_DATE_EPOCH": "1700000000"}


@pytest.fixture
def site(make_site, monkeypatch):
    monkeypatch.setattr(making, "MANY", 5)
    monkeypatch.setattr(making, "SHARE", 5)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    return load_site(make_site(catalogs={"es": {"One": "Uno"}}), environ={})


def bodies(release):
    return {address: one.body for address, one in release.representations.items()}


def test_pages_made_by_several_processes_are_the_same(site):
    if threading.active_count() > 1:
        pytest.skip("another test's thread is still there")
    builder = Builder(shelve=True, environ=DATED)
    begun = builder.begin(site)
    builder.make(begun)
    release = builder.complete(begun)
    assert bodies(release) == bodies(Builder(environ=DATED).build(site))


def test_they_make_all_pages(site):
    if threading.active_count() > 1:
        pytest.skip("another test's thread is still there")
    builder = Builder(shelve=True, environ=DATED)
    begun = builder.begin(site)
    makers = making.begin_making(list(begun.answers.values()), begun.packer.shelf)
    for maker in makers:
        maker.join()
    assert len(makers) == 2
    body = begun.answers["/es/one/"].content
    body.make = None
    assert "Uno" in body.whole().decode()


def test_where_there_are_threads_nothing_is_forked(site):
    begun = Builder(shelve=True, environ=DATED).begin(site)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert making.begin_making(list(begun.answers.values()), begun.packer.shelf) == []
    finally:
        done.set()
        thread.join()


def test_another_start_makes_nothing(site):
    Builder(shelve=True, environ=DATED).build(site)
    begun = Builder(shelve=True, environ=DATED).begin(site)
    for one in begun.answers.values():
        if hasattr(one.content, "make"):
            one.content.make = None
    assert b"Uno" in begun.answers["/es/one/"].body
    assert all(one.sha256 for one in begun.answers.values())
