import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pwa.web.meeting import Meeting

LONG = 30.0
SHORT = 0.05


def left(meeting, ready):
    """When a meeting for a release is left."""
    meeting.wait(ready)
    return time.monotonic()


def test_nobody_leaves_before_the_last_has_come(tmp_path):
    meetings = [Meeting(tmp_path, patience=LONG) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        early = [threads.submit(left, one, "new") for one in meetings[:2]]
        time.sleep(SHORT)
        assert not any(one.done() for one in early)
        came = time.monotonic()
        meetings[2].wait("new")
    assert all(one.result() > came for one in early)


def test_whoever_is_ready_for_something_else_is_not_waited_for_without_end(tmp_path):
    one, other = Meeting(tmp_path, patience=SHORT), Meeting(tmp_path, patience=SHORT)
    other.wait("old")
    one.wait("new")


@pytest.mark.parametrize("gone", ["left", "dead"])
def test_nobody_waits_for_those_who_are_gone(tmp_path, gone):
    stays, goes = Meeting(tmp_path, patience=LONG), Meeting(tmp_path, patience=SHORT)
    goes.wait("old")
    if gone == "left":
        goes.leave()
    else:
        (tmp_path / "dead").write_text("old")
        goes.leave()
    stays.wait("new")
    assert len(list(tmp_path.iterdir())) == 1


def test_where_nobody_can_meet_each_goes_on_alone(tmp_path):
    (tmp_path / "file").touch()
    meeting = Meeting(tmp_path / "file", patience=LONG)
    meeting.wait("new")
    meeting.leave()


def test_the_folder_may_be_thrown_away(tmp_path):
    folder = tmp_path / "meeting"
    meeting = Meeting(folder, patience=LONG)
    (next(folder.iterdir())).unlink()
    folder.rmdir()
    meeting.wait("new")
    meeting.leave()
