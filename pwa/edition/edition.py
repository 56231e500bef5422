"""An edition: the publication in one locale, what each section shows there, and why.

Facts only: no HTML, no words for people, no clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from pwa.locales import direction, own_name
from pwa.memo import Memo, digest
from pwa.review.fingerprints import Said
from pwa.review.present import present_text
from pwa.review.records import Ledger, Record, SameMeaning
from pwa.review.same_meaning import former_texts
from pwa.review.status import SectionStatus, section_status, source_status
from pwa.review.translators import elsewhere
from pwa.review.why import Why, why
from pwa.review_policy import ReviewPolicy
from pwa.source.message import Former, Key, Message
from pwa.source.people import People
from pwa.source.publication import Publication, PublicationPart, Section
from pwa.translation.catalog import Catalog, State
from pwa.translation.pieces import Translation

Shown = Literal["translation", "source"]

_Before = tuple[tuple[Key, tuple[Key, ...]], ...]

_NONE: Final = frozenset[str]()

# What `show` asks a section to be worth before its translation is shown.
_WORTH = {"untranslated": 0, "partial": 0, "translated": 0, "revised": 1, "reviewed": 2}
_ASKED = {"translated": 0, "revised": 1, "reviewed": 2}


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """What a translator is told of a message that readers are not shown translated.

    `entry` is where its translation belongs, as `file:line`; without a line where the catalog
    does not have the message yet.
    """

    state: State
    entry: str


@dataclass(frozen=True, slots=True)
class SectionEdition:
    """One section in one locale. `texts` are the translations that its page shows.

    `earlier` are those that it keeps folded away below the present source, where that comes first
    because the translation lags behind it. `why` is what moved where it is not what it was, as far
    as the catalog knows, and in releases git; `changed` is the day (ISO 8601) of its source's last
    change, empty where that is not known; `proofs`, in previews alone, are about its messages that
    readers would not see translated.
    """

    section: Section
    locale: str
    state: SectionStatus
    shown: Shown
    texts: Mapping[Key, str]
    digest: str
    earlier: Mapping[Key, str] = field(default_factory=dict)
    why: Why | None = None
    changed: str = ""
    proofs: Mapping[Key, Proof] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The section's id."""
        return self.section.id

    def text(self, message: Message) -> str | None:
        """Return the translation that readers are shown, None where they see the source."""
        return self.texts.get(message.key)

    def title_text(self, message: Message) -> str | None:
        """Return the translation of what stands for the section: its title, its summary.

        Each is a whole by itself, and true where it is translated from the present source: a
        reader who looks for the section finds it in their language, whatever else lags.
        """
        return self.texts.get(message.key) or self.earlier.get(message.key)


@dataclass(frozen=True, slots=True)
class EditionPart:
    """A part of the publication as this edition shows it."""

    part: PublicationPart
    sections: tuple[SectionEdition, ...]


@dataclass(frozen=True)
class Edition:
    """The publication in one locale; `texts` are the translations outside all sections."""

    locale: str
    source_locale: str
    publication: Publication
    parts: tuple[EditionPart, ...]
    texts: Mapping[Key, str]

    @cached_property
    def digest(self) -> str:
        """What stands for all that the edition shows."""
        outside = [(m.msgid, self.texts.get(m.key)) for m in self.publication.outside]
        sections = [[section.digest for section in part.sections] for part in self.parts]
        return digest(self.locale, self.publication.digest, outside, sections)

    @property
    def is_source(self) -> bool:
        """Whether this is the edition in the language that the work was written in."""
        return self.locale == self.source_locale

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return own_name(self.locale)

    @property
    def dir(self) -> str:
        """The language's direction, `ltr` or `rtl`."""
        return direction(self.locale)

    @cached_property
    def sections(self) -> tuple[SectionEdition, ...]:
        """Every section, in reading order."""
        return tuple(section for part in self.parts for section in part.sections)


