"""Inline tokens as HTML and as plain text.

Raw HTML never becomes markup: a comment becomes nothing, everything else is shown as it stands.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, TypeAlias
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

Resolve: TypeAlias = Callable[[str, bool], str | None]
"""From a destination as written, and whether it is an image's, to its address on the page.

None: a link becomes its text, an image its alternative text.
"""

_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9/._~#?=:@+-]*")
_NO_NOTES: Mapping[str, int] = MappingProxyType({})


def attribute(name: str, value: str | None) -> str:
    """One HTML attribute with the space before it, or nothing where there is no value."""
    return "" if value is None else f' {name}="{escapeHtml(value)}"'


def plain(tokens: Iterable[Token]) -> str:
    """What a reader sees of inline content when all markup is gone; images give their text."""
    return "".join(map(_plain_one, tokens))


def _plain_one(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return plain(token.children or ())
        case "html_inline":
            return _shown_html(token)
        case _:
            return token.content


def _shown_html(token: Token) -> str:
    return "" if token.content.startswith("<!--") else token.content


class InlineWriter:
    """Writes the inline content of one rendering of one document, block after block.

    `notes` numbers the footnotes; `referred` counts how often each has been referred to so far.
    Every id, and every link to one of the `anchors`, gets the `prefix`.
    """

    def __init__(
        self,
        resolve: Resolve,
        *,
        notes: Mapping[str, int] = _NO_NOTES,
        anchors: Collection[str | None] = (),
        prefix: str = "",
    ) -> None:
        """Start with no footnote referred to."""
        self.resolve = resolve
        self.notes = notes
        self.anchors = anchors
        self.prefix = prefix
        self.referred: Counter[str] = Counter()
        self._open_anchors: list[bool] = []

    def html(self, tokens: Sequence[Token]) -> str:
        """The HTML of one block's inline content."""
        return "".join([self._write[token.type](self, token) for token in tokens])

    def link(self, href: str, label: str) -> str:
        """A link as HTML; where its destination has no address here, its label alone."""
        address = self._address(href)
        return label if address is None else f"{_link_to(address)}{label}</a>"

    def note_id(self, label: str) -> str:
        """The id of a footnote, the same in every language; no heading's begins with a dot."""
        return f"{self.prefix}.fn-{self.notes.get(label, label)}"

    def reference_id(self, label: str, count: int) -> str:
        """The id of the count-th reference to a footnote."""
        again = f"-{count}" if count > 1 else ""
        return f"{self.prefix}.fnref-{self.notes.get(label, label)}{again}"

    def _text(self, token: Token) -> str:
        return escapeHtml(token.content)

    def _tag(self, token: Token) -> str:
        return f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>"

    # A break within a source line is a space in the message: the two must render alike.
    def _soft_break(self, _token: Token) -> str:
        return " "

    def _hard_break(self, _token: Token) -> str:
        return "<br>\n"

    def _code(self, token: Token) -> str:
        return f"<code>{escapeHtml(token.content)}</code>"

    def _raw_html(self, token: Token) -> str:
        return escapeHtml(_shown_html(token))

    def _link_open(self, token: Token) -> str:
        address = self._address(str(token.attrs["href"]))
        self._open_anchors.append(address is not None)
        if address is None:
            return ""
        return f"<a{attribute('href', _encoded(address))}{attribute('title', _title(token))}>"

    def _link_close(self, _token: Token) -> str:
        return "</a>" if self._open_anchors.pop() else ""

    def _image(self, token: Token) -> str:
        alternative = plain(token.children or ())
        address = self.resolve(str(token.attrs["src"]), True)  # noqa: FBT003 -- an image
        if address is None:
            return escapeHtml(alternative)
        source = attribute("src", _encoded(address))
        return f"<img{source}{attribute('alt', alternative)}{attribute('title', _title(token))}>"

    def _note_reference(self, token: Token) -> str:
        label = str(token.meta["label"])
        self.referred[label] += 1
        own = attribute("id", self.reference_id(label, self.referred[label]))
        target = attribute("href", f"#{self.note_id(label)}")
        number = escapeHtml(str(self.notes.get(label, label)))
        return f'<sup class="footnote-ref"><a{target}{own} role="doc-noteref">[{number}]</a></sup>'

    def _address(self, href: str) -> str | None:
        address = self.resolve(href, False)  # noqa: FBT003 -- a link
        if address is None:
            return None
        if href.startswith("#") and address.startswith("#") and unquote(href[1:]) in self.anchors:
            return f"#{self.prefix}{address[1:]}"
        return address

    _write: ClassVar[Mapping[str, Callable[["InlineWriter", Token], str]]] = MappingProxyType(
        {
            "text": _text,
            "text_special": _text,
            "em_open": _tag,
            "em_close": _tag,
            "strong_open": _tag,
            "strong_close": _tag,
            "s_open": _tag,
            "s_close": _tag,
            "code_inline": _code,
            "softbreak": _soft_break,
            "hardbreak": _hard_break,
            "link_open": _link_open,
            "link_close": _link_close,
            "image": _image,
            "html_inline": _raw_html,
            "footnote_ref": _note_reference,
        }
    )


def _title(token: Token) -> str | None:
    title = token.attrs.get("title")
    return None if title is None else str(title)


# An edition leads to the same places again and again, and so do all languages.
@lru_cache(maxsize=4096)
def _link_to(address: str) -> str:
    return f"<a{attribute('href', _encoded(address))}>"


def _encoded(address: str) -> str:
    return address if _PLAIN_ADDRESS.fullmatch(address) else normalizeLink(address)
