"""Kills, writers at once and branches: what was acknowledged counts, and nothing by halves.

`make test` kills a few writers; `PWA_KILLS=200 pytest tests/review/test_crash.py` many.
"""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.site import load_site

KILLS = int(os.environ.get("PWA_KILLS", "20"))

# Whoever writes says so once a record is on the disk, as `pwa review` does.
WRITER = """
import sys
from pathlib import Path
from pwa.review.records import write_record

folder, by, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
fields = {
    "step": "review", "section": "one", "by": by, "method": "human", "at": "2026-11-23T10:00:00Z",
    "source": "0" * 64, "text": "1" * 64, "messages": [["a" * 12, "b" * 12]] * 200, "segmenter": 1,
}
for number in range(count):
    path = write_record(folder, {**fields, "note": str(number)})
    print(path.name, flush=True)
"""


def writer(folder, by="Ana", count=100_000):
    command = [sys.executable, "-c", WRITER, str(folder), by, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ledger(root, locale="es"):
    return Reader(Memo()).read(load_site(root, environ={})).locales[locale].ledger


def names(ledger):
    return {path.rpartition("/")[2] for path in ledger.files.values()}


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}})


@pytest.fixture
def folder(root):
    return root / "locales/es/records/one"


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_kill_loses_no_acknowledged_record_and_leaves_no_half_one(root, folder, kill):
    chance = random.Random(kill)
    with writer(folder) as process:
        acknowledged = [process.stdout.readline() for _ in range(chance.randint(1, 20))]
        time.sleep(chance.random() / 500)  # somewhere within the next few writes
        process.kill()
        acknowledged += process.stdout.readlines()
    found = ledger(root)
    assert found.findings == ()
    # One more may be there: whole on the disk when the kill came, and not yet told.
    assert {line.strip() for line in acknowledged if line.endswith("\n")} <= names(found)
    assert len(found.records) - len(acknowledged) in {0, 1}


def test_two_who_write_at_once_do_not_disturb_each_other(root, folder):
    with writer(folder, "Ana", 100) as one, writer(folder, "Ben", 100) as other:
        told = set(one.stdout.read().split()) | set(other.stdout.read().split())
    found = ledger(root)
    assert (len(told), names(found), found.findings) == (200, told, ())


def test_two_who_write_the_same_at_once_write_one_record(root, folder):
    with writer(folder, count=100) as one, writer(folder, count=100) as other:
        assert one.stdout.read() == other.stdout.read()
    assert (one.returncode, other.returncode) == (0, 0)
    assert len(ledger(root).records) == 100
    assert len(list(folder.iterdir())) == 100


def test_two_who_sign_at_once_have_both_signed(root):
    def signing(by):
        what = ["review", "es", "one", "--step", "translation", "--by", by]
        return subprocess.Popen([sys.executable, "-m", "pwa", "--site", str(root), *what])

    with signing("Ana") as one, signing("Ben") as other:
        pass
    assert (one.returncode, other.returncode) == (0, 0)
    found = ledger(root)
    assert ({one.by for one in found.records}, found.findings) == ({"Ana", "Ben"}, ())


@pytest.fixture
def git(root):
    """A function that runs git in the site, a repository with one commit, as nobody's git."""
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=A", "-c", "user.email=a@x.example"]

    def run(*arguments):
        command = ["git", "-C", root, *who, *arguments]
        done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
        return done.stdout

    run("init", "--initial-branch=main")
    commit(run)
    return run


def commit(git):
    git("add", ".")
    git("commit", "-m", "all")


def test_two_branches_that_both_signed_merge_without_conflict(root, git, sign):
    sign(root, "es", "one", "translation")
    commit(git)
    git("switch", "-c", "other")
    sign(root, "es", "one", "revision", by="Ben")
    commit(git)
    git("switch", "main")
    sign(root, "es", "one", "revision", by="Rita")
    sign(root, "es", "one", "review", by="Dr. C")
    commit(git)
    git("merge", "other")
    found = ledger(root)
    assert {(one.step, one.by) for one in found.records} == {
        ("translation", "Ana"), ("revision", "Ben"), ("revision", "Rita"), ("review", "Dr. C"),
    }  # fmt: skip
    assert (found.findings, git("status", "--porcelain")) == ((), "")


def test_what_one_branch_withdrew_stays_withdrawn_when_the_other_signed(root, git, sign):
    signed = sign(root, "es", "one", "translation")
    commit(git)
    git("switch", "-c", "other")
    sign(root, "es", "one", "revision", by="Ben")
    commit(git)
    git("switch", "main")
    word = {"of": signed.stem.rpartition("-")[2], "at": "2026-11-24T10:00:00Z"}
    sign(root, "es", "one", "withdrawal", **word)
    commit(git)
    git("merge", "other")
    found = ledger(root)
    assert ([one.by for one in found.records], found.findings) == (["Ben"], ())


def test_two_branches_that_signed_the_same_have_signed_it_once(root, git, sign):
    git("switch", "-c", "other")
    sign(root, "es", "one", "translation")
    commit(git)
    git("switch", "main")
    path = sign(root, "es", "one", "translation")
    commit(git)
    git("merge", "other")
    [record] = ledger(root).records
    assert record.by == json.loads(path.read_bytes())["by"]
