"""Pages of ours as XML, for where HTML's own syntax is not read: in e-books (EPUB 3.3, §6.1)."""

import re
from html.parser import HTMLParser
from typing import Final
from xml.sax.saxutils import escape, quoteattr

# HTML, §13.1.2: elements without content and without an end tag.
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)

# XML 1.0, §2.2: HTML may hold the others, which would make the whole page unreadable.
_NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def characters(text: str) -> str:
    """Return what of a text can stand in XML."""
    return _NO_CHARACTER.sub("", text)


def xhtml(html: str) -> str:
    """Return a whole page of ours in the XML syntax of HTML.

    Drawings that only decorate are left out, and so is what is `hidden`: no script will show it,
    and not every reading system hides it. Each `lang` is said as `xml:lang` as well.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    written = characters("".join(writer.written)).lstrip()
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}'


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._passed_over = 0

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl.replace('doctype', 'DOCTYPE', 1)}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._passed_over or tag == "svg" or ("hidden", None) in attrs:
            self._passed_over += tag not in _VOID
            return
        named = {name: name if value is None else value for name, value in attrs}
        if "lang" in named:
            named["xml:lang"] = named["lang"]
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in named.items())
        self.written.append(f"<{tag}{attributes}{'/' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if self._passed_over:
            self._passed_over -= tag not in _VOID
        elif tag not in _VOID:
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._passed_over:
            self.written.append(escape(data))
