"""The page for those who translate has old texts from git, and asks for no more than it needs."""

import os
import subprocess

import pytest

from pwa.release import history
from pwa.release.builder import Builder

WORDS = {"One": "Uno", "It may help.": "Puede ayudar.", "Ask.": "Pregunte."}
PO = "locales/es/LC_MESSAGES/content.po"
AT = "2026-11-03T10:00:00Z"


class Site:
    """A site that one builder builds again and again, and what its history is asked."""

    def __init__(self, root, build):
        self.root, self._build, self._builder = root, build, Builder(environ={})
        self.asked = []

    def commit(self):
        environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
        who = ["-c", "user.name=A", "-c", "user.email=a@x.example"]
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "it"]):
            subprocess.run(["git", "-C", self.root, *who, *command], env=environ, check=True)

    def edit(self, file, was, now):
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1
        path.write_text(text.replace(was, now), encoding="utf-8")

    def differences(self, elements, builder=None):
        """What the page says that was taken out and put in."""
        self.asked.clear()
        release = self._build(self.root, builder or self._builder)
        found = elements(release.representations["/es/translation/"].body.decode())
        return [e.text.partition(": ")[2] for e in found if e.tag in {"del", "ins"}]


@pytest.fixture
def site(make_site, build, monkeypatch):
    sections = {"one": "# One\n\nIt may help.\n", "two": "# Two\n\nAsk.\n"}
    site = Site(make_site(sections, {"es": WORDS}), build)
    for name in ("git", "blobs"):
        real = getattr(history, name)
        monkeypatch.setattr(history, name, lambda *a, real=real: site.asked.append(a) or real(*a))
    return site


def retranslate(site):
    """The source changes and its translation with it: the catalog has the old one no more."""
    site.edit("content/one.md", "may help", "can help")
    site.edit(PO, "It may help.", "It can help.")
    site.edit(PO, "Puede ayudar", "Sabe ayudar")


@pytest.mark.parametrize("preview", [False, True])
def test_a_retranslated_section_shows_what_changed_word_by_word(site, sign, elements, preview):
    sign(site.root, "es", "one", "revision", by="Rita", at=AT)
    site.commit()
    retranslate(site)
    found = site.differences(elements, Builder(environ={}, preview=preview))
    assert found == ["may", "can", "Puede", "Sabe"]


def test_a_reviewed_source_does_as_well(site, sign, elements, build):
    sign(site.root, "en", "one", "review", by="Ruth", at=AT)
    site.commit()
    site.edit("content/one.md", "may help", "can help")
    page = build(site.root).representations["/en/translation/"].body.decode()
    assert {"del", "ins"} <= {e.tag for e in elements(page)}


def test_a_commit_that_brings_the_old_text_brings_it_to_the_page(site, sign, elements):
    sign(site.root, "es", "one", "revision", by="Rita", at=AT)
    before = (site.root / PO).read_bytes(), (site.root / "content/one.md").read_bytes()
    retranslate(site)
    assert site.differences(elements) == []
    after = (site.root / PO).read_bytes(), (site.root / "content/one.md").read_bytes()
    for texts in (before, after):
        (site.root / PO).write_bytes(texts[0])
        (site.root / "content/one.md").write_bytes(texts[1])
        site.commit()
    assert site.differences(elements) == ["may", "can", "Puede", "Sabe"]


def test_git_is_asked_once_about_the_same_texts_and_the_same_history(site, sign, elements):
    sign(site.root, "es", "one", "revision", by="Rita", at=AT)
    site.commit()
    retranslate(site)
    found = site.differences(elements)
    assert len(site.asked) > 1
    assert site.differences(elements) == found
    assert len(site.asked) == 1  # whether the history is the same


def test_git_is_asked_nothing_where_the_catalog_knows_all(site, sign, elements):
    sign(site.root, "es", "one", "revision", by="Rita", at=AT)
    site.commit()
    site.differences(elements)
    assert site.asked == []
    site.edit("content/one.md", "may help", "can help")
    fuzzy = '#, fuzzy\n#| msgid "It may help."\nmsgid "It can help."'
    site.edit(PO, 'msgid "It may help."', fuzzy)
    assert site.differences(elements) == ["may", "can"]
    assert site.asked == []


def test_without_git_what_the_catalog_knows_not_is_not_known(site, sign, elements):
    sign(site.root, "es", "one", "revision", by="Rita", at=AT)
    retranslate(site)
    assert site.differences(elements) == []
    assert len(site.asked) == 1
