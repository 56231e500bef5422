"""Whether two names, as records and catalogs give them, are one person's.

The evidence is an equal name or an equal mail address, nothing weaker: two people who share a
family name or an organisation are two people.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# With a dot in its domain: msginit's EMAIL@ADDRESS is nobody's.
_MAIL = re.compile(r"[^\s<>()\[\]\",;]+@[^\s<>()\[\]\",;.]+\.[^\s<>()\[\]\",;]+")

# With the brackets around it; between angle ones also an address without a dot.
_ADDRESS = re.compile(rf"<[^<>]*@[^<>]*>?|[(\[]?{_MAIL.pattern}[)\]]?")

# What stands beside a name: a mail address, or in brackets an organisation.
_BESIDE = re.compile(r"<[^>]*(?:>|$)|\([^)]*\)|\[[^\]]*\]")

# Latin (NFKC makes the full-width one of it), Arabic and ideographic.
_COMMA = re.compile("[,،、]")

_SEVERAL = re.compile(r"[&+/;]| and ")


@dataclass(frozen=True, slots=True)
class _Identity:
    """A name, what else it can be read as, and mail addresses, all as people tell them apart."""

    name: str
    readings: frozenset[str]
    mails: frozenset[str]


def is_same_person(one: str, other: str) -> bool:
    """Whether two names have an equal name or an equal mail address in them.

    Letter case, compatibility forms (Unicode NFKC), spaces and invisible characters do not
    count, nor does what stands in brackets. A name with a comma may be one with an organisation
    after it or a family name before it: it equals a name that is either reading. Where several
    people have signed as one (“Ana & Ben”), each of them has.
    """
    a, b = _identity(one), _identity(other)
    return bool(a.mails & b.mails) or a.name in b.readings or b.name in a.readings


def is_named(one: str, other: str) -> bool:
    """Whether two texts name one person and nobody else: an equal name, or an equal address.

    What `is_same_person` allows beside, readings and several people at once, is no evidence here.
    """
    a, b = _identity(one), _identity(other)
    return bool(a.mails & b.mails) or a.name == b.name != ""


def without_mail(text: str) -> str:
    """Return the name that a text gives beside mail addresses; all of it where that is none."""
    if not _ADDRESS.search(text):
        return text
    outside = " ".join(_ADDRESS.sub(" ", text).split()).strip(' ",;')
    in_comment = re.fullmatch(r"\(([^()]+)\)", outside)  # RFC 5322 §3.4, as below
    return in_comment[1] if in_comment else outside or text


@lru_cache(maxsize=4096)
def _identity(text: str) -> _Identity:
    folded = _folded(text)
    outside = _spaced(_MAIL.sub(" ", _BESIDE.sub(" ", folded)))
    # RFC 5322 §3.4 has older addresses give the name as a comment: ana@x.org (Ana).
    name = outside or _spaced(_MAIL.sub(" ", re.sub(r"[<>()\[\]]", " ", folded)))
    return _Identity(name, _readings(name), frozenset(_MAIL.findall(folded)))


def _folded(text: str) -> str:
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


def _spaced(text: str) -> str:
    return " ".join(text.replace('"', " ").split()).strip(" .;/")


def _readings(name: str) -> frozenset[str]:
    first, *rest = (_spaced(part) for part in _COMMA.split(name, maxsplit=1))
    turned = {first, f"{rest[0]} {first}"} if rest else set()
    several = (part.strip() for part in _SEVERAL.split(name))
    return frozenset({name, *turned, *several}) - {""}
