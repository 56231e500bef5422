"""`pwa status --section` on real histories: what moved since somebody signed, and from what."""

import os
import subprocess

import pytest
from click.testing import CliRunner

from pwa.cli import main

PO = "locales/es/LC_MESSAGES/content.po"
SOURCE = "# One\n\nIt may help some people.\n\nDo not drive on that day.\n"
SPANISH = {
    "One": "Uno",
    "It may help some people.": "Puede ayudar a algunas personas.",
    "Do not drive on that day.": "No conduzca ese día.",
}


class Walk:
    """A site in git, and what people do to it."""

    def __init__(self, root):
        self.root = root
        self.git("init", "-q")
        self.commit(1)

    def git(self, *arguments, date="2026-11-01T12:00:00Z"):
        environ = {**os.environ, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
        who = ["-c", "user.name=A", "-c", "user.email=a@x.example"]
        command = ["git", "-C", self.root, *who, *arguments]
        subprocess.run(command, env=environ, check=True)

    def commit(self, day):
        self.git("add", "-A")
        self.git("commit", "-qm", f"day {day}", date=f"2026-11-{day:02}T12:00:00Z")

    def edit(self, file, was, now):
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1
        path.write_text(text.replace(was, now), encoding="utf-8")

    def pwa(self, *arguments):
        done = CliRunner().invoke(main, ["--site", str(self.root), *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    def why(self, *locales):
        """What is said under the table, a line a line."""
        output = self.pwa("status", *(locales or ("es",)), "--section", "one")
        return [line.strip() for line in output.splitlines() if line[:1] not in "┏┃┡│└"]


@pytest.fixture
def walk(make_site):
    return Walk(make_site({"one": SOURCE}, {"es": SPANISH}))


def test_a_whole_history(walk, sign):
    assert walk.why() == []
    sign(walk.root, "es", "one", "translation", by="Tom", at="2026-11-02T10:00:00Z")
    sign(walk.root, "es", "one", "revision", by="Rita", at="2026-11-03T10:00:00Z")
    walk.commit(3)
    assert walk.why() == []

    walk.edit("content/one.md", "may help", "can help")
    walk.pwa("update")
    lines = [
        "es one",
        "1 of 3 paragraphs changed in English since 3 November 2026 (revision by Rita)",
        "changed:",
        "en: It [-may-]{+can+} help some people.",
    ]
    assert walk.why() == [*lines, "es: not translated yet"]

    text = (walk.root / PO).read_text(encoding="utf-8")
    [fuzzy] = [entry for entry in text.split("\n\n") if "#| msgid" in entry]
    kept = [line for line in fuzzy.splitlines() if not line.startswith(("#|", "#,", "#. last"))]
    mended = "\n".join(kept).replace("Puede ayudar", "Ayuda")
    (walk.root / PO).write_text(text.replace(fuzzy, mended), encoding="utf-8")
    assert walk.why() == [*lines, "es: [-Puede ayudar-]{+Ayuda+} a algunas personas."]

    sign(walk.root, "es", "one", "translation", by="Tom", at="2026-11-04T10:00:00Z")
    sign(walk.root, "es", "one", "revision", by="Rita", at="2026-11-05T10:00:00Z")
    walk.commit(5)
    assert walk.why() == []

    walk.edit(PO, "ese día", "este día")
    assert walk.why() == [
        "es one",
        "1 of 3 paragraphs changed in Spanish alone since 5 November 2026 (revision by Rita)",
        "changed:",
        "es: No conduzca [-ese-]{+este+} día.",
    ]


def test_without_git_it_is_said_that_the_old_text_is_not_known(walk, sign):
    sign(walk.root, "es", "one", "revision", by="Rita", at="2026-11-03T10:00:00Z")
    walk.edit(PO, "ese día", "este día")
    (walk.root / ".git").rename(walk.root / "away")
    assert walk.why()[-2:] == [
        "es: No conduzca este día.",
        "es: what it read before is not known: there is no git history here",
    ]


def test_what_git_does_not_have_either_is_not_known(walk, sign):
    walk.edit(PO, "ese día", "aquel día")
    sign(walk.root, "es", "one", "revision", by="Rita", at="2026-11-03T10:00:00Z")
    walk.edit(PO, "aquel día", "este día")
    assert walk.why()[-1] == "es: what it read before is not known: git does not have it either"


def test_a_section_that_nobody_signed(walk):
    walk.edit("content/one.md", "may help", "can help")
    walk.pwa("update")
    assert walk.why()[1:] == [
        "1 of 3 paragraphs changed in English since translation (nobody signed it)",
        "changed:",
        "en: It [-may-]{+can+} help some people.",
        "es: not translated yet",
    ]


def test_paragraphs_that_stand_in_another_order(walk, sign):
    sign(walk.root, "es", "one", "revision", by="Rita", at="2026-11-03T10:00:00Z")
    walk.edit("content/one.md", "It may help some people.\n\n", "")
    with (walk.root / "content/one.md").open("a", encoding="utf-8") as file:
        file.write("\nIt may help some people.\n")
    assert walk.why()[1:] == [
        "the paragraphs stand in another order since 3 November 2026 (revision by Rita)"
    ]


def test_a_reviewed_source_that_changed(walk, sign):
    sign(walk.root, "en", "one", "review", by="Ruth", at="2026-11-03T10:00:00Z")
    walk.commit(3)
    walk.edit("content/one.md", "Do not drive", "Drive")
    assert walk.why("en")[1:] == [
        "1 of 3 paragraphs changed in English since 3 November 2026 (review by Ruth)",
        "changed:",
        "en: [-Do not drive-]{+Drive+} on that day.",
    ]


def test_only_sections_that_are_asked_for_are_explained(walk, sign):
    sign(walk.root, "es", "one", "revision", by="Rita", at="2026-11-03T10:00:00Z")
    walk.edit(PO, "ese día", "este día")
    assert "changed in" not in walk.pwa("status", "es")
    assert "changed in" not in walk.pwa("status", "es", "--section", "one", "--format", "json")
