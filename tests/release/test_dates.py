import os
import subprocess

import pytest

from pwa.errors import SiteError
from pwa.release.dates import change_days, edition_date
from pwa.source.publication import read_section

INPUTS = ("content", "locales/es")


@pytest.fixture
def root(tmp_path):
    for name, seconds in [("content/a.md", 1_000), ("locales/es/b.po", 2_000), ("other/c", 9_000)]:
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (seconds, seconds))
    return tmp_path / "site"


def git(root, *arguments, date="2026-11-23T10:00:00+02:00"):
    environ = {
        **os.environ,
        "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ["-c", "user.name=A", "-c", "user.email=a@x.example"]
    subprocess.run(
        ["git", "-C", root, *who, *arguments], env=environ, check=True, capture_output=True
    )


def commit(root, **options):
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "all", **options)


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


@pytest.mark.parametrize("environ", [{}, {"SOURCE_DATE_EPOCH": ""}])
def test_without_git_the_newest_file_counts(root, environ):
    assert edition_date(root, INPUTS, environ) == "1970-01-01T00:33:20Z"


@pytest.mark.parametrize("epoch", ["soon", "-1", "²", "1.5", "253402300800", "9" * 5000])
def test_an_environment_that_says_no_moment_is_refused(root, epoch):
    with pytest.raises(SiteError, match=r"^SOURCE_DATE_EPOCH is .*; give seconds since 1970"):
        edition_date(root, INPUTS, {"SOURCE_DATE_EPOCH": epoch})


def test_the_last_moment_has_a_date(root):
    environ = {"SOURCE_DATE_EPOCH": "253402300799"}
    assert edition_date(root, INPUTS, environ) == "9999-12-31T23:59:59Z"


def test_what_is_no_input_does_not_count(root):
    commit(root)
    for name in ("later.json", "sooner.json"):
        (root / "locales/es/records").mkdir(exist_ok=True)
        (root / "locales/es/records" / name).write_text("x")
        without = ["locales/es/records/*.json"]
        assert edition_date(root, INPUTS, {}, without=without) == "2026-11-23T08:00:00Z"
        commit(root, date="2026-11-24T10:00:00+02:00")
    assert edition_date(root, INPUTS, {}, without=without) == "2026-11-23T08:00:00Z"


def test_without_git_either_it_does_not_count(root):
    os.utime(root / "locales/es/b.po", (9_000, 9_000))
    assert edition_date(root, INPUTS, {}, without=["locales/es/*.po"]) == "1970-01-01T00:16:40Z"


def test_what_does_not_exist_is_passed_over(root):
    assert edition_date(root, ("content", "locales/ar"), {}) == "1970-01-01T00:16:40Z"
    assert edition_date(root, (), {}) == "1970-01-01T00:00:00Z"


@pytest.fixture
def sections(root):
    for section in ("deep/b", "c"):
        path = root / f"content/{section}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
        os.utime(path, (86_400, 86_400))
    return [read_section(one, f"content/{one}.md", b"x") for one in ("a", "deep/b", "c")]


def test_each_section_has_the_day_of_its_own_last_commit(root, sections):
    commit(root)
    (root / "content/deep/b.md").write_text("y")
    commit(root, date="2026-11-25T00:30:00+02:00")
    days = change_days(root, sections)
    assert days == {"a": "2026-11-23", "deep/b": "2026-11-24", "c": "2026-11-23"}


def test_what_is_taken_back_has_the_day_that_it_had(root, sections):
    commit(root)
    (root / "content/a.md").write_text("a mistake")
    commit(root, date="2026-11-25T10:00:00+02:00")
    assert change_days(root, sections)["a"] == "2026-11-25"
    git(root, "revert", "--no-edit", "HEAD", date="2026-11-27T10:00:00+02:00")
    assert change_days(root, sections)["a"] == "2026-11-23"


def test_a_publication_below_its_repository_is_no_other(root, sections):
    commit(root.parent)
    assert set(change_days(root, sections).values()) == {"2026-11-23"}


def test_a_section_that_is_not_committed_as_it_is_has_its_files_day(root, sections):
    commit(root)
    for section in ("a", "new"):
        (root / f"content/{section}.md").write_text("changed")
        os.utime(root / f"content/{section}.md", (3 * 86_400, 3 * 86_400))
    more = [*sections, read_section("new", "content/new.md", b"x")]
    days = change_days(root, more)
    assert days == {"a": "1970-01-04", "new": "1970-01-04", "deep/b": "2026-11-23",
                    "c": "2026-11-23"}  # fmt: skip


def test_without_git_each_section_has_its_files_day(root, sections):
    days = change_days(root, sections)
    assert days == {"a": "1970-01-01", "deep/b": "1970-01-02", "c": "1970-01-02"}


def test_git_is_asked_about_all_sections_together(root, sections, monkeypatch):
    commit(root)
    asked = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **o: asked.append(a) or run(*a, **o))
    change_days(root, sections * 10)
    assert len(asked) == 2
