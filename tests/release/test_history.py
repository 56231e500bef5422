"""What was signed is found in git, whether people commit before they sign or after."""

import os
import subprocess

import pytest

from pwa.memo import Memo
from pwa.release.git import blobs, git
from pwa.release.history import History
from pwa.release.inputs import Reader
from pwa.review.fingerprints import fingerprints
from pwa.site import load_site

FIRST = {"One": "Uno", "First words.": "Primeras."}
SECOND = {"One": "Uno", "First words.": "Segundas."}
PO = "locales/es/LC_MESSAGES/content.po"
AT = "2026-11-03T10:00:00Z"


@pytest.fixture(params=["site", "deep/in/a/repository"])
def root(make_site, request):
    return make_site(catalogs={"es": FIRST}, name=request.param)


def commit(root, day):
    """Commit all there is, at noon."""
    date = f"2026-11-{day:02}T12:00:00Z"
    environ = {**os.environ, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
    repository = root.parents[3] if "deep" in root.parts else root
    who = ["-c", "user.name=A", "-c", "user.email=a@x.example"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", f"day {day}"]):
        subprocess.run(["git", "-C", repository, *who, *command], env=environ, check=True)


def change(root, was, now):
    for path in (root / PO, root / "content/one.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(was, now), encoding="utf-8")


def found(root, locale="es"):
    """What git has of the text that the one record was signed on."""
    site = load_site(root, environ={})
    inputs = Reader(Memo()).read(site)
    ledger = inputs.locales[locale].ledger
    [record], [section] = ledger.records, inputs.publication.sections
    said = list(History(site, Memo()).before(locale, section, record, ledger.files[record.id]))
    hashes = {text for _, text in record.messages}
    prints = fingerprints(said).messages
    return {key[1]: text for (key, text), (_, h) in zip(said, prints, strict=True) if h in hashes}


def test_signed_and_then_committed(root, sign):
    commit(root, 1)
    change(root, "Primeras.", "Segundas.")
    sign(root, "es", "one", "revision", at=AT)
    commit(root, 4)
    change(root, "Segundas.", "Terceras.")
    commit(root, 5)
    assert found(root) == SECOND


def test_committed_and_then_signed(root, sign):
    commit(root, 1)
    sign(root, "es", "one", "revision", at=AT)
    change(root, "Primeras.", "Segundas.")
    commit(root, 4)
    assert found(root) == FIRST


def test_a_record_that_is_not_committed(root, sign):
    commit(root, 1)
    sign(root, "es", "one", "revision", at=AT)
    change(root, "Primeras.", "Segundas.")
    assert found(root) == FIRST


def test_a_reviewed_source(root, sign):
    sign(root, "en", "one", "review", at=AT)
    commit(root, 4)
    change(root, "First words.", "Other words.")
    commit(root, 5)
    assert found(root, "en") == {text: text for text in ("One", "First words.")}


def test_what_was_never_committed_is_not_known(root, sign):
    change(root, "Primeras.", "Segundas.")
    sign(root, "es", "one", "revision", at=AT)
    change(root, "Segundas.", "Terceras.")
    commit(root, 4)
    assert "First words." not in found(root)


def test_a_file_that_could_not_be_read_said_nothing(root, sign):
    sign(root, "es", "one", "revision", at=AT)
    whole = (root / PO).read_text(encoding="utf-8")
    (root / PO).write_text("no catalog", encoding="utf-8")
    commit(root, 4)
    (root / PO).write_text(whole, encoding="utf-8")
    assert found(root) == {}


def test_without_git_nothing_is_known(root, sign):
    sign(root, "es", "one", "revision", at=AT)
    assert not History(load_site(root, environ={}), Memo()).there
    assert found(root) == {}


def test_files_that_a_commit_does_not_have_are_passed_over(root):
    commit(root, 1)
    head = git(root, "rev-parse", "HEAD")
    paths = ["content/none.md", "content/one.md", "content/none.md"]
    assert list(blobs(root, [head], paths)) == [
        ("content/one.md", (root / "content/one.md").read_bytes())
    ]
