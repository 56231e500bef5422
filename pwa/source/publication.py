"""The publication: its sections in reading order, with everything that they link to."""

import mimetypes
import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from pwa.assets import Asset, asset
from pwa.errors import Finding, PwaError, SiteError, SourceError
from pwa.memo import Memo, bytes_digest, digest
from pwa.settings import FILE, Part, Settings, check_section_id
from pwa.site import Site, decoded
from pwa.source.front_matter import FrontMatter, split
from pwa.source.markdown import Document, parse
from pwa.source.message import Message
from pwa.source.people import ANYBODY, People, load_people

# Kinds of file a section may show or offer; anything else in content/ is not published.
PUBLISHED_TYPES = frozenset({"image", "audio", "video"})
PUBLISHED_SUFFIXES = frozenset({".pdf", ".csv", ".txt", ".vtt"})


@dataclass(frozen=True, slots=True)
class Section:
    """One Markdown file: the unit of reading, of address, of review."""

    id: str
    file: str
    document: Document
    title: Message
    summary: Message | None
    front: FrontMatter
    messages: tuple[Message, ...]
    digest: str

    @property
    def anchors(self) -> frozenset[str]:
        """The ids within it that a link may end in; the same in every language."""
        title = self.document.title_anchor
        return self.document.anchors | ({title} if title else set())

    @property
    def ids(self) -> frozenset[str]:
        """Its id and those it had before: records on any of them are about this section."""
        return frozenset({self.id, *self.front.formerly})


