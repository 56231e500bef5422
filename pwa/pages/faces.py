"""What stands for a section on pages that are not its own: they are others only where that is."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pwa.edition.edition import Edition, SectionEdition
from pwa.memo import digest
from pwa.pages.views import marks, told
from pwa.review.owed import Owed


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A section as it is seen from elsewhere; what is taken over from the last edition is the same.

    `title` stands for its title alone, `head` for what lists of contents show, `state` for its
    status alone, `owing` for what is owed next and what moved.
    """

    section: SectionEdition
    title: Hashable
    head: str
    state: str
    owing: str


def faces(
    edition: Edition, owed: Callable[[SectionEdition], Owed], last: Mapping[str, Face]
) -> dict[str, Face]:
    """Return the faces of all sections by their ids; `last` are those of the same but for texts."""
    found = ((one, last.get(one.id)) for one in edition.sections)
    return {
        one.id: had if had and had.section is one else face(one, owed(one)) for one, had in found
    }


class Around(NamedTuple):
    """A section's number among all, 0 where no page tells it; itself, and who is beside it."""

    number: int
    before: Face | None
    face: Face
    after: Face | None


class Place(NamedTuple):
    """Where a section's page stands; `key` stands for all that it shows."""

    around: Around
    key: str


def places(
    sections: Iterable[Face],
    key_of: Callable[[Around], str],
    last: Mapping[str, Place],
    *,
    first: int | None,
) -> dict[str, Place]:
    """Return where each section's page stands, by its id; `last` are those of equal keys.

    `first` is the first one's number, None where no page tells it.
    """
    faces = list(sections)
    made: dict[str, Place] = {}
    beside = zip([None, *faces], faces, [*faces[1:], None], strict=False)
    for number, (before, one, after) in enumerate(beside, first or 1):
        around = Around(number if first else 0, before, one, after)
        had = last.get(one.section.id)
        made[one.section.id] = (
            had if had and had.around == around else Place(around, key_of(around))
        )
    return made


def face(section: SectionEdition, owed: Owed) -> Face:
    """Return what stands for a section."""
    title, state = _title_facts(section), repr(told(section.state))
    return Face(
        section,
        (section.id, *title),
        digest(_head_facts(section), title, state),
        digest(state),
        digest(repr((section.why, owed))),
    )


def _head_facts(section: SectionEdition) -> tuple[object, ...]:
    """All that a head is made of, but for title and status."""
    source, front = section.section, section.section.front
    summary = source.summary
    return (
        *(section.id, section.locale, section.shown),
        summary and (summary.msgid, section.title_text(summary), repr(marks(section, summary))),
        *(source.document.title_anchor, repr(front.sources), front.first_published),
    )


def _title_facts(section: SectionEdition) -> tuple[object, ...]:
    title = section.section.title
    return title.msgid, section.title_text(title), repr(marks(section, title))
