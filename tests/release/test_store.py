import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from pwa.assets import asset
from pwa.release.packs import File, pack, revision, unpack
from pwa.release.release import Pack
from pwa.release.representations import Representation
from pwa.release.store import PACKS, PACKS_TIMES, PackStore, keep, kept, write_assets

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


HTML = "text/html; charset=utf-8"


def made(text, locale="es"):
    """A pack as a release has it."""
    files = {f"/{locale}/": File(HTML, text.encode())}
    name = revision(files, {})
    body = pack(locale, name, files, {})
    return Pack(name, "2026-11-23", "/pack", {"/pack": Representation(body, "application/json")})


@pytest.fixture
def store(tmp_path):
    return PackStore(tmp_path / "packs")


def kept_at(store, one, moment, locale="es"):
    """Keep a pack as if it were a certain moment."""
    store.keep({locale: one})
    os.utime(store.folder / locale / f"{one.revision}.json", (moment, moment))


def test_a_pack_is_read_as_the_edition_that_it_is(store):
    one = made("uno")
    store.keep({"es": one})
    assert PackStore(store.folder).read("es", one.revision) == unpack(one.body)
    assert store.has("es", one.revision)


@pytest.mark.parametrize("damage", [b"", b"{}", b"<html>", made("otro").body, None])
def test_a_pack_that_is_lost_or_damaged_is_not_there_until_it_is_kept_again(store, damage):
    one = made("uno")
    store.keep({"es": one})
    path = store.folder / "es" / f"{one.revision}.json"
    path.unlink() if damage is None else path.write_bytes(damage)
    assert store.read("es", one.revision) is None
    store.keep({"es": one})
    assert store.read("es", one.revision)


def test_a_pack_of_another_locale_is_not_taken_for_it(store):
    one = made("uno", "fr")
    store.keep({"es": one})
    assert store.read("es", one.revision) is None


def test_as_many_as_there_may_be_of_a_locale_are_kept_the_newest(store):
    packs = [made(str(number)) for number in range(PACKS + 3)]
    for moment, one in enumerate(packs):
        kept_at(store, one, moment)
    store.keep({"fr": made("un", "fr")})
    newest = [one.revision for one in reversed(packs)][:PACKS]
    assert store.revisions("es") == newest
    assert len(store.revisions("fr")) == 1


def test_a_pack_that_is_current_again_is_the_newest(store):
    one, two = made("uno"), made("dos")
    kept_at(store, one, 1)
    kept_at(store, two, 2)
    store.keep({"es": one})
    assert store.revisions("es") == [one.revision, two.revision]


@pytest.mark.parametrize(("size", "times", "kept"), [(5, 1, [1, 3, 1]), (0, 1, [1, 1, 1])])
def test_all_of_them_have_so_many_bytes_and_no_locale_drives_out_anothers_newest(
    store, monkeypatch, size, times, kept
):
    monkeypatch.setattr("pwa.release.store.PACKS_SIZE", size * len(made("x" * 201).body))
    monkeypatch.setattr("pwa.release.store.PACKS_TIMES", times)
    for moment in range(5):
        kept_at(store, made("x" * 200 + str(moment), "fr"), moment, "fr")
    kept_at(store, made("y" * 200), 0)
    store.keep({"it": made("z" * 200, "it")})
    assert [len(store.revisions(locale)) for locale in ("es", "fr", "it")] == kept


def test_the_longer_the_packs_are_the_more_they_may_have_together(store, monkeypatch):
    monkeypatch.setattr("pwa.release.store.PACKS_SIZE", 1)
    for moment in range(PACKS):
        for locale in ("es", "fr"):
            kept_at(store, made("x" * 10_000 + str(moment), locale), moment, locale)
    assert [len(store.revisions(locale)) for locale in ("es", "fr")] == [PACKS_TIMES] * 2


def test_what_is_no_pack_is_left_alone(store):
    store.keep({"es": made("uno")})
    (store.folder / "es/notes.json").write_text("mine")
    store.keep({"es": made("dos")})
    assert (store.folder / "es/notes.json").exists()
    assert len(store.revisions("es")) == 2


def test_a_site_that_was_moved_away_is_not_begun_anew(tmp_path):
    """Else it could not be moved back."""
    PackStore(tmp_path / "site/.pwa/packs").keep({"es": made("uno")})
    assert not (tmp_path / "site").exists()


def test_where_nothing_can_be_kept_there_is_nothing(tmp_path):
    (tmp_path / "file").touch()
    store = PackStore(tmp_path / "file")
    store.keep({"es": made("uno")})
    assert store.revisions("es") == []


def test_two_that_keep_the_same_at_once_keep_it_whole(store):
    packs = [{"es": made(str(number))} for number in range(4)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(store.keep, packs * 20))
    assert {store.read("es", name).revision for name in store.revisions("es")} == {
        one["es"].revision for one in packs
    }
