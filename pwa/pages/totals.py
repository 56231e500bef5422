"""How far an edition is as a whole: for how many of its sections each step stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pwa.edition.edition import Edition
from pwa.review.status import SectionStatus
from pwa.translation.catalog import Interface

Kind = Literal["translated", "machine", "revised", "reviewed"]


@dataclass(frozen=True, slots=True)
class Total:
    """How many of an edition's sections are worth what the label says.

    Of `machine`, what is translated by machine and was checked by nobody, less is better.
    """

    kind: Kind
    label: str
    count: int
    total: int

    @property
    def share(self) -> float:
        """What part of the whole it is, from 0 to 1; of none there is no part."""
        return self.count / self.total


def totals(edition: Edition, interface: Interface) -> Iterator[Total]:
    """Yield how far an edition is, in the words of the interface; the source is only reviewed."""
    states = [section.state for section in edition.sections]
    whole = [state for state in states if state.is_complete]

    def total(kind: Kind, label: str, count: int) -> Total:
        return Total(kind, label, count, len(states))

    if not edition.is_source:
        yield total("translated", interface.gettext("Translated"), len(whole))
        unchecked = sum(_is_unchecked_machine(state) for state in whole)
        if unchecked:
            label = interface.gettext("Translated by machine, not checked")
            yield total("machine", label, unchecked)
        checked = sum(state.holds("revision") for state in whole)
        yield total("revised", interface.gettext("Checked against the original"), checked)
    reviewed = sum(state.holds("review") for state in whole)
    yield total("reviewed", interface.gettext("Reviewed by a subject expert"), reviewed)


def _is_unchecked_machine(state: SectionStatus) -> bool:
    return state.origin == "machine" and not (state.holds("revision") or state.holds("review"))
