"""The Markdown that sections and translations are written in.

CommonMark 0.31 with GitHub's tables, strikethrough and task lists, and with footnotes. Blocks
and inlines are parsed apart: a translation is only ever parsed inline, so that one that starts
with `1. ` or `#` stays within its block.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

Env: TypeAlias = dict[str, Any]
"""What blocks tell inlines: link references and footnote labels, in markdown-it's layout."""

MAX_NESTING = 100
"""Levels of lists and quotations within each other, a list and its items being two."""

SCHEMES = frozenset({"http", "https", "mailto"})

# The URL standard drops tabs and newlines anywhere and controls and spaces at the ends; format
# characters are dropped as well, so that nothing invisible can hide a scheme.
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_LINE_ENDING = re.compile(r"\r\n?")
_SCHEME = re.compile(r"([^/?#:]*):")
_FOOTNOTE_LABEL = re.compile(r"\[\^([^\]\s]+)\]")


def is_safe_address(url: str) -> bool:
    """Whether a destination is http, https, mailto or relative to this site.

    A network-path reference (RFC 3986, 4.2: `//host/…`) leaves the site without saying so, and
    browsers read a backslash as a slash there: neither is accepted.
    """
    visible = _INVISIBLE.sub("", url)
    if visible[:2].replace("\\", "/") == "//":
        return False
    scheme = _SCHEME.match(visible)
    return scheme is None or scheme[1].lower() in SCHEMES


class _Dialect(MarkdownIt):
    """markdown-it with our link policy, keeping destinations as they were written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- markdown-it's name
        return is_safe_address(url)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


def _dialect(max_nesting: int) -> MarkdownIt:
    # html=True recognises raw HTML as such; what becomes of it is the renderer's decision.
    options = {"html": True, "tasklists": True, "maxNesting": max_nesting}
    parser = _Dialect("commonmark", options)
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.core.ruler.enableOnly(["normalize", "block"])
    # Rule chains are compiled at first use, which is not safe in several threads: use them now.
    parser.parse("*")
    parser.inline.parse("*", parser, {}, [])
    return parser


_BLOCKS = _dialect(MAX_NESTING)
_INLINES = _dialect(20)


def parse_blocks(text: str, env: Env) -> list[Token]:
    """Block tokens of a document, their inline content unparsed; `env` takes the references.

    What is nested deeper than MAX_NESTING is not in them.
    """
    return _BLOCKS.parse(text, env)


def parse_inline(text: str, env: Env) -> list[Token]:
    """Inline tokens of one block's content, whatever block syntax it may look like."""
    tokens: list[Token] = []
    return _INLINES.inline.parse(normalised(text), _INLINES, env, tokens)


def normalised(text: str) -> str:
    """Text as CommonMark begins with it (2.1, 2.3): line feeds only, no NUL."""
    return _LINE_ENDING.sub("\n", text).replace("\0", "\ufffd")


def fresh_env(env: Mapping[str, Any]) -> Env:
    """The same references and footnotes, without what another parse has counted."""
    labels = env.get("footnotes", {}).get("refs", ())
    return {
        "references": env.get("references", {}),
        "footnotes": {"refs": dict.fromkeys(labels, -1), "list": {}},
    }


def standalone_env(text: str) -> Env:
    """The surroundings of a message without its document: every `[^label]` is a footnote."""
    labels = [f":{label}" for label in _FOOTNOTE_LABEL.findall(text)]
    return fresh_env({"footnotes": {"refs": labels}})
