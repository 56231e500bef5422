"""The process that makes releases is begun again, in good time, and where its sockets fit."""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from pwa.errors import RefusedError
from pwa.web import keeper as module
from pwa.web.keeper import FOLDER, PARENT, Keeper, stay_behind
from pwa.web.together import SWITCHES

ENDING = [sys.executable, "-S", "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def environ(monkeypatch):
    monkeypatch.setenv(FOLDER, "")


@contextmanager
def keeping(command):
    keeper = Keeper(command, {}, patient=True)
    try:
        yield keeper
    finally:
        keeper.end()


class Pauses(Event):
    """What is waited for, so many times, without waiting."""

    def __init__(self, times):
        super().__init__()
        self.times, self.seen, self.all = times, [], Event()

    def wait(self, timeout=None):
        self.seen.append(timeout)
        if len(self.seen) == self.times:
            self.all.set()
        return self.all.is_set()


def test_what_ends_at_once_is_begun_again_less_and_less_often(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_PAUSE", 4.0)
    with keeping(ENDING) as keeper:
        keeper._is_over = pauses = Pauses(5)
        keeper.keep()
        assert pauses.all.wait(30)
    assert pauses.seen[:5] == [1, 2, 4, 4, 4]


def test_where_no_process_can_be_begun_that_is_tried_again(monkeypatch):
    tries, begin = [], subprocess.Popen

    def fail_once(*given, **options):
        tries.append(given)
        if len(tries) == 1:
            raise BlockingIOError("no more processes")
        return begin(*given, **options)

    with keeping(ENDING) as keeper:
        keeper._is_over = pauses = Pauses(3)
        monkeypatch.setattr(subprocess, "Popen", fail_once)
        keeper.keep()
        assert pauses.all.wait(30)
    assert len(tries) == 2


def test_sockets_lie_where_their_paths_fit(monkeypatch, tmp_path):
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with keeping(ENDING) as keeper, closing(socket.socket(socket.AF_UNIX)) as door:
        door.bind(str(keeper.folder / SWITCHES))
        assert os.environ[FOLDER] == str(keeper.folder)


def test_what_nobody_has_begun_behind_them_says_so(monkeypatch):
    monkeypatch.delenv(PARENT, raising=False)
    with pytest.raises(RefusedError, match="PWA_BEHIND is set"):
        stay_behind(Path("nowhere"))
