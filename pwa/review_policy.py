"""[review] of publication.toml: what a translation must have behind it, and when readers see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args

from pwa import durations, toml
from pwa.durations import Period
from pwa.toml import Reader

Step = Literal["translation", "revision", "review"]
Show = Literal["translated", "revised", "reviewed"]
First = Literal["translation", "source"]


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What a translation must have behind it, and from when on readers see it.

    `interval` is how long a revision or review that names no day stands before it is due again;
    `outdated` is what readers see first of a translation that lags behind its source.
    """

    required: tuple[Step, ...] = ("revision", "review")
    show: Show = "translated"
    show_machine: Show = "revised"
    distinct: bool = True
    interval: Period | None = None
    outdated: First = "translation"


def for_high_risk(policy: ReviewPolicy) -> ReviewPolicy:
    """Return what a policy is for sections of high risk, where nothing more is said of them."""
    return replace(policy, outdated="source")


USUAL: Final = ReviewPolicy()
USUAL_FOR_HIGH_RISK: Final = for_high_risk(USUAL)


def _at_review(reader: Reader) -> Reader:
    return reader.at_header(r"\[[ \t]*review[ \t]*\]")


def _at_high(reader: Reader) -> Reader:
    """A table of its own, or what [review] says of `high`."""
    return reader.at_header(r"(?:\[[ \t]*review[ \t]*\.[ \t]*high[ \t]*\]|high[ \t]*[.=])")


def policies(reader: Reader, value: object) -> dict[str, ReviewPolicy]:
    """Return the policy for all sections, and the one for those of high risk."""
    values = toml.subtable(REVIEW_KEYS)(_at_review(reader), value)
    high = values.pop("high", {})
    policy = _policy(values, USUAL)
    stricter = _policy(high, for_high_risk(policy))
    for key, fault in _machine_first(policy):
        _at_review(reader).fault(key, fault)
    for key, fault in (*_machine_first(stricter), *_weaker(stricter, policy)):
        _at_high(reader).fault(key, fault)
    return {"review": policy, "review_high": stricter}


def _policy(values: Mapping[str, Any], base: ReviewPolicy) -> ReviewPolicy:
    """Return what a table says, and the base what it leaves out.

    Machine text of which it says nothing waits for at least what human text waits for.
    """
    policy = replace(base, **values)
    machine = max(policy.show, base.show_machine, key=get_args(Show).index)
    return replace(policy, show_machine=values.get("show_machine", machine))


def _machine_first(policy: ReviewPolicy) -> Iterator[tuple[str, str]]:
    if _is_below(policy.show_machine, policy.show):
        yield (
            "show_machine",
            f'show_machine: "{policy.show_machine}" would show machine text before a person\'s, '
            f'which waits until it is {policy.show}; ask for "{policy.show}" or more here too',
        )


def _weaker(high: ReviewPolicy, policy: ReviewPolicy) -> Iterator[tuple[str, str]]:
    """Where the rules for high risk ask for less than those for all sections."""
    advice = "and these rules are the stricter ones; leave it out, or ask for more"
    if left_out := [step for step in policy.required if step not in high.required]:
        yield "required", f"required: [review] has {', '.join(left_out)} as well, {advice}"
    for key, asked, least in (
        ("show", high.show, policy.show),
        ("show_machine", high.show_machine, policy.show_machine),
    ):
        if _is_below(asked, least):
            yield key, f'{key}: [review] asks for "{least}", {advice}'
    if high.interval and policy.interval and _is_longer(high.interval, policy.interval):
        yield "interval", f"interval: it is longer than that of [review], {advice}"
    if (high.outdated, policy.outdated) == ("translation", "source"):
        yield "outdated", f'outdated: [review] shows the "source" first, {advice}'


def _is_below(asked: Show, least: Show) -> bool:
    worth = get_args(Show)
    return worth.index(asked) < worth.index(least)


def _is_longer(one: Period, other: Period) -> bool:
    """Whether a period is longer in a common year: months and days have no order of their own."""
    day = date(2001, 1, 1)
    return one.after(day) > other.after(day)


def _required(reader: Reader, value: object) -> tuple[Step, ...]:
    steps = tuple(
        toml.one_of(*get_args(Step))(reader, step) for step in toml.strings(reader, value)
    )
    if "review" not in steps:
        raise ValueError('it must name "review": without it no section could become reviewed')
    if len(set(steps)) < len(steps):
        raise ValueError("a step is named twice, and one record is enough for it; name it once")
    return steps


def _period(reader: Reader, value: object) -> Period:
    return durations.period(toml.string(reader, value))


def _for_all_sections(_: Reader, __: object) -> None:
    raise ValueError("it stands in [review], for all sections; leave it out here")


_RULES: Mapping[str, Any] = {
    "required": _required,
    "show": toml.one_of(*get_args(Show)),
    "show_machine": toml.one_of(*get_args(Show)),
    "interval": _period,
    "outdated": toml.one_of(*get_args(First)),
}
_HIGH: Mapping[str, Any] = {**_RULES, "distinct": _for_all_sections, "high": _for_all_sections}


def _high(reader: Reader, value: object) -> dict[str, Any]:
    return toml.subtable(_HIGH)(_at_high(reader), value)


REVIEW_KEYS: Mapping[str, Any] = {**_RULES, "distinct": toml.boolean, "high": _high}
