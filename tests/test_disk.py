import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from pwa.disk import LONG, sweep, write_whole

both = pytest.mark.parametrize("synced", [False, True])


@both
def test_a_file_is_written_with_the_folders_above_it_for_everybody_to_read(tmp_path, synced):
    path = tmp_path / "deep/er/one"
    assert write_whole(path, b"\xff1", synced=synced)
    assert path.read_bytes() == b"\xff1"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_bytes_that_are_there_already_are_left(tmp_path):
    path = tmp_path / "one"
    write_whole(path, b"1")
    before = path.stat()
    assert not write_whole(path, b"1")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_other_bytes_take_their_place(tmp_path):
    path = tmp_path / "one"
    assert [write_whole(path, data) for data in (b"1", b"22", b"")] == [True] * 3
    assert path.read_bytes() == b""


def test_what_must_last_is_synced_before_it_has_its_name_and_so_is_the_name(tmp_path, monkeypatch):
    there = []
    monkeypatch.setattr("os.fsync", lambda _: there.append((tmp_path / "one").exists()))
    write_whole(tmp_path / "one", b"1", synced=True)
    assert there == [False, True]


@pytest.mark.parametrize("step", ["os.fsync", "os.chmod", "os.replace"])
@pytest.mark.parametrize("fault", [OSError("full"), KeyboardInterrupt()])
def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, step, fault):
    (tmp_path / "one").write_bytes(b"old")
    monkeypatch.setattr(step, lambda *_, **__: (_ for _ in ()).throw(fault))
    with pytest.raises(type(fault)):
        write_whole(tmp_path / "one", b"new", synced=True)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("one", b"old")]


KILLED = """
import os, sys
from pathlib import Path
from pwa.disk import LONG, sweep, write_whole
setattr(os, sys.argv[2], lambda *_, **__: os._exit(9))
write_whole(Path(sys.argv[1]), b"new" * 100_000, synced=True)
"""


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_a_kill_leaves_what_was_there_whole(tmp_path, step):
    path = tmp_path / "one"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), step], check=False)
    assert done.returncode == 9
    assert path.read_bytes() == b"old"


def test_what_was_left_half_written_long_ago_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.unlink", lambda *_, **__: None)
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: 1 / 0)  # as if it were killed there
    for name in ("old", "new"):
        with suppress(ZeroDivisionError):
            write_whole(tmp_path / "deep" / name / "one", b"1")
    monkeypatch.undo()
    write_whole(tmp_path / "deep/old/one", b"1")
    long_ago = time.time() - LONG - 1
    for path in (tmp_path / "deep/old").iterdir():
        os.utime(path, (long_ago, long_ago))
    sweep(tmp_path)
    assert [path.name for path in (tmp_path / "deep/old").iterdir()] == ["one"]
    assert len(list((tmp_path / "deep/new").iterdir())) == 1
