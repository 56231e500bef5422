"""The publication: its sections in reading order, with everything that they link to."""

import mimetypes
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pwa.assets import Asset, asset
from pwa.errors import Finding, SiteError, SourceError
from pwa.memo import Memo, bytes_digest, digest
from pwa.settings import FILE, Part, Settings, check_section_id
from pwa.site import Site
from pwa.source.front_matter import FrontMatter, split
from pwa.source.markdown import Document, Message, parse

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
        return self.document.anchors | {self.document.title_anchor or "title"}

    @property
    def ids(self) -> frozenset[str]:
        """Its id and those it had before: records on any of them are about this section."""
        return frozenset({self.id, *self.front.formerly})


@dataclass(frozen=True, slots=True)
class PublicationPart:
    """A run of sections under a title; one without a title where there are no parts."""

    title: Message | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """The source work. `outside` are the messages that belong to no section."""

    settings: Settings
    title: Message
    tagline: Message | None
    short_name: Message | None
    parts: tuple[PublicationPart, ...]
    assets: Mapping[str, Asset]
    digest: str

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section, in reading order."""
        return tuple(section for part in self.parts for section in part.sections)

    @property
    def outside(self) -> tuple[Message, ...]:
        """Title, tagline, short name and the titles of parts."""
        titles = (part.title for part in self.parts)
        return tuple(m for m in (self.title, self.tagline, self.short_name, *titles) if m)

    @property
    def messages(self) -> Iterator[Message]:
        """Every message, in reading order, repeats kept."""
        yield from self.outside
        for section in self.sections:
            yield from section.messages

    @property
    def findings(self) -> Iterator[Finding]:
        """What a publisher should know: unknown keys and directives, broken links."""
        for section in self.sections:
            yield from section.front.findings
            yield from section.document.findings
            yield from broken_links(self, section)


def load_publication(site: Site, memo: Memo) -> Publication:
    """Read the publication from disk; files that did not change are not parsed again.

    Raises SiteError and SourceError with every fault found.
    """
    settings = site.settings
    parts = settings.parts or (Part(_every_section(site)),)
    listed = [section for part in parts for section in part.sections]
    sections = _read_sections(site, listed, memo)
    assets = dict(_assets(site, memo))
    return Publication(
        settings=settings,
        title=Message(settings.title, place="title of the publication"),
        tagline=_optional(settings.tagline, "tagline"),
        short_name=_optional(settings.short_name, "name under the app's icon, very short"),
        parts=tuple(_part(part, sections) for part in parts),
        assets=assets,
        digest=digest(listed, sorted(found.name for found in assets.values())),
    )


def read_section(section: str, file: str, data: bytes) -> Section:
    """Return a section from the bytes of its file. Raises SourceError with file and line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(Finding("not UTF-8; save it as UTF-8", file, line)) from error
    front, markdown, first_line = split(text, file=file)
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


def _part(part: Part, sections: Mapping[str, Section]) -> PublicationPart:
    title = _optional(part.title, "title of a part")
    return PublicationPart(title, tuple(sections[section] for section in part.sections))


def _every_section(site: Site) -> tuple[str, ...]:
    found = sorted(site.content.rglob("*.md"))
    ids = [path.relative_to(site.content).with_suffix("").as_posix() for path in found]
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
        file = f"content/{section}.md"
        try:
            data = (site.root / file).read_bytes()
            key = ("section", section, bytes_digest(data))
            sections[section] = memo(key, lambda s=section, f=file, d=data: read_section(s, f, d))  # type: ignore[misc]
        except FileNotFoundError:
            faults.append(Finding(f"section {section} has no file; write {file}", FILE))
        except SourceError as error:
            faults.extend(error.findings)
    if faults:
        raise SourceError(*faults)
    return sections


def _assets(site: Site, memo: Memo) -> Iterator[tuple[str, Asset]]:
    for path in sorted(site.content.rglob("*")):
        if path.is_file() and _is_published(path) and not path.name.startswith("."):
            name = path.relative_to(site.content).as_posix()
            data = path.read_bytes()
            key = ("asset", name, bytes_digest(data))
            yield name, memo(key, lambda n=name, d=data: asset(f"content/{n}", d))  # type: ignore[misc]


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
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return Target("outside", href) if parts.scheme in {"http", "https", "mailto"} else None
    if not parts.path:
        return Target("section", section.id, parts.fragment)
    beside = posixpath.join(posixpath.dirname(section.file), unquote(parts.path))
    folder, _, name = posixpath.normpath(beside).partition("/")
    if folder != "content":
        return None
    if name in publication.assets:
        return Target("asset", name)
    if name.endswith(".md") and _section_named(publication, name.removesuffix(".md")):
        return Target("section", name.removesuffix(".md"), parts.fragment)
    return None


def _section_named(publication: Publication, name: str) -> Section | None:
    return next((section for section in publication.sections if section.id == name), None)


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
            there = _section_named(publication, found.name)
            if there and found.fragment not in there.anchors:
                message = f"{link.href}: no heading with the id {found.fragment} there"
                yield Finding(message, section.file, link.line, code="link")
