"""Inline content that is prose with simple markup, as HTML without a parser.

Most messages are: of CommonMark they hold emphasis, code and links, none within another. Whoever
reads a thousand sections in twenty languages reads them in a fraction of the time. What could be
anything else is left to the parser; that both write the same HTML is a law, and tested.
"""

import re
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
    if not _SPECIAL.search(text):
        return escapeHtml(text)
    pieces = _MARKUP.split(text)
    if _SPECIAL.search(" ".join(pieces[::_STRIDE])):
        return None
    html = [escapeHtml(pieces[0])]
    for at in range(1, len(pieces), _STRIDE):
        strong, starred, underlined, code, label, href, after = pieces[at : at + _STRIDE]
        if strong:
            html.append(f"<strong>{escapeHtml(strong)}</strong>")
        elif starred or underlined:
            html.append(f"<em>{escapeHtml(starred or underlined)}</em>")
        elif code:
            html.append(f"<code>{escapeHtml(code)}</code>")
        elif is_safe_address(href):
            html.append(writer.link(href, escapeHtml(label)))
        else:
            return None
        html.append(escapeHtml(after))
    return "".join(html)


def is_plain(text: str) -> bool:
    """Whether the text has no markup at all."""
    return not _SPECIAL.search(text)
