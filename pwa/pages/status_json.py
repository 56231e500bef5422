"""status.json: the status of every section in every locale, for machines."""

import json
from collections.abc import Sequence
from typing import Any

from pwa.addresses import Addresses
from pwa.assets import Asset
from pwa.edition.edition import Edition, SectionEdition
from pwa.pages.schemas import RECORD, STATUS
from pwa.review.status import Signature, is_overdue
from pwa.review_policy import Step
from pwa.settings import Settings
from pwa.source.people import People


def status_table(editions: Sequence[Edition], *, address: str, today: str) -> dict[str, Any]:
    """Return the statuses on the UTC day `today` (ISO 8601); schemas/status.json describes them.

    `address` is the publication's, without a slash at its end.
    """
    settings = editions[0].publication.settings
    return {
        "$schema": _url(address, STATUS),
        "publication": {
            "title": settings.title,
            "address": address,
            "source_locale": settings.source_locale,
            "required": list(settings.review.required),
            **_required_high(settings),
            "record_schema": _url(address, RECORD),
        },
        "locales": {edition.locale: _locale(edition, today) for edition in editions},
    }


def status_json(editions: Sequence[Edition], *, address: str, today: str) -> bytes:
    """Return status.json as served on a day."""
    table = status_table(editions, address=address, today=today)
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def _required_high(settings: Settings) -> dict[str, list[Step]]:
    """The steps for sections of high risk, where they are not those for all."""
    high = settings.review_high.required
    return {} if set(high) == set(settings.review.required) else {"required_high": list(high)}


def _url(address: str, schema: Asset) -> str:
    addresses = Addresses(address)
    return addresses.absolute(addresses.static(schema.name))


def _locale(edition: Edition, today: str) -> dict[str, Any]:
    return {
        "name": edition.name,
        "dir": edition.dir,
        "sections": {
            section.id: _section(section, edition.publication.people, today)
            for section in edition.sections
        },
    }


def _section(section: SectionEdition, people: People, today: str) -> dict[str, Any]:
    state = section.state
    return {
        "status": state.status,
        "outdated": state.outdated,
        "changed": state.changed,
        "overdue": is_overdue(state, today),
        "due": state.due,
        "origin": state.origin,
        "shown": section.shown,
        "messages": {
            "total": state.total,
            "translated": state.translated,
            "fuzzy": state.fuzzy,
            "moved": {"source": state.moved_source, "text": state.moved_text},
        },
        "records": [_record(signature, people) for signature in state.signatures],
        "source": state.source,
        "text": state.text,
    }


def _record(signature: Signature, people: People) -> dict[str, Any]:
    record = signature.record
    return {
        "id": record.id,
        "step": record.step,
        "by": people.id_of(record.by),
        "name": people.name_of(record.by),
        "credential": people.credential_of(record.by, record.credential),
        "method": record.method,
        "at": record.at,
        "due": signature.due,
        "holds": signature.holds,
    }
