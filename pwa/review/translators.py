"""Who translated a section's messages, and how: told by every translation record of the locale.

A message that stands in two sections, or that has moved from one to another, stays whose it was,
and a machine's stays a machine's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from pwa.review.fingerprints import Pair
from pwa.review.present import Form, Present
from pwa.review.records import Ledger, Record, in_order

Origin = Literal["machine", "unknown", "post-edited", "human"]

# From the weakest: a section is as good as its weakest message.
_ORIGINS: tuple[Origin, ...] = ("machine", "unknown", "post-edited", "human")


@dataclass(frozen=True, slots=True)
class Translators:
    """Translation records by the messages that they have, each with its two hashes."""

    by_message: Mapping[Pair, Sequence[Record]]

    def _records(self, forms: Iterable[Form]) -> tuple[Record, ...]:
        """The records of a message in any of its forms, in the order in which they count."""
        return in_order(one for form in forms for one in self.by_message.get(form.pair, ()))

    def origin(self, now: Present) -> Origin | None:
        """Return the origin of the weakest translated message, None where none is translated.

        Each has that of the newest record of it.
        """
        translated = (forms for forms in now.forms if forms[0].said[1])
        origins = {self._origin(forms) for forms in translated}
        return min(origins, key=_ORIGINS.index, default=None)

    def _origin(self, forms: Sequence[Form]) -> Origin:
        found = self._records(forms)
        return found[-1].method if found else "unknown"

    def names(
        self, now: Present, read: Iterable[tuple[Record, Record]]
    ) -> Mapping[Pair, frozenset[str]]:
        """Return who translated each message that is present or that a record is about.

        `read` has the section's records as they were signed, and as they are read now.
        """
        names = {forms[0].pair: self._records(forms) for forms in now.forms}
        for was, one in read:
            for pair, own in zip(was.messages, one.messages, strict=True):
                names.setdefault(own, tuple(self.by_message.get(pair, ())))
        return {pair: frozenset(r.by for r in found) for pair, found in names.items() if found}


def translators(translations: Iterable[Record]) -> Translators:
    """Return what translation records tell."""
    found: defaultdict[Pair, list[Record]] = defaultdict(list)
    for record in translations:
        for pair in dict.fromkeys(record.messages):
            found[pair].append(record)
    return Translators(found)


def elsewhere(
    ledger: Ledger, ids: frozenset[str], now: Present, records: Sequence[Record]
) -> tuple[Record, ...]:
    """Return the translation records about other sections that tell of a section with these ids.

    Of its present text, and of what else its `records` revise or review.
    """
    signed = (one for one in records if one.step != "translation")
    asked = chain(now.pairs, *(one.messages for one in signed))
    return ledger.translating(asked, besides=ids)
