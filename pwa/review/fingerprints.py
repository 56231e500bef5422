"""Fingerprints bind a signature to exactly the text that was signed.

SHA-256 over messages in normal form (Unicode NFC, the message's own normal form), so that
wrapping, order of entries, comments, headers and line breaks change none, and a word does.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring

from pwa.source.message import Key

# Hex digits of a message's own hashes: 48 bits tell the messages of one section apart.
SHORT = 12

Pair = tuple[str, str]

Said = tuple[Key, str]
"""A message with its translation, empty where it has none."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """A section's text in one locale: `source` and `text` whole, `messages` one by one.

    `messages` holds a short hash of the source and one of source and translation for each
    message in order, repeats kept.
    """

    source: str
    text: str
    messages: tuple[Pair, ...]


def fingerprints(pairs: Sequence[Said]) -> Fingerprints:
    """Return the fingerprints of a section's messages with their translations.

    The translation of a missing or fuzzy message is the empty string; in the source locale it
    is the msgid.
    """
    sources = [_hash(key) for key, _ in pairs]
    texts = [_hash(key, text) for key, text in pairs]
    short = tuple((s[:SHORT], t[:SHORT]) for s, t in zip(sources, texts, strict=True))
    return Fingerprints(_joined(sources), _joined(texts), short)


def source_hash(key: Key) -> str:
    """Return a message's own short hash of its source, as `fingerprints` has it."""
    return _hash(key)[:SHORT]


@lru_cache(maxsize=32_768)
def _hash(*parts: Key | str) -> str:
    """Remembered: each message is asked about in every locale, and more than once."""
    normal = unicodedata.normalize("NFC", f"[{','.join(map(_canonical, parts))}]")
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(part: Key | str) -> str:
    """Canonical JSON (no spaces, all but ASCII as it is), for what an encoder would cost thrice."""
    if isinstance(part, str):
        return encode_basestring(part)
    context, msgid = part
    named = "null" if context is None else encode_basestring(context)
    return f"[{named},{encode_basestring(msgid)}]"


def _joined(hashes: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(hashes).encode("ascii")).hexdigest()
