"""What `pwa check` says of records that are whole, and that nobody could have meant so."""

from collections.abc import Iterator

from pwa.errors import Finding
from pwa.release.inputs import Inputs
from pwa.review.records import Record
from pwa.review.signing import after

# Seconds that a record may be ahead of the clock here: clocks differ, by a time zone at most.
_AHEAD = 24 * 60 * 60

_DATE = (
    "it is dated {at}, more than a day from now, and outweighs what is signed till then: withdraw "
    "it (--withdraw {id}) and sign again by a clock that is right; or set this device's clock right"
)

_NOWHERE = (
    "no section is, or was, {section}: it counts for nothing there; where one was renamed, name "
    "{section} under its formerly, else --withdraw {id} takes it back"
)


def ledger_findings(inputs: Inputs, moment: str) -> Iterator[Finding]:
    """Yield records from the future, as seen at a moment (ISO 8601, UTC), and of no section."""
    latest = after(moment, _AHEAD)
    ids = {one for section in inputs.publication.sections for one in section.ids}
    for locale, one in inputs.locales.items():
        for record in one.ledger.signed:
            file, words = one.ledger.files[record.id], {"id": record.id}
            if record.at > latest:
                message = _DATE.format(**words, at=record.at)
                yield Finding(message, file, 1, locale, "record", "warning")
            if isinstance(record, Record) and record.section not in ids:
                message = _NOWHERE.format(**words, section=record.section)
                yield Finding(message, file, 1, locale, "record", "warning")
