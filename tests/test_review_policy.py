from dataclasses import replace

import pytest

from pwa.durations import Period
from pwa.errors import SiteError
from pwa.review_policy import ReviewPolicy
from pwa.settings import parse_settings


def faults(text):
    with pytest.raises(SiteError) as raised:
        parse_settings(text)
    return [(finding.line, finding.message) for finding in raised.value.findings]


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