@dataclass(frozen=True, slots=True)
class PublicationPart:
    """A run of sections under a title; one without a title where there are no parts."""

    title: Message | None
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Publication:
    """The source work. `outside` are the messages that belong to no section.

    `assets` are the files of content/ that a section links to, by their path in it; `ids` those of
    all sections; `people` who may sign; `faults` what was wrong on disk and is passed over.
    """

    settings: Settings
    title: Message
    tagline: Message | None
    short_name: Message | None
    notice: Message | None
    about: Message | None
    parts: tuple[PublicationPart, ...]
    assets: Mapping[str, Asset]
    ids: frozenset[str]
    digest: str
    faults: tuple[Finding, ...] = ()
    people: People = ANYBODY

    @property
    def name(self) -> Message:
        """What a device calls it where others may look on: beneath an icon, on a tab, in a list.

        Its title, or the short name where the publisher is discreet.
        """
        return (self.settings.discreet and self.short_name) or self.title

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section, in reading order."""
        return tuple(section for part in self.parts for section in part.sections)

    @cached_property
    def by_id(self) -> Mapping[str, Section]:
        """The sections by their ids."""
        return {section.id: section for section in self.sections}

    @cached_property
    def content(self) -> str:
        """What stands for all that the sections say, and in which order."""
        return digest(self.digest, [(section.id, section.digest) for section in self.sections])

    @property
    def outside(self) -> tuple[Message, ...]:
        """What publication.toml says to readers: title, tagline, … and the titles of parts."""
        own = (self.title, self.tagline, self.short_name, self.notice, self.about)
        return tuple(m for m in (*own, *(part.title for part in self.parts)) if m)

    @property
    def moved(self) -> Mapping[str, str]:
        """Ids that sections had before, and no section has now, to those they have now."""
        return {old: one.id for one in self.sections for old in one.front.formerly}

    @property
    def messages(self) -> Iterator[Message]:
        """Every message, in reading order, repeats kept."""
        yield from self.outside
        for section in self.sections:
            yield from section.messages

    @property
    def findings(self) -> Iterator[Finding]:
        """What a publisher should know: unknown keys and directives, broken links."""
        yield from self.faults
        for section in self.sections:
            yield from section.front.findings
            yield from section.document.findings
            yield from broken_links(self, section)


def parts_of(site: Site) -> tuple[Part, ...]:
    """Return the parts as the settings list them, else one of every Markdown file.

    Raises SiteError for files whose names cannot be addresses.
    """
    return site.settings.parts or (Part(_every_section(site)),)


def load_publication(site: Site, memo: Memo) -> Publication:
    """Read the publication from disk; files that did not change are not parsed again.

    Raises SiteError and SourceError with every fault found.
    """
    what = f"publication {site.settings!r}"
    return memo.read(site.content, what, lambda: _load(site, memo))


def _load(site: Site, memo: Memo) -> Publication:
    settings, people = site.settings, load_people(site)
    parts = parts_of(site)
    listed = [section for part in parts for section in part.sections]
    sections, claims = _own_former_ids(_read_sections(site, listed, memo))
    files = _published_files(site)
    linked = _linked(sections.values(), files, settings.source_locale)
    assets = {name: asset(f"content/{name}", site.read(site.content / name)) for name in linked}
    return Publication(
        settings=settings,
        title=Message(settings.title, place="title of the publication"),
        tagline=_optional(settings.tagline, "tagline"),
        short_name=_optional(settings.short_name, _place_of_short_name(settings)),
        notice=_optional(settings.notice, "notice to readers, on every page"),
        about=_optional(settings.about, "what this is and is not, on the page about it"),
        parts=tuple(_part(part, sections) for part in parts),
        assets=assets,
        ids=frozenset(listed),
        digest=digest(listed, sorted(found.name for found in assets.values()), people.digest),
        faults=(*claims, *(_unlinked(name) for name in files if name not in assets)),
        people=people,
    )


def read_section(section: str, file: str, data: bytes) -> Section:
    """Return a section from the bytes of its file.

    Raises SourceError, or SiteError for another charset, with file and line.
    """
    front, markdown, first_line = split(decoded(data, file=file), file=file)
    document = parse(markdown, file=file, first_line=first_line)
    named = Message(front.title, place="title") if front.title and not document.title else None
    summary = Message(front.summary, place="summary") if front.summary else None
    before, after = (named,) if named else (), (summary,) if summary else ()
    return Section(
        id=section,
        file=file,
        document=document,
        title=document.title or named or Message(section, place="title"),
        summary=summary,
        front=front,
        messages=(*before, *document.messages, *after),
        digest=bytes_digest(data),
    )


def _optional(text: str | None, place: str) -> Message | None:
    return Message(text, place=place) if text else None


def _place_of_short_name(settings: Settings) -> str:
    place = "name under the app's icon, very short"
    return f"{place}; it tells nobody what this is about" if settings.discreet else place


def _part(part: Part, sections: Mapping[str, Section]) -> PublicationPart:
    title = _optional(part.title, "title of a part")
    return PublicationPart(title, tuple(sections[section] for section in part.sections))


def _every_section(site: Site) -> tuple[str, ...]:
    found = (path.relative_to(site.content) for path in site.files(site.content, "*.md"))
    ids = [path.with_suffix("").as_posix() for path in found]
    faults = []
    for section in ids:
        try:
            check_section_id(section)
        except ValueError as error:
            faults.append(Finding(f"{error}; rename the file", f"content/{section}.md"))
    if faults:
        raise SiteError(*faults)
    return tuple(ids)


def _read_sections(site: Site, listed: list[str], memo: Memo) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    faults: list[Finding] = []
    for section in listed:
        try:
            sections[section] = _read_section(site, section, memo)
        except PwaError as error:
            faults.extend(error.findings)
    if faults:
        raise SourceError(*faults)
    return sections


def _read_section(site: Site, section: str, memo: Memo) -> Section:
    file = f"content/{section}.md"

    def made() -> Section:
        if not os.path.lexists(site.root / file):
            raise SourceError(Finding(f"section {section} has no file; write {file}", FILE))
        data = site.read(site.root / file)
        key = ("section", section, bytes_digest(data))
        return memo(key, lambda: read_section(section, file, data))

    return memo.read(site.root / file, section, made)


def _own_former_ids(sections: Mapping[str, Section]) -> tuple[dict[str, Section], list[Finding]]:
    """Return the sections with the former ids that are theirs alone, and why others do not count.

    Records on an id, and its address, belong to one section: to the one that has it now.
    """
    claims = Counter(old for section in sections.values() for old in {*section.front.formerly})
    contested = {old for old, count in claims.items() if count > 1} | sections.keys()
    faults = [
        _contested(section, old, "a section has that id" if old in sections else "claimed twice")
        for section in sections.values()
        for old in section.front.formerly
        if old in contested
    ]
    return {name: _without(contested, section) for name, section in sections.items()}, faults


def _contested(section: Section, old: str, why: str) -> Finding:
    message = f"formerly: {old} does not count, {why}; leave it out"
    line = section.front.lines.get("formerly")
    return Finding(message, section.file, line, code="front-matter")


def _without(contested: Set[str], section: Section) -> Section:
    own = tuple(old for old in section.front.formerly if old not in contested)
    if own == section.front.formerly:
        return section
    return replace(section, front=replace(section.front, formerly=own))


def _linked(sections: Iterable[Section], files: Iterable[str], source_locale: str) -> list[str]:
    """Return the files that a section links to, and the same ones in other languages.

    A translation may link to `es/card.pdf` where the source does to `en/card.pdf`.
    """
    links = ((section, link.href) for section in sections for link in section.document.links)
    named = {_place(section, href) for section, href in links}
    patterns = (_in_any_language(name, source_locale) for name in named if name)
    linked = re.compile("|".join(patterns))
    return [name for name in files if linked.fullmatch(name)]


def _in_any_language(name: str, source_locale: str) -> str:
    language = source_locale.partition("-")[0]
    return "/".join(
        r"[a-z]{2,3}(?:[-_][^/]*)?" if re.split("[-_]", part)[0] == language else re.escape(part)
        for part in name.split("/")
    )


def _unlinked(name: str) -> Finding:
    advice = "link to it, or move it out of content/"
    message = f"no section links to it, so that it is not published; {advice}"
    return Finding(message, f"content/{name}", code="unlinked", severity="warning")


def _published_files(site: Site) -> list[str]:
    """Return the files of content/ that may be published, by their path in it."""
    found = (path.relative_to(site.content) for path in site.files(site.content))
    return [path.as_posix() for path in found if _is_published(path)]


def _is_published(path: Path) -> bool:
    kind = mimetypes.guess_type(path.name)[0] or ""
    return kind.split("/")[0] in PUBLISHED_TYPES or path.suffix in PUBLISHED_SUFFIXES


@dataclass(frozen=True, slots=True)
class Target:
    """What a link of a section leads to: another section, an asset, or an address outside."""

    kind: str
    name: str
    fragment: str = ""


def target(publication: Publication, section: Section, href: str) -> Target | None:
    """Return what a link as written in a section leads to; None where it is broken.

    Addresses with a scheme of the web lead outside; relative ones are files beside the section.
    """
    parts = _parts(href)
    if parts.scheme or parts.netloc:
        return Target("outside", href) if parts.scheme in {"http", "https", "mailto"} else None
    if not parts.path:
        return Target("section", section.id, parts.fragment)
    name = _place(section, href)
    if name is None:
        return None
    if name.endswith(".md") and name.removesuffix(".md") in publication.ids:
        return Target("section", name.removesuffix(".md"), parts.fragment)
    if name in publication.assets:
        return Target("asset", name)
    return None


def _place(section: Section, href: str) -> str | None:
    """Return the path in content/ that a relative link of a section means, else None."""
    parts = _parts(href)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    beside = posixpath.join(posixpath.dirname(section.file), unquote(parts.path))
    folder, _, name = posixpath.normpath(beside).partition("/")
    return name if folder == "content" else None


@lru_cache(maxsize=4096)
def _parts(href: str) -> SplitResult:
    """Return the parts of an address; of one that has none, such as `http://[`, a foreign host."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", netloc=href, path="", query="", fragment="")


def broken_links(publication: Publication, section: Section) -> Iterator[Finding]:
    """Yield a finding for each link of a section that leads nowhere."""
    for link in section.document.links:
        found = target(publication, section, link.href)
        if not found or (link.image and found.kind != "asset"):
            advice = "name a file in content/ that exists"
            yield Finding(
                f"broken link {link.href}; {advice}", section.file, link.line, code="link"
            )
        elif found.kind == "section" and found.fragment:
            there = publication.by_id.get(found.name)
            if there and found.fragment not in there.anchors:
                message = f"{link.href}: no heading with the id {found.fragment} there"
                yield Finding(message, section.file, link.line, code="link")
