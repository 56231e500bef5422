import json
import os
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from pwa.cli import main
from pwa.edition.edition import Shown
from pwa.pages.schemas import RECORD, SCHEMAS, STATUS
from pwa.review.records import Method
from pwa.review.status import Origin, Status
from pwa.review_policy import Step

REPOSITORY = Path(__file__).parents[2]
SCHEMA = json.loads(STATUS.data)
TEXT = "# One\n\nFirst words.\n"
SPANISH = {"One": "Uno", "First words.": "Primero."}


@pytest.fixture
def root(make_site, sign):
    root = make_site({"one": TEXT, "two": "# Two"}, {"es": SPANISH, "ar": {"One": "~واحد"}})
    sign(root, "es", "one", "translation", method="post-edited")
    sign(root, "es", "one", "revision", by="Ben", due="2026-11-23", credential="EN>ES")
    return root


def table(release, today="2026-11-23"):
    return json.loads(release.status(today).body)


def test_it_says_what_each_section_is_worth(root, build):
    one = table(build(root))["locales"]["es"]["sections"]["one"]
    assert {name: one[name] for name in ("status", "origin", "outdated", "changed", "overdue")} == {
        "status": "revised", "origin": "post-edited",
        "outdated": False, "changed": False, "overdue": False,
    }  # fmt: skip
    assert {name: one["messages"][name] for name in ("total", "translated", "fuzzy")} == {
        "total": 2, "translated": 2, "fuzzy": 0,
    }  # fmt: skip


def test_fingerprints_are_there_to_be_compared_with_records(root, build):
    one = table(build(root))["locales"]["es"]["sections"]["one"]
    [record] = root.glob("locales/es/records/one/*-revision-*.json")
    signed = json.loads(record.read_text())
    assert (one["source"], one["text"]) == (signed["source"], signed["text"])


def test_it_names_languages_and_directions(root, build):
    locales = table(build(root))["locales"]
    assert {tag: (one["name"], one["dir"]) for tag, one in locales.items()} == {
        "en": ("English", "ltr"), "es": ("español", "ltr"), "ar": ("العربية", "rtl"),
    }  # fmt: skip
    assert table(build(root))["publication"]["title"] == "Book"


@pytest.mark.parametrize(
    ("rule", "high"),
    [("", None), ('required = ["translation", "review"]', ["translation", "review"])],
)
def test_stricter_steps_for_high_risk_are_there_where_they_differ(make_site, build, rule, high):
    settings = f'title = "Book"\n[review]\nrequired = ["review"]\n[review.high]\n{rule}\n'
    found = table(build(make_site(settings=settings)))
    assert faults(found) == []
    publication = found["publication"]
    assert (publication["required"], publication.get("required_high")) == (["review"], high)


def test_a_day_by_the_publications_interval_is_a_records_too(make_site, sign, build):
    settings = 'title = "Book"\n[review]\ninterval = "P1M"\n'
    root = make_site(settings=settings)
    sign(root, "en", "one", "review", at="2026-01-31T10:00:00Z")
    for today, overdue in (("2026-02-28", False), ("2026-03-01", True)):
        one = table(build(root), today)["locales"]["en"]["sections"]["one"]
        assert (one["due"], one["records"][0]["due"]) == ("2026-02-28", "2026-02-28")
        assert one["overdue"] is overdue


def test_who_signed_what_is_there(root, build):
    records = table(build(root))["locales"]["es"]["sections"]["one"]["records"]
    assert [(r["step"], r["by"], r["credential"], r["holds"]) for r in records] == [
        ("translation", "Ana", None, True), ("revision", "Ben", "EN>ES", True),
    ]  # fmt: skip


