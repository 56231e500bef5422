"""The HTML pages of an edition, each made once from exactly the inputs that its key names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from pwa.addresses import Addresses
from pwa.edition.edition import Edition, SectionEdition
from pwa.locales import babel_locale, direction, own_name
from pwa.memo import Memo, digest
from pwa.pages.policy import meta_content_security_policy, style_sha256
from pwa.pages.templates import Templates
from pwa.pages.views import EditionViews, Shown
from pwa.settings import Settings
from pwa.translation.catalog import Interface

AddressOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a release share.

    `worker` is empty where no worker is wanted, `preview` (a script's address) but in previews.
    """

    templates: Templates
    addresses: Addresses
    settings: Settings
    locales: tuple[str, ...]
    style: str
    script: str
    icons: Mapping[str, str]
    worker: str = ""
    preview: str = ""

    @property
    def digest(self) -> str:
        """What stands for all of it in a page's key."""
        return digest(
            self.templates.digest,
            self.addresses.base,
            repr(self.settings),
            self.locales,
            self.style,
            self.script,
            dict(self.icons),
            self.worker,
            self.preview,
        )

    @property
    def csp(self) -> str:
        """The policy for a meta element: it holds where no server of ours sends headers."""
        return meta_content_security_policy([style_sha256(self.style)])


