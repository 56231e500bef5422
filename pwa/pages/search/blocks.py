"""The blocks of text that a search looks through, from the pages that show the whole edition.

The device has the same pages and nothing else, so that both find the same in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

from pwa.pages.search.folding import normal

Kind = Literal["title", "heading", "text"]
_Attributes = dict[str, str | None]

# HTML, §13.1.2: elements without an end.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
     "track", "wbr"}
)  # fmt: skip

# Marks of footnotes, which are no words of the text around them.
_NOTE_MARKS = frozenset({"doc-noteref", "doc-backlink"})


@dataclass(slots=True)
class Text:
    """Words in their language and direction."""

    text: str = ""
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph or the like; its place is the section's id and an anchor."""

    kind: Kind
    section: str
    anchor: str
    words: Text
    title: Text
    heading: Text | None


def blocks(html: str) -> tuple[Block, ...]:
    """The blocks of a page that shows whole sections, in reading order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks())


@dataclass(slots=True)
class _Open:
    """An open element: the words that what stands in it belongs to, and their language."""

    tag: str
    words: Text | None
    lang: str
    dir: str
    is_article: bool = False


@dataclass(slots=True)
class _Section:
    """A section being read; the first of what was found is its title."""

    id: str
    found: list[tuple[Kind, str, Text]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Every element of a section that has an id is a block, without the blocks within it."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[_Open] = [_Open("", None, "", "")]
        self._titles: dict[str, Text] = {}
        self._sections: list[_Section] = []

    def blocks(self) -> Iterator[Block]:
        for section in self._sections:
            title, heading = section.found[0][2], None
            for kind, anchor, words in section.found:
                words.text = normal(words.text)
                heading = words if kind == "heading" else heading
                if words.text:
                    yield Block(kind, section.id, anchor, words, title, heading)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: _Attributes = dict(attrs)
        if tag == "img":
            self.handle_data(attributes.get("alt") or "")
        if tag in _VOID:
            return
        around = self._open[-1]
        lang, direction = attributes.get("lang"), attributes.get("dir")
        element = _Open(tag, around.words, lang or around.lang, direction or around.dir)
        element.is_article = tag == "article" and "data-section" in attributes
        self._open.append(element)
        if element.is_article:
            element.words = None
            self._begin(attributes)
        elif attributes.get("role") in _NOTE_MARKS:
            element.words = Text()
        elif identifier := attributes.get("id"):
            element.words = self._words(tag, identifier)

    def _begin(self, attributes: _Attributes) -> None:
        section = str(attributes["data-section"])
        title = self._titles.get(attributes.get("aria-labelledby") or "", Text())
        self._sections.append(_Section(section, [("title", "", title)]))

    def _words(self, tag: str, identifier: str) -> Text:
        words = Text()
        if not any(element.is_article for element in self._open):
            self._titles[identifier] = words
            return words
        section = self._sections[-1]
        kind: Kind = "heading" if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "text"
        section.found.append((kind, identifier.removeprefix(f"{section.id}:"), words))
        return words

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        words = element.words
        if words is None:
            return
        if not words.text.strip():
            words.lang, words.dir = element.lang, element.dir
        words.text += data
