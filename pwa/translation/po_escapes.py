r"""Quoted texts: what they spell, escapes and all, as C and GNU gettext write it."""

import re
from typing import Final

BODY: Final = r'"(?: [^"\\\n]++ | \\(?s:.) )*+"'
"""One quoted text, for verbose patterns: a backslash and whatever follows it is one character."""

_BODIES: Final = re.compile(BODY, re.VERBOSE)
_ESCAPE: Final = re.compile(r"\\(?:x(?P<hex>[0-9A-Fa-f]+)|(?P<octal>[0-7]{1,3})|(?s:.))")
_SIMPLE_ESCAPES: Final = {
    "\\a": "\a",
    "\\b": "\b",
    "\\f": "\f",
    "\\n": "\n",
    "\\r": "\r",
    "\\t": "\t",
    "\\v": "\v",
    '\\"': '"',
    "\\\\": "\\",
    "\\\n": "",
}


def unquoted(texts: str) -> str:
    """Return quoted texts in a row as one, its escapes as they are written."""
    return "".join(body[1:-1] for body in _BODIES.findall(texts))


def unescape(texts: str, charset: str) -> str:
    """Return what quoted texts in a row spell.

    Octal and hexadecimal escapes are bytes in the catalog's charset, as in GNU gettext.
    Raises ValueError where an escape is broken or the bytes do not decode.
    """
    if "\\" not in texts:
        return "".join(texts.split('"')[1::2])
    try:
        return _ESCAPE.sub(lambda found: _SIMPLE_ESCAPES[found[0]], unquoted(texts))
    except KeyError:
        bodies = _BODIES.findall(texts)
        return b"".join(_bytes_of(body[1:-1], charset) for body in bodies).decode(charset)


def _bytes_of(body: str, charset: str) -> bytes:
    pieces, position = [], 0
    for found in _ESCAPE.finditer(body):
        pieces += [body[position : found.start()].encode(charset), _escaped(found, charset)]
        position = found.end()
    return b"".join([*pieces, body[position:].encode(charset)])


def _escaped(found: re.Match[str], charset: str) -> bytes:
    number = int(found["hex"], 16) if found["hex"] else None
    if found["octal"]:
        number = int(found["octal"], 8)
    if number is not None and number & 0xFF:
        return bytes([number & 0xFF])
    try:
        return _SIMPLE_ESCAPES[found[0]].encode(charset)
    except KeyError:
        what = "is no escape" if number is None else "is NUL, which no text holds"
        raise ValueError(f"{found[0]} {what}") from None
