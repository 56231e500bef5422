"""What templates are given: facts of an edition, rendered and addressed, nothing to decide."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from pwa.addresses import Addresses
from pwa.edition.edition import Edition, SectionEdition
from pwa.locales import direction
from pwa.memo import Memo, digest
from pwa.review.status import SectionStatus, Signature
from pwa.settings import Step
from pwa.source.front_matter import Reference
from pwa.source.markdown import Message, plain_text, render_inline
from pwa.source.publication import target


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
class SignatureView:
    """The latest record of a step, flat."""

    by: str
    credential: str | None
    method: str
    at: str
    due: str | None
    note: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class StateView:
    """A section's status with its latest records."""

    status: str
    outdated: bool
    changed: bool
    due: str | None
    origin: str | None
    total: int
    translated: int
    fuzzy: int
    moved_source: int
    moved_text: int
    translation: SignatureView | None
    revision: SignatureView | None
    review: SignatureView | None


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A neighbour: its title and address."""

    title: Shown
    url: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section as a page shows it; `body` is empty where only its head is shown."""

    id: str
    url: str
    source_url: str
    title: Shown
    anchor: str
    summary: Shown | None
    body: Markup
    shown: str
    lang: str
    dir: str
    risk: str
    sources: tuple[Reference, ...]
    first_published: str
    state: StateView


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with its sections."""

    title: Shown | None
    sections: tuple[SectionView, ...]


class EditionViews:
    """Makes the views of one edition. Bodies are rendered when first asked for."""

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
        return self._parts(self.head)

    def whole(self) -> tuple[PartView, ...]:
        """The parts with their sections' bodies, for the page that shows them all."""
        return self._parts(self._among_others)

    def section(self, section: SectionEdition) -> SectionView:
        """A section with its body, as the only one on its page."""
        return replace(self.head(section), body=self._body(section, shift=0, id_prefix=""))

    def head(self, section: SectionEdition) -> SectionView:
        """A section without its body."""
        key = ("head", section.digest, self.addresses.base)
        return self._memo(key, lambda: self._head(section))

    def head_digest(self, section: SectionEdition) -> str:
        """What stands for a section in pages that show its head alone."""
        key = ("head digest", section.digest, self.addresses.base)
        return self._memo(key, lambda: digest(repr(self.head(section))))

    def _parts(self, view: Callable[[SectionEdition], SectionView]) -> tuple[PartView, ...]:
        return tuple(
            PartView(
                self.outside(part.part.title) if part.part.title else None,
                tuple(view(section) for section in part.sections),
            )
            for part in self.edition.parts
        )

    def link(self, section: SectionEdition | None) -> SectionLink | None:
        """A link to a neighbour."""
        return SectionLink(self.head(section).title, self._url(section)) if section else None

    def _head(self, section: SectionEdition) -> SectionView:
        source, front = section.section, section.section.front
        lang = section.locale if section.shown == "translation" else self.edition.source_locale
        source_url = self.addresses.section(self.edition.source_locale, section.id)
        summary = source.summary
        return SectionView(
            id=section.id,
            url=self._url(section),
            source_url="" if self.edition.is_source else source_url,
            title=self._title(section),
            anchor=source.document.title_anchor or "title",
            summary=self._text(section, summary) if summary else None,
            body=Markup(),
            shown=section.shown,
            lang=lang,
            dir=direction(lang),
            risk=front.risk,
            sources=front.sources,
            first_published=front.first_published,
            state=state_view(section.state),
        )

    def _url(self, section: SectionEdition) -> str:
        return self.addresses.section(self.edition.locale, section.id)

    def _title(self, section: SectionEdition) -> Shown:
        return self._text(section, section.section.title)

    def _text(self, section: SectionEdition, message: Message) -> Shown:
        shown = self._shown(message, section.text(message))
        return replace(shown, marks=_marks(section, message))

    def _shown(self, message: Message, text: str | None) -> Shown:
        shown = message.msgid if text is None else text
        # Short texts stand in links and headings, where a link of their own has no place.
        inline = render_inline(shown, resolve=lambda *_: None)
        html = Markup(inline)  # noqa: S704 - the renderer escapes raw HTML
        if text is not None or self.edition.is_source:
            return Shown(html, plain_text(shown))
        source = self.edition.source_locale
        return Shown(html, plain_text(shown), source, direction(source))

    def _among_others(self, section: SectionEdition) -> SectionView:
        """Its headings one level down, its ids its own: several stand on the same page."""
        prefix = f"{section.id.replace('/', '-')}--"
        return replace(self.head(section), body=self._body(section, shift=1, id_prefix=prefix))

    def _body(self, section: SectionEdition, *, shift: int, id_prefix: str) -> Markup:
        key = ("body", section.digest, self.edition.publication.digest, self.addresses.base, shift)
        return self._memo(key, lambda: self._rendered(section, shift, id_prefix))

    def _rendered(self, section: SectionEdition, shift: int, id_prefix: str) -> Markup:
        rendered = section.section.document.render(
            translate=section.text,
            resolve=lambda href, image: self._resolve(section, href, image=image),
            fallback=self._fallback(section),
            shift=shift,
            id_prefix=id_prefix,
            mark=(lambda message: _marks(section, message)) if section.proofs else None,
        )
        return Markup(rendered.body)  # noqa: S704 - the renderer escapes raw HTML

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


def _marks(section: SectionEdition, message: Message) -> Mapping[str, str]:
    """What a preview's style sheet and script hold on to."""
    proof = section.proofs.get(message.key)
    return {"data-preview": proof.state, "data-entry": proof.entry} if proof else {}


def state_view(state: SectionStatus) -> StateView:
    """Return a status as templates read it."""
    signatures = {signature.record.step: _signature(signature) for signature in state.signatures}
    latest: Iterator[tuple[Step, SignatureView | None]] = (
        (step, signatures.get(step)) for step in ("translation", "revision", "review")
    )
    return StateView(
        status=state.status,
        outdated=state.outdated,
        changed=state.changed,
        due=state.due,
        origin=state.origin,
        total=state.total,
        translated=state.translated,
        fuzzy=state.fuzzy,
        moved_source=state.moved_source,
        moved_text=state.moved_text,
        **dict(latest),
    )


def _signature(signature: Signature) -> SignatureView:
    record = signature.record
    return SignatureView(
        by=record.by,
        credential=record.credential,
        method=record.method,
        at=record.at,
        due=record.due,
        note=record.note,
        holds=signature.holds,
    )
