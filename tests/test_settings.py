import re
from dataclasses import replace
from pathlib import Path

import pytest

from pwa.durations import Period
from pwa.errors import SiteError
from pwa.settings import (
    FILE,
    Part,
    ReviewPolicy,
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


def policies(text):
    settings = parse_settings(f'title = "B"\n{text}')
    return settings.review_of("normal"), settings.review_of("high")


def test_nothing_comes_due_by_itself_unless_the_publisher_says_so():
    assert [policy.interval for policy in policies("")] == [None, None]


def test_what_lags_comes_second_where_the_risk_is_high():
    assert [policy.outdated for policy in policies("")] == ["translation", "source"]
    assert [policy.outdated for policy in policies("[review]")] == ["translation", "source"]


def test_rules_for_high_risk_leave_out_what_is_as_for_all():
    text = (
        '[review]\nrequired = ["review"]\nshow_machine = "translated"\ninterval = "P2Y"\n'
        'distinct = false\n[review.high]\ninterval = "P1Y"\nshow_machine = "revised"'
    )
    normal, high = policies(text)
    assert normal == ReviewPolicy(("review",), "translated", "translated", False, Period(24))
    assert high == replace(normal, show_machine="revised", interval=Period(12), outdated="source")


def test_rules_for_high_risk_may_stand_anywhere():
    before = '[review.high]\nshow = "reviewed"\n[review]\nshow = "revised"\n'
    within = '[review]\nshow = "revised"\nhigh = {show = "reviewed"}\n'
    assert policies(before) == policies(within)
    assert [policy.show for policy in policies(before)] == ["revised", "reviewed"]


@pytest.mark.parametrize(
    ("text", "normal", "high"),
    [
        ("", "revised", "revised"),
        ('[review]\nshow = "reviewed"', "reviewed", "reviewed"),
        ('[review]\nshow_machine = "translated"', "translated", "translated"),
        ('[review]\nshow_machine="translated"\nhigh.show="revised"', "translated", "revised"),
    ],
)
def test_machine_text_left_open_waits_for_at_least_what_human_text_does(text, normal, high):
    assert [policy.show_machine for policy in policies(text)] == [normal, high]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('[review]\nrequired = ["revision"]', 3, 'must name "review"'),
        ("[review]\nrequired = []", 3, 'must name "review"'),
        ('[review]\nrequired = ["review", "review"]', 3, "named twice"),
        ('[review]\nshow = "revised"\nshow_machine = "translated"', 4, "before a person's"),
        ('[review]\ninterval = "P0D"', 3, "no time at all"),
        ('[review]\ninterval = "PT1H"', 3, "years, months, weeks or days"),
        ("[review]\ninterval = 1", 3, "expected a string"),
        ('[review]\noutdated = "both"', 3, "none of translation, source"),
        ('[review.high]\nrequired = ["review"]', 3, "[review] has revision as well"),
        ('[review]\nshow = "revised"\n[review.high]\nshow = "translated"', 5, '"revised"'),
        ('[review.high]\nshow_machine = "translated"', 3, 'asks for "revised"'),
        ('[review]\ninterval = "P1M"\n[review.high]\ninterval = "P5W"', 5, "longer than that"),
        ('[review]\noutdated = "source"\nhigh.outdated = "translation"', 4, 'shows the "source"'),
        ("[review.high]\ndistinct = true", 3, "for all sections"),
        ("[review.high]\nhigh = {}", 3, "for all sections"),
        ('[review.high]\nshown = "revised"', 3, "did you mean show"),
        ('[review.high]\nshow = "no"\n[review]\nshow = "revised"', 3, "'no' is none of"),
        ('[review]\nhigh = "review"', 3, "expected a table"),
    ],
)
def test_an_impossible_policy_is_told_with_its_line_and_why(text, line, word):
    [(found, message)] = faults(f'title = "B"\n{text}')
    assert (found, word in message) == (line, True), message


def test_every_fault_of_a_policy_is_told_at_once():
    text = '[review]\nshow = "revised"\n[review.high]\nshow = "translated"\nrequired = ["review"]'
    assert [line for line, _ in faults(f'title = "B"\n{text}')] == [6, 5]


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
