import logging
import os
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from pwa.web.app import create_app
from pwa.web.meeting import Meeting
from pwa.web.switching import Switching

PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture
def root(make_site):
    sections = {"one": "# One\n\nFirst words.\n", "two": "# Two\n\nMore.\n"}
    return make_site(sections, {"es": {"First words.": "Primero.", "More.": "Más."}})


async def nothing(scope, receive, send):
    raise AssertionError("not asked for")


def switching(root):
    return Switching(root, nothing, address="https://x.example/", environ={})


def change(root, old, new):
    path = root / PO
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def purges(caplog):
    return [record.facts["purge"].split() for record in caplog.records if hasattr(record, "facts")]


def test_pages_that_changed_are_told_for_a_purge(root, caplog):
    published = switching(root)
    change(root, "Primero.", "Nuevo.")
    with caplog.at_level(logging.INFO):
        published.renew()
    [told] = purges(caplog)
    assert {"https://x.example/es/one/", "https://x.example/es/whole.html"} <= {*told}
    assert not {"https://x.example/es/two/", "https://x.example/en/whole.html"} & {*told}
    assert not any(one.endswith(".json") for one in told)


def test_what_changes_no_page_tells_nothing(root, caplog):
    published = switching(root)
    (root / PO).write_text((root / PO).read_text(encoding="utf-8") + "\n# a comment\n")
    with caplog.at_level(logging.INFO):
        published.renew()
    assert purges(caplog) == []


class Seen(Meeting):
    """A meeting that notes what is served while it waits."""

    def wait(self, ready):
        self.noted.append((ready, self.looks()))


def test_nothing_is_replaced_before_the_others_are_ready(root, tmp_path):
    meeting = Seen(tmp_path / "meeting")
    meeting.noted, meeting.looks = [], lambda: None
    published = switching(root)
    published.meet(meeting)
    meeting.looks = lambda: published.lookup("/es/one/").body
    before = published.lookup("/es/one/").body
    change(root, "Primero.", "Nuevo.")
    published.renew()
    assert meeting.noted[-1] == (published.release.id, before)
    assert published.lookup("/es/one/").body != before


def test_what_readers_ask_for_is_ready_when_it_is_replaced(root):
    published = switching(root)
    published.lookup("/es/one/").variant("br")
    change(root, "Primero.", "Nuevo.")
    published.renew()
    assert published.lookup("/es/one/").ready("br")
    assert not published.lookup("/es/").ready("br")


def git(root, *arguments, day=0):
    moment = (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day)).isoformat()
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(
        ["git", *arguments], cwd=root, env=os.environ | who | dates, check=True, capture_output=True
    )


@pytest.mark.parametrize("days_later", [0, 3])
def test_git_revert_brings_back_the_old_bytes_with_the_old_etag(root, tmp_path, days_later):
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "-m", "good")
    app = create_app(root, watch=False, environ={"PWA_STATE": str(tmp_path / "state")})
    client = TestClient(app)
    published = app.app.app.state.published

    def served():
        published.renew()
        answers = (client.get(path) for path in ("/es/", "/es/one/", "/en/one/", "/es/read/"))
        return [(one.headers["etag"], one.content) for one in answers]

    good = served()
    section = root / "content/one.md"
    section.write_text(section.read_text(encoding="utf-8").replace("First", "Bad"))
    change(root, "Primero.", "Malo.")
    git(root, "commit", "--all", "-m", "bad", day=1)
    assert not {*served()} & {*good[1:]}
    git(root, "revert", "--no-edit", "HEAD", day=1 + days_later)
    assert served() == good
