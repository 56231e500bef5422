import re
from pathlib import Path

import pytest

from pwa.durations import Period
from pwa.errors import SiteError
from pwa.settings import (
    FILE,
    Part,
    check_section_id,
    known_keys,
    parse_settings,
)


def faults(text):
    with pytest.raises(SiteError) as raised:
        parse_settings(text)
    return [(finding.line, finding.message) for finding in raised.value.findings]


def test_a_title_is_enough():
    settings = parse_settings('title = "Book"')
    assert settings.title == "Book"
    assert settings.source_locale == "en"
    assert settings.parts is None
    assert settings.review.show == "translated"
    assert settings.review.show_machine == "revised"
    assert settings.review.distinct
    assert settings.check_after == 900


def test_sections_are_one_part_without_a_title():
    assert parse_settings('title = "B"\nsections = ["a", "b/c"]').parts == (Part(("a", "b/c")),)


def test_parts_have_titles():
    text = 'title = "B"\n[[parts]]\ntitle = "I"\nsections = ["a"]\n[[parts]]\nsections = ["b"]'
    assert parse_settings(text).parts == (Part(("a",), "I"), Part(("b",)))


def test_an_unknown_key_names_the_nearest_known_one():
    assert faults('title = "B"\nsectoins = ["a"]') == [
        (2, "unknown key sectoins; did you mean sections?")
    ]


def test_an_unknown_key_in_a_table_is_found_too():
    assert faults('title = "B"\n[review]\nrequird = ["review"]') == [
        (3, "unknown key requird; did you mean required?")
    ]


def test_every_fault_is_told_at_once():
    found = faults('sections = ["A"]\nparts = []\n[review]\nshow = "no"\nrequired = ["revision"]')
    assert len(found) == 6


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('title = " "', 1, "title: expected a text"),
        ('title = "B"\nsections = []', 2, "sections: no section is listed"),
        ('title = "B"\nparts = []', 2, "parts: no part is listed"),
        ('title = "B"\nsections = [\n"a",\n"b",\n"a",\n]', 5, "section a is listed twice"),
        ('title = "B"\n[[parts]]\nsections = ["a"]\n[[parts]]\nsections = []', 5, "no section"),
        ('title = "B"\n[[parts]]\ntitle = ""\nsections = ["a"]', 3, "title: expected a text"),
        ('title = "B"\n[[parts]]\nsections = ["a"]\n[[parts]]\ntitle = "I"', 4, "no sections"),
        ('title = "B"\nparts = [{title = "I"}]', 2, "no sections"),
        ('title = "B"\ndraft = ["es", "en"]', 2, "always published"),
        ('title = "B"\nsource_locale = "es"\ndraft = ["ES"]', 3, "always published"),
        ('title = "B"\naddress = "https://h//a/"', 2, "address: 'https://h//a/' is not"),
    ],
)
def test_a_fault_is_told_with_its_own_line(text, line, word):
    [(found, message)] = faults(text)
    assert (found, word in message) == (line, True), message


@pytest.mark.parametrize(
    "line",
    [
        'address = "ketamine.example"', 'address = "ftp://x.example/"', "draft = 3",
        'source_locale = "not a tag"', 'sections = ["read/x"]', 'sections = ["../x"]',
        'sections = ["a", "a"]', "title = 3", '[review]\ndistinct = "yes"',
        '[offline]\ncheck_after = "15 minutes"', '[offline]\ncheck_after = "P"', "review = 1",
        '[[parts]]\nsections = ["a"]\n[[parts]]\nsections = ["a"]', "parts = [1]",
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused(line):
    text = line if line.startswith("title") else f'title = "B"\n{line}'
    assert faults(text)


def test_what_is_no_toml_is_told_with_its_line():
    [(line, message)] = faults('title = "B"\nx = = 1')
    assert line == 2
    assert "not TOML" in message


def test_findings_name_the_file():
    with pytest.raises(SiteError) as raised:
        parse_settings("")
    assert raised.value.findings[0].file == FILE


def test_durations_are_iso_8601():
    text = 'title = "B"\n[offline]\ncheck_after = "PT1H"\n[review]\ninterval = "P1Y"'
    settings = parse_settings(text)
    assert (settings.check_after, settings.review.interval) == (3600, Period(12))


def test_an_address_loses_the_slash_at_its_end():
    text = 'title = "B"\naddress = "https://x.example/book/"'
    assert parse_settings(text).address == "https://x.example/book"


@pytest.mark.parametrize("section", ["a", "a-b", "part-1/intro", "0", "a.b_c"])
def test_section_ids_stand_in_addresses(section):
    assert check_section_id(section) == section


@pytest.mark.parametrize(
    "section",
    [
        "",
        "A",
        "a b",
        "-a",
        "a//b",
        "/a",
        "a/",
        "ñ",
        "about",
        "read/a",
        "index.html",
        "a/index.html",
        "index.html/a",
        "404.html",
    ],
)
def test_other_section_ids_are_refused(section):
    with pytest.raises(ValueError, match=r"address|rename"):
        check_section_id(section)


def test_every_setting_is_documented_and_every_documented_key_exists():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| key | meaning | default |")[2].partition("\n\n")[0]
    keys = (line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    documented = {name for key in keys for name in re.findall(r"`([a-z_.]+)`", key)}
    assert documented == set(known_keys())
