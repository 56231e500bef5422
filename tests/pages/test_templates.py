from threading import Thread

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from pwa.errors import SiteError
from pwa.pages.templates import Templates
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


@pytest.fixture
def render(tmp_path):
    def of(text, locale="es", **context):
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        interface = Interface.from_catalogs(locale, parse(CATALOG.encode(), file="interface.po"))
        return Templates([tmp_path]).render("page.html", interface, context)

    return of


def test_raw_html_in_a_translation_is_text(tmp_path):
    """Whatever the catalog's own checks let through."""
    (tmp_path / "page.html").write_text("{{ _('Hello') }}")
    interface = Interface("es", {}, digest="")
    shouting = type("Shouting", (), {"gettext": lambda self, text: f"<script>{text}</script>"})()
    assert Templates([tmp_path]).render("page.html", interface, {}) == "Hello"
    rendered = Templates([tmp_path]).render("page.html", shouting, {})
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
def test_a_template_speaks_the_language_and_trusts_no_value(render, template, shown):
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
def test_dates_and_numbers_are_written_as_the_language_does(render, locale, template, shown):
    assert render(template, locale) == shown


def test_an_unknown_name_is_an_error_and_not_nothing(render):
    with pytest.raises(UndefinedError):
        render("{{ nothing }}")


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


def test_two_languages_at_once_do_not_mix(render, tmp_path):
    (tmp_path / "page.html").write_text("{{ _('Hello') }}")
    templates, answers = Templates([tmp_path]), {}
    speakers = {
        name: type(name, (), {"gettext": lambda self, text, name=name: name})() for name in "ab"
    }

    def speak(name):
        found = {templates.render("page.html", speakers[name], {}) for _ in range(50)}
        answers[name] = found

    threads = [Thread(target=speak, args=(name,)) for name in speakers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"a": {"a"}, "b": {"b"}}


def test_a_faulty_template_is_told_with_file_and_line(tmp_path):
    (tmp_path / "page.html").write_text("\n{% if %}")
    with pytest.raises(SiteError, match=r"templates/page\.html:2"):
        Templates([tmp_path])
