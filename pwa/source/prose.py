"""Inline content that is prose with simple markup, as HTML without a parser.

Most messages are: of CommonMark they hold emphasis, code and links, none within another. Whoever
reads a thousand sections in twenty languages reads them in a fraction of the time. What could be
anything else is left to the parser; that both write the same HTML is a law, and tested.
"""

import re
from functools import lru_cache
from typing import Final

from markdown_it.common.utils import escapeHtml

from pwa.source.commonmark import is_safe_address
from pwa.source.inline import InlineWriter

# Whatever may begin or end something else than text (CommonMark 0.31, 2.4 to 6; GFM's `~`), and
# what is another character once it is read (2.1, 2.3). An underscore within a word is text.
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<&~\r\n\0](?<!(?<=[^\W_])_(?=[^\W_]))")
_TEXT: Final = r"[^\\`*_\[\]<&~\r\n\0]"

# A run of delimiters that can only open stands after a space or punctuation and before a letter,
# one that can only close the other way about (6.2): so they pair as they stand.
_BEFORE: Final = r"[^ \xa0(\"'“‘„«¿¡—–]"
_CLOSED: Final = r"(?![^ \xa0.,;:!?)\"'”’“»…—–])"
_WORDS: Final = rf"([^\W_](?:{_TEXT}*[^\W_])?)"

# Each form begins with a character of its own, which is quickly found.
_MARKUP: Final = re.compile(
    rf"\*\*(?<!{_BEFORE}\*\*){_WORDS}\*\*{_CLOSED}"
    rf"|\*(?<!{_BEFORE}\*){_WORDS}\*{_CLOSED}"
    rf"|_(?<!{_BEFORE}_){_WORDS}_{_CLOSED}"
    r"|`(?<!``)((?! )[^`\r\n\0]+(?<! ))`(?!`)"
    rf"|\[(?<!!\[)((?!\^){_TEXT}+)\]\(([A-Za-z0-9/._~#?=:@+-]+)\)"
)
_STRIDE: Final = _MARKUP.groups + 1


def prose_html(text: str, writer: InlineWriter) -> str | None:
    """Return the HTML of inline content; None where only the parser can tell."""
    pieces = _pieces(text)
    if pieces is None or len(pieces) == 1:
        return pieces and pieces[0]
    html = list(pieces)
    for at in range(1, len(pieces), 3):
        html[at : at + 2] = [writer.link(pieces[at], pieces[at + 1]), ""]
    return "".join(html)


# As many as a large publication has: a section stands on its own page, and among all.
@lru_cache(maxsize=8192)
def _pieces(text: str) -> tuple[str, ...] | None:
    """HTML, then as often as there is a link: its destination, its label, and the HTML after it.

    None where only the parser can tell.
    """
    if not _SPECIAL.search(text):
        return (escapeHtml(text),)
    pieces = _MARKUP.split(text)
    if _SPECIAL.search(" ".join(pieces[::_STRIDE])):
        return None
    made, html = [], escapeHtml(pieces[0])
    for at in range(1, len(pieces), _STRIDE):
        strong, starred, underlined, code, label, href, after = pieces[at : at + _STRIDE]
        if href:
            if not is_safe_address(href):
                return None
            made += [html, href, escapeHtml(label)]
            html = ""
        elif strong:
            html += f"<strong>{escapeHtml(strong)}</strong>"
        elif code:
            html += f"<code>{escapeHtml(code)}</code>"
        else:
            html += f"<em>{escapeHtml(starred or underlined)}</em>"
        html += escapeHtml(after)
    return (*made, html)


def is_plain(text: str) -> bool:
    """Whether the text has no markup at all."""
    return not _SPECIAL.search(text)
