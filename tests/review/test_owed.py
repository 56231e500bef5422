import pytest

from pwa.review.owed import owed
from pwa.review.records import Record
from pwa.review.status import SectionStatus, Signature
from pwa.review_policy import ReviewPolicy

USUAL = ("revision", "review")
EVERY = ("translation", "revision", "review")


def signature(step, *, holds):
    record = Record("", step, "one", "Ana", "human", "2026-01-01T00:00:00Z", "", "", (), 1)
    return Signature(record, holds)


def state(*holding, status="translated", translated=3, origin="human", broken=()):
    signed = {step: signature(step, holds=True) for step in holding}
    signed |= {step: signature(step, holds=False) for step in broken}
    return SectionStatus(status, 3, translated, 0, "", "", origin=origin, **signed)


@pytest.mark.parametrize(
    ("one", "required", "step"),
    [
        (state(status="untranslated", translated=0, origin=None), USUAL, "translation"),
        (state(status="partial", translated=2, origin="machine"), USUAL, "translation"),
        (state("revision", "review", status="partial", translated=2), USUAL, "translation"),
        (state(origin="unknown"), USUAL, "record"),
        (state(), USUAL, "revision"),
        (state(origin="machine"), USUAL, "revision"),
        (state("review"), USUAL, "revision"),
        (state(broken=("revision",)), USUAL, "revision"),
        (state("revision"), USUAL, "review"),
        (state("revision", broken=("review",)), USUAL, "review"),
        (state("revision", "review", status="reviewed"), USUAL, "nothing"),
        (state(), ("review",), "review"),
        (state("review", status="reviewed"), ("review",), "nothing"),
        (state(), EVERY, "record"),
        (state(broken=("translation",)), EVERY, "record"),
        (state("translation"), EVERY, "revision"),
        (state("translation", "revision"), EVERY, "review"),
    ],
)
def test_what_is_owed_follows_from_what_holds_and_what_the_policy_asks(one, required, step):
    assert owed(one, ReviewPolicy(required=required), is_source=False) == step


@pytest.mark.parametrize(("status", "step"), [("written", "review"), ("reviewed", "nothing")])
def test_the_source_is_owed_a_review_alone(status, step):
    assert owed(state(status=status, origin=None), ReviewPolicy(), is_source=True) == step
