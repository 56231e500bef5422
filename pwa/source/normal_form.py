"""The normal form of a message: what stands in a catalog as its msgid.

A block's inline content, written in one way whatever way its author chose, so that re-wrapping
or reformatting a file moves no translation. It is the form of mdbook-i18n-helpers ≥ 0.3
(pulldown-cmark-to-cmark with `_` for emphasis), so that its catalogs fit:

- a soft break is a space, a hard break two spaces and a newline;
- emphasis `_x_`, strong `**x**`, strikethrough `~~x~~`, code and raw HTML as they are;
- references are expanded to `[text](url "title")`, autolinks keep `<…>`;
- a backslash stands only before a special character that begins a run of text.

Two laws hold. Parsed inline, the normal form renders like the content that it was made from.
And the normal form of a normal form is itself. Where the form above would break the first law
(emphasis within a word, text that only looks like markup, …) a more careful one is taken, and
where that fails too, the content as it stands.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token

from pwa.source.commonmark import Env, fresh_env, normalised, parse_inline, standalone_env
from pwa.source.inline import InlineWriter
from pwa.source.markdown_writer import CarefulForm, HouseForm

# Content with none of these is its own normal form.
_MARKUP = re.compile(r"[\\`*_\[\]<&~\n]|\A[#>|-]|#\Z")


def normal_form(text: str, *, table_cell: bool = False, heading: bool = False) -> str:
    """The normal form of a message that stands alone; every `[^label]` counts as a footnote."""
    content = from_cell(normalised(text)) if table_cell else normalised(text)
    env = standalone_env(content)
    tokens = parse_inline(content, env)
    return serialise(tokens, content, env, table_cell=table_cell, heading=heading)


def with_texts(text: str, change: Callable[[str], str]) -> str:
    """A message with each run of its text changed, and its markup, code and addresses kept."""
    env = standalone_env(text)
    tokens = list(_with_texts(parse_inline(text, env), change))
    form = str(HouseForm(tokens))
    return form if _reads_as(form, tokens, env) else str(CarefulForm(tokens))


def _with_texts(tokens: Sequence[Token], change: Callable[[str], str]) -> Iterator[Token]:
    in_address = False
    for token in tokens:
        if token.type.startswith("link_") and token.info == "auto":
            in_address = token.type == "link_open"
        if token.type == "text" and not in_address:
            yield token.copy(content=change(token.content))
        else:
            children = list(_with_texts(token.children, change)) if token.children else None
            yield token.copy(children=children)


def from_cell(text: str) -> str:
    r"""A table cell's message as inline content: GFM has made `\|` a plain `|` by then."""
    return text.replace("\\|", "|")


def to_cell(content: str) -> str:
    r"""Inline content as it can stand in a table cell; the inverse of `from_cell`."""
    return content.replace("|", "\\|")


def serialise(
    tokens: Sequence[Token],
    content: str,
    env: Env,
    *,
    table_cell: bool = False,
    heading: bool = False,
) -> str:
    """The normal form of inline tokens that were parsed from `content` with `env`.

    `env` gives the document's references and footnotes; it is left as it is.
    """
    if _MARKUP.search(content):
        content = _first_faithful(tokens, content, env, table_cell=table_cell, heading=heading)
    return to_cell(content) if table_cell else content


def _first_faithful(
    tokens: Sequence[Token], content: str, env: Env, *, table_cell: bool, heading: bool
) -> str:
    for form in (HouseForm(tokens, table_cell=table_cell), CarefulForm(tokens)):
        candidate = _closed(str(form)) if heading else str(form)
        # What was written in it already has been read: the tokens came from that.
        if candidate == content or _reads_as(candidate, tokens, env):
            return candidate
    return content


def _reads_as(text: str, tokens: Sequence[Token], env: Env) -> bool:
    """Whether a text, parsed inline, renders as the tokens do."""
    read = parse_inline(text, fresh_env(env))
    written = (InlineWriter(_every_destination).html(each) for each in (read, tokens))
    return len(set(written)) == 1


def _every_destination(href: str, is_image: bool) -> str:  # noqa: ARG001, FBT001 -- a Resolve
    return href


# CommonMark, 4.2: a closing sequence of number signs is no part of a heading.
def _closed(heading: str) -> str:
    bare = heading.endswith("#") and not heading.endswith("\\#")
    return f"{heading[:-1]}\\#" if bare else heading
