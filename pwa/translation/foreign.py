r"""Messages as other tools write them: which of ours they are, and their translation in ours.

Two texts are the same message where they render alike. Between inline markup that comes to the
same (`*x*` and `_x_`, `2 < 3` and `2 \< 3`, a line break and a space) that tells all. Where
links are written as references, whose definitions only the tool's source document has, or lead
elsewhere, the texts are compared without destinations.
"""

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from pwa.errors import SourceError
from pwa.source import markdown
from pwa.source.commonmark import Env, normalised, parse_inline, standalone_env
from pwa.source.inline import InlineWriter
from pwa.source.normal_form import from_cell, normal_form, serialise

Target: TypeAlias = tuple[str, str | None]
"""Where a link or image leads, and its title."""

_LABEL: Final = re.compile(r"\[([^\[\]^][^\[\]]*)\]")
# A destination that stands for a reference: no document of ours defines it.
_UNKNOWN: Final = "#reference:"
_ATTRIBUTE: Final = {"link_open": "href", "image": "src"}


def is_code(msgid: str) -> bool:
    """Whether a message is a block of code, of which every character counts.

    Of all blocks these alone have line breaks that are no hard ones.
    """
    return "\n" in msgid.replace("  \n", "")


def appearance(text: str) -> str:
    """What a message renders to, white space and line breaks folded."""
    return _appearance(_tokens(text, standalone_env(text)))


def appearance_without_targets(text: str) -> str:
    """What a message renders to if no link said where it leads, references being links."""
    return _appearance(_retargeted(_tokens(text, _env(text, text)), lambda _: ("", None)))


def in_our_form(text: str, *, table_cell: bool = False) -> str:
    """A translation in the normal form of messages."""
    content = _content(text, table_cell=table_cell)
    env = standalone_env(content)
    tokens = _unwrapped(parse_inline(content, env))
    made = serialise(tokens, content, env, table_cell=table_cell)
    # Where joined lines cannot be written (emphasis that begins with a bracket), a space stays.
    # No block begins or ends with a line break: Markdown would not read it as one.
    return normal_form(normal_form(made, table_cell=table_cell).strip(" \n"), table_cell=table_cell)


def with_our_targets(
    text: str, theirs: str, ours: str, *, table_cell: bool = False
) -> tuple[str, bool]:
    """A translation of their message as one of ours, which differs in where its links lead.

    Their links lead where ours do. Returns also whether the translation has as many links as
    our message, so that nothing is known to be wrong.
    """
    known, ambiguous = _pairs(_targets(_tokens(theirs, _env(theirs, theirs))), our_targets(ours))
    content = _content(text, table_cell=table_cell)
    env = _env(content, theirs)
    tokens = _retargeted(parse_inline(content, env), lambda target: _led(target, known))
    made = serialise(_unwrapped(tokens), content, env, table_cell=table_cell)
    return made, not ambiguous and len(our_targets(made)) == len(our_targets(ours))


def blocks(text: str, theirs: str) -> Sequence[str]:
    """The messages in what another tool takes for one: a table, a quotation, a footnote.

    References are links in it where `theirs`, the message itself, uses them too.
    """
    body = textwrap.dedent(text).strip("\n")
    definitions = (f"[{label}]: <{url}>" for label, url in _labels(theirs).items())
    try:
        document = markdown.parse("\n".join((body, "", *definitions)), file="")
    except SourceError:
        return ()
    return [message.msgid for message in document.messages]


def our_targets(text: str) -> Sequence[Target]:
    """Where the links and images of a message in normal form lead, in order."""
    return _targets(_tokens(text, standalone_env(text)))


def _appearance(tokens: Sequence[Token]) -> str:
    html = InlineWriter(lambda address, _is_image: address).html(tokens)
    return " ".join(html.replace("<br>", " ").split())


def _tokens(text: str, env: Env) -> Sequence[Token]:
    return parse_inline(text.strip(), env)


def _env(text: str, theirs: str) -> Env:
    """The surroundings of a text in which the labels that `theirs` uses are defined."""
    references = {
        normalizeReference(label): {"href": url, "title": ""}
        for label, url in _labels(theirs).items()
    }
    return standalone_env(text) | {"references": references}


def _labels(text: str) -> Mapping[str, str]:
    labels = (" ".join(label.split()) for label in _LABEL.findall(text))
    return {label: f"{_UNKNOWN}{quote(normalizeReference(label))}" for label in labels if label}


def _content(text: str, *, table_cell: bool) -> str:
    content = normalised(text.strip())
    return from_cell(content) if table_cell else content


def _unwrapped(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without the line breaks that only wrapped a text and are no spaces."""
    return [
        token
        for at, token in enumerate(tokens)
        if token.type != "softbreak" or not _joins(tokens[:at], tokens[at + 1 :])
    ]


# CSS Text 3, 4.1.3: between two East Asian characters a line break is no space, but in Korean.
def _joins(before: Sequence[Token], after: Sequence[Token]) -> bool:
    around = (
        next((token.content[-1] for token in reversed(before) if token.content), " "),
        next((token.content[0] for token in after if token.content), " "),
    )
    return all(map(_is_written_without_spaces, around))


def _is_written_without_spaces(character: str) -> bool:
    is_wide = unicodedata.east_asian_width(character) in "FWH"
    return is_wide and "HANGUL" not in unicodedata.name(character, "")


def _targets(tokens: Sequence[Token]) -> Sequence[Target]:
    return list(_each_target(tokens))


def _each_target(tokens: Sequence[Token]) -> Iterator[Target]:
    for token in tokens:
        if _is_link(token):
            yield _target(token)
        yield from _each_target(token.children or ())


def _is_link(token: Token) -> bool:
    return token.type in _ATTRIBUTE and token.info != "auto"


def _target(token: Token) -> Target:
    title = token.attrs.get("title")
    return str(token.attrs[_ATTRIBUTE[token.type]]), None if title is None else str(title)


def _retargeted(tokens: Sequence[Token], change: Callable[[Target], Target]) -> Sequence[Token]:
    return [_retargeted_one(token, change) for token in tokens]


def _retargeted_one(token: Token, change: Callable[[Target], Target]) -> Token:
    if not _is_link(token):
        return token
    name, (url, title) = _ATTRIBUTE[token.type], change(_target(token))
    others = {key: value for key, value in token.attrs.items() if key not in (name, "title")}
    titled = {} if title is None else {"title": title}
    children = _retargeted(token.children, change) if token.children else None
    return token.copy(attrs=others | {name: url} | titled, children=children)


def _pairs(theirs: Sequence[Target], ours: Sequence[Target]) -> tuple[Mapping[str, Target], bool]:
    """Which target of ours each address of theirs is, and whether one is several."""
    pairs = [(url, target) for (url, _), target in zip(theirs, ours, strict=False)]
    return dict(pairs), len(dict(pairs)) < len(set(pairs))


def _led(target: Target, known: Mapping[str, Target]) -> Target:
    url, title = target
    our_url, our_title = known.get(url, (url, None))
    return our_url, our_title if title is None else title
