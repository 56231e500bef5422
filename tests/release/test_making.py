import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pwa.release import making
from pwa.release.builder import Builder
from pwa.site import load_site

DATED = {"SOURCE_DATE_EPOCH": "1700000000"}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(make_site, monkeypatch):
    monkeypatch.setattr(making, "MANY", 5)
    monkeypatch.setattr(making, "SHARE", 5)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    return load_site(make_site(catalogs={"es": {"One": "Uno"}}), environ={})


def alone(site, script):
    """What a script says of a release begun where there is no thread but its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEGUN + script, str(site.root), json.dumps(DATED)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout)


BEGUN = """
import json, os, sys
from pathlib import Path
from pwa.release import making
from pwa.release.builder import Builder
from pwa.site import load_site

making.MANY = 5
os.sched_getaffinity = lambda _: {0, 1}
builder = Builder(shelve=True, environ=json.loads(sys.argv[2]))
begun = builder.begin(load_site(Path(sys.argv[1]), environ={}))
"""


def test_pages_made_by_several_processes_are_the_same(site):
    made = alone(site, COMPLETED)
    release = Builder(environ=DATED).build(site)
    assert made == {address: one.sha256 for address, one in release.representations.items()}


COMPLETED = """
release = builder.complete(begun)
print(json.dumps({address: one.sha256 for address, one in release.representations.items()}))
"""


def test_they_make_all_pages(site):
    assert alone(site, MADE) == 2
    body = Builder(shelve=True, environ=DATED).begin(site).answers["/es/one/"].content
    body.make = None
    assert "Uno" in body.whole().decode()


MADE = """
makers = making.begin_making(list(begun.answers.values()), begun.packer.shelf)
for maker in makers:
    maker.join()
print(len(makers))
"""


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
