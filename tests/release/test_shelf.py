import sqlite3

import pytest

from pwa.release import shelf as module
from pwa.release.shelf import Shelf, shelf_path


@pytest.fixture
def path(tmp_path):
    return shelf_path(tmp_path / "state")


def nothing():
    raise AssertionError("made again")


def filled(path, **pairs):
    shelf = Shelf(path)
    for key, text in pairs.items():
        shelf.put(key, text.encode())
    shelf.settle()
    return shelf


@pytest.mark.parametrize("where", ["memory", "disk"])
def test_what_was_made_is_not_made_again(path, where):
    shelf = Shelf(path if where == "disk" else None)
    assert shelf.take("a", lambda: b"one") == shelf.take("a", nothing) == b"one"
    shelf.settle()
    assert shelf.take("a", nothing) == b"one"


def test_what_is_there_is_told_without_being_read(path):
    shelf = filled(path, a="one")
    shelf.put("b", b"two")
    assert [shelf.has(key) for key in "abc"] == [True, True, False]


def test_another_process_finds_it(path):
    filled(path, a="one")
    assert Shelf(path).take("a", nothing) == b"one"


def test_two_share_it_at_once(path):
    one, other = Shelf(path), Shelf(path)
    one.put("a", b"one")
    other.put("b", b"two")
    one.settle()
    other.settle()
    assert (one.take("b", nothing), other.take("a", nothing)) == (b"two", b"one")


def test_a_file_that_is_none_is_replaced(path):
    path.parent.mkdir()
    path.write_bytes(b"no data base" * 1000)
    assert filled(path, a="one").take("a", nothing) == b"one"
    assert Shelf(path).take("a", nothing) == b"one"


def test_what_is_damaged_is_made_again(path):
    filled(path, a="one")
    with sqlite3.connect(path) as file:
        file.execute("UPDATE shelf SET data = ?", (b"two",))
    file.close()
    assert Shelf(path).take("a", lambda: b"one") == b"one"


def test_a_file_that_was_lost_is_written_again(path):
    shelf = filled(path, a="one")
    for file in path.parent.iterdir():
        file.unlink()
    shelf.put("b", b"two")
    shelf.settle()
    assert Shelf(path).take("b", nothing) == b"two"


def test_where_there_can_be_no_file_it_is_in_memory(tmp_path):
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file/shelf.sqlite")
    assert shelf.take("a", lambda: b"one") == shelf.take("a", nothing) == b"one"
    shelf.settle()


def test_what_nobody_used_for_longest_goes_first(path, monkeypatch):
    now = iter(range(1000, 2000))
    monkeypatch.setattr(module, "SIZE", 10)
    monkeypatch.setattr(module, "_now", lambda: next(now))
    shelf = filled(path, a="1234", b="1234")
    shelf.take("a", nothing)
    shelf.put("c", b"1234")
    shelf.settle()
    assert [shelf.find(key) for key in "abc"] == [b"1234", None, b"1234"]


def test_an_engine_leaves_nothing_of_another_one(path):
    path.parent.mkdir()
    other = path.with_name("shelf.0123456789abcdef.sqlite")
    other.write_bytes(b"")
    assert shelf_path(path.parent) == path
    assert not other.exists()
