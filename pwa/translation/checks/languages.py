"""What checks need to know of languages and scripts.

Everything is decided by the language of a tag and the script that CLDR's likely subtags give it.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from langcodes import Language

# ISO 15924 codes of the scripts in living use, and the first word of their letters' names in
# the Unicode Character Database. Mixed systems are written in several.
_SCRIPTS: Final = {
    "Adlm": {"ADLAM"},
    "Arab": {"ARABIC"},
    "Armn": {"ARMENIAN"},
    "Beng": {"BENGALI"},
    "Cher": {"CHEROKEE"},
    "Cyrl": {"CYRILLIC"},
    "Deva": {"DEVANAGARI"},
    "Ethi": {"ETHIOPIC"},
    "Geor": {"GEORGIAN"},
    "Grek": {"GREEK"},
    "Gujr": {"GUJARATI"},
    "Guru": {"GURMUKHI"},
    "Hans": {"CJK"},
    "Hant": {"CJK", "BOPOMOFO"},
    "Hebr": {"HEBREW"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Khmr": {"KHMER"},
    "Knda": {"KANNADA"},
    "Kore": {"HANGUL", "CJK"},
    "Laoo": {"LAO"},
    "Latn": {"LATIN"},
    "Mlym": {"MALAYALAM"},
    "Mong": {"MONGOLIAN"},
    "Mymr": {"MYANMAR"},
    "Nkoo": {"NKO"},
    "Orya": {"ORIYA"},
    "Sinh": {"SINHALA"},
    "Syrc": {"SYRIAC"},
    "Taml": {"TAMIL"},
    "Telu": {"TELUGU"},
    "Thaa": {"THAANA"},
    "Thai": {"THAI"},
    "Tfng": {"TIFINAGH"},
    "Tibt": {"TIBETAN"},
}
_NAMES: Final = frozenset().union(*_SCRIPTS.values())

_WITHOUT_SPACES: Final = frozenset({"Hans", "Hant", "Jpan", "Khmr", "Laoo", "Mymr", "Thai", "Tibt"})


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """Return the language of a tag: `pt` for `pt-BR`."""
    return Language.get(tag).language or "und"


@lru_cache(maxsize=256)
def script(tag: str) -> str:
    """Return the ISO 15924 code of the script that a locale is most likely written in."""
    return Language.get(tag).maximize().script or "Zyyy"


def letters_of(tag: str) -> frozenset[str]:
    """Return the scripts whose letters a locale is written with, as `script_of` names them."""
    return frozenset(_SCRIPTS.get(script(tag), ()))


def puts_spaces(tag: str) -> bool:
    """Whether a locale puts spaces between its words."""
    return script(tag) not in _WITHOUT_SPACES


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str | None:
    """Return the script of a letter, or None for marks, digits and what all scripts share."""
    if not letter.isalpha():
        return None
    name = unicodedata.name(letter, "").removeprefix("HALFWIDTH ").partition(" ")[0]
    return name if name in _NAMES else None
