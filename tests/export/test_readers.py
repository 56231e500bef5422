import re

import pytest

from pwa.export.readers import known_tags, misspelt, misspelt_tags, wanted
from pwa.locales import meant, negotiate

PUBLICATIONS = (
    ("en", "es", "ar", "ja"),
    ("en", "pt-BR", "zh-Hans", "zh-Hant", "sr-Latn"),
    ("de", "pt-PT", "pt-BR", "nb", "en-GB"),
)


@pytest.fixture(params=PUBLICATIONS, ids=",".join)
def locales(request):
    return request.param


def home(header, locales):
    """Where a host sends a reader, by the first expression that fits."""
    table = wanted(locales)
    return next((tag for e, tag in table if re.search(e, header, re.IGNORECASE)), locales[0])


def test_every_language_that_is_known_leads_where_our_own_matcher_leads(locales):
    table = [(re.compile(e, re.IGNORECASE), tag) for e, tag in wanted(locales)]
    for asked in (*known_tags(), *locales):
        found = next((tag for e, tag in table if e.search(asked)), locales[0])
        assert found == negotiate(asked, locales, locales[0]), asked


@pytest.mark.parametrize(
    "header",
    ["", "*", "es-MX,es;q=0.9,en;q=0.8", "fr-CH, fr;q=0.9, de;q=0.7, pt-PT;q=0.5", "zh-TW,zh;q=0.9",
     "tlh, xx ; q=0.9, nb ;q=0.1", "no such thing", "EN-us", "ca, gl, pt-br;q=0.3, *;q=0.1"],
)  # fmt: skip
def test_browsers_are_read_as_our_own_server_reads_them(header, locales):
    assert home(header, locales) == negotiate(header, locales, locales[0])


def test_what_is_meant_as_a_tag_is_what_our_own_server_takes_for_one(locales):
    table = misspelt(locales)
    for spelt in {form for tag in known_tags() for form in (tag, tag.lower().replace("-", "_"))}:
        found = [tag for tag, e in table.items() if re.fullmatch(e, spelt, re.IGNORECASE)]
        assert found == [tag for tag in [meant(spelt, locales)] if tag], spelt


def test_other_spellings_never_hold_the_right_one(locales):
    for locale, spellings in misspelt_tags(locales).items():
        assert not set(locales) & set(spellings)
        assert {meant(one, locales) for one in spellings} <= {locale}