def test_whoever_has_an_id_is_named_as_today_with_the_credential_of_today(root, build):
    people = '[ben]\nname = "Ben"\nroles = ["revision"]\ncredential = "now"\n[ana]\n'
    text = f'{people}formerly = ["Ana"]\nroles = ["translation"]\ncredential = "now"'
    (root / "content/people.toml").write_text(text, encoding="utf-8")
    found = table(build(root))
    records = found["locales"]["es"]["sections"]["one"]["records"]
    assert [(r["by"], r["name"], r["credential"]) for r in records] == [
        ("ana", None, "now"), ("ben", "Ben", "now"),
    ]  # fmt: skip
    assert faults(found) == []


@pytest.mark.parametrize(
    ("today", "overdue"), [("2026-11-23", False), ("2026-11-24", True), ("2099-01-01", True)]
)
def test_overdue_is_from_the_day_after(root, build, today, overdue):
    found = table(build(root), today)
    assert found["locales"]["es"]["sections"]["one"]["overdue"] is overdue


def test_a_day_is_made_once_and_the_next_replaces_it(root, build):
    release = build(root)
    first = release.status("2026-11-23")
    assert release.status("2026-11-23") is first
    assert release.status("2026-11-24").body != first.body


def faults(value):
    schema = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(value)]


def said(root, *arguments):
    """What the command prints, where nothing outside names another address."""
    environ = {name: None for name in os.environ if name.startswith("PWA_")}
    command = ["--site", str(root), "status", "--format", "json", *arguments]
    return json.loads(CliRunner().invoke(main, command, env=environ).stdout)


def test_it_is_as_its_schema_says(root, build):
    assert faults(table(build(root))) == []


def test_that_of_this_publication_is_as_its_schema_says():
    assert faults(said(REPOSITORY)) == []


def test_a_part_of_it_is_as_its_schema_says(root):
    assert faults(said(root, "es", "--section", "one")) == []


def test_the_command_prints_the_same(root, build, serve):
    printed = said(root)
    served = json.loads(serve(root).get("/status.json").content)
    assert printed | {"$schema": "", "publication": {}} == (
        served | {"$schema": "", "publication": {}}
    )


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.name.split(".")[0])
def test_it_names_a_schema_that_is_served(root, build, serve, schema):
    address = "https://x.example/book/"
    found = table(build(root, address=address))
    named = {STATUS: found["$schema"], RECORD: found["publication"]["record_schema"]}[schema]
    assert named == f"{address}static/{schema.name}"
    answer = serve(root, address=address).get(named)
    assert (answer.status_code, answer.content) == (200, schema.data)
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.name.split(".")[0])
def test_every_field_is_explained(schema):
    Draft202012Validator.check_schema(json.loads(schema.data))
    unexplained = [
        name
        for name, field in fields(json.loads(schema.data))
        if not ({"title", "description"} <= field.keys() or "const" in field)
    ]
    assert unexplained == []


def fields(schema):
    """Every property that a schema names, however deep."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for one in schema.values():
            yield from fields(one)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("section", "status", Status), ("section", "origin", Origin), ("section", "shown", Shown),
        ("record", "method", Method),
    ],
)  # fmt: skip
def test_the_words_are_all_there(kind, name, words):
    listed = SCHEMA["$defs"][kind]["properties"][name]["enum"]
    assert [word for word in listed if word is not None] == list(get_args(words))


def test_the_steps_are_all_there():
    assert SCHEMA["$defs"]["step"]["enum"] == list(get_args(Step))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"status": "perfect"}, "$.locales.es.sections.one.status"),
        ({"overdue": None}, "$.locales.es.sections.one.overdue"),
        ({"source": "sha256"}, "$.locales.es.sections.one.source"),
        ({"due": "soon"}, "$.locales.es.sections.one.due"),
        ({"more": 1}, "$.locales.es.sections.one"),
    ],
)
def test_the_schema_refuses_what_it_never_says(root, build, change, path):
    found = table(build(root))
    found["locales"]["es"]["sections"]["one"] |= change
    [fault] = faults(found)
    assert fault.startswith(f"{path}: ")
