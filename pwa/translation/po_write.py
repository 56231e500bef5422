r"""How new lines of a catalog are written: quoted, escaped and wrapped as GNU gettext does.

There is one fixed wrapper, so that the same text is always written in the same lines: at most
79 columns, broken after each "\n" of the message and then where Unicode's line breaking
(UAX #14) would most often allow it: after spaces, after a hyphen, slash or dash inside words,
and between characters of scripts that are written without spaces.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

WIDTH: Final = 79

_ESCAPES: Final = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\v": "\\v",
    }
)

_IDEOGRAPH = (
    r"\u2e80-\u2fff\u3041-\u30ff\u3105-\u31ff\u3400-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
_CLOSING = (
    r"、。，．：；？！）］｝〉》」』】〕〗〙〛｠｡｣､･・ーｰ々〻ゝゞヽヾ゛゜゠〜"
    r"ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ％"
)
_OPENING = r"（［｛〈《「『【〔〖〘〚｟｢"
_NEVER_BEFORE = rf"{_CLOSING}\s\"\\!),.:;?\]}}/%’”»"

# A place where a line may end; every alternative is of no width.
_BREAK: Final = re.compile(
    r"(?<= )(?! )"
    r"|(?<=[^\W_]-)(?=[^\W\d_])"
    r"|(?<=[/.:;,!?])(?=[^\W\d_])"
    r"|(?<=[\])}!?])(?=[(\[{])"
    r"|(?<=[^—]—)(?=[^\s—])"
    rf"|(?<=[{_IDEOGRAPH}{_CLOSING}])(?=[^{_NEVER_BEFORE}])"
    rf"|(?<=[^{_OPENING}\s\\(\[{{“‘«])(?=[{_OPENING}])"
    rf"|(?<=[\w.,;:!?)\]}}])(?=[{_IDEOGRAPH}])(?![{_CLOSING}])"
)
_AFTER_NEWLINE: Final = re.compile(r"(?<=\n)(?!\Z)")

# GNU gettext writes a file name that holds white space between these (FSI and PDI).
_ISOLATE: Final = "\u2068{}\u2069"


def field(keyword: str, text: str, *, prefix: str = "", wrap: bool = True) -> str:
    """Return the lines of one field, each with its line feed.

    `prefix` stands before each line: `#| `, `#~ ` or `#~| `. Without `wrap` (the flag
    `no-wrap`) lines end only where the message's lines do.
    """
    paragraphs = [_escape(part) for part in _AFTER_NEWLINE.split(text)]
    single = f'{prefix}{keyword} "{paragraphs[0]}"'
    if len(paragraphs) == 1 and (not wrap or columns(single) <= WIDTH):
        return f"{single}\n"
    room = WIDTH - len(prefix) - 2
    lines = [line for part in paragraphs for line in (_filled(part, room) if wrap else [part])]
    return "".join([f'{prefix}{keyword} ""\n', *(f'{prefix}"{line}"\n' for line in lines)])


def comments(mark: str, lines: Iterable[str]) -> str:
    """Return comment lines: `mark` is `#` for translators' and `#.` for extracted ones."""
    return "".join(f"{mark} {line}".rstrip(" ") + "\n" for line in lines)


def references(names: Iterable[str]) -> str:
    """Return `#:` lines, as many references on each as fit."""
    words = (_ISOLATE.format(name) if re.search(r"\s", name) else name for name in names)
    return "".join(f"#:{line}\n" for line in _packed(words, WIDTH - 2))


def flags(names: Sequence[str]) -> str:
    """Return the `#,` line, or nothing where there are no flags."""
    return f"#, {', '.join(names)}\n" if names else ""


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def columns(text: str) -> int:
    """Return how wide a text is: wide characters (UAX #11) count double, marks nothing."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_column_width, text))


def _column_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _filled(text: str, room: int) -> Iterator[str]:
    """Yield pieces of at most `room` columns that join to the text, where it can be broken."""
    line, used = "", 0
    for piece in _BREAK.split(text):
        width = columns(piece)
        if line and used + width > room:
            yield line
            line, used = "", 0
        line += piece
        used += width
    yield line


def _packed(words: Iterable[str], room: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and columns(line) + 1 + columns(word) > room:
            yield line
            line = ""
        line += f" {word}"
    if line:
        yield line
