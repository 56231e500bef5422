"""Language tags (BCP 47): their folders, names and directions, and which one a reader means.

Matching is CLDR's (UTS #35, "Language Matching") through langcodes; names are CLDR's through
Babel. Everything here is a pure function of its arguments.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import babel
from langcodes import Language, standardize_tag, tag_distance
from langcodes.tag_parser import LanguageTagError

# CLDR distance above which two languages do not serve the same reader: the library's default
# of 25 sends Ukrainian readers to Russian.
MAX_DISTANCE = 10

# Real browsers send a few tags; the rest is bounded so that a hostile header costs nothing.
MAX_HEADER = 1000
MAX_RANGES = 20

# CLDR scriptMetadata.txt, "RTL?" = YES, the scripts in living use.
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


def canonical(tag: str) -> str:
    """Return the tag as BCP 47 spells it (`pt_br` → `pt-BR`).

    Raises ValueError where it is no language tag.
    """
    try:
        return standardize_tag(tag.replace("_", "-"))
    except LanguageTagError as error:
        raise ValueError(f"{tag!r} is not a language tag (BCP 47), such as es or pt-BR") from error


def registered(tag: str) -> str:
    """Return the tag as BCP 47 spells it.

    Raises ValueError also where IANA's registry does not have it: `jp` is a country, not `ja`.
    """
    found = canonical(tag)
    if Language.get(found).is_valid():
        return found
    advice = _spoken_in(tag)
    raise ValueError(f"{tag!r} is no registered language{f'; {advice} may be' if advice else ''}")


def _spoken_in(territory: str) -> str | None:
    """The language most spoken where somebody took the country's code for the language's."""
    if not re.fullmatch("[A-Za-z]{2}", territory):
        return None
    likely = Language.get(f"und-{territory}").maximize()
    return likely.language if likely.language != "en" else None


def folder_of(tag: str) -> str:
    """Return gettext's name of a locale's folder: `pt-BR` → `pt_BR`. Inverse of `tag_of`."""
    return tag.replace("-", "_")


def tag_of(folder: str) -> str:
    """Return the language tag of a locale's folder: `pt_BR` → `pt-BR`. Inverse of `folder_of`."""
    return canonical(folder)


@lru_cache(maxsize=1024)
def _likely(tag: str) -> str:
    return Language.get(canonical(tag)).maximize().to_tag()


@lru_cache(maxsize=1024)
def direction(tag: str) -> str:
    """Return `rtl` or `ltr`, by the script that the language is most likely written in."""
    script = Language.get(tag).maximize().script
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def babel_locale(tag: str) -> babel.Locale:
    """Return CLDR's data of a language: of its nearest ancestor that CLDR has, else English."""
    parts = tag.split("-")
    while parts:
        try:
            return babel.Locale.parse("-".join(parts), sep="-")
        except (ValueError, babel.UnknownLocaleError):
            parts.pop()
    return babel.Locale("en")


@lru_cache(maxsize=1024)
def own_name(tag: str) -> str:
    """Return what the language calls itself (`español`), or the tag where CLDR does not know."""
    try:
        return babel.Locale.parse(tag, sep="-").get_display_name() or tag
    except (ValueError, babel.UnknownLocaleError):
        return tag


def meant(prefix: str, available: Iterable[str]) -> str | None:
    """Return the locale that a misspelled prefix means: the same one after likely subtags.

    `pt-br`, `pt_BR` and `pt` mean `pt-BR`; `zh-CN` means `zh-Hans`; `es-MX` is not `es`.
    """
    if len(prefix) > 35:  # RFC 5646 §4.4.1: longer than any tag with a meaning here
        return None
    try:
        wanted = _likely(prefix)
    except ValueError:
        return None
    return next((tag for tag in available if _likely(tag) == wanted), None)


def accepted(header: str) -> list[str]:
    """Return an Accept-Language header's ranges, most wanted first (RFC 9110 §12.5.4).

    Ranges with a weight of zero and malformed ones are left out.
    """
    ranges: list[tuple[float, str]] = []
    for item in header[:MAX_HEADER].split(",")[:MAX_RANGES]:
        tag, _, parameter = item.partition(";")
        weight = _weight(parameter)
        if tag.strip() and weight:
            ranges.append((weight, tag.strip()))
    return [tag for _, tag in sorted(ranges, key=lambda pair: -pair[0])]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if name.strip().lower() == "q" and 0 <= weight <= 1 else 0.0


@lru_cache(maxsize=4096)
def negotiate(header: str, available: Sequence[str], default: str) -> str:
    """Return the available locale that serves the reader best, else the default.

    The first wanted language with a locale near enough decides; among these the nearest wins.
    """
    for wanted in accepted(header):
        nearest = _nearest(wanted, available)
        if nearest:
            return nearest
    return default


def serves(said: str, locale: str) -> bool:
    """Whether what a file says of its language is the locale, or a variety of it.

    What is no language tag may mean anything: it is not ours to guess.
    """
    try:
        return negotiate(canonical(said), (locale,), "") == locale
    except ValueError:
        return True


def _nearest(wanted: str, available: Sequence[str]) -> str | None:
    try:
        distances = [(tag_distance(wanted, tag), tag) for tag in available]
    except LanguageTagError:  # `*`, empty, malformed or overlong
        return None
    distance, tag = min(distances, default=(MAX_DISTANCE + 1, ""), key=lambda pair: pair[0])
    return tag if distance <= MAX_DISTANCE else None
