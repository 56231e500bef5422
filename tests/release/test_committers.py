"""Whoever first committed a record is known, whatever became of its file since."""

import pytest

from pwa.release.committers import committers, is_shallow
from tests.git import commit_all, git

RECORDS = "locales/es/records/one"


@pytest.fixture(params=["site", "deep/in/a/repository"])
def root(make_site, request):
    return make_site(name=request.param)


def repository(root):
    return root.parents[3] if "deep" in root.parts else root


def commit(root, who):
    commit_all(repository(root), f"{who}@x.example")


def put(root, name, text, section="one"):
    path = root / f"locales/es/records/{section}/{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_whoever_added_a_file_committed_it(root):
    put(root, "1.json", "one")
    commit(root, "ana")
    put(root, "2.json", "two")
    put(root, "1.json", "one and more")
    commit(root, "ben")
    put(root, "3.json", "three")
    assert committers(root) == {
        f"{RECORDS}/1.json": "ana@x.example",
        f"{RECORDS}/2.json": "ben@x.example",
    }


def test_a_file_that_was_renamed_is_whose_it_was(root):
    path = put(root, "1.json", "one")
    commit(root, "ana")
    path.rename(put(root, "1.json", "", section="other"))
    commit(root, "ben")
    assert committers(root) == {"locales/es/records/other/1.json": "ana@x.example"}


def test_a_file_that_is_alike_is_another(root):
    text = "".join(f"line {number}\n" for number in range(99))
    path = put(root, "1.json", text)
    commit(root, "ana")
    path.unlink()
    put(root, "2.json", text + "one more\n")
    commit(root, "ben")
    assert committers(root)[f"{RECORDS}/2.json"] == "ben@x.example"


def test_a_file_that_was_taken_back_is_whose_it_was(root):
    path = put(root, "1.json", "one")
    commit(root, "ana")
    path.unlink()
    commit(root, "ben")
    put(root, "1.json", "one")
    commit(root, "ben")
    assert committers(root) == {f"{RECORDS}/1.json": "ana@x.example"}


def test_addresses_are_those_of_the_mailmap(root):
    put(root, "1.json", "one")
    (repository(root) / ".mailmap").write_text("Ana <ana@home.example> <ana@x.example>\n")
    commit(root, "ana")
    assert committers(root) == {f"{RECORDS}/1.json": "ana@home.example"}


def test_names_of_files_are_taken_as_they_are(root):
    put(root, "ñ é.json", "one", section="A R\n")
    commit(root, "ana")
    assert committers(root) == {"locales/es/records/A R\n/ñ é.json": "ana@x.example"}


def test_other_files_are_not_asked_about(root):
    commit(root, "ana")
    assert committers(root) == {}


def test_without_git_nobody_committed_anything(root):
    put(root, "1.json", "one")
    assert committers(root) == {}
    assert not is_shallow(root)


def test_a_shallow_clone_is_told(make_site, tmp_path):
    root = make_site()
    commit(root, "ana")
    assert not is_shallow(root)
    put(root, "1.json", "one")
    commit(root, "ben")
    git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), "clone")
    assert is_shallow(tmp_path / "clone")
