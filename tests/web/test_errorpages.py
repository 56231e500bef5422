"""Whoever is lost, or meets a fault of ours, is told so in their language and led on."""

import re
from pathlib import Path

import pytest
from starlette.requests import Request

from pwa.web.errorpages import error_page

ROOT = Path(__file__).parents[2]
LOCALES = ("en", "ar", "de", "es", "fr", "hi", "ja", "pt-BR", "uk", "zh-Hans")
STATUSES = (404, 500)


@pytest.fixture(scope="module")
def release(build):
    return build(ROOT)


@pytest.fixture(scope="module")
def answer(release):
    """A function that asks for an address that fails."""

    def of(status, path, languages=""):
        headers = [(b"accept-language", languages.encode())]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        return error_page(release, Request(scope), status)

    return of


@pytest.fixture(scope="module")
def page(answer, elements):
    def of(status, locale):
        return elements(answer(status, f"/{locale}/nothing/").body.decode())

    return of


def heading(found):
    [h1] = [e for e in found if e.tag == "h1"]
    return h1


everywhere = pytest.mark.parametrize("locale", LOCALES)
both = pytest.mark.parametrize("status", STATUSES)


@everywhere
@both
def test_it_is_in_the_language_of_its_address(answer, page, status, locale):
    found = answer(status, f"/{locale}/nothing/", "en, de, ja")
    assert (found.status_code, found.headers["content-language"]) == (status, locale)
    [html] = [e for e in page(status, locale) if e.tag == "html"]
    assert html["lang"] == locale


@everywhere
@both
def test_all_of_it_is_translated(page, status, locale):
    """What is not is marked as English (WCAG 2.2, 3.1.2)."""
    marked = [e for e in page(status, locale) if e.tag == "span" and e["lang"] == "en"]
    assert [e.text for e in marked if locale != "en"] == []


@both
def test_it_says_something_else_in_every_language(page, status):
    assert len({heading(page(status, locale)).text for locale in LOCALES}) == len(LOCALES)


@everywhere
@both
def test_it_leads_on_to_the_contents_to_a_search_and_to_every_language(page, status, locale):
    found = page(status, locale)
    ways = {e["href"] for e in found if e.tag == "a" and "main" in e.within}
    assert ways == {f"/{locale}/"}
    others = {e["href"] for e in found if e.tag == "a"}
    assert others >= {f"/{locale}/search", *(f"/{other}/" for other in LOCALES)}


@both
def test_elsewhere_it_is_in_the_readers_language(answer, status):
    found = answer(status, "/nothing/", "xx, uk;q=0.5")
    assert found.headers["content-language"] == "uk"
    assert "Accept-Language" in found.headers["vary"]


@everywhere
@both
def test_it_is_never_kept_and_names_no_address_as_its_own(answer, page, status, locale):
    assert answer(status, f"/{locale}/nothing/").headers["cache-control"] == "no-store"
    assert not [e for e in page(status, locale) if e["rel"] == "canonical"]


@everywhere
@both
def test_nobody_is_blamed(page, status, locale):
    """The same calm voice: no code, no capitals, no exclamation mark."""
    [main] = [e for e in page(status, locale) if e.tag == "main"]
    assert not re.search(r"[!！¡]|404|500|\b[A-Z]{4,}\b", main.text)
