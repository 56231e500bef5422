"""Records carried from one version of the segmenter to another: what was signed stays signed.

New rules of segmentation write the same text in another way, and every fingerprint is another
one then. The old file stays as it was signed; a new one beside it names it in `was`, and counts
in its place.
"""

from dataclasses import replace

from pwa.review.fingerprints import Fingerprints, Pair
from pwa.review.records import Record
from pwa.source.message import SEGMENTER


def migrated(record: Record, before: Fingerprints, after: Fingerprints) -> Record:
    """Return a record as if it had been signed on the text as it is written now.

    `before` and `after` are of the section's present text, as the record's segmenter and the
    present one write it, message by message. Hashes of other texts stay: a record that did not
    hold does not hold, and one can still say which paragraphs moved.
    """
    pairs = list(zip(before.messages, after.messages, strict=True))
    sources = {old: new for (old, _), (new, _) in pairs}
    texts = {old: new for (_, old), (_, new) in pairs}
    messages = tuple((sources.get(s, s), texts.get(t, t)) for s, t in record.messages)
    made = as_signed_on(record, before, after, messages)
    return replace(made, segmenter=SEGMENTER, was=record.id)


def as_signed_on(
    record: Record, before: Fingerprints, after: Fingerprints, messages: tuple[Pair, ...]
) -> Record:
    """Return a record of `before` as one of `after`, with the hashes of its messages given.

    Of another text than `before` it stays one of that other text.
    """
    return replace(
        record,
        source=after.source if record.source == before.source else record.source,
        text=after.text if record.text == before.text else record.text,
        messages=messages,
    )