def make_edition(
    publication: Publication,
    locale: str,
    catalog: Catalog,
    ledger: Ledger,
    memo: Memo,
    changed: Mapping[str, str] = MappingProxyType({}),
    *,
    declared: tuple[SameMeaning, ...] = (),
) -> Edition:
    """Return the publication in the locale of the catalog.

    `changed` has the day of each section's last change, by its id; `declared` are the source's
    edits that keep the meaning.
    """
    settings, content = publication.settings, publication.content
    former = _former(publication, content, declared, memo)
    keys = memo(("keys of sections", content), lambda: _keys(publication.sections))
    days = tuple(changed.values())
    inputs = (locale, content, catalog.digest, ledger.digest, settings, days)
    return memo.latest(
        ("edition", locale),
        ("edition", *inputs, tuple(former.items())),
        _Making(publication, keys, catalog, ledger, changed, former).edition,
    ).edition


def _keys(sections: Iterable[Section]) -> dict[str, tuple[Key, ...]]:
    """What catalogs look each section's messages up by, once for all locales."""
    return {section.id: tuple(message.key for message in section.messages) for section in sections}


def _former(
    publication: Publication, content: str, declared: tuple[SameMeaning, ...], memo: Memo
) -> Former:
    """What messages were before the edits that keep the meaning."""
    locale, people = publication.settings.source_locale, publication.people
    keys = (message.key for message in publication.messages)
    return memo(
        ("former texts", content, declared, locale, people),
        lambda: former_texts(declared, keys, locale, people),
    )


@dataclass(frozen=True, slots=True)
class _Signed:
    """What is signed that concerns a section.

    `records` are about it, `elsewhere` are translation records of its messages in other sections,
    `before` is what its messages were before edits that keep the meaning.
    """

    records: tuple[Record, ...]
    elsewhere: tuple[Record, ...]
    before: _Before


class _Inputs(NamedTuple):
    """What a section's edition is made from, beside what is signed.

    `there` are previous msgids that some message still has, `shared` is what is the same for all
    sections.
    """

    section: str
    said: tuple[Translation | None, ...]
    there: frozenset[str]
    before: _Before
    changed: str
    shared: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """A section's edition, what it is made from, and what is signed in a ledger with a digest."""

    edition: SectionEdition
    inputs: _Inputs
    signed: _Signed
    ledger: str


@dataclass(frozen=True, slots=True)
class _MadeEdition:
    """An edition, with its sections by their ids."""

    edition: Edition
    sections: Mapping[str, _Made]


@dataclass(frozen=True)
class _Making:
    """An edition in the making: sections that are made from the same as the last are those."""

    publication: Publication
    keys: Mapping[str, tuple[Key, ...]]
    catalog: Catalog
    ledger: Ledger
    changed: Mapping[str, str]
    former: Former

    def edition(self, last: _MadeEdition | None) -> _MadeEdition:
        """Return the edition, made from the last one of its locale."""
        publication, had = self.publication, last.sections if last else {}
        made = {one.id: self._section(one, had.get(one.id)) for one in publication.sections}
        parts = (
            EditionPart(part, tuple(made[section.id].edition for section in part.sections))
            for part in publication.parts
        )
        outside = [message.key for message in publication.outside]
        edition = Edition(
            locale=self.catalog.locale,
            source_locale=publication.settings.source_locale,
            publication=publication,
            parts=tuple(parts),
            texts=_texts(outside, self.catalog),
        )
        return _MadeEdition(edition, made)

    def _section(self, section: Section, had: _Made | None) -> _Made:
        inputs = self._inputs(section)
        is_same = had is not None and had.inputs == inputs
        if had and is_same and had.ledger == self.ledger.digest:
            return had
        # A record may be about any section.
        signed = self._signed(section, inputs.before)
        if had and is_same and had.signed == signed:
            return replace(had, ledger=self.ledger.digest)
        keys = self.keys[section.id]
        made = _section_edition(section, keys, self.catalog, inputs, signed, self.publication)
        return _Made(made, inputs, signed, self.ledger.digest)

    def _inputs(self, section: Section) -> _Inputs:
        said = tuple(map(self.catalog.translations.get, self.keys[section.id]))
        previous = [each.previous_msgid for each in said if each and each.previous_msgid]
        there = self._msgids.intersection(previous) if previous else _NONE
        before = self._before(section) if self.former else ()
        day = self.changed.get(section.id, "")
        return _Inputs(section.digest, said, there, before, day, self._shared)

    @cached_property
    def _msgids(self) -> frozenset[str]:
        return frozenset(message.msgid for message in self.publication.messages)

    @cached_property
    def _shared(self) -> tuple[object, ...]:
        catalog, settings = self.catalog, self.publication.settings
        return (
            *(catalog.locale, catalog.last_translator, catalog.before),
            *(settings.review, settings.review_high, settings.source_locale),
            self.publication.people,
        )

    def _before(self, section: Section) -> _Before:
        """What a section's messages were before the edits that keep the meaning."""
        keys = self.keys[section.id]
        return tuple((key, self.former[key]) for key in keys if key in self.former)

    def _signed(self, section: Section, before: _Before) -> _Signed:
        if not self.ledger.records:
            return _Signed((), (), before)
        records = self.ledger.of(section.ids)
        texts = tuple((key, self.catalog.text(key) or "") for key in self.keys[section.id])
        now = present_text(texts, dict(before))
        return _Signed(records, elsewhere(self.ledger, section.ids, now, records), before)


