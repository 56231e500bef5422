"""What a section's translation is owed next, and thereby by whom."""

from typing import Literal

from pwa.review.status import SectionStatus
from pwa.review_policy import ReviewPolicy

Owed = Literal["nothing", "translation", "record", "revision", "review"]


def owed(state: SectionStatus, policy: ReviewPolicy, *, is_source: bool) -> Owed:
    """Return the next of the steps that a section's policy asks for.

    ISO 17100 has revision before review. Of what nobody knows who translated it, or where the
    policy asks for it, that is recorded first: the others are steps of other people.
    """
    if state.status == "reviewed":
        return "nothing"
    if is_source:
        return "review"
    if not state.is_complete:
        return "translation"
    open_steps = {step for step in policy.required if not state.holds(step)}
    if state.origin == "unknown" or "translation" in open_steps:
        return "record"
    return "revision" if "revision" in open_steps else "review"
