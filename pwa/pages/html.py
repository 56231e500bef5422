"""The HTML pages of an edition, each made from exactly the inputs that its key names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from pwa.addresses import slug
from pwa.edition.edition import Edition, EditionPart, SectionEdition
from pwa.locales import babel_locale, direction, folder_of, own_name
from pwa.memo import Memo, digest
from pwa.pages.book import Facts, Picture, book
from pwa.pages.contact import Contact, contact
from pwa.pages.faces import Around, Face, Place, faces, places
from pwa.pages.frame import PAGE_HERE, POLICY_HERE, STYLE_HERE, Frame
from pwa.pages.linked_data import linked_data
from pwa.pages.policy import meta_content_security_policy, saved_content_security_policy
from pwa.pages.qr import coded
from pwa.pages.saved import SavedViews
from pwa.pages.search.answers import Search
from pwa.pages.search.matching import LONGEST, MOST_RESULTS, NOTHING, Found
from pwa.pages.templates import Speaking
from pwa.pages.totals import totals
from pwa.pages.views import EditionViews, SectionView, Shown, told
from pwa.review.owed import Owed, owed
from pwa.review_policy import ReviewPolicy
from pwa.source.markdown import plain_text
from pwa.source.message import Message
from pwa.translation.catalog import Interface

AddressOf = Callable[[str], str]

# Characters in the source from which on a publication with parts is read through by part: about
# 150 kB of HTML. The source decides, so that every language has the same pages.
LONG = 100_000

# Sections up to which each has a QR code: about 1 kB each on the wire.
MOST_CODES = 60


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page at its address, which `render` makes, in any thread; equal keys mean equal bytes."""

    address: str
    key: str
    render: Callable[[], bytes]

    @property
    def html(self) -> bytes:
        """Its bytes, made now."""
        return self.render()


@dataclass(frozen=True, slots=True)
class LanguageView:
    """A language of the switcher: the same page in it."""

    tag: str
    name: str
    dir: str
    url: str
    current: bool


