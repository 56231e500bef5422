"""Which edition a reader means, as tables that a host without our matcher can look up.

They are made by asking our own matcher about every language tag that CLDR has data for, so that
for these a host decides as our server does. Headers are read in the order in which they name
languages: browsers put the most wanted first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from babel.localedata import locale_identifiers

from pwa.locales import meant, negotiate

# How many of the languages that a browser names are looked at; most name fewer.
_NAMED: Final = 6

# A script (ISO 15924) between language and territory: `zh-Hant-TW` is asked for as `zh-TW`.
_SCRIPT: Final = re.compile(r"^([a-z]+)-[A-Z][a-z]{3}-([A-Z]{2})$")

# What may follow a language: anything; or no more than a territory.
_SHAPES: Final = ("(-[a-z0-9-]+)?", "(-[a-z]{2}|-[0-9]{3})?")


@lru_cache(maxsize=1)
def known_tags() -> tuple[str, ...]:
    """Return the language tags that CLDR has data for, and the shorter ones that stand for them."""
    tags = [name.replace("_", "-") for name in locale_identifiers()]
    return tuple(sorted({*tags, *(_SCRIPT.sub(r"\1-\2", tag) for tag in tags)}))


def misspelt(locales: Sequence[str]) -> dict[str, str]:
    """Return, by locale, a regular expression of what is plainly meant as its tag.

    It is to be read without regard to case, after the tags themselves.
    """
    found = _grouped(lambda tag: meant(tag, locales), locales)
    return {
        locale: "|".join(tag.replace("-", "[-_]") for tag in dict.fromkeys(tags))
        for locale, tags in found.items()
    }


def misspelt_tags(locales: Sequence[str]) -> dict[str, list[str]]:
    """Return, by locale, other spellings of its tag, for hosts that compare paths exactly."""
    found = _grouped(lambda tag: meant(tag, locales), locales)
    return {locale: sorted(_spellings(tags) - {locale}) for locale, tags in found.items()}


def _spellings(tags: Iterable[str]) -> set[str]:
    return {
        spelt
        for tag in tags
        for one in (tag, tag.replace("-", "_"))
        for spelt in (one, one.lower())
    }


def wanted(locales: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield expressions over Accept-Language with the locale that each leads to; the first counts.

    To be read without regard to case; where none fits, the source's edition is left.
    """
    spoken = _grouped(lambda tag: negotiate(tag, tuple(locales), "") or None, locales)
    by_locale = {locale: _shortened(tags, known_tags()) for locale, tags in spoken.items()}
    for place in range(_NAMED):
        before = f"([^,]*,){{{place}}}" if place else ""
        for locale, tags in by_locale.items():
            yield rf"^{before} *({tags}) *([;,]|$)", locale


def _grouped(leads_to: Callable[[str], str | None], locales: Iterable[str]) -> dict[str, list[str]]:
    """The known tags that lead to each locale, its own first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for locale in locales:
        found[locale].append(locale)
    for tag in known_tags():
        if meant_one := leads_to(tag):
            found[meant_one].append(tag)
    return dict(found)


def _shortened(tags: Iterable[str], known: Iterable[str]) -> str:
    """Alternatives that match of the known tags exactly these, with as few words as that takes."""
    own = set(tags)
    found: list[str] = []
    for language in sorted({tag.partition("-")[0] for tag in own}):
        its = {tag for tag in (*known, *own) if tag.partition("-")[0] == language}
        shape = next((one for one in _SHAPES if _matched(language + one, its) <= own), None)
        rest = (its & own) - (_matched(language + shape, its) if shape else set())
        found += [
            *sorted(rest, key=lambda tag: (-len(tag), tag)),
            *([language + shape] if shape else []),
        ]
    return "|".join(found)


def _matched(pattern: str, tags: Iterable[str]) -> set[str]:
    return {tag for tag in tags if re.fullmatch(pattern, tag, re.IGNORECASE)}
