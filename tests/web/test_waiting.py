import logging
import os
import signal
from itertools import count
from threading import Timer

import pytest
from starlette.testclient import TestClient

from pwa.errors import Finding, SourceError
from pwa.web import waiting as module
from pwa.web.app import app_from_environment
from pwa.web.waiting import patiently

BROKEN = "---\nrisk: x\n---\n# One\n"


@pytest.fixture
def later():
    """Does something while the main thread waits."""
    timers = []

    def do(action):
        timers.append(Timer(0.3, action))
        timers[-1].start()

    yield do
    for timer in timers:
        timer.join()


def test_a_worker_that_cannot_start_waits_until_it_can(make_site, monkeypatch, caplog, later):
    root = make_site({"one": BROKEN})
    monkeypatch.setenv("PWA_SITE", str(root))
    monkeypatch.setenv("PWA_STATE", str(root / "state"))
    later(lambda: (root / "content/one.md").write_text("# One\n\nMended.\n"))
    with caplog.at_level(logging.ERROR, "pwa"):
        client = TestClient(app_from_environment())
    assert "Mended." in client.get("/en/one/").text
    assert caplog.text.count("content/one.md:2") == 1


def test_what_is_wrong_is_told_once_however_often_it_is_tried(make_site, monkeypatch, caplog):
    finding = Finding("still wrong", "content/one.md")
    tries = count()

    def make():
        if next(tries) < 3:
            raise SourceError(finding)
        return "made"

    monkeypatch.setattr(module, "changes", lambda *_: count())
    assert patiently(make_site(), make) == "made"
    assert caplog.text.count("still wrong") == 1


def test_what_no_change_on_disk_will_mend_is_tried_again_too(make_site, monkeypatch, caplog):
    tries = count()

    def make():
        if next(tries) < 2:
            raise OSError("no space left")
        return "made"

    monkeypatch.setattr(module, "PAUSE", 0)
    assert patiently(make_site(), make) == "made"
    assert caplog.text.count("OSError: no space left") == 1


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_waits_ends_when_it_is_told_to(make_site, later, told):
    def make():
        raise SourceError(Finding("wrong"))

    before = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)]
    later(lambda: os.kill(os.getpid(), told))
    with pytest.raises(KeyboardInterrupt):
        patiently(make_site(), make)
    assert [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)] == before
