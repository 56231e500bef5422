"""One section's life from its translation to a withdrawn review, told three ways that agree.

After each step the page, status.json and the command say the same; what readers are told follows
the records that hold.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import pwa.cli
import pwa.web.app
from pwa.cli import main
from tests.git import commit_all, git

CONTENT = "locales/it/LC_MESSAGES/content.po"
SOURCE = "# One\n\nThe seeds may recieve water.\n\nWait 45 minutes.\n"
TEXTS = {
    "One": "Uno",
    "The seeds may recieve water.": "I semi possono ricevere acqua.",
    "Wait 45 minutes.": "Aspetta 45 minuti.",
}

UNCHECKED = "No second person has checked it."
CHECKED = "Checked against the original on"
REVIEWED = "Reviewed by a subject expert on"
NOT_REVIEWED = "Not yet reviewed by a subject expert."
WAS_CHECKED = "An earlier version was checked against the original on"
WAS_REVIEWED = "A subject expert reviewed an earlier version on"
MOVED = "The original has changed since this was translated."


@pytest.fixture
def clock(monkeypatch):
    """What every part of the engine takes for the present moment."""

    class Clock(datetime):
        moment = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)

        @classmethod
        def now(cls, tz=None):
            cls.moment = cls.moment.replace(minute=(cls.moment.minute + 1) % 60)
            return cls.moment

    for module in (pwa.cli, pwa.web.app):
        monkeypatch.setattr(module, "datetime", Clock)
    return Clock


class Walk:
    """A site on disk, what people do to it, and what everybody is told of it."""

    def __init__(self, root: Path, serve) -> None:
        self.root = root
        self._serve = serve

    def pwa(self, *arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--site", str(self.root), *arguments])
        assert done.exit_code == code, done.output
        return done.output

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old} is there {text.count(old)} times"
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def sign(self, step: str, by: str, *more: str) -> str:
        """The new record's id."""
        told = self.pwa("review", "it", "one", "--step", step, "--by", by, *more)
        return re.search(r"-([0-9a-f]{12})\.json", told)[1]

    def agree(self, status: str, *told: str, flags: str = "", holds: str = "") -> str:
        """The page, on which page, file and command say this and no other notice."""
        client = self._serve(self.root)
        page = re.sub(
            r"\s+", " ", re.sub(r"</?(span|time)\b[^>]*>", "", client.get("/it/one/").text)
        )
        served = client.get("/status.json").json()["locales"]["it"]["sections"]["one"]
        printed = json.loads(self.pwa("status", "it", "--format", "json"))
        assert served == printed["locales"]["it"]["sections"]["one"]
        assert served["status"] == status
        raised = [name for name in ("outdated", "changed", "overdue") if served[name]]
        assert raised == flags.split()
        assert [one["step"] for one in served["records"] if one["holds"]] == holds.split()
        assert f'data-status="{status}"' in page
        line = page.partition('<div class="standing')[2].partition("<details>")[0]
        notices = (UNCHECKED, CHECKED, REVIEWED, NOT_REVIEWED, WAS_CHECKED, WAS_REVIEWED, MOVED)
        assert {notice for notice in notices if notice in line} == set(told)
        row = next(line for line in self.pwa("status", "it").splitlines() if "one" in line)
        assert all(word in row for word in (status, *raised))
        return page


@pytest.fixture
def walk(make_site, serve, clock):
    return Walk(make_site({"one": SOURCE}, {"it": TEXTS}), serve)


def test_from_a_translation_to_a_withdrawn_review(walk, clock):
    walk.pwa("extract")
    steps = "translation revision review"

    # Translated, then revised, then reviewed, by three people.
    walk.sign("translation", "Ana")
    walk.agree("translated", UNCHECKED, holds="translation")
    revision = walk.sign("revision", "Ben")
    walk.agree("revised", CHECKED, NOT_REVIEWED, holds="translation revision")
    review = walk.sign("review", "Cleo", "--due", "2027-11-03", "--credential", "botanist")
    page = walk.agree("reviewed", CHECKED, REVIEWED, holds=steps)
    assert '"lastReviewed":"2026-11-03"' in page.replace(": ", ":")
    assert "Cleo" in page
    assert "botanist" in page

    # One letter edited: what was signed is not this text, and the page says so.
    walk.edit(CONTENT, "possono", "possano")
    page = walk.agree("translated", WAS_CHECKED, WAS_REVIEWED, flags="changed")
    assert "lastReviewed" not in page
    why = walk.pwa("status", "it", "--section", "one")
    assert "1 of 3 paragraphs changed in Italian alone since 3 November 2026" in why
    assert "I semi [-possono-]{+possano+} ricevere acqua." not in why  # no git, no old text
    assert "no git history here" in why

    # Undone: the same signatures hold again.
    walk.edit(CONTENT, "possano", "possono")
    walk.agree("reviewed", CHECKED, REVIEWED, holds=steps)

    # The source changes by a typo; until anybody says so, nobody knows that it is one.
    walk.edit("content/one.md", "recieve", "receive")
    walk.agree("partial", WAS_CHECKED, WAS_REVIEWED, MOVED, flags="outdated changed")
    told = walk.pwa("source", "same-meaning", "one", "--by", "Dora")
    assert "[-recieve-]{+receive+}" in told
    walk.pwa("update", "it")
    assert "fuzzy" not in (walk.root / CONTENT).read_text(encoding="utf-8")
    walk.agree("reviewed", CHECKED, REVIEWED, holds=steps)

    # Another edit changes what is said: refused, in words, and it stays what it is.
    walk.edit("content/one.md", "may receive", "receive")
    told = walk.pwa("source", "same-meaning", "one", "--by", "Dora", code=1)
    assert "may" in told
    walk.edit("content/one.md", "receive", "may receive")
    walk.agree("reviewed", CHECKED, REVIEWED, holds=steps)

    # The day passes by which it was to be reviewed again; pages leave that to the device.
    clock.moment = datetime(2027, 11, 3, 9, 0, tzinfo=UTC)
    walk.agree("reviewed", CHECKED, REVIEWED, holds=steps)
    clock.moment = datetime(2027, 11, 4, 9, 0, tzinfo=UTC)
    page = walk.agree("reviewed", CHECKED, REVIEWED, flags="overdue", holds=steps)
    assert 'data-due="2027-11-03"' in page

    # Taken back, the one and then the other.
    walk.pwa("review", "it", "--withdraw", review, "--by", "Cleo")
    walk.agree("revised", CHECKED, NOT_REVIEWED, holds="translation revision")
    walk.pwa("review", "it", "--withdraw", revision, "--by", "Ben")
    walk.agree("translated", UNCHECKED, holds="translation")


def test_two_branches_that_both_signed_merge_without_conflict(walk):
    walk.sign("translation", "Ana")
    git(walk.root, "init", "-q", "-b", "main")
    commit_all(walk.root)
    for branch, step, by in (("revised", "revision", "Ben"), ("reviewed", "review", "Cleo")):
        git(walk.root, "checkout", "-q", "-b", branch, "main")
        walk.sign(step, by)
        commit_all(walk.root)
    git(walk.root, "merge", "-q", "--no-edit", "revised")
    walk.agree("reviewed", CHECKED, REVIEWED, holds="translation revision review")
