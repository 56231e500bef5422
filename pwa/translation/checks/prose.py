"""What a reader reads of a message, for the checks that judge words and not markup.

Code, placeholders, addresses and names of files become one OBJECT REPLACEMENT CHARACTER each, so
that neither their letters nor their marks count; links and images keep their text.
"""

import re
from functools import lru_cache
from typing import Final

from markdown_it.token import Token

from pwa.source.commonmark import parse_inline, standalone_env
from pwa.translation.checks.base import Domain, Unit

OBJECT: Final = "\ufffc"

# Python's and C's formats without the space flag, which ordinary percentages would look like.
_PLACEHOLDER: Final = re.compile(
    r"%\(\w+\)[-+#0]*\d*(?:\.\d+)?[a-zA-Z]"
    r"|%[-+#0]*\d*(?:\.\d+)?(?:[diouxXeEfFgGcrs](?![a-zA-Z])|%)"
    r"|\{[\w.!:]*\}"
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
# Addresses of the web and of people, names of files, names with underscores. Each alternative
# begins where a word does, so that a long word takes linear time.
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[!-~]*[\w/]"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w./-])[\w./-]*\w\w\.[a-z]{1,4}\b(?!\.?\w)"
    r"|(?<![\w./-])[\w./-]*[a-z0-9]_[a-z0-9][\w/.-]*\w",
    re.ASCII,
)


def prose_of(unit: Unit) -> tuple[str, str]:
    """Return the words of the source and of the translation.

    Both are empty where there is nothing to compare: code, or a text that is the source.
    """
    if unit.text == unit.source or unit.is_code:
        return "", ""
    return prose(unit.source, unit.domain), prose(unit.text, unit.domain)


@lru_cache(maxsize=256)
def prose(text: str, domain: Domain) -> str:
    """Return the words of a text in one line, but for hard breaks: these become line feeds."""
    if domain == "content":
        words = "".join(map(_words, parse_inline(text, standalone_env(text))))
    else:
        words = _TAG.sub("", _PLACEHOLDER.sub(OBJECT, text))
    return _ADDRESS.sub(OBJECT, words)


def _words(token: Token) -> str:
    match token.type:
        case "code_inline":
            return OBJECT
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return "".join(map(_words, token.children or ()))
        case "html_inline":
            return ""
        case _:
            return token.content
