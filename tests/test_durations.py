from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.durations import Period, period, seconds

periods = st.builds(Period, st.integers(0, 120), st.integers(0, 400))
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "length"),
    [("PT0S", 0), ("PT15M", 900), ("P1D", 86400), ("P1DT2H3M4S", 93784)],
)
def test_a_duration_by_the_clock_is_seconds(text, length):
    assert seconds(text) == length


@pytest.mark.parametrize(
    ("text", "months", "left"),
    [("P1Y", 12, 0), ("P6M", 6, 0), ("P2W", 0, 14), ("P90D", 0, 90), ("P1Y2M3W4D", 14, 25)],
)
def test_a_period_of_the_calendar_is_months_and_days(text, months, left):
    assert period(text) == Period(months, left)


@pytest.mark.parametrize("text", ["", "P", "1Y", "P1", "PT1H", "P1DT1H", "P-1Y", "P1.5Y", "P١Y"])
def test_other_texts_are_no_period(text):
    with pytest.raises(ValueError, match="no ISO 8601"):
        period(text)


@pytest.mark.parametrize(("text", "why"), [("P0Y", "no time"), ("P10000Y", "longer than")])
def test_no_time_and_no_end_are_no_period(text, why):
    with pytest.raises(ValueError, match=why):
        period(text)


@pytest.mark.parametrize(
    ("text", "day", "after"),
    [
        ("P1M", "2026-01-31", "2026-02-28"),
        ("P1M", "2028-01-31", "2028-02-29"),
        ("P1Y", "2028-02-29", "2029-02-28"),
        ("P4Y", "2028-02-29", "2032-02-29"),
        ("P1M", "2026-12-15", "2027-01-15"),
        ("P11M", "2026-01-31", "2026-12-31"),
        ("P1M1D", "2026-01-31", "2026-03-01"),
        ("P2W", "2026-12-25", "2027-01-08"),
        ("P1Y", "9999-01-01", "9999-12-31"),
        ("P9999D", "9999-01-01", "9999-12-31"),
    ],
)
def test_the_calendar_decides_when_a_period_is_over(text, day, after):
    assert period(text).after(date.fromisoformat(day)).isoformat() == after


@given(days, st.integers(0, 120))
def test_months_end_in_the_month_that_they_lead_to(day, months):
    after = Period(months).after(day)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day == day.day or (after + timedelta(1)).day == 1


@given(days, days, periods)
def test_what_begins_later_never_ends_earlier(one, other, span):
    assert (span.after(min(one, other))) <= span.after(max(one, other))
