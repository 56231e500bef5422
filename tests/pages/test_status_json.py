import json

import pytest

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


def test_who_signed_what_is_there(root, build):
    records = table(build(root))["locales"]["es"]["sections"]["one"]["records"]
    assert [(r["step"], r["by"], r["credential"], r["holds"]) for r in records] == [
        ("translation", "Ana", None, True), ("revision", "Ben", "EN>ES", True),
    ]  # fmt: skip


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
