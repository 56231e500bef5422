import pytest

from pwa.assets import asset
from pwa.release.store import keep, kept, write_assets

ONE, TWO = asset("deep/one.svg", b"<svg/>"), asset("two.js", b"2")


def files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_files_stand_under_their_hashed_names(tmp_path):
    folder = write_assets([ONE, TWO], tmp_path / "new/static")
    assert files(folder) == {ONE.name: b"<svg/>", TWO.name: b"2"}


def test_files_of_earlier_releases_stay(tmp_path):
    write_assets([ONE], tmp_path)
    write_assets([TWO], tmp_path)
    assert set(files(tmp_path)) == {ONE.name, TWO.name}


def test_what_is_there_is_not_written_again(tmp_path):
    path = write_assets([TWO], tmp_path) / TWO.name
    before = path.stat()
    write_assets([TWO], tmp_path)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_everybody_may_read_them(tmp_path):
    path = write_assets([TWO], tmp_path) / TWO.name
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_assets([TWO], tmp_path)
    assert files(tmp_path) == {}


def test_what_is_kept_is_found_again(tmp_path):
    for data in (b"", b"one\ntwo", b"\xff\n"):
        keep(data, tmp_path / "deep/one")
        assert kept(tmp_path / "deep/one") == data


def test_what_is_kept_already_is_not_written_again(tmp_path):
    keep(b"one", tmp_path / "one")
    before = (tmp_path / "one").stat()
    keep(b"one", tmp_path / "one")
    assert (tmp_path / "one").stat().st_ino == before.st_ino


@pytest.mark.parametrize("damage", [b"", b"x", b"\n", b"0" * 64 + b"\none"])
def test_what_is_damaged_is_not_found(tmp_path, damage):
    keep(b"one", tmp_path / "one")
    (tmp_path / "one").write_bytes(damage)
    assert kept(tmp_path / "one") is None


def test_what_cannot_be_kept_is_let_go(tmp_path):
    (tmp_path / "file").touch()
    keep(b"one", tmp_path / "file/one")
    assert kept(tmp_path / "file/one") is None
