"""Markdown written from inline tokens, as pulldown-cmark-to-cmark writes it, and more carefully.

Neither form promises to be read back as the tokens: whoever takes one tries that.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from markdown_it.token import Token

# Where pulldown-cmark begins a new run of text, if the characters turn out to be no markup.
_BOUNDARY = re.compile(r"[\[\]<`]|\*+|~+|_+")
_TEXT = frozenset({"text", "text_special"})
_SPECIAL = frozenset("#\\_*<>`|[]-")
_SPECIAL_IN_CELL = _SPECIAL - {"|"}
_CAREFUL = re.compile(r"[\\`*_\[\]<>&!~#^]")
_ENTITY = re.compile(r"&(?=#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z0-9]+;)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)")
_NOT_PLAIN = re.compile(r"[\x00-\x20\x7f]|\A<")


class HouseForm:
    """Markdown written from inline tokens, escaping as little as pulldown-cmark-to-cmark."""

    emphasis = "_"

    def __init__(self, tokens: Sequence[Token], *, table_cell: bool = False) -> None:
        self._special = _SPECIAL_IN_CELL if table_cell else _SPECIAL
        self._parts: list[str] = []
        self._opened: list[int] = []
        self._emphasised: list[tuple[int, int]] = []
        self._write(tokens)
        self._choose_markers()

    def __str__(self) -> str:
        return "".join(self._parts)

    def _write(self, tokens: Sequence[Token]) -> None:
        for token in _with_whole_runs(tokens):
            self._writers[token.type](self, token)

    def _text(self, token: Token) -> None:
        self._parts.append(self._escaped(token.content))

    def _escaped(self, run: str) -> str:
        escaped = "".join(f"\\{r}" if r[0] in self._special else r for r in _runs(run))
        return _ENTITY.sub(r"\\&", escaped)

    def _emphasis_open(self, _token: Token) -> None:
        self._opened.append(len(self._parts))
        self._parts.append(self.emphasis)

    def _emphasis_close(self, _token: Token) -> None:
        self._emphasised.append((self._opened.pop(), len(self._parts)))
        self._parts.append(self.emphasis)

    def _strong(self, _token: Token) -> None:
        self._parts.append("**")

    def _strikethrough(self, _token: Token) -> None:
        self._parts.append("~~")

    def _soft_break(self, _token: Token) -> None:
        self._parts.append(" ")

    def _hard_break(self, _token: Token) -> None:
        self._parts.append("  \n")

    def _code(self, token: Token) -> None:
        self._parts.append(_code_span(token.content))

    def _verbatim(self, token: Token) -> None:
        self._parts.append(token.content)

    def _note(self, token: Token) -> None:
        self._parts.append(f"[^{token.meta['label']}]")

    def _link_open(self, token: Token) -> None:
        if token.info == "auto":
            self._parts.append("<")
            return
        if self._parts and self._parts[-1].endswith("!"):
            self._parts[-1] = f"{self._parts[-1][:-1]}\\!"
        self._parts.append("[")

    def _link_close(self, token: Token) -> None:
        self._parts.append(">" if token.info == "auto" else f"]({_target(token, 'href')})")

    def _image(self, token: Token) -> None:
        self._parts.append("![")
        self._write(token.children or ())
        self._parts.append(f"]({_target(token, 'src')})")

    # CommonMark, 6.2: an underscore within a word opens and closes nothing, and two delimiters
    # of one kind side by side are read as one.
    def _choose_markers(self) -> None:
        other = "*" if self.emphasis == "_" else "_"
        for start, end in sorted(self._emphasised):
            around = (self._before(start), self._after(end))
            if any(self._forbids(self.emphasis, neighbour) for neighbour in around):
                self._parts[start] = self._parts[end] = other

    def _before(self, index: int) -> str:
        return next((self._parts[i][-1] for i in range(index - 1, -1, -1) if self._parts[i]), " ")

    def _after(self, index: int) -> str:
        following = range(index + 1, len(self._parts))
        return next((self._parts[i][0] for i in following if self._parts[i]), " ")

    @staticmethod
    def _forbids(marker: str, neighbour: str) -> bool:
        return neighbour == marker or (marker == "_" and _is_word(neighbour))

    _writers: ClassVar[Mapping[str, Callable[["HouseForm", Token], None]]] = MappingProxyType(
        {
            "text": _text,
            "text_special": _text,
            "em_open": _emphasis_open,
            "em_close": _emphasis_close,
            "strong_open": _strong,
            "strong_close": _strong,
            "s_open": _strikethrough,
            "s_close": _strikethrough,
            "code_inline": _code,
            "softbreak": _soft_break,
            "hardbreak": _hard_break,
            "link_open": _link_open,
            "link_close": _link_close,
            "image": _image,
            "html_inline": _verbatim,
            "footnote_ref": _note,
        }
    )


class CarefulForm(HouseForm):
    """The same with everything escaped that could ever be taken for markup."""

    emphasis = "*"

    def _escaped(self, run: str) -> str:
        return _CAREFUL.sub(r"\\\g<0>", run).replace("\n", "&#10;").replace("\r", "&#13;")


def _with_whole_runs(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with text joined into runs as pulldown-cmark has them.

    An escaped character begins a run that goes on; an entity is a run of its own.
    """
    run: Token | None = None
    for token in _with_links_closed(tokens):
        if run and run.info != "entity" and _continues(token):
            run = Token("text", "", 0, content=run.content + token.content)
            continue
        if run:
            yield run
        run = token if token.type in _TEXT else None
        if not run:
            yield token
    if run:
        yield run


