from threading import Thread

import pytest
from markupsafe import Markup

from pwa.errors import SiteError
from pwa.pages.templates import TemplateFile, Templates
from pwa.release.builder import Builder
from pwa.translation.catalog import Interface
from pwa.translation.po import parse

CATALOG = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Hello"
msgstr "<b>Hola</b> & “adiós”"

msgid "Hello %(name)s"
msgstr "Hola %(name)s"

msgid "%(n)s page"
msgid_plural "%(n)s pages"
msgstr[0] "%(n)s página"
msgstr[1] "%(n)s páginas"

msgctxt "verb"
msgid "Hello"
msgstr "Saludar"
"""


def templates(**texts):
    """Templates by their names without the suffix, each in a file of its own."""
    files = {f"{n}.html": TemplateFile(f"templates/{n}.html", text) for n, text in texts.items()}
    return Templates(files)


def render(text, locale="es", **context):
    interface = Interface.from_catalogs(locale, parse(CATALOG.encode(), file="interface.po"))
    return templates(page=text).speaking(interface).render("page.html", context)


def test_raw_html_in_a_translation_is_text():
    """Whatever the catalog's own checks let through."""
    page = templates(page="{{ _('Hello') }}")
    shouting = type("Shouting", (), {"gettext": lambda self, text: f"<script>{text}</script>"})()
    assert page.speaking(Interface("es", {}, digest="")).render("page.html", {}) == "Hello"
    rendered = page.speaking(shouting).render("page.html", {})
    assert rendered == "&lt;script&gt;Hello&lt;/script&gt;"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ _('Unknown') }}", "Unknown"),
        ("{% trans %}Hello {{ name }}{% endtrans %}", "Hola &lt;i&gt;"),
        ("{% trans name=safe %}Hello {{ name }}{% endtrans %}", "Hola <i>"),
        ("{% trans n=1 %}{{ n }} page{% pluralize %}{{ n }} pages{% endtrans %}", "1 página"),
        ("{% trans n=2 %}{{ n }} page{% pluralize %}{{ n }} pages{% endtrans %}", "2 páginas"),
        ("{{ pgettext('verb', 'Hello') }}", "Saludar"),
        ("{{ name }}", "&lt;i&gt;"),
    ],
)
def test_a_template_speaks_the_language_and_trusts_no_value(template, shown):
    assert render(template, name="<i>", safe=Markup("<i>")) == shown