@dataclass(frozen=True, slots=True)
class Page:
    """A page's bytes at its address; equal keys mean equal bytes."""

    address: str
    html: bytes
    key: tuple[str, ...]


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

    def __init__(self, frame: Frame, edition: Edition, interface: Interface, memo: Memo) -> None:
        """Prepare the pages; none is rendered yet."""
        self.frame = frame
        self.edition = edition
        self.interface = interface
        self.views = EditionViews(edition, frame.addresses, memo)
        self._memo = memo
        self._base = digest(frame.digest, interface.digest, repr(sorted(self._outside())))

    def all(self) -> Iterator[Page]:
        """Yield each page under the edition's cover."""
        addresses = self.frame.addresses
        heads = [self.views.head_digest(section) for section in self.edition.sections]
        bodies = [section.digest for section in self.edition.sections]
        content = self.edition.publication.digest
        yield self._page("cover.html", addresses.cover, heads, self._contents)
        for section, before, after in _with_neighbours(self.edition.sections):
            yield self._section(section, before, after)
        yield self._page("read.html", addresses.read, [content, *bodies], self._everything)
        yield self._page("about.html", addresses.about)
        yield self._page("translation.html", addresses.translation, heads, self._contents)
        yield self._page("offline.html", addresses.offline)

    def lost(self) -> bytes:
        """The page for an address where there is nothing."""
        return self._page("not_found.html", self.frame.addresses.cover).html

    def failed(self) -> bytes:
        """The page for a fault of ours."""
        return self._page("error.html", self.frame.addresses.cover).html

    def doorway(self) -> bytes:
        """The page that lists the languages, for hosts that cannot choose one."""
        return self._page("languages.html", self.frame.addresses.cover).html

    def all_editions(self, editions: Sequence["EditionPages"]) -> Page:
        """The page that shows the status of every edition side by side."""
        states = [
            [pages.edition.locale, repr(pages.views.head(section).state)]
            for pages in editions
            for section in pages.edition.sections
        ]
        titles = [self.views.head(section).title for section in self.edition.sections]
        return self._page(
            "translations.html",
            lambda _: self.frame.addresses.translations(),
            [states, repr(titles)],
            lambda: {
                "languages": self._languages(self.frame.addresses.translation),
                "editions": [pages.overview() for pages in editions],
                "section_titles": titles,
            },
        )

    def overview(self) -> dict[str, Any]:
        """Its row among all editions."""
        heads = [self.views.head(section) for section in self.edition.sections]
        statuses = [head.state.status for head in heads]
        return {
            "tag": self.edition.locale,
            "name": self.edition.name,
            "dir": self.edition.dir,
            "url": self.frame.addresses.translation(self.edition.locale),
            "sections": heads,
            "counts": {status: statuses.count(status) for status in statuses},
        }

    def _section(
        self, section: SectionEdition, before: SectionEdition | None, after: SectionEdition | None
    ) -> Page:
        neighbours = [repr(self.views.link(before)), repr(self.views.link(after))]
        return self._page(
            "section.html",
            lambda tag: self.frame.addresses.section(tag, section.id),
            [section.digest, self.edition.publication.digest, *neighbours],
            lambda: self._section_context(section, before, after),
        )

    def _section_context(
        self, section: SectionEdition, before: SectionEdition | None, after: SectionEdition | None
    ) -> dict[str, Any]:
        view = self.views.section(section)
        return {
            "title": f"{view.title.text} – {self._name()}",
            "description": view.summary.text if view.summary else "",
            "section": view,
            "previous": self.views.link(before),
            "next": self.views.link(after),
        }

    def _contents(self) -> dict[str, Any]:
        return {"parts": self.views.heads()}

    def _everything(self) -> dict[str, Any]:
        return {"parts": self.views.whole()}

    def _page(
        self,
        template: str,
        address_of: AddressOf,
        inputs: Sequence[object] = (),
        more: Callable[[], dict[str, Any]] = dict,
    ) -> Page:
        """Return a page, made only where an input changed.

        `address_of` gives the same page's address in another language.
        """
        address = address_of(self.edition.locale)
        key = ("page", template, address, self._base, digest(inputs))
        return self._memo(
            key, lambda: Page(address, self._rendered(template, address_of, more()), key)
        )

    def _rendered(self, template: str, address_of: AddressOf, more: Mapping[str, Any]) -> bytes:
        context = self._context(template, address_of, more)
        return self.frame.templates.render(template, self.interface, context).encode()

    def _context(
        self, template: str, address_of: AddressOf, more: Mapping[str, Any]
    ) -> dict[str, Any]:
        frame, tag = self.frame, self.edition.locale
        addressed = template not in {"not_found.html", "error.html", "languages.html"}
        return {
            "lang": tag,
            "dir": self.edition.dir,
            "title": self._title(template),
            "description": self._tagline().text if template == "cover.html" else "",
            "publication": self._publication(),
            "languages": self._languages(address_of),
            "urls": self._urls(),
            "icons": frame.icons,
            "canonical": frame.addresses.absolute(address_of(tag)) if addressed else "",
            "alternates": self._alternates(address_of) if addressed else (),
            "style": Markup(frame.style),  # noqa: S704 - our own style sheet
            "script": frame.script,
            "csp": frame.csp,
            "worker": frame.worker,
            "preview": frame.preview,
            "check_after": frame.settings.check_after,
            "source": self._source(),
            **more,
        }

    def _title(self, template: str) -> str:
        gettext = self.interface.gettext
        titles = {
            "cover.html": self._tagline().text,
            "read.html": gettext("Read everything on one page"),
            "about.html": gettext("About this publication"),
            "translation.html": gettext("Translation status"),
            "translations.html": gettext("Translation status"),
            "offline.html": gettext("On this device"),
            "not_found.html": gettext("Page not found"),
            "error.html": gettext("Something went wrong"),
        }
        own = titles.get(template)
        if template == "cover.html":
            return f"{self._name()} – {own}" if own else self._name()
        return f"{own} – {self._name()}" if own else self._name()

    def _name(self) -> str:
        return self.views.outside(self.edition.publication.title).text

    def _short_name(self) -> str:
        short = self.edition.publication.short_name
        return self.views.outside(short).text if short else self._name()

    def _tagline(self) -> Shown:
        tagline = self.edition.publication.tagline
        return self.views.outside(tagline) if tagline else Shown(Markup(), "")

    def _publication(self) -> dict[str, Any]:
        settings = self.frame.settings
        return {
            "title": self.views.outside(self.edition.publication.title),
            "tagline": self._tagline(),
            "short_name": self._short_name(),
            "publisher": settings.publisher,
            "contact": settings.contact,
            "licence": settings.licence,
        }

    def _languages(self, address_of: AddressOf) -> list[LanguageView]:
        return [
            LanguageView(tag, own_name(tag), direction(tag), address_of(tag), self._is_own(tag))
            for tag in self.frame.locales
        ]

    def _is_own(self, tag: str) -> bool:
        return tag == self.edition.locale

    def _alternates(self, address_of: AddressOf) -> list[tuple[str, str]]:
        """Where one page serves all languages there is nothing to choose from."""
        absolute, locales = self.frame.addresses.absolute, self.frame.locales
        if len({address_of(tag) for tag in locales}) < len(locales):
            return []
        source = self.edition.source_locale
        found = [(tag, absolute(address_of(tag))) for tag in locales]
        return [*found, ("x-default", absolute(address_of(source)))]

    def _urls(self) -> dict[str, str]:
        addresses, tag = self.frame.addresses, self.edition.locale
        return {
            "root": addresses.root(),
            "cover": addresses.cover(tag),
            "read": addresses.read(tag),
            "about": addresses.about(tag),
            "translation": addresses.translation(tag),
            "translations": addresses.translations(),
            "offline": addresses.offline(tag),
            "manifest": addresses.manifest(tag),
            "status_json": addresses.status(),
            "worker": self.frame.worker,
            "source_cover": addresses.cover(self.edition.source_locale),
        }

    def _source(self) -> dict[str, str]:
        tag = self.edition.source_locale
        name = babel_locale(tag).get_display_name(babel_locale(self.edition.locale)) or tag
        return {"tag": tag, "name": name, "own_name": own_name(tag)}

    def _outside(self) -> list[tuple[str, str | None]]:
        publication = self.edition.publication
        return [(m.msgid, self.edition.texts.get(m.key)) for m in publication.outside]


def _with_neighbours(
    sections: Sequence[SectionEdition],
) -> Iterator[tuple[SectionEdition, SectionEdition | None, SectionEdition | None]]:
    around = [None, *sections, None]
    for (before, section), (_, after) in zip(pairwise(around), pairwise(around[1:]), strict=False):
        if section:
            yield section, before, after
