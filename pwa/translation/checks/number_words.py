"""Numbers in words: which ones a text may mean without writing a digit, and which it surely says.

The lists of beginnings of words serve to forgive, not to accuse: “two hours” may become “2 hours”
and back, with any ending. Those of whole words serve to tell that “two hours” became “three”.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pwa.locales import babel_locale
from pwa.translation.checks.numerals import HAN, Number, han_numbers

SMALL: Final = 12
"""Up to here languages write numbers in words as they like."""

# From zero to twelve, cardinals, ordinals and what stands for them; after `*` the language needs
# no word (no article, or a singular and dual of its own). Chinese numerals are read.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "صفر|لا|بدون; *واحد|[إا]حدى|[أا]حد; *[إا]ثن; ثلاث|ثالث|ثلث; أربع|رابع|ربع; "
        "خمس|خامس; ست|سادس|سدس; سبع|سابع; ثمان|ثامن|ثمن; تسع|تاسع; عشر|عاشر; "
        "حادي|عشر; اثنا|اثني|اثنت|ثاني",
        "de": "null|kein; ein|erst|jede; zwei|zweit|beid|paar|halb|doppel; drei|dritt; "
        "vier; fünf; sech; sieb; acht; neun; zehn; elf; zwölf|dutzend",
        "en": "zero(?:e?s)?|nonzero|none|no|nothing; *one|first; "
        "two|second|twice|both|pairs?|couple|double[ds]?|doubling|half|halves|dual|either|"
        "other|another|more than one|binary; three|thirds?|triple|thrice; "
        "four|fourths?|quarters?|quad; five|fifths?; six|sixths?; seven|sevenths?; "
        "eight|eighths?|octal; nine|ninths?; ten|tenths?|decimal; eleven|eleventh; "
        "twelve|twelfth|dozens?",
        "es": "cero|ning|nada|sin; un|prim|cada|sol; "
        "dos|dós|segund|amb|par|dobl|duplic|mitad|medi; tres|trés|terc|tri; "
        "cuatro|cuart|cuadr; cinc|quint; seis|séis|sext; siete|séptim|sépt; ocho|octav; "
        "nueve|noven; diez|décim; once|undécim; doce|duodécim|docena",
        "fa": "صفر|هیچ|بدون; *یک; دو|نیم|جفت; سه|سوم; چهار; پنج; شش; هفت; هشت; نه; ده; "
        "یازده; دوازده",
        "fr": "zéro|aucun|sans; un|premi|chaqu|seul; "
        "deux|second|doubl|paire|demi|moiti|ambid; trois|tri|tiers; quatr|quart; "
        "cinq; six|sixi; sept; huit; neuf|neuvi; dix; onz; douz",
        "he": "אפס|ללא; *; *; שלוש|שליש; ארבע|רביע|רבע; חמש|חמיש; שש|שיש; שבע|שביע; "
        "שמונ|שמינ; תשע|תשיע; עשר|עשיר; עשר; עשר",
        "hi": "शून्य|बिना; *; दो|दूस|दुग|आध|जोड़; तीन|तीस; चार|चौथ; पाँच|पांच; छह|छः|छठ; "
        "सात; आठ; नौ; दस; ग्यारह; बारह",
        "it": "zero|nessun|senza; un|prim|ogni|sol; "
        "due|second|entramb|coppi|doppi|mezz|met; tre|tré|terz|tri; quattr|quart; "
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
        "ru": "нол|нул|ни|без; *од[ни]|перв; дв|втор|оба|обе|пар|пол; тр; четыр|четв; пят; шест; "
        "сем|седьм; восем|восьм; девят; десят; одиннадцат; двенадцат|дюжин",
        "tr": "sıfır|hiç; *; iki|yarı|çift; üç; dört|çeyrek; beş; altı; yedi; sekiz; "
        "dokuz; on; on; on|düzine",
        "uk": "нул|жод|без; *од[ни]|перш; дв|друг|обид|пар|пів; тр; чотир|четв; п.ят; "
        "шіст|шест|шост; сім|сьом; вісім|восьм; дев.ят; десят; одинадцят; дванадцят|дюжин",
        "zh": "零|無|无|沒|没; *; 两|兩|双|雙|半|倍|另|再",
    }
)  # fmt: skip
# From thirteen to nineteen, the tens from twenty to ninety, and how tens and units are joined.
_FURTHER: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "ar": (
            r"ثلاث\w* عشر; أربع\w* عشر; خمس\w* عشر; ست\w* عشر; سبع\w* عشر; ثمان\w* عشر; "
            r"تسع\w* عشر",
            "عشر[وي]ن; ثلاث[وي]ن; أربع[وي]ن; خمس[وي]ن; ست[وي]ن; سبع[وي]ن; ثمان[وي]ن; تسع[وي]ن",
            r"{unit}\w* و{tens}",
        ),
        "de": (
            "dreizehn; vierzehn; fünfzehn; sechzehn; siebzehn; achtzehn; neunzehn",
            "zwanzig; dreißig; vierzig; fünfzig; sechzig; siebzig; achtzig; neunzig",
            r"{unit}[a-z]{{0,2}}und{tens}",
        ),
        "en": (
            "thirteen; fourteen; fifteen; sixteen|hex|hexadecimal; seventeen; eighteen; nineteen",
            "twenty; thirty; forty; fifty; sixty; seventy; eighty; ninety",
            "{tens}[- ]{unit}",
        ),
        "es": (
            "trece; catorce; quince; diecis; diecisiet; diecioch; diecinuev",
            "veint; treint; cuarent; cincuent; sesent; setent; ochent; novent",
            "{tens}(?:i|a y ){unit}",
        ),
        "fa": (
            "سیزده; چهارده; پانزده; شانزده; هفده; هی?جده; نوزده",
            "بیست; سی; چهل; پنجاه; شصت; هفتاد; هشتاد; نود",
            "{tens} و {unit}",
        ),
        "fr": (
            "treiz; quatorz; quinz; seiz; dix[- ]sept; dix[- ]huit; dix[- ]neuf",
            "vingt; trent; quarant; cinquant; soixant; soixante[- ]dix|septant; "
            "quatre[- ]vingt|huitant|octant; quatre[- ]vingt[- ]dix|nonant",
            "{tens}e?[- ](?:et[- ])?{unit}",
        ),
        "it": (
            "tredic; quattordic; quindic; sedic; diciassett; diciott; diciannov",
            "vent; trent; quarant; cinquant; sessant; settant; ottant; novant",
            "{tens}[ia]?{unit}",
        ),
        "nl": (
            "dertien; veertien; vijftien; zestien; zeventien; achttien; negentien",
            "twintig; dertig; veertig; vijftig; zestig; zeventig; tachtig; negentig",
            "{unit}[eë]n{tens}",
        ),
        "pt": (
            "treze; [cq]uatorze; quinze; dez[ea]sseis; dez[ea]ssete; dezoito; dez[ea]nove",
            "vint; trint; quarent; cinquent; sessent; setent; oitent; novent",
            "{tens}[ea] e {unit}",
        ),
        "ru": (
            "тринадцат; четырнадцат; пятнадцат; шестнадцат; семнадцат; восемнадцат; девятнадцат",
            "двадцат; тридцат; сорок; пят[ьи]десят; шест[ьи]десят; сем[ьи]десят; "
            "вос[еь]м[ьи]десят; девяност",
            r"{tens}\w* {unit}",
        ),
        "uk": (
            "тринадцят; чотирнадцят; п.ятнадцят; шістнадцят; сімнадцят; вісімнадцят; дев.ятнадцят",
            "двадцят; тридцят; сорок; п.ят[ьи]?десят; ш[іе]ст[ьи]?десят; с[іе]м[ьи]?десят; "
            "в[іо]с[іь]м[ьи]?десят; дев.яност|дев.ятдесят",
            r"{tens}\w* {unit}",
        ),
    }
)  # fmt: skip
_ROUND: Final = MappingProxyType(
    {"en": ((100, "hundred"), (1000, "thousand"), (1_000_000, "million"))}
)
# From one to twelve, the cardinals that are counted with; whole words.
_CARDINALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "واحدة?; اثن[اي]ن|اثنتين; ثلاثة?; أربعة?; خمسة?; ستة?; سبعة?; ثماني?ة?; تسعة?; "
        "عشرة?; (?!); (?!)",
        "de": "eine[nmrs]?|ein; zwei|zweier; drei|dreier; vier; fünf; sechs; sieben; acht; neun; "
        "zehn; elf; zwölf",
        "en": "one|an?; two; three; four; five; six; seven; eight; nine; ten; eleven; twelve",
        "es": "un[oa]?; dos; tres; cuatro; cinco; seis; siete; ocho; nueve; diez; once; doce",
        "fa": "یک; دو; سه; چهار; پنج; شش; هفت; هشت; نه; ده; یازده; دوازده",
        "fr": "une?; deux; trois; quatre(?!-); cinq; six; sept; huit; neuf; dix(?!-); onze; douze",
        "hi": "एक; दो; तीन; चार; पाँच|पांच; छह|छः|छे; सात; आठ; नौ; दस; ग्यारह; बारह",
        "it": "un[oa]?; due; tre; quattro; cinque; sei; sette; otto; nove; dieci; undici; dodici",
        "pt": "uma?; dois|duas; três; quatro; cinco; seis; sete; oito; nove; dez; onze; doze",
        "ru": "один|одн[аоу]|одной|одного; дв[ае]|дв[уе]х|двум|двумя; тр[иеё]х?|тр[её]м|тремя; "
        "четыре|четыр[её][хм]|четырьмя; пят[ьи]|пятью; шест[ьи]|шестью; семь; вос[ье]м[ьи]; "
        "девят[ьи]; десят[ьи]; одиннадцат[ьи]; двенадцат[ьи]",
        "uk": "один|одн[аеу]|одного|однієї; дв[аі]|дво[хм]|двома; три|трьо[хм]|трьома; "
        "чотири|чотирьо[хм]|чотирма; п.ят[ьи]|п.ятьох; шість|шести|шістьох; сім|семи|сімох; "
        "вісім|восьми|вісьмох; дев.ят[ьи]|дев.ятьох; десят[ьи]|десятьох; "
        "одинадцят[ьи]; дванадцят[ьи]",
    }
)  # fmt: skip
# What Chinese numerals count, when they are not part of another word such as 十分.
_HAN_COUNTED: Final = re.compile(
    f"({HAN}+)(?=\\s?(?:[个個種种位名次天週周年つ回倍秒]|小[时時]|分[钟鐘間间]|時間|[日人月](?!\\w)|か月|ヶ月))"
)
_HAN_LANGUAGES: Final = frozenset({"ja", "ko", "zh"})
_WITHOUT_WORD_STARTS: Final = frozenset({"ar", "he", "ja", "ko", "zh"})


def has_words(locale: str) -> bool:
    """Whether the words of a language are known here."""
    return _language(locale) in _WORDS


@lru_cache(maxsize=256)
def spelled(text: str, locale: str) -> frozenset[int]:
    """Return the numbers that a text may mean by words, by Chinese numerals or by a month."""
    folded, language = text.casefold(), _language(locale)
    words = {number for number, word in _patterns(language) if word.search(folded)}
    months = {number for number, name in _months(locale) if name.search(folded)}
    han = han_numbers(text) if language in _HAN_LANGUAGES else frozenset()
    return frozenset(words | months | han)


@lru_cache(maxsize=256)
def cardinals(text: str, locale: str) -> tuple[Number, ...]:
    """Return the numbers from one to twelve that a text surely says in words or Chinese numerals.

    What is part of a longer one (twenty-two) is none of them.
    """
    if _language(locale) in _HAN_LANGUAGES:
        return tuple(_counted(text))
    words = _cardinals(_language(locale))
    found = words.finditer(text) if words else ()
    return tuple(Number(Decimal(match.lastindex or 0), *match.span()) for match in found)


def _counted(text: str) -> Iterator[Number]:
    for match in _HAN_COUNTED.finditer(text):
        [value] = han_numbers(match[1])
        if value in range(1, SMALL + 1):
            yield Number(Decimal(value), *match.span())


@lru_cache(maxsize=64)
def _cardinals(language: str) -> re.Pattern[str] | None:
    if language not in _CARDINALS:
        return None
    words = "|".join(f"({word})" for word in _CARDINALS[language].split("; "))
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)


def _language(locale: str) -> str:
    return locale.partition("-")[0]


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    start = "" if language in _WITHOUT_WORD_STARTS else r"\b"
    end = r"\b" if language == "en" else ""
    return tuple(
        (number, re.compile(rf"{start}(?:{words.casefold()}){end}" if words else ""))
        for number, words in _written(language)
    )


def _written(language: str) -> Iterator[tuple[int, str]]:
    """Yield numbers with what they are written with, in whatever order."""
    small = _WORDS[language].split("; ") if language in _WORDS else []
    for number, words in enumerate(small):
        yield number, "" if words.startswith("*") else words
    yield from _ROUND.get(language, ())
    if language in _FURTHER:
        teens, tens, join = _FURTHER[language]
        units = [words.removeprefix("*") for words in (*small, *teens.split("; "))]
        yield from enumerate(teens.split("; "), start=SMALL + 1)
        for number, words in enumerate(tens.split("; "), start=2):
            yield 10 * number, words
            # Beyond nine as well: soixante-douze is 72.
            for further, unit in enumerate(units[1:], start=1):
                joined = join.format(tens=f"(?:{words})", unit=f"(?:{unit})")
                yield 10 * number + further, joined


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
