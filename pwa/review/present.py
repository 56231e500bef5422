"""A section's present text, and what was signed of it: on itself, or before declared edits.

What was signed before an edit that keeps the meaning (`pwa.review.same_meaning`) is read as if
signed after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pwa.review.fingerprints import Fingerprints, Pair, Said, fingerprints
from pwa.review.migrating import as_signed_on
from pwa.review.records import Record
from pwa.source.message import Former


@dataclass(frozen=True, slots=True)
class Form:
    """A message as it is, or as it was by a declared edit, with what a record has of it then."""

    said: Said
    pair: Pair


@dataclass(frozen=True, slots=True)
class Present:
    """A section's present text: its fingerprints, and the forms of each message, its own first."""

    prints: Fingerprints
    forms: tuple[tuple[Form, ...], ...]

    @property
    def texts(self) -> Sequence[Said]:
        """The messages with their translations."""
        return [forms[0].said for forms in self.forms]

    @property
    def pairs(self) -> frozenset[Pair]:
        """All that a record may have of a present message."""
        return frozenset(form.pair for forms in self.forms for form in forms)


def present_text(texts: Sequence[Said], former: Former, *, is_source: bool = False) -> Present:
    """Return the present text; in the source's locale each message says itself, as it did."""
    prints = fingerprints(texts)
    forms = []
    for (key, text), pair in zip(texts, prints.messages, strict=True):
        said = [(was, was[1] if is_source else text) for was in former.get(key, ())]
        pairs = fingerprints(said).messages if said else ()
        earlier = (Form(*one) for one in zip(said, pairs, strict=True))
        forms.append((Form((key, text), pair), *earlier))
    return Present(prints, tuple(forms))


def read_as_present(record: Record, now: Present) -> Record:
    """Return a record as if signed on the present text, as far as declared edits are between.

    One that does not hold for another reason does not hold.
    """
    if all(len(forms) == 1 for forms in now.forms):
        return record
    in_place = _in_place(record, now)
    if in_place is None:
        return as_signed_on(record, now.prints, now.prints, _anywhere(record, now))
    before = fingerprints([form.said for form in in_place])
    messages = (_read(pair, forms) for pair, forms in zip(record.messages, now.forms, strict=True))
    return as_signed_on(record, before, now.prints, tuple(messages))


def _in_place(record: Record, now: Present) -> list[Form] | None:
    """Which form of each present message was signed; None where another source was."""
    if len(record.messages) != len(now.forms):
        return None
    found = [
        next((form for form in forms if form.pair[0] == source), None)
        for (source, _), forms in zip(record.messages, now.forms, strict=True)
    ]
    signed = [form for form in found if form]
    return signed if len(signed) == len(found) else None


def _anywhere(record: Record, now: Present) -> tuple[Pair, ...]:
    """Of another source: a message that is there is itself, and else the first that it became."""
    became: dict[str, tuple[Form, ...]] = {forms[0].pair[0]: forms for forms in now.forms}
    for forms in now.forms:
        for form in forms:
            became.setdefault(form.pair[0], forms)
    return tuple(
        _read(pair, became[pair[0]]) if pair[0] in became else pair for pair in record.messages
    )


def _read(pair: Pair, forms: Sequence[Form]) -> Pair:
    """A message as it is now; its translation as well, where that is the present one."""
    source, text = forms[0].pair
    return source, text if any(pair[1] == form.pair[1] for form in forms) else pair[1]
