"""The identity law: a translation that says the same as the source makes the same article."""

import re
import shutil
from pathlib import Path

import pytest

from pwa.memo import Memo
from pwa.site import load_site
from pwa.source.publication import load_publication
from pwa.translation.extract import content_template

ROOT = Path(__file__).parents[2]
SECTIONS = [
    section.id for section in load_publication(load_site(ROOT, environ={}), Memo()).sections
]


@pytest.fixture(scope="module")
def client(tmp_path_factory, serve):
    """This publication, with a catalog in which every msgstr is its msgid."""
    root = tmp_path_factory.mktemp("identity")
    shutil.copytree(ROOT / "content", root / "content")
    template = content_template(
        load_publication(load_site(root, environ={}), Memo()),
        before=None,
        now="2026-11-23 08:00+0000",
    )
    same = [entry.replace(msgstr=(entry.msgid,)) for entry in template.entries]
    path = root / "locales/ar/LC_MESSAGES/content.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(template.with_entries(same).encode())
    return serve(root)


def articles(client, address):
    text = client.get(address).text
    found = re.findall(r'<article data-section="([^"]*)"[^>]*>(.*?)</article>', text, re.DOTALL)
    return {section: inner.replace("/ar/", "/en/") for section, inner in found}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_says_the_same(client, section):
    source = articles(client, f"/en/{section}/")
    assert source.keys() == {section}
    assert len(source[section]) > 500
    assert articles(client, f"/ar/{section}/") == source


def test_so_does_the_whole_publication(client):
    source = articles(client, "/en/read/")
    assert list(source) == SECTIONS
    assert articles(client, "/ar/read/") == source


def test_all_of_it_counts_as_translated(client):
    sections = client.get("/status.json").json()["locales"]["ar"]["sections"].values()
    assert {(one["status"], one["shown"]) for one in sections} == {("translated", "translation")}
