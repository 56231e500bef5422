"""From block tokens to messages, links, findings and the pieces of the page, in one pass."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NoReturn

from markdown_it.token import Token

from pwa.errors import Finding, SourceError
from pwa.source.commonmark import MAX_NESTING, Env, parse_inline
from pwa.source.directives import Directive, Pending, find_directives, without_comments
from pwa.source.headings import Ids, block_id, split_attributes
from pwa.source.inline import plain
from pwa.source.message import MAX_MESSAGE, Link, Message
from pwa.source.normal_form import serialise
from pwa.source.rendering import (
    BareText,
    Code,
    Content,
    Heading,
    ItemOpening,
    Piece,
    RawHtml,
    TableOpening,
    TextBlock,
    cell_tag,
    checkbox_of,
    opening_tag,
)

_TEXT_BLOCKS = frozenset({"paragraph_open", "heading_open", "th_open", "td_open"})
_CELLS = frozenset({"th", "td"})
_CODE_BLOCKS = frozenset({"fence", "code_block"})
_PLACES = {
    "list_item_open": "list item",
    "blockquote_open": "quotation",
    "footnote_reference_open": "footnote",
}
_ITEM = "<li>"
_RAW_HTML = "raw HTML is shown to readers as text; say it in Markdown"
_NOTE_IN_TITLE = "a title has no footnotes, so that readers see its mark; refer to it in the text"
_LANGUAGE = re.compile(r"[\w+#.-]+")


class Segmentation:
    """What one pass over a document's block tokens finds; read it when it is made.

    `title` is the first h1 outside any container, where it is a message. `notes` are the
    footnotes' bodies by label, `referred` the labels that the source refers to, in the order of
    their numbers.
    """

    def __init__(self, tokens: Sequence[Token], env: Env, file: str, first_line: int) -> None:
        """Segment the tokens; a block over MAX_MESSAGE is a SourceError."""
        self.pieces: list[Piece] = []
        self.notes: dict[str, list[Piece]] = {}
        self.messages: list[Message] = []
        self.links: list[Link] = []
        self.findings: list[Finding] = []
        self.anchors: list[str] = []
        self.title: Message | None = None
        self.title_anchor: str | None = None
        self._env = env
        self._file = file
        self._first_line = first_line
        self._ids = Ids(_given_ids(tokens))
        self._outside_notes: list[list[Piece]] = []
        self._note_lines: dict[str, int] = {}
        self._containers: list[Token] = []
        self._pending = Pending(self._warn)
        self._skipped_container: Token | None = None
        self._checkbox = ""
        self._blocks = 0
        self._segment(tokens)
        self.referred = _referred_labels(env)
        self._warn_of_unused_notes()

    def _segment(self, tokens: Sequence[Token]) -> None:
        remaining = iter(tokens)
        for token in remaining:
            if token.type == "html_block":
                self._html_block(token)
            elif token.type in _CODE_BLOCKS:
                self._code_block(token)
            elif token.type in _TEXT_BLOCKS:
                self._text_block(token, next(remaining))
                next(remaining)
            elif token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close(token)
            else:
                self._pending.skips_block()
                self.pieces.append(f"<{token.tag}>\n")

    # Containers

    def _open(self, token: Token) -> None:
        self._require_shallow(token)
        if self._pending.skips_block():
            self._skipped_container = token
        self._containers.append(token)
        match token.type:
            case "footnote_reference_open":
                self._open_note(str(token.meta["label"]), self._line(token))
            case "table_open":
                self.pieces.append(TableOpening(self.anchors[-1] if self.anchors else None))
            case "list_item_open":
                self._checkbox = checkbox_of(token)
                self.pieces.append(opening_tag(token))
            case _:
                self.pieces.append(f"{opening_tag(token)}\n")

    def _close(self, token: Token) -> None:
        opened = self._containers.pop()
        if opened is self._skipped_container:
            self._skipped_container = None
        self._checkbox = ""
        match token.type:
            case "footnote_reference_close":
                self.pieces = self._outside_notes.pop()
            case "table_close":
                self.pieces.append("</table></div>\n")
            case _:
                self.pieces.append(f"</{token.tag}>\n")

    def _open_note(self, label: str, line: int) -> None:
        self._outside_notes.append(self.pieces)
        self._note_lines[label] = line
        self.pieces = self.notes[label] = []

    def _warn_of_unused_notes(self) -> None:
        for label, line in self._note_lines.items():
            if label not in self.referred:
                message = f"nothing refers to the footnote [^{label}], so it is not shown"
                self._warn(message, line, "unused-footnote")

    # Blocks

    def _text_block(self, opening: Token, inline: Token) -> None:
        line = self._line(inline)
        self._require_length(inline.content, line)
        is_heading = opening.type == "heading_open"
        text, given_id = split_attributes(inline.content) if is_heading else (inline.content, None)
        tokens = parse_inline(text, self._env)
        self._inspect(tokens, line)
        text, directives = _without_directives(text, tokens)
        if directives:
            tokens = parse_inline(text, self._env)
        skipped = self._begins_skipped(directives, line) or not _has_words(tokens)
        message = None if skipped else self._message(opening, tokens, text, line)
        if is_heading:
            self._heading(opening, Content(tokens, message), given_id, line)
        else:
            anchor = self._next_anchor() if tokens else ""
            content = Content(tokens, message, in_cell=opening.tag in _CELLS, anchor=anchor)
            self.pieces.append(self._paragraph_or_cell(opening, content))

    def _begins_skipped(self, directives: Sequence[Directive], line: int) -> bool:
        """A block begins with directives of its own: whether it is to be skipped."""
        asked_before = self._pending.skips_block()
        self._pending.ask(directives, line)
        asked_within = self._pending.skips_block()
        return asked_before or asked_within or self._skipped_container is not None

    def _message(self, opening: Token, tokens: Sequence[Token], text: str, line: int) -> Message:
        msgid = serialise(
            tokens,
            text,
            self._env,
            table_cell=opening.tag in _CELLS,
            heading=opening.type == "heading_open",
        )
        return self._found(msgid, line, self._place(opening, tokens))

    def _found(self, msgid: str, line: int, place: str) -> Message:
        self._require_length(msgid, line)
        context, comment = self._pending.remarks()
        message = Message(msgid, context, line, place, comment)
        self.messages.append(message)
        return message

    def _heading(self, opening: Token, content: Content, given: str | None, line: int) -> None:
        anchor = self._ids.claim(plain(content.tokens), given)
        if given and anchor != given:
            self._warn(f"the id “{given}” is taken; this one becomes “{anchor}”", line, "same-id")
        if self._is_title(opening):
            self.title, self.title_anchor = content.message, anchor
            if any(token.type == "footnote_ref" for token in content.tokens):
                self._warn(_NOTE_IN_TITLE, line, "footnote-in-title")
        else:
            self.anchors.append(anchor)
            self.pieces.append(Heading(_level(opening), anchor, content))

    def _paragraph_or_cell(self, opening: Token, content: Content) -> Piece:
        checkbox, self._checkbox = self._checkbox, ""
        if opening.tag in _CELLS:
            tag, attributes = cell_tag(opening, is_empty=not content.tokens)
            return TextBlock(tag, content, attributes)
        if checkbox and opening.hidden:
            return TextBlock("label", content, before=checkbox)
        if checkbox:
            return TextBlock("p", content, before=f"<label>{checkbox}", after="</label>")
        return self._bare(content) if opening.hidden else TextBlock("p", content)

    def _bare(self, content: Content) -> BareText:
        """Words right after the item's tag give it their id; any others need an element."""
        if self.pieces[-1] == _ITEM:
            self.pieces[-1] = ItemOpening(content.anchor)
            content = replace(content, anchor="")
        return BareText(content)

    def _next_anchor(self) -> str:
        self._blocks += 1
        return block_id(self._blocks)

    def _code_block(self, token: Token) -> None:
        line = self._line(token)
        code = token.content.removesuffix("\n")
        message = None
        if self._pending.takes_code() and not self._skipped_container and code.strip():
            message = self._found(code, line, "code")
        language = _LANGUAGE.match(token.info.strip())
        kind = language[0] if language else ""
        self.pieces.append(Code(code, kind, message, self._next_anchor()))

    def _html_block(self, token: Token) -> None:
        line = self._line(token)
        self._pending.ask(find_directives(token.content), line)
        text = without_comments(token.content).strip()
        if text:
            self._warn(_RAW_HTML, line, "raw-html")
            self.pieces.append(RawHtml(text, self._next_anchor()))

    # Facts about a block

    def _is_title(self, opening: Token) -> bool:
        return opening.tag == "h1" and not self._containers and self.title_anchor is None

    def _place(self, opening: Token, tokens: Sequence[Token]) -> str:
        if opening.type == "heading_open":
            return "title" if self._is_title(opening) else f"heading {_level(opening)}"
        if opening.tag in _CELLS:
            return "table heading" if opening.tag == "th" else "table cell"
        if [token.type for token in tokens] == ["image"]:
            return "image"
        containers = (_PLACES.get(container.type) for container in reversed(self._containers))
        return next(filter(None, containers), "paragraph")

    def _line(self, token: Token) -> int:
        return self._first_line + (token.map[0] if token.map else 0)

    def _inspect(self, tokens: Sequence[Token], line: int) -> None:
        """Note what inline content links to, and the raw HTML in it, each with its line."""
        for token in tokens:
            if token.type in {"softbreak", "hardbreak"}:
                line += 1
            elif token.type == "link_open":
                self.links.append(Link(str(token.attrs["href"]), line, image=False))
            elif token.type == "image":
                self.links.append(Link(str(token.attrs["src"]), line, image=True))
            elif token.type == "html_inline" and plain([token]):
                self._warn(_RAW_HTML, line, "raw-html")

    def _require_length(self, text: str, line: int) -> None:
        if len(text) > MAX_MESSAGE:
            self._refuse(
                f"this block has {len(text)} characters; split it into blocks of at most "
                f"{MAX_MESSAGE}",
                line,
                "message-too-long",
            )

    def _require_shallow(self, token: Token) -> None:
        if token.level >= MAX_NESTING - 1:
            self._refuse(
                "lists or quotations are nested too deeply here; flatten them",
                self._line(token),
                "nested-too-deeply",
            )

    def _refuse(self, message: str, line: int, code: str) -> NoReturn:
        raise SourceError(Finding(message, self._file, line, code=code))

    def _warn(self, message: str, line: int, code: str) -> None:
        self.findings.append(Finding(message, self._file, line, code=code, severity="warning"))


def _given_ids(tokens: Sequence[Token]) -> Iterator[str]:
    for opening, inline in pairwise(tokens):
        given = split_attributes(inline.content)[1] if opening.type == "heading_open" else None
        if given:
            yield given


def _referred_labels(env: Env) -> list[str]:
    return [note["label"] for note in env.get("footnotes", {}).get("list", {}).values()]


def _without_directives(text: str, tokens: Sequence[Token]) -> tuple[str, list[Directive]]:
    """Inline content without the directives in it, and these."""
    directives: list[Directive] = []
    for token in tokens:
        found = find_directives(token.content) if token.type == "html_inline" else ()
        if found:
            text = text.replace(token.content, "").strip()
            directives.extend(found)
    return text, directives


def _has_words(tokens: Sequence[Token]) -> bool:
    """Whether there is anything to translate: more than white space and raw HTML."""
    return any(
        token.type in {"image", "footnote_ref"}
        or (token.type != "html_inline" and token.content.strip())
        for token in tokens
    )


def _level(opening: Token) -> int:
    """A heading's level on the page, where only the title is an h1."""
    return max(int(opening.tag[1:]), 2)
