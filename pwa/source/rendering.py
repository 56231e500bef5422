"""A document compiled for rendering: HTML that is the same in every language, and blocks.

A piece is a string, written as it is, or a block that asks the rendering for its words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from pwa.source.commonmark import Env, parse_inline
from pwa.source.inline import InlineWriter, attribute
from pwa.source.message import Message
from pwa.source.normal_form import from_cell
from pwa.source.prose import prose_html

Translate: TypeAlias = Callable[[Message], str | None]
"""From a message to its translation; None shows the source."""

Mark: TypeAlias = Callable[[Message], Mapping[str, str]]
"""From a message to further attributes of its block, for who works on the translation."""


class Rendering:
    """One document becoming HTML in one language."""

    def __init__(
        self,
        writer: InlineWriter,
        env: Env,
        translate: Translate,
        fallback: Mapping[str, str] | None,
        shift: int,
        mark: Mark | None = None,
    ) -> None:
        """Take what the caller of `Document.render` decided; `env` is this rendering's own."""
        self.writer = writer
        self.shift = shift
        self.fallback = _attributes(fallback or {})
        self._env = env
        self._translate = translate
        self._mark = mark

    def translation(self, message: Message | None) -> str | None:
        """The translation of a block's message; None too where the block is no message."""
        return self._translate(message) if message else None

    def words(self, content: "Content") -> "Words":
        """What a block says in this rendering's language, or failing that in the source's."""
        translation = self.translation(content.message)
        mark = _attributes(self._mark(content.message)) if self._mark and content.message else ""
        own = self.own(content.anchor)
        if translation is None:
            language = self.fallback if content.tokens else ""
            return Words(self.writer.html(content.tokens), own + language + mark)
        inline = from_cell(translation) if content.in_cell else translation
        return Words(inline_html(inline, self._env, self.writer), own + mark)

    def own(self, anchor: str) -> str:
        """The id of a block that has an anchor, on this rendering's page."""
        return attribute("id", self.writer.prefix + anchor) if anchor else ""

    def html(self, pieces: Iterable["Piece"]) -> str:
        """The pieces one after the other."""
        return "".join([p if isinstance(p, str) else p.html(self) for p in pieces])


def inline_html(text: str, env: Env, writer: InlineWriter) -> str:
    """The HTML of one block's inline content."""
    html = prose_html(text, writer)
    return writer.html(parse_inline(text, env)) if html is None else html


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(attribute(*item) for item in values.items())


class Block(Protocol):
    """A piece that depends on the language."""

    def html(self, rendering: Rendering) -> str:
        """Its HTML."""
        ...


Piece: TypeAlias = str | Block


@dataclass(frozen=True, slots=True)
class Words:
    """Inline HTML, and the attributes that the element around it takes: its language, a mark."""

    html: str
    attributes: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a block says: the source's inline tokens, and the message where it is one.

    The `anchor` is its id, empty where the element is another block's or none.
    """

    tokens: Sequence[Token]
    message: Message | None = None
    in_cell: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, table cell or the like; `before` and `after` stand within its tag."""

    tag: str
    content: Content
    attributes: str = ""
    before: str = ""
    after: str = ""

    def html(self, rendering: Rendering) -> str:
        """The block; nothing for a paragraph in which there was only a comment."""
        words = rendering.words(self.content)
        if self.tag == "p" and not words.html.strip():
            return ""
        opening = f"<{self.tag}{self.attributes}{words.attributes}>"
        return f"{opening}{self.before}{words.html}{self.after}</{self.tag}>\n"


@dataclass(frozen=True, slots=True)
class BareText:
    """The text of a tight list item, which has no element of its own but the item's."""

    content: Content

    def html(self, rendering: Rendering) -> str:
        """The words; source text in another language gets an element to say so."""
        words = rendering.words(self.content)
        if not words.attributes or not words.html.strip():
            return words.html
        return f"<span{words.attributes}>{words.html}</span>"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stands in the body; the first h1 is the title and does not."""

    level: int
    anchor: str
    content: Content

    def html(self, rendering: Rendering) -> str:
        """The heading with its id, moved down as far as asked and as HTML can."""
        words = rendering.words(self.content)
        tag = f"h{min(self.level + rendering.shift, 6)}"
        return f"<{tag}{rendering.own(self.anchor)}{words.attributes}>{words.html}</{tag}>\n"


@dataclass(frozen=True, slots=True)
class Code:
    """A code block. It can be scrolled sideways, and so takes the keyboard's focus."""

    source: str
    language: str = ""
    message: Message | None = None
    anchor: str = ""

    def html(self, rendering: Rendering) -> str:
        """The code verbatim, translated only where its author made it a message."""
        translation = rendering.translation(self.message)
        attributes = rendering.own(self.anchor)
        attributes += rendering.fallback if translation is None else ""
        code = self.source if translation is None else translation
        kind = attribute("class", f"language-{self.language}" if self.language else None)
        return f'<pre tabindex="0"{attributes}><code{kind}>{escapeHtml(code)}\n</code></pre>\n'


@dataclass(frozen=True, slots=True)
class RawHtml:
    """An HTML block: shown as the text that it is, comments left out."""

    text: str
    anchor: str

    def html(self, rendering: Rendering) -> str:
        """The escaped text in a paragraph of its own."""
        return f"<p{rendering.own(self.anchor)}{rendering.fallback}>{escapeHtml(self.text)}</p>\n"


@dataclass(frozen=True, slots=True)
class TableOpening:
    """Around a table: scrollable sideways, focusable, and named by the heading above it."""

    heading: str | None

    def html(self, rendering: Rendering) -> str:
        """The wrapper's and the table's opening tags; a group is no landmark to repeat."""
        named = ""
        if self.heading is not None:
            name = attribute("aria-labelledby", rendering.writer.prefix + self.heading)
            named = f' role="group"{name}'
        return f'<div class="table" tabindex="0"{named}><table>\n'


@dataclass(frozen=True, slots=True)
class ItemOpening:
    """The opening tag of a list item that begins with words of its own, whose id it takes."""

    anchor: str

    def html(self, rendering: Rendering) -> str:
        """The tag with its id."""
        return f"<li{rendering.own(self.anchor)}>"


def opening_tag(token: Token) -> str:
    """A container's opening tag, with the attributes that its token has."""
    attributes = "".join(attribute(name, str(value)) for name, value in token.attrs.items())
    return f"<{token.tag}{attributes}>"


def checkbox_of(item: Token) -> str:
    """The checkbox of a task, or nothing for any other list item."""
    if "checked" not in item.meta:
        return ""
    return f'<input type="checkbox" disabled{" checked" if item.meta["checked"] else ""}> '


def cell_tag(opening: Token, *, is_empty: bool) -> tuple[str, str]:
    """A cell's tag and attributes: no inline style, and no header without words."""
    alignment = str(opening.attrs.get("style", "")).removeprefix("text-align:")
    aligned = attribute("class", f"align-{alignment}" if alignment else None)
    is_header = opening.tag == "th" and not is_empty
    return ("th", f' scope="col"{aligned}') if is_header else ("td", aligned)
