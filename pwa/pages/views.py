"""What templates are given: facts of an edition, rendered and addressed, nothing to decide."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from pwa.addresses import Addresses
from pwa.edition.edition import Edition, EditionPart, SectionEdition
from pwa.locales import direction
from pwa.memo import Memo
from pwa.pages.pictures import sized
from pwa.review.records import Record
from pwa.review.status import SectionStatus, Signature
from pwa.source.front_matter import Reference
from pwa.source.markdown import plain_text, render_inline
from pwa.source.message import Key, Message
from pwa.source.publication import target

# The id of a title that is no heading of its section. Ids in templates begin with a dot where
# authors' ids stand on the same page: those never do (pwa/source/headings.py).
UNNAMED = ".title"

# Hex digits of a text's fingerprint by which people can name it.
_VERSION = 8

_NO_BODY = Markup()

_NO_MARKS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shown:
    """A short text as readers see it; `lang` and `dir` where it is not in the page's language.

    `marks` are further attributes of its element, in previews.
    """

    html: Markup
    text: str
    lang: str | None = None
    dir: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A neighbour: its title and address."""

    title: Shown
    url: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A step's latest signature as readers see it; a `name` that is None is withheld."""

    record: Record
    holds: bool
    due: str | None
    name: str | None
    credential: str | None


