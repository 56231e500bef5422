"""Numbers in words: which small ones a text may mean without writing a digit.

The lists serve to forgive, not to accuse: “two hours” may become “2 hours” and back. They hold
the beginnings of words, so that endings do not matter, up to twelve (in English further).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pwa.locales import babel_locale
from pwa.translation.checks.numerals import han_numbers

SMALL: Final = 12
"""Up to here languages write numbers in words as they like."""

# From zero to twelve, cardinals, ordinals and what stands for them; `*` alone: the language
# needs no word for it (no article, or a singular and dual of its own). Chinese numerals are read.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "صفر|لا|بدون; *; *; ثلاث|ثالث|ثلث; أربع|رابع|ربع; خمس|خامس; ست|سادس|سدس; "
        "سبع|سابع; ثمان|ثامن|ثمن; تسع|تاسع; عشر|عاشر; حادي|عشر; اثنا|اثني|اثنت|ثاني",
        "de": "null|kein; ein|erst|jede; zwei|zweit|beid|paar|halb|doppel; drei|dritt; "
        "vier; fünf; sech; sieb; acht; neun; zehn; elf; zwölf|dutzend",
        "en": "zero(?:e?s)?|nonzero|none|no|nothing; *; "
        "two|second|twice|both|pairs?|couple|double[ds]?|doubling|half|halves|dual|either|"
        "other|another|more than one|binary; three|thirds?|triple|thrice; "
        "four|fourths?|quarters?|quad; five|fifths?; six|sixths?; seven|sevenths?; "
        "eight|eighths?|octal; nine|ninths?; ten|tenths?|decimal; eleven|eleventh; "
        "twelve|twelfth|dozens?",
        "es": "cero|ning|nada|sin; un|prim|cada|sol; "
        "dos|segund|amb|par|dobl|duplic|mitad|medi; tres|terc|tri; "
        "cuatro|cuart|cuadr; cinc|quint; seis|sext; siete|séptim|sépt; ocho|octav; "
        "nueve|noven; diez|décim; once|undécim; doce|duodécim|docena",
        "fa": "صفر|هیچ|بدون; *; دو|نیم|جفت; سه|سوم; چهار; پنج; شش; هفت; هشت; نه; ده; "
        "یازده; دوازده",
        "fr": "zéro|aucun|sans; un|premi|chaqu|seul; "
        "deux|second|doubl|paire|demi|moiti|ambid; trois|tri|tiers; quatr|quart; "
        "cinq; six|sixi; sept; huit; neuf|neuvi; dix; onz; douz",
        "he": "אפס|ללא; *; *; שלוש|שליש; ארבע|רביע|רבע; חמש|חמיש; שש|שיש; שבע|שביע; "
        "שמונ|שמינ; תשע|תשיע; עשר|עשיר; עשר; עשר",
        "hi": "शून्य|बिना; *; दो|दूस|दुग|आध|जोड़; तीन|तीस; चार|चौथ; पाँच|पांच; छह|छः|छठ; "
        "सात; आठ; नौ; दस; ग्यारह; बारह",
        "it": "zero|nessun|senza; un|prim|ogni|sol; "
        "due|second|entramb|coppi|doppi|mezz|met; tre|terz|tri; quattr|quart; "
        "cinq|quint; sei|sest; sett; ott; nove|non; dieci|decim; undic; dodic|dozzin",
        "ja": "ゼロ; *; 両|ふた|双|半|もう; みっ; よっ; いつ; むっ; なな; やっ; ここの; "
        "とお; 十一; ダース",
        "ko": "영|없; *; 두|둘|양쪽|반|쌍; 세|셋; 네|넷; 다섯; 여섯; 일곱; 여덟; 아홉; "
        "열|십; 열|십; 열|십",
        "nl": "nul|geen|zonder; een|één|eerst|elk; twee|beid|paar|dubbel|half|helft; "
        "drie|derd; vier; vijf; zes; zeven; acht; negen; tien; elf; twaalf|dozijn",
        "pl": "zer|brak|bez; *; dw|drug|oba|obie|par|pół|połow; trzy|trzec|trzech; "
        "cztere|czter|czwar; pię|piąt; sześ|szós; sied|siód; osiem|ośm|ósm; dziewi; "
        "dziesi; jedena; dwana|tuzin",
        "pt": "zero|nenhum|sem; um|prim|cada|só|únic; "
        "dois|duas|segund|amb|par|dobr|dupl|mei|metad; três|terc|tri; quatr|quart; "
        "cinco|quint; seis|sext; sete|sétim; oito|oitav; nove|nono; dez|décim; onze; "
        "doze|dúzia",
        "ru": "нол|нул|ни|без; *; дв|втор|оба|обе|пар|пол; тр; четыр|четв; пят; шест; "
        "сем|седьм; восем|восьм; девят; десят; одиннадцат; двенадцат|дюжин",
        "tr": "sıfır|hiç; *; iki|yarı|çift; üç; dört|çeyrek; beş; altı; yedi; sekiz; "
        "dokuz; on; on; on|düzine",
        "uk": "нул|жод|без; *; дв|друг|обид|пар|пів; тр; чотир|четв; п.ят; шіст|шест|шост; "
        "сім|сьом; вісім|восьм; дев.ят; десят; одинадцят; дванадцят|дюжин",
        "zh": "零|無|无|沒|没; *; 两|兩|双|雙|半|倍|另|再",
    }
)  # fmt: skip
_WITHOUT_WORD_STARTS: Final = frozenset({"ar", "he", "ja", "ko", "zh"})
_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH: Final = (
    {f"{unit}teen": number for number, unit in enumerate(("thir", "four", "fif"), start=13)}
    | {f"{unit}teen": number for number, unit in enumerate(("six", "seven", "eigh", "nine"), 16)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
    | {"hex": 16, "hexadecimal": 16, "hundred": 100, "thousand": 1000, "million": 1_000_000}
)
_ENGLISH_COMPOUND: Final = re.compile(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_UNITS)})\b")


def has_words(locale: str) -> bool:
    """Whether the words of a language are known here."""
    return _language(locale) in _WORDS


@lru_cache(maxsize=256)
def spelled(text: str, locale: str) -> frozenset[int]:
    """Return the numbers that a text may mean by words, by Chinese numerals or by a month."""
    folded, language = text.casefold(), _language(locale)
    small = {number for number, word in _patterns(language) if word.search(folded)}
    months = {number for number, name in _months(locale) if name.search(folded)}
    further = _english(folded) if language == "en" else set()
    han = han_numbers(text) if language in {"ja", "zh", "ko"} else frozenset()
    return frozenset(small | months | further | han)


def _language(locale: str) -> str:
    return locale.partition("-")[0]


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    listed = _WORDS[language].split("; ") if language in _WORDS else []
    start = "" if language in _WITHOUT_WORD_STARTS else r"\b"
    end = r"\b" if language == "en" else ""
    return tuple(
        (number, re.compile("" if words == "*" else rf"{start}(?:{words}){end}"))
        for number, words in enumerate(listed)
    )


@lru_cache(maxsize=64)
def _months(locale: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Return CLDR's names of the months, short ones too; endings do not matter."""
    months = babel_locale(locale).months
    names = {
        (number, name.casefold().rstrip("."))
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[use][width].items()
    }
    return tuple(
        (number, re.compile(rf"\b{re.escape(name)}"))
        for number, name in names
        if len(name) > 2 and not name[0].isdigit()
    )


def _english(text: str) -> set[int]:
    words = set(re.findall("[a-z]+", text))
    compounds = {
        _ENGLISH[tens] + _UNITS.index(unit) + 1 for tens, unit in _ENGLISH_COMPOUND.findall(text)
    }
    return {number for word, number in _ENGLISH.items() if word in words} | compounds