def _section_edition(
    section: Section,
    keys: Sequence[Key],
    catalog: Catalog,
    inputs: _Inputs,
    signed: _Signed,
    publication: Publication,
) -> SectionEdition:
    settings, people, msgids = publication.settings, publication.people, inputs.there
    policy = settings.review_of(section.front.risk)
    is_source = catalog.locale == settings.source_locale
    if is_source:
        state = _source_status(section, catalog.locale, signed, policy, people)
    else:
        state = _translated_status(section, catalog, signed, policy, people, msgids)
    may_show = not is_source and is_shown(state, policy)
    shown: Shown = "translation" if may_show and not comes_second(state, policy) else "source"
    texts = _texts(keys, catalog) if may_show else {}
    moved = reason(section, catalog, state, msgids, is_source=is_source)
    said = [texts.get(key) for key in keys]
    locales = (catalog.locale, settings.source_locale)
    return SectionEdition(
        section=section,
        locale=catalog.locale,
        state=state,
        shown=shown,
        texts=texts if shown == "translation" else {},
        earlier=texts if shown == "source" else {},
        digest=digest(
            *(
                locales,
                section.id,
                section.digest,
                said,
                repr(state),
                shown,
                repr(moved),
                inputs.changed,
            ),
            people.digest,
        ),
        why=moved,
        changed=inputs.changed,
    )


def _source_status(
    section: Section, locale: str, signed: _Signed, policy: ReviewPolicy, people: People
) -> SectionStatus:
    return source_status(
        section.messages,
        signed.records,
        policy.interval,
        locale=locale,
        people=people,
        former=dict(signed.before),
    )


def _translated_status(
    section: Section,
    catalog: Catalog,
    signed: _Signed,
    policy: ReviewPolicy,
    people: People,
    msgids: frozenset[str],
) -> SectionStatus:
    return section_status(
        section.messages,
        catalog,
        signed.records,
        policy,
        msgids=msgids,
        people=people,
        elsewhere=signed.elsewhere,
        former=dict(signed.before),
    )


def reason(
    section: Section,
    catalog: Catalog,
    state: SectionStatus,
    msgids: frozenset[str],
    before: Iterable[Said] = (),
    *,
    is_source: bool,
) -> Why | None:
    """Return why a section is not what it was, from its catalog and from texts of `before`.

    What the catalog keeps as obsolete is among those.
    """
    keys = [message.key for message in section.messages]
    texts = [(key, key[1] if is_source else catalog.text(key) or "") for key in keys]
    known = msgids.union(key[1] for key in keys)
    found = ((key, catalog.previous(key)) for key in keys)
    previous = {key: msgid for key, msgid in found if msgid is not None and msgid not in known}
    known_before = (*catalog.before, *before)
    return why(texts, state, previous=previous, before=known_before, is_source=is_source)


def is_shown(state: SectionStatus, policy: ReviewPolicy) -> bool:
    """Whether readers see the section's translation, message by message, or the source whole.

    Where no message is translated there is only the source.
    """
    if state.origin is None and state.total:
        return False
    asked = policy.show_machine if state.origin == "machine" else policy.show
    return _WORTH[state.status] >= _ASKED[asked]


def comes_second(state: SectionStatus, policy: ReviewPolicy) -> bool:
    """Whether the present source comes first, and what is translated is folded away below it."""
    return state.outdated and policy.outdated == "source"


def _texts(keys: Iterable[Key], catalog: Catalog) -> dict[Key, str]:
    found = ((key, catalog.text(key)) for key in keys)
    return {key: text for key, text in found if text is not None}