def _continues(token: Token) -> bool:
    is_literal_backslash = token.type == "text_special" and token.content == token.markup
    return token.type == "text" or is_literal_backslash


def _with_links_closed(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, each closing link with the attributes of the opening one."""
    opened: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append(token)
        if token.type == "link_close":
            yield token.copy(attrs=opened.pop().attrs)
        else:
            yield token


def _runs(text: str) -> Iterator[str]:
    """The text cut where pulldown-cmark looks for markup; concatenated they give it back."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        if not _may_be_markup(text, match.start(), match.end()):
            continue
        if start < match.start():
            yield text[start : match.start()]
        yield from match[0]
        start = match.end()
    if start < len(text):
        yield text[start:]


# CommonMark, 6.2: which delimiter runs can neither open nor close emphasis.
def _may_be_markup(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    match text[start]:
        case "_":
            return not (_both(str.isspace, before, after) or _both(_is_word, before, after))
        case "*" | "~":
            return not _both(str.isspace, before, after)
        case _:
            return True


def _both(test: Callable[[str], bool], before: str, after: str) -> bool:
    return bool(before and after) and test(before) and test(after)


def _is_word(character: str) -> bool:
    return not (character.isspace() or unicodedata.category(character)[0] in "PS")


def _code_span(content: str) -> str:
    longest = max(map(len, re.findall("`+", content)), default=0)
    fence = "`" * (longest + 1)
    touches = content.startswith("`") or content.endswith("`")
    trimmed = content.startswith(" ") and content.endswith(" ") and content.strip(" ")
    return f"{fence} {content} {fence}" if touches or trimmed else f"{fence}{content}{fence}"


def _target(token: Token, name: str) -> str:
    title = token.attrs.get("title")
    url = _destination(str(token.attrs[name]))
    if title is None:
        return url
    return f'{url or "<>"} "{_literal(str(title)).replace(chr(34), chr(92) + chr(34))}"'


def _destination(url: str) -> str:
    literal = _literal(url)
    if _NOT_PLAIN.search(url) or not _is_balanced(url):
        return f"<{re.sub('[<>]', _backslashed, literal)}>"
    return literal


def _literal(text: str) -> str:
    """Text of a destination or title that is read back as it is."""
    return _ENTITY.sub("&amp;", _ESCAPE.sub(r"\\\\", text))


def _backslashed(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _is_balanced(url: str) -> bool:
    depth = 0
    for character in re.findall("[()]", url):
        depth += 1 if character == "(" else -1
        if depth < 0:
            return False
    return depth == 0
