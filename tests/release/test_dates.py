import os
import subprocess

import pytest

from pwa.release.dates import edition_date

INPUTS = ("content", "locales/es")


@pytest.fixture
def root(tmp_path):
    for name, seconds in [("content/a.md", 1_000), ("locales/es/b.po", 2_000), ("other/c", 9_000)]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (seconds, seconds))
    return tmp_path


def git(root, *arguments):
    environ = {
        **os.environ,
        "GIT_COMMITTER_DATE": "2026-11-23T10:00:00+02:00",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ["-c", "user.name=A", "-c", "user.email=a@x.example"]
    subprocess.run(
        ["git", "-C", root, *who, *arguments], env=environ, check=True, capture_output=True
    )


def commit(root):
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "all")


def test_the_environment_decides(root):
    commit(root)
    assert edition_date(root, INPUTS, {"SOURCE_DATE_EPOCH": "0"}) == "1970-01-01T00:00:00Z"


def test_git_knows_when_an_input_changed_last(root):
    commit(root)
    assert edition_date(root, INPUTS, {}) == "2026-11-23T08:00:00Z"


def test_what_is_not_committed_is_as_old_as_its_file(root):
    commit(root)
    (root / "content/a.md").write_text("changed")
    os.utime(root / "content/a.md", (3_000, 3_000))
    assert edition_date(root, INPUTS, {}) == "1970-01-01T00:50:00Z"


@pytest.mark.parametrize("epoch", ["", "soon", "-1", "²"])
def test_without_git_the_newest_file_counts(root, epoch):
    assert edition_date(root, INPUTS, {"SOURCE_DATE_EPOCH": epoch}) == "1970-01-01T00:33:20Z"


def test_what_does_not_exist_is_passed_over(root):
    assert edition_date(root, ("content", "locales/ar"), {}) == "1970-01-01T00:16:40Z"
    assert edition_date(root, (), {}) == "1970-01-01T00:00:00Z"
