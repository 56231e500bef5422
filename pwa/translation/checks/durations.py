"""Spans of time as texts write them: 24 hours, two weeks, 5分.

The names of units are listed by language; in one that is not listed no span is found. Units of
a language without spaces stand right behind their number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pwa.translation.checks.languages import language, puts_spaces
from pwa.translation.checks.lexicon import any_of
from pwa.translation.checks.number_words import cardinals
from pwa.translation.checks.numerals import numbers, plain

# Second, minute, hour, day, week, month, year: whole words, with `*` for any ending.
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "ثانية ثوان ثواني; دقيقة دقائق دقيقه; ساعة ساعات ساعه; يوم يوما أيام ايام; "
        "أسبوع أسبوعا أسابيع اسبوع; شهر شهرا أشهر شهور; سنة سنوات سنين سنه عام عاما أعوام",
        "de": "sekunde* s; minute* minütig* min; stunde* stündig* std h; tag tage tagen tages "
        "tägig*; woche* wöchig*; monat*; jahr jahre jahren jahres jährig*",
        "en": "second seconds sec s; minute minutes min mins; hour hours hr hrs h; day days; "
        "week weeks wk wks; month months; year years yr yrs",
        "es": "segundo segundos seg s; minuto minutos min; hora horas h; día días; "
        "semana semanas; mes meses; año años",
        "fr": "seconde secondes s; minute minutes min; heure heures h; jour jours journée "
        "journées; semaine semaines; mois; an ans année années",
        "hi": "सेकंड* सेकेंड* सेकण्ड*; मिनट*; घंट* घण्ट*; दिन*; सप्ताह* हफ़्त* हफ्त*; "
        "महीन* माह*; साल* वर्ष* बरस*",
        "it": "secondo secondi sec s; minuto minuti min; ora ore h; giorno giorni giornata "
        "giornate; settimana settimane; mese mesi; anno anni",
        "ja": "秒; 分; 時間; 日; 週; か月 カ月 ヵ月 ヶ月 ケ月 箇月; 年",
        "pt": "segundo segundos s; minuto minutos min; hora horas h; dia dias; semana semanas; "
        "mês meses; ano anos",
        "ru": "секунд* сек с; минут* мин; час часа часов часам часами часах часу ч; "
        "день дня дней дням днями днях сутки суток; недел*; месяц* мес; "
        "год года годов году лет годам годами",
        "uk": "секунд* сек с; хвилин* хв; годин* год; день дні днів дням днями днях доба доби "
        "діб; тиждень тижн*; місяц* міс; рік роки року років рокам роках",
        "zh": "秒; 分 分钟 分鐘; 小时 小時 钟头 鐘頭; 天 日; 周 週 星期 个星期 個星期; "
        "个月 個月; 年",
    }
)  # fmt: skip
# In seconds, and from the month on in months.
_SIZES: Final = (1, 60, 3600, 86_400, 604_800, 1, 12)
_MONTH: Final = 5


@dataclass(frozen=True, slots=True)
class Duration:
    """A number, its unit (from 0, the second, to 6, the year), and both as they are written."""

    number: Decimal
    unit: int
    written: str

    @property
    def amount(self) -> tuple[Decimal, bool]:
        """How long it is, in seconds or in months: 24 hours are a day, 12 months a year."""
        return self.number * _SIZES[self.unit], self.unit >= _MONTH


@lru_cache(maxsize=256)
def durations(text: str, locale: str) -> tuple[Duration, ...]:
    """Return the spans of time whose numbers stand in digits, or as small ones in words."""
    units = _units(locale)
    if units is None:
        return ()
    found = []
    for number in (*numbers(text, locale), *cardinals(text, locale)):
        unit = units.match(plain(text), number.end)
        if unit and isinstance(number.value, Decimal):
            written = text[number.start : unit.end()]
            found.append(Duration(number.value, (unit.lastindex or 0) - 1, written))
    return tuple(found)


def unit_of_time(word: str, locale: str) -> int | None:
    """Return the unit, from 0, the second, to 6, the year, that a word is the name of."""
    units = _units(locale)
    named = units.fullmatch(word) if units else None
    return named.lastindex - 1 if named and named.lastindex else None


@lru_cache(maxsize=64)
def _units(locale: str) -> re.Pattern[str] | None:
    names = _NAMES.get(language(locale))
    if names is None:
        return None
    spell = any_of if puts_spaces(locale) else _without_spaces
    units = "|".join(f"({spell(listed)})" for listed in names.split("; "))
    return re.compile(rf"[\s-]*[个個]?(?:{units})", re.IGNORECASE)


def _without_spaces(listed: str) -> str:
    return "|".join(sorted(listed.split(), key=len, reverse=True))
