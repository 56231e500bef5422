"""A publication that names its people: who is refused, who signs, what readers see of them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.release.builder import Builder
from tests.git import commit_all

SETTINGS = """title = "Book"
publisher = "P"
contact = "c@x.org"
address = "https://book.example.net/"
"""
PEOPLE = """[ana]
name = "Ana Gómez"
roles = ["translation", "revision"]
locales = ["es"]
git = "ana@x.org"

[ben]
name = "Ben Okri"
credential = "physician"
roles = ["revision", "review"]
locales = ["es"]
git = "ben@y.org"
"""
WHOLE = {"Book": "Libro", "One": "Uno", "First words.": "Primero."}


class Walk:
    """The site, what is said to the command, and what it and the pages say."""

    def __init__(self, root: Path, build) -> None:
        self.root, self._build, self._builder = root, build, Builder(environ={})
        self.people = root / "content/people.toml"

    def pwa(self, *arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--site", str(self.root), *arguments])
        assert done.exit_code == code, done.output
        return done.output

    def review(self, step: str, by: str, locale: str = "es", code: int = 0) -> str:
        return self.pwa("review", locale, "one", "--step", step, "--by", by, code=code)

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def page(self, name: str) -> str:
        release = self._build(self.root, self._builder)
        return release.representations[f"/es/{name}/"].body.decode()

    def records(self) -> list[dict]:
        table = json.loads(self.pwa("status", "es", "--format", "json"))
        return table["locales"]["es"]["sections"]["one"]["records"]

    def findings(self) -> list[tuple[str, str, str]]:
        done = CliRunner().invoke(main, ["--site", str(self.root), "check", "es", "--format=json"])
        found = json.loads(done.output)
        return [(one["severity"], one["code"], one["message"]) for one in found]


@pytest.fixture
def walk(make_site, build):
    root = make_site(catalogs={"es": WHOLE, "ar": WHOLE}, settings=SETTINGS)
    walk = Walk(root, build)
    walk.people.write_text(PEOPLE, encoding="utf-8")
    line = '"Last-Translator: Translator <ana@x.org>\\n"\n"Language: es'
    walk.edit(root / "locales/es/LC_MESSAGES/content.po", '"Language: es', line)
    return walk


def test_a_publication_names_its_people(walk):
    # By a name, a wrong id, without the role, for another locale: nobody signs.
    for by, step, locale, word in [
        ("Ben Okri", "review", "es", "did you mean ben?"),
        ("bem", "review", "es", "did you mean ben?"),
        ("ana", "review", "es", "who has: ben"),
        ("ben", "review", "ar", "who has: nobody yet"),
    ]:
        assert word in walk.review(step, by, locale, code=1)
    assert not list(walk.root.glob("locales/*/records/**/*.json"))

    # The header has Ana's address and another name: the text is hers, whatever id she signs by.
    assert "ana translated some of it" in walk.review("revision", "ana", code=1)

    walk.review("revision", "ben")
    walk.review("review", "ben")
    assert "Ben Okri" in walk.page("one")
    assert [(one["by"], one["name"], one["credential"]) for one in walk.records()] == [
        ("ben", "Ben Okri", "physician"),
        ("ben", "Ben Okri", "physician"),
    ]
    [path, _] = walk.root.glob("locales/es/records/one/*.json")
    assert json.loads(path.read_text(encoding="utf-8"))["by"] == "ben"
    listed = walk.pwa("review", "es", "--list")
    assert (" ben " in listed, "Ben Okri" in listed) == (True, False)

    # A name changes, and every page with it; the records do not.
    walk.edit(walk.people, "Ben Okri", "Ben Adeyemi")
    for name in ("one", "read", "translation"):
        assert "Okri" not in walk.page(name)
    assert "Ben Adeyemi" in walk.page("one")

    # It is withheld; what was signed stays signed.
    walk.edit(walk.people, 'name = "Ben Adeyemi"\n', "")
    assert "Adeyemi" not in walk.page("one")
    assert [(one["by"], one["name"], one["holds"]) for one in walk.records()] == [
        ("ben", None, True),
        ("ben", None, True),
    ]
    assert 'data-status="reviewed"' in walk.page("one")

    # Nobody tells git that somebody else signed.
    assert [one for one in walk.findings() if one[1] == "signer"] == []
    commit_all(walk.root, "ana@x.org")
    told = [one for one in walk.findings() if one[1] == "signer"]
    assert [severity for severity, _, _ in told] == ["warning", "warning"]
    assert all("signed by ben, but committed by ana@x.org" in what for _, _, what in told)

    # Who takes a record back is somebody, too.
    record = walk.records()[0]["id"]
    assert "did you mean ben?" in walk.pwa(
        "review", "es", "--withdraw", record, "--by", "Ben", code=1
    )
    walk.pwa("review", "es", "--withdraw", record, "--by", "ben")
    assert [one["step"] for one in walk.records()] == ["review"]


def test_that_a_machine_translated_is_taken_back_by_whoever_has_a_role_for_it(walk):
    machine = ("--step", "translation", "--method", "machine")
    walk.pwa("review", "es", "one", *machine, "--by", "ana")
    [record] = [one["id"] for one in walk.records()]
    withdraw = ("review", "es", "--withdraw", record, "--by")
    refused = walk.pwa(*withdraw, "ben", code=1)
    assert "ben has not the role translation or publisher for es" in refused
    assert "who has: ana" in refused
    assert [one["id"] for one in walk.records()] == [record]

    walk.edit(walk.people, '"review"]', '"review", "publisher"]')
    walk.pwa(*withdraw, "ben")
    assert walk.records() == []


def test_records_from_before_the_file_are_those_of_whoever_has_the_name(walk):
    walk.people.unlink()
    walk.review("revision", "Ben O. <ben@y.org>")
    walk.review("review", "Dr Di")
    assert [one["by"] for one in walk.records()] == ["Ben O. <ben@y.org>", "Dr Di"]

    walk.people.write_text(PEOPLE, encoding="utf-8")
    assert [(one["by"], one["name"]) for one in walk.records()] == [("ben", "Ben Okri")]
    assert "ben@y.org" not in walk.page("one")
    [(severity, _, what)] = [one for one in walk.findings() if one[1] == "record"]
    assert (severity, "names nobody as Dr Di" in what) == ("error", True)

    with walk.people.open("a", encoding="utf-8") as file:
        file.write('[di]\nformerly = ["Dr Di"]\nroles = ["review"]\n')
    assert [(one["by"], one["name"]) for one in walk.records()] == [
        ("ben", "Ben Okri"),
        ("di", None),
    ]


def test_a_fault_in_the_file_is_told_by_every_command(walk):
    walk.edit(walk.people, '"review"]', '"reviewer"]')
    assert walk.findings()[0][:2] == ("error", "error")
    assert "'reviewer' is none of" in walk.pwa("status", code=1)