@dataclass(frozen=True, slots=True)
class SharedMessage:
    """A message of several sections: whoever changes it changes all of them."""

    text: Shown
    sections: tuple[SectionLink, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a translation says that lags behind its source, and the id where that begins."""

    anchor: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is told of what a section is worth; many sections have the same."""

    shown: str
    is_source: bool
    state: SectionStatus
    changed: str
    steps: tuple[tuple[str, SignatureView], ...]
    sources: tuple[Reference, ...]
    first_published: str

    @property
    def signed(self) -> Mapping[str, SignatureView]:
        """The latest signatures by their steps."""
        return dict(self.steps)


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section as a page shows it; what follows `state` is empty where it shows the head.

    `signed` are the latest signatures by their steps, `version` stands for the exact text that
    they are about. `earlier` stands folded away below a body that is the source.
    """

    id: str
    url: str
    source_url: str
    title: Shown
    anchor: str
    summary: Shown | None
    shown: str
    lang: str
    dir: str
    sources: tuple[Reference, ...]
    first_published: str
    state: SectionStatus
    body: Markup = _NO_BODY
    changed: str = ""
    version: str = ""
    signed: Mapping[str, SignatureView] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def is_source(self) -> bool:
        """Whether it stands in the edition that it was written for."""
        return not self.source_url

    @property
    def standing(self) -> Standing:
        """What it is worth: what templates say of that they say once of equals."""
        return Standing(
            shown=self.shown,
            is_source=self.is_source,
            state=self.state,
            changed=self.changed,
            steps=tuple(self.signed.items()),
            sources=self.sources,
            first_published=self.first_published,
        )


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with its sections."""

    title: Shown | None
    sections: tuple[SectionView, ...]


class EditionViews:
    """Makes the views of one edition, in any thread; what stands for them, in the build's own."""

    def __init__(self, edition: Edition, addresses: Addresses, memo: Memo) -> None:
        """Look at an edition published at these addresses."""
        self.edition = edition
        self.addresses = addresses
        self._memo = memo

    def outside(self, message: Message) -> Shown:
        """A text that belongs to no section: title, tagline, title of a part."""
        return self._shown(message, self.edition.texts.get(message.key))

    def heads(self) -> tuple[PartView, ...]:
        """The parts with their sections' heads, for lists of contents."""
        return self._parts(self.edition.parts, self.head)

    def whole(self, parts: Iterable[EditionPart]) -> tuple[PartView, ...]:
        """Parts with their sections' bodies, for the page that shows them all."""
        return self._parts(parts, self._among_others)

    def section(self, section: SectionEdition) -> SectionView:
        """A section with its body, as the only one on its page."""
        body = self._rendered(section, shift=0, id_prefix="")
        earlier = self._earlier(section, shift=0, id_prefix="")
        return self._view(
            section,
            body=body,
            changed=section.changed,
            version=section.state.text[:_VERSION],
            signed={one.record.step: self._signed(one) for one in section.state.signatures},
            earlier=earlier,
        )

    def _parts(
        self, parts: Iterable[EditionPart], view: Callable[[SectionEdition], SectionView]
    ) -> tuple[PartView, ...]:
        return tuple(
            PartView(
                self.outside(part.part.title) if part.part.title else None,
                tuple(view(section) for section in part.sections),
            )
            for part in parts
        )

    def link(self, section: SectionEdition | None) -> SectionLink | None:
        """A link to a neighbour."""
        return SectionLink(self.title(section), self._url(section)) if section else None

    def head(self, section: SectionEdition) -> SectionView:
        """A section without its body."""
        return self._view(section)

    def _view(self, section: SectionEdition, prefix: str = "", **more: Any) -> SectionView:  # noqa: ANN401
        """A section's head, its id beginning with a prefix, with `more` of a view's fields."""
        source, front = section.section, section.section.front
        lang = section.locale if section.shown == "translation" else self.edition.source_locale
        source_url = self.addresses.section(self.edition.source_locale, section.id)
        summary = source.summary
        return SectionView(
            id=section.id,
            url=self._url(section),
            source_url="" if self.edition.is_source else source_url,
            title=self.title(section),
            anchor=prefix + (source.document.title_anchor or UNNAMED),
            summary=self._text(section, summary) if summary else None,
            shown=section.shown,
            lang=lang,
            dir=direction(lang),
            sources=front.sources,
            first_published=front.first_published,
            state=told(section.state),
            **more,
        )

    def _signed(self, signature: Signature) -> SignatureView:
        people, record = self.edition.publication.people, signature.record
        name = people.name_of(record.by)
        credential = people.credential_of(record.by, record.credential)
        return SignatureView(record, signature.holds, signature.due, name, credential)

    def shared(self) -> tuple[SharedMessage, ...]:
        """The messages that stand in several sections, in the order of their first places."""
        sections = self.edition.sections
        return tuple(
            SharedMessage(
                self._shown(message, sections[places[0]].text(message)),
                tuple(
                    SectionLink(self.title(sections[at]), self._url(sections[at])) for at in places
                ),
            )
            for message, places in _shared(sections)
        )

    def shared_facts(self) -> Hashable:
        """What stands for these, beside the titles of all sections."""
        sections = self.edition.sections
        key = ("shared", self.edition.publication.content)
        shared = self._memo(key, lambda: _shared(sections))
        return tuple((m.key, places[0], sections[places[0]].text(m)) for m, places in shared)

    def _url(self, section: SectionEdition) -> str:
        return self.addresses.section(self.edition.locale, section.id)

    def title(self, section: SectionEdition) -> Shown:
        """A section's title."""
        return self._text(section, section.section.title)

    def _text(self, section: SectionEdition, message: Message) -> Shown:
        return self._shown(message, section.title_text(message), marks(section, message))

    def _shown(
        self, message: Message, text: str | None, marks: Mapping[str, str] = _NO_MARKS
    ) -> Shown:
        html, plain = _short(message.msgid if text is None else text)
        if text is not None or self.edition.is_source:
            return Shown(html, plain, marks=marks)
        source = self.edition.source_locale
        return Shown(html, plain, source, direction(source), marks)

    def _among_others(self, section: SectionEdition) -> SectionView:
        """Its headings one level down, its ids its own: several stand on the same page.

        No section's id has a colon, so that the first one in an id ends the section's.
        """
        prefix = f"{section.id}:"
        body = self._rendered(section, shift=1, id_prefix=prefix)
        earlier = self._earlier(section, shift=1, id_prefix=prefix)
        return self._view(section, prefix, body=body, earlier=earlier)

    def _earlier(self, section: SectionEdition, *, shift: int, id_prefix: str) -> Earlier | None:
        """Its headings go below one of its own, its ids begin as no author's and no section's."""
        if not section.earlier:
            return None
        prefix = f"{id_prefix}.earlier:"
        unfolded = replace(section, shown="translation", texts=section.earlier)
        body = self._rendered(unfolded, shift=shift + 1, id_prefix=prefix)
        return Earlier(prefix + (section.section.document.title_anchor or UNNAMED), body)

    def _rendered(self, section: SectionEdition, *, shift: int, id_prefix: str) -> Markup:
        body = section.section.document.render(
            translate=section.text,
            resolve=lambda href, image: self._resolve(section, href, image=image),
            fallback=self._fallback(section),
            shift=shift,
            id_prefix=id_prefix,
            mark=(lambda message: marks(section, message)) if section.proofs else None,
        )
        named = self.edition.publication.assets.values()
        pictures = {self.addresses.static(one.name): one for one in named}
        return Markup(sized(body, pictures))  # noqa: S704 - the renderer escapes raw HTML

    def _fallback(self, section: SectionEdition) -> Mapping[str, str] | None:
        """What marks a block in the source language within an article in another one."""
        source = self.edition.source_locale
        if self.edition.is_source or section.shown == "source":
            return None
        return {"lang": source, "dir": direction(source)}

    def _resolve(self, section: SectionEdition, href: str, *, image: bool) -> str | None:
        """The address that a link leads to from this edition; None where there is none.

        An image that is not ours is not shown: no reader's device asks a third party.
        """
        if href.startswith("#"):
            return href
        found = target(self.edition.publication, section.section, href)
        if not found or (image and found.kind != "asset"):
            return None
        if found.kind == "section":
            address = self.addresses.section(self.edition.locale, found.name)
            return f"{address}#{found.fragment}" if found.fragment else address
        if found.kind == "asset":
            return self.addresses.static(self.edition.publication.assets[found.name].name)
        return found.name


@lru_cache(maxsize=8192)
def _short(text: str) -> tuple[Markup, str]:
    """A text as it stands in links and headings, where a link of its own has no place."""
    inline = render_inline(text, resolve=lambda *_: None)
    return Markup(inline), plain_text(text)  # noqa: S704 - the renderer escapes raw HTML


def _shared(sections: Sequence[SectionEdition]) -> list[tuple[Message, list[int]]]:
    """Which messages stand in several sections, and in which, in order."""
    found: dict[Key, tuple[Message, list[int]]] = {}
    for place, section in enumerate(sections):
        for message in {one.key: one for one in section.section.messages}.values():
            found.setdefault(message.key, (message, []))[1].append(place)
    return [(message, places) for message, places in found.values() if len(places) > 1]


@lru_cache(maxsize=4096)
def told(state: SectionStatus) -> SectionStatus:
    """Return what pages tell of a status: a text that changes without it changes no other page."""
    return replace(state, source="", text="", ignored=())


def marks(section: SectionEdition, message: Message) -> Mapping[str, str]:
    """What a preview's style sheet and script hold on to."""
    proof = section.proofs.get(message.key)
    return {"data-preview": proof.state, "data-entry": proof.entry} if proof else _NO_MARKS