class EditionPages:
    """The pages of one edition in its own interface language."""

    def __init__(
        self,
        frame: Frame,
        edition: Edition,
        interface: Interface,
        memo: Memo,
        last: "EditionPages | None" = None,
        *,
        first: int = 1,
    ) -> None:
        """Prepare the pages; none is rendered yet.

        What `last` knows of sections that are the same here is taken over. `first` is the number
        of the first section: an edition may be of some of a publication's.
        """
        self.frame = frame
        self.edition = edition
        self.interface = interface
        self.views = EditionViews(edition, frame.addresses, memo)
        self._memo = memo
        self._spoken = _spoken(interface)
        publication, outside = edition.publication, repr(sorted(self._outside()))
        self.base = digest(frame.digest, interface.digest, outside, publication.people.digest)
        known = last if last and last.base == self.base else None
        self.faces: Mapping[str, Face] = faces(edition, self._owed, known.faces if known else {})
        self.places: Mapping[str, Place] = places(
            self.faces.values(),
            self._key_of,
            known.places
            if known and known.edition.publication.digest == publication.digest
            else {},
            first=first if frame.settings.discreet else None,
        )

    def all(self) -> Iterator[Page]:
        """Yield each page under the edition's cover."""
        addresses = self.frame.addresses
        heads = [face.head for face in self.faces.values()]
        yield self._page("cover.html", addresses.cover, heads, self._contents)
        yield from self.sections()
        yield from self._whole(heads)
        yield self._about()
        yield self._translation(heads)
        yield self._page("offline.html", addresses.offline)

    def _about(self) -> Page:
        """What it is, and how to cite it: with its origin, in which no machine is kept quiet."""
        addresses = self.frame.addresses
        address = addresses.absolute(addresses.cover(self.edition.locale))
        origins = sorted({one.state.origin for one in self.edition.sections if one.state.origin})
        told = {"address": address, "origins": origins}
        return self._page("about.html", addresses.about, origins, lambda: told)

    def _translation(self, heads: Sequence[str]) -> Page:
        """Where the edition stands, and what is owed next."""
        owing = (face.owing for face in self.faces.values())
        return self._page(
            "translation.html",
            self.frame.addresses.translation,
            (*heads, *owing, self.views.shared_facts()),
            self._translation_context,
        )

    def _translation_context(self) -> dict[str, Any]:
        sections = self.edition.sections
        return {
            **self._contents(),
            "whys": {one.id: one.why for one in sections},
            "owing": {one.id: self._owed(one) for one in sections},
            "distinct": {one.id: self._policy(one).distinct for one in sections},
            "shared": self.views.shared(),
            "catalog": f"locales/{folder_of(self.edition.locale)}/LC_MESSAGES/content.po",
            "totals": list(totals(self.edition, self._spoken)),
        }

    def _policy(self, section: SectionEdition) -> ReviewPolicy:
        return self.frame.settings.review_of(section.section.front.risk)

    def _owed(self, section: SectionEdition) -> Owed:
        return owed(section.state, self._policy(section), is_source=self.edition.is_source)

    def _whole(self, heads: Sequence[str]) -> Iterator[Page]:
        """The whole on one page; by part where it is long, with a page that leads to them."""
        addresses, parts = self.frame.addresses, self.edition.parts
        if not is_long(self.edition):
            yield self._read(addresses.read, parts)
            return
        yield self._page("read_parts.html", addresses.read, heads, self._part_contents)
        for number, part in enumerate(parts, 1):
            yield self._read(partial(addresses.read_part, number=number), [part])

    def texts(self) -> tuple[str, ...]:
        """The addresses of the pages that together have the whole edition."""
        addresses, tag = self.frame.addresses, self.edition.locale
        if not is_long(self.edition):
            return (addresses.read(tag),)
        return tuple(addresses.read_part(tag, n) for n in range(1, len(self.edition.parts) + 1))

    def search(self, html: Callable[[str], bytes]) -> Search:
        """What answers searches; `html` gives the pages of `texts` by their addresses."""
        page = self._page(
            "search.html",
            self.frame.addresses.search,
            self.texts(),
            lambda: self._answer("", NOTHING, served=False),
            addressed=False,
        )
        texts = self.texts()
        return Search(
            self.edition.locale, page.render, lambda: [html(one) for one in texts], self._answered
        )

    def qr(self) -> Page:
        """Codes of the cover and of each section, for somebody else's phone."""
        titles = (self.faces[section.id].title for section in self._coded())
        return self._page("qr.html", self.frame.addresses.qr, titles, self._codes)

    def _coded(self) -> Sequence[SectionEdition]:
        """None where there are too many: each code is as long as a page of text."""
        return self.edition.sections if len(self.edition.sections) <= MOST_CODES else ()

    def _codes(self) -> dict[str, Any]:
        addresses, heads = self.frame.addresses, map(self.views.head, self._coded())
        return {
            "cover": coded(addresses.absolute(addresses.cover(self.edition.locale))),
            "sections": [(one, coded(addresses.absolute(one.url))) for one in heads],
        }

    def reading(self) -> Page:
        """The page that holds the controls of what helps in reading, and their words."""
        addresses = self.frame.addresses
        address = addresses.absolute(addresses.cover(self.edition.locale))
        codes = "sections" if self._coded() else "cover"
        facts = {"address": address, "codes": codes}
        return self._page("aids.html", addresses.reading, [codes], lambda: facts)

    def _answered(self, query: str, found: Found) -> bytes:
        answer = self._answer(query, found, served=True)
        return self._rendered("search.html", self.frame.addresses.search, answer, addressed=False)

    def _answer(self, query: str, found: Found, *, served: bool) -> dict[str, Any]:
        """What the search page shows; only where it is `served` does anybody answer."""
        return {
            "query": query,
            "found": found,
            "served": served,
            "texts": self.texts(),
            "search_script": self.frame.aids["search"],
            "longest": LONGEST,
            "most": MOST_RESULTS,
        }

    def _read(self, address_of: AddressOf, parts: Sequence[EditionPart]) -> Page:
        bodies = [section.digest for part in parts for section in part.sections]
        return self._page(
            "read.html",
            address_of,
            (self.edition.publication.digest, *bodies),
            lambda: self._read_context(parts),
        )

    def _read_context(self, parts: Sequence[EditionPart]) -> dict[str, Any]:
        is_part = len(parts) < len(self.edition.parts)
        number = self.edition.parts.index(parts[0]) + 1 if is_part else 0
        return {"parts": self.views.whole(parts), "is_part": is_part, "number": number}

    def _part_contents(self) -> dict[str, Any]:
        address, tag = self.frame.addresses.read_part, self.edition.locale
        parts = self.views.heads()
        return {"parts": [(address(tag, n), part) for n, part in enumerate(parts, 1)]}

    def saved(self, date: str | None, *, revoked: str | None = None) -> bytes:
        """The whole in one file that needs nothing else but its pictures.

        `date` is the edition's, `revoked` the publisher's note where it was taken back. Any
        thread may ask for it: nothing is remembered.
        """
        views = SavedViews(self.edition, self.frame.addresses, self._memo)
        more = {
            "date": date,
            "is_saved": True,
            "revoked": revoked,
            "parts": views.whole(self.edition.parts),
            "is_part": False,
        }
        policy = saved_content_security_policy
        return self._rendered("whole.html", self.frame.addresses.read, more, policy=policy)

    def book(self, pictures: Mapping[str, Picture], facts: Facts) -> bytes:
        """The whole as an e-book; any thread may ask for it."""
        addresses = self.frame.addresses
        address = {"canonical": addresses.absolute(addresses.cover(self.edition.locale))}

        def render(template: str, more: Mapping[str, Any]) -> str:
            return self._templates.render(template, {**address, **more})

        return book(self.edition, self.views, render, pictures, facts)

    @property
    def book_address(self) -> str:
        """Where the e-book is: its file has the same name in every language."""
        name = slug(plain_text(self.edition.publication.name.msgid))
        return self.frame.addresses.book(self.edition.locale, name)

    def lost(self) -> bytes:
        """The page for an address where there is nothing."""
        return self._message("not_found.html")

    def failed(self) -> bytes:
        """The page for a fault of ours."""
        return self._message("error.html")

    def doorway(self) -> bytes:
        """The page that lists the languages, for hosts that cannot choose one."""
        return self._message("languages.html")

    def _message(self, template: str) -> bytes:
        """What is shown at whatever address was asked for."""
        return self._page(template, self.frame.addresses.cover, addressed=False).html

    def all_editions(self, editions: Sequence["EditionPages"]) -> Page:
        """The page that shows the status of every edition side by side."""
        return self._page(
            "translations.html",
            lambda _: self.frame.addresses.translations(),
            (self._titles, *(pages.states for pages in editions)),
            lambda: {
                "languages": self._languages(self.frame.addresses.translation),
                # Its own address serves all languages: those that it leads to are other pages.
                "alternates": False,
                "editions": [pages.overview() for pages in editions],
                "section_titles": [self.views.title(one) for one in self.edition.sections],
            },
        )

    @cached_property
    def states(self) -> str:
        """What stands for the status of all its sections."""
        return digest([face.state for face in self.faces.values()])

    @cached_property
    def _titles(self) -> str:
        """What stands for the titles of all its sections."""
        return digest([face.title for face in self.faces.values()])

    def overview(self) -> dict[str, Any]:
        """Its row among all editions."""
        return {
            "tag": self.edition.locale,
            "name": self.edition.name,
            "dir": self.edition.dir,
            "url": self.frame.addresses.translation(self.edition.locale),
            "totals": {one.kind: one for one in totals(self.edition, self._spoken)},
            "states": [told(section.state) for section in self.edition.sections],
        }

    def sections(self) -> Iterator[Page]:
        """Each section's page."""
        for id_, place in self.places.items():
            yield Page(self._address(id_), place.key, partial(self._section, id_))

    def _key_of(self, around: Around) -> str:
        """What stands for all that a section's page shows."""
        number, before, face, after = around
        section, publication = face.section, self.edition.publication.digest
        beside = (before and before.title, after and after.title)
        inputs = (number, section.digest, publication, *beside)
        return self._key("section.html", self._address(section.id), inputs)

    def _address(self, id_: str) -> str:
        return self.frame.addresses.section(self.edition.locale, id_)

    def _section(self, id_: str) -> bytes:
        addresses, place = self.frame.addresses, self.places[id_]
        more = self._section_context(place.around)
        return self._rendered("section.html", lambda tag: addresses.section(tag, id_), more)

    def _section_context(self, around: Around) -> dict[str, Any]:
        number, before, face, after = around
        view = self.views.section(face.section)
        return {
            "number": number,
            "section": view,
            "previous": self.views.link(before.section if before else None),
            "next": self.views.link(after.section if after else None),
            "linked_data": self._linked_data(view),
            "contact": self._contact(f"{self.edition.locale}/{view.id} ({view.version})"),
        }

    def _linked_data(self, section: SectionView) -> Markup | None:
        return linked_data(
            section,
            locale=self.edition.locale,
            source_locale=self.edition.source_locale,
            publication=self.views.outside(self.edition.publication.title),
            addresses=self.frame.addresses,
        )

    def _contact(self, about: str) -> Contact | None:
        settings = self.frame.settings
        return contact(settings.contact, subject=f"{settings.title}: {about}")

    def _contents(self) -> dict[str, Any]:
        return {"parts": self.views.heads()}

    def _page(
        self,
        template: str,
        address_of: AddressOf,
        inputs: Iterable[object] = (),
        more: Callable[[], dict[str, Any]] = dict,
        *,
        addressed: bool = True,
    ) -> Page:
        """Return a page that is another one only where an input changed.

        `address_of` gives the same page's address in another language; one that is not
        `addressed` does not name it as its own.
        """
        address = address_of(self.edition.locale)

        def render() -> bytes:
            return self._rendered(template, address_of, more(), addressed=addressed)

        return Page(address, self._key(template, address, inputs), render)

    def _key(self, template: str, address: str, inputs: Iterable[object]) -> str:
        return digest("page", template, address, self.base, *inputs)

    def _rendered(
        self,
        template: str,
        address_of: AddressOf,
        more: Mapping[str, Any],
        *,
        addressed: bool = True,
        policy: Callable[[str, str], str] = meta_content_security_policy,
    ) -> bytes:
        """A template as a page, dressed for the languages that its texts are in."""
        frame, tag = self.frame, self.edition.locale
        address = address_of(tag)
        context = {
            "canonical": frame.addresses.absolute(address) if addressed else "",
            "alternates": addressed,
            **more,
        }
        html = self._templates.render(template, context)
        html = html.replace(PAGE_HERE, address.removeprefix(frame.addresses.cover(tag)))
        return frame.dressed(html, {tag, self.edition.source_locale}, policy)

    @cached_property
    def _templates(self) -> Speaking:
        """The templates, which know all that is the same on every page."""
        frame, tag = self.frame, self.edition.locale
        said = {
            "lang": tag,
            "dir": self.edition.dir,
            "publication": self._publication(),
            "contact": self._contact(tag),
            "languages": self._languages(lambda tag: frame.addresses.cover(tag) + PAGE_HERE),
            "urls": self._urls(),
            "icons": frame.icons,
            "style": Markup(STYLE_HERE),  # noqa: S704 - a constant
            "script": frame.script,
            "first": Markup(frame.first),  # noqa: S704 - a script of ours
            "aids": frame.aids,
            "csp": Markup(POLICY_HERE),  # noqa: S704 - a constant
            "worker": frame.worker,
            "preview": frame.preview,
            "check_after": frame.settings.check_after,
            "source": self._source(),
        }
        return frame.templates.speaking(self._spoken, said)

    def _said(self, message: Message | None) -> Shown | None:
        return self.views.outside(message) if message else None

    def _publication(self) -> dict[str, Any]:
        settings, own = self.frame.settings, self.edition.publication
        return {
            "title": self._said(own.title),
            "name": self._said(own.name),
            "is_discreet": settings.discreet,
            "tagline": self._said(own.tagline),
            "notice": self._said(own.notice),
            "about": self._said(own.about),
            "publisher": settings.publisher,
            "licence": settings.licence,
        }

    def _languages(self, address_of: AddressOf) -> list[LanguageView]:
        own = self.edition.locale
        return [
            LanguageView(tag, own_name(tag), direction(tag), address_of(tag), tag == own)
            for tag in self.frame.locales
        ]

    def _urls(self) -> dict[str, str]:
        addresses, tag = self.frame.addresses, self.edition.locale
        return {
            "root": addresses.root(),
            "cover": addresses.cover(tag),
            "read": addresses.read(tag),
            "whole": addresses.whole(tag),
            "book": self.book_address,
            "about": addresses.about(tag),
            "translation": addresses.translation(tag),
            "translations": addresses.translations(),
            "offline": addresses.offline(tag),
            "search": addresses.search(tag),
            "qr": addresses.qr(tag),
            "reading": addresses.reading(tag),
            "manifest": addresses.manifest(tag),
            "status_json": addresses.status(),
            "badge": addresses.badge(tag),
        }

    def _source(self) -> dict[str, str]:
        tag = self.edition.source_locale
        name = babel_locale(tag).get_display_name(babel_locale(self.edition.locale)) or tag
        return {"tag": tag, "name": name, "own_name": own_name(tag), "dir": direction(tag)}

    def _outside(self) -> list[tuple[str, str | None]]:
        publication = self.edition.publication
        return [(m.msgid, self.edition.texts.get(m.key)) for m in publication.outside]


def is_long(edition: Edition) -> bool:
    """Whether the publication is read through by part: it has parts, and is LONG."""
    messages = (message for one in edition.publication.sections for message in one.messages)
    return len(edition.parts) > 1 and sum(len(message.msgid) for message in messages) > LONG


def _spoken(interface: Interface) -> Interface:
    """The interface as elements of a page: what is not translated is marked as English.

    WCAG 2.2, 3.1.2. An attribute, which holds no elements, is written with `striptags`.
    """
    if interface.locale.split("-")[0] == "en":
        return interface
    return replace(interface, untranslated=Markup('<span lang="en" dir="ltr">{}</span>').format)