@pytest.mark.parametrize(
    ("locale", "template", "shown"),
    [
        ("es", "{{ '2026-11-23'|date }}", "23 de noviembre de 2026"),
        ("ja", "{{ '2026-11-23'|date }}", "2026年11月23日"),
        ("en", "{{ '2026-11-23T23:59:59Z'|date }}", "November 23, 2026"),
        ("es", "{{ 12345|number }}", "12.345"),
        ("de", "{{ 0.5|percent }}", "50\xa0%"),
        ("xx", "{{ 12345|number }}", "12,345"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(locale, template, shown):
    assert render(template, locale) == shown


def test_a_number_in_a_template_is_written_in_each_language():
    """Jinja works constants out when it compiles, which it does once for all languages."""
    page = templates(page="{{ 0.5|percent }}")
    written = [page.speaking(Interface(one)).render("page.html", {}) for one in ("en", "de")]
    assert written == ["50%", "50\xa0%"]


def test_what_is_imported_without_a_pages_context_is_made_once():
    asked = []
    whole = templates(
        shared="{% set words = say(lang) %}",
        page='{% from "shared.html" import words %}{{ words }} {{ page }}',
    )
    said = {"lang": "es", "say": lambda lang: asked.append(lang) or f"in {lang}"}
    speaking = whole.speaking(Interface("es"), said)
    pages = [speaking.render("page.html", {"page": number}) for number in (1, 2)]
    assert (pages, asked) == (["in es 1", "in es 2"], ["es"])


def test_what_is_said_of_equal_facts_is_said_once():
    asked = []
    page = "{% macro told(facts) %}{{ say(facts[0]) }}{% endmacro %}"
    page += "{% for one in all %}{{ once(told, one) }} {% endfor %}"
    said = {"say": lambda fact: asked.append(fact) or fact}
    speaking = templates(page=page).speaking(Interface("es"), said)
    assert speaking.render("page.html", {"all": [("<",), ("a",), ("<",)]}) == "&lt; a &lt; "
    assert asked == ["<", "a"]


def test_a_sites_own_template_comes_before_the_engines(make_site, build):
    root = make_site()
    (root / "templates").mkdir()
    (root / "templates/about.html").write_text(
        '{% extends "base.html" %}{% block main %}Ours in {{ lang }}{% endblock %}'
    )
    assert b"Ours in en" in build(root).representations["/en/about/"].body


def test_a_changed_template_makes_pages_anew(make_site, build):
    root, builder = make_site(), Builder()
    build(root, builder)
    (root / "templates").mkdir()
    (root / "templates/about.html").write_text("New")
    assert build(root, builder).representations["/en/about/"].body == b"New"


def test_two_languages_at_once_do_not_mix():
    page, answers = templates(page="{{ _('Hello') }}"), {}
    speakers = {
        name: type(name, (), {"gettext": lambda self, text, name=name: name})() for name in "ab"
    }

    def speak(name):
        found = {page.speaking(speakers[name]).render("page.html", {}) for _ in range(50)}
        answers[name] = found

    threads = [Thread(target=speak, args=(name,)) for name in speakers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"a": {"a"}, "b": {"b"}}


def test_a_faulty_template_is_told_with_file_and_line():
    with pytest.raises(SiteError, match=r"^templates/page\.html:2: not a template"):
        templates(page="\n{% if %}").check()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\n{{ nothing.here }}", "'nothing' is undefined"),
        ("\n{{ nothing }}", "'nothing' is undefined"),
        ("\n{% include 'no.html' %}", r"there is no template no\.html"),
        ("\n{{ 1 + 'a' }}", "TypeError: unsupported operand"),
        ("\n{{ '2026-13-40'|date }}", "ValueError: month must be"),
        ("{% extends 'base.html' %}\n{% block body %}{{ nothing }}{% endblock %}", "'nothing'"),
    ],
)
def test_what_cannot_be_rendered_is_told_with_file_and_line(text, what):
    pages = templates(base="{% block body %}{% endblock %}", page=text)
    with pytest.raises(SiteError, match=rf"^templates/page\.html:2: cannot be rendered: {what}"):
        pages.speaking(Interface("en")).render("page.html", {})


def test_what_an_included_template_lacks_is_told_with_its_own_line():
    pages = templates(page="{% include 'part.html' %}", part="\n\n{{ nothing }}")
    with pytest.raises(SiteError, match=r"^templates/part\.html:3"):
        pages.speaking(Interface("en")).render("page.html", {})


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\n{% if %}", r"templates/cover\.html:2: not a template"),
        (b"\n{{ nothing }}", r"templates/cover\.html:2: cannot be rendered"),
        (b"{% extends 'no.html' %}", r"templates/cover\.html:1: cannot be rendered: there is no"),
        (b"\n\xff", r"templates/cover\.html:2: not UTF-8"),
    ],
)
def test_a_sites_own_faulty_template_is_told(make_site, build, data, told):
    root = make_site()
    (root / "templates").mkdir()
    (root / "templates/cover.html").write_bytes(data)
    (root / "templates/.#cover.html").symlink_to("ana@desk.1234")
    with pytest.raises(SiteError, match=f"^{told}"):
        build(root)


def test_a_sites_own_template_may_include_a_picture(make_site, build):
    root = make_site()
    (root / "templates/parts").mkdir(parents=True)
    (root / "templates/about.html").write_text("{% include 'parts/logo.svg' %}")
    (root / "templates/parts/logo.svg").write_text("<svg/>")
    assert build(root).representations["/en/about/"].body == b"<svg/>"
