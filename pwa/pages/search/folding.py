"""Texts as a search compares them: what a language's readers take for the same is the same.

static/search.js holds the same tables and rules; `tests/browser/test_search.py` compares the two.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

# Written between words only, and so sure to stand on both sides of each.
SPACE = " "

# Marks that nobody types to find a word: accents, Hebrew points, Arabic vowels and the tatweel,
# Koranic signs, the nukta of Devanagari and Gurmukhi, variation selectors.
_MARK = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\u093c\u0a3c\ufe00-\ufe0f]"
)

# Letters of their own although Unicode takes them apart: Cyrillic й and its like, Arabic waw and
# yeh with hamza (CLDR's root collation keeps them apart as well).
_LETTERS = "йїўѓќؤئ"

# Further ones by language, from the primary differences of CLDR's collations.
LETTERS_OF: Mapping[str, str] = MappingProxyType(
    {
        "az": "çğöşü", "be": "ё", "bs": "čćšžđ", "cs": "čřšž", "da": "åæø", "es": "ñ",
        "et": "šžõäöü", "fi": "åäöæø", "gl": "ñ", "hr": "čćšžđ", "hu": "öüőű", "is": "áéíóúýæöðþ",
        "lt": "čšž", "lv": "čģķļņšž", "nb": "åæø", "nn": "åæø", "no": "åæø", "pl": "ąćęłńóśźż",
        "ro": "ăâîșț", "sk": "äčôšž", "sl": "čšžđ", "sv": "åäöæø", "tr": "çğöşü",
    }
)  # fmt: skip

# What stands for another letter and has no decomposition: ligatures, strokes, the letters that
# Arabic and Persian keyboards write for one another, final forms in Hebrew.
_ALIKE: Mapping[str, str] = MappingProxyType(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ە": "ه",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ँ": "ं", "ヽ": "ゝ",
    }
)  # fmt: skip

# Unicode's default case mapping takes both for one (SpecialCasing.txt has tr and az apart).
_DOTLESS: Mapping[str, str] = MappingProxyType({"I": "ı", "ı": "ı", "İ": "i"})

# Compatibility decomposition would join them to the word that they stand beside.
_SIGNS: Mapping[str, str] = MappingProxyType({"™": SPACE, "℠": SPACE})

# JIS X 4061: the long vowel sign sorts as the vowel that it prolongs.
_LONG = "ー"
_ROWS = {
    "あ": "ぁあかさたなはまやらわがざだばぱゃゎ",
    "い": "ぃいきしちにひみりゐぎじぢびぴ",
    "う": "ぅうくすつぬふむゆるゅぐずづぶぷゔ",
    "え": "ぇえけせてねへめれゑげぜでべぺ",
    "お": "ぉおこそとのほもよろをごぞどぼぽょ",
}
_VOWELS: Mapping[str, str] = MappingProxyType(
    {kana: vowel for vowel, row in _ROWS.items() for kana in row}
)

_HALF_WIDTH = re.compile("[\uff65-\uff9f]+")
_HTML_SPACES = re.compile("[\t\n\f\r ]+")


class _Characters(dict[str, str]):
    """What each character becomes in one language, worked out when it is first met."""

    def __init__(self, language: str) -> None:
        self._letters = frozenset(_LETTERS + LETTERS_OF.get(language, ""))
        super().__init__(_SIGNS)
        if language in {"tr", "az"}:
            self.update(_DOTLESS)

    def __missing__(self, character: str) -> str:
        found: list[str] = []
        for part in unicodedata.normalize("NFKD", character):
            if not _MARK.match(part):
                found.append(self._plain(part))
            elif found and (whole := unicodedata.normalize("NFC", found[-1] + part)):
                found[-1] = whole if whole in self._letters else found[-1]
        folded = self[character] = unicodedata.normalize("NFC", "".join(found))
        return folded

    def _plain(self, part: str) -> str:
        kind = unicodedata.category(part)
        if kind == "Nd":
            return str(unicodedata.decimal(part))
        if kind[0] not in "LMN":
            return "" if kind == "Cf" else SPACE
        lower = _hiragana(part).lower().upper().lower()
        return lower if lower in self._letters else _ALIKE.get(lower, lower)


_characters: dict[str, _Characters] = {}


def normal(text: str) -> str:
    """A text as results show it: composed, white space as one space, katakana in full width."""
    wide = _HALF_WIDTH.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return _HTML_SPACES.sub(SPACE, unicodedata.normalize("NFC", wide)).strip(SPACE)


def fold(text: str, language: str) -> str:
    """A normal text as it is compared: words with one space before, between and after them."""
    return fold_with_origins(text, language)[0]


def fold_with_origins(text: str, language: str) -> tuple[str, list[int]]:
    """The same, and for each character of it the index of the one in the text it comes from."""
    primary = language.partition("-")[0]
    characters = _characters.setdefault(primary, _Characters(primary))
    found, origins = [SPACE], [0]
    for index, character in enumerate(text):
        for part in characters[character]:
            following = _in_context(part, found, primary)
            if following:
                found.append(following)
                origins.append(index)
    if found[-1] != SPACE or len(found) == 1:
        found.append(SPACE)
        origins.append(len(text))
    return "".join(found), origins


def _in_context(part: str, before: list[str], language: str) -> str:
    """What a folded character becomes after those before it; nothing where they hold it."""
    if part == SPACE and before[-1] == SPACE:
        return ""
    if part == _LONG:
        return _VOWELS.get(before[-1], _LONG)
    return "" if part == "e" and language == "de" and _is_umlaut(before) else part


def _is_umlaut(before: list[str]) -> bool:
    """Whether an e after these stands for two dots, as in Gefuehl: not in neue, Steuer, Quelle."""
    return before[-1] in {"a", "o"} or (before[-1] == "u" and before[-2] not in "aeiouq")


def _hiragana(part: str) -> str:
    return chr(ord(part) - 0x60) if "ァ" <= part <= "ヶ" else part
