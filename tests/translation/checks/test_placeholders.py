"""Interface messages keep what the engine puts values into."""

from functools import partial

import pytest

from pwa.translation.checks.placeholders import placeholders


@pytest.fixture(scope="module")
def interface(told):
    return partial(told, "placeholders", domain="interface")


@pytest.mark.parametrize(
    ("source", "text", "lost", "added"),
    [
        ("Written in %(language)s.", "Escrito en español.", "%(language)s", ""),
        ("Written in %(language)s.", "Escrito en %(idioma)s.", "%(language)s", "%(idioma)s"),
        ("On %(date)s", "٪(date)s", "%(date)s", ""),
        ("On %(date)s", "%(date)d", "%(date)s", "%(date)d"),
        ("100%% done", "100 % hecho", "", "% "),
        ("{name} came", "{nombre} vino", "{name}", "{nombre}"),
        ("%s of %s", "%s", "%s", ""),
        ('<a href="%(url)s">Here</a>', "Aquí %(url)s", '<a href="%(url)s">', ""),
        ("None", "<b>Nada</b>", "", "<b>"),
    ],
)
def test_a_placeholder_or_tag_that_differs_is_found(interface, source, text, lost, added):
    [message] = interface(source, text)
    assert lost in message
    assert added in message


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("%(done)s of %(total)s", "De %(total)s, %(done)s"),
        ("%(name)s wrote it", "%(name)s, lo escribió %(name)s"),
        ("100%% done", "%%100 tamam"),
        ("{0} and {1}", "{1} y {0}"),
        ("<b>Bold</b>", "<b>太字</b>"),
    ],
)
def test_the_same_ones_in_another_order_are_left_alone(interface, source, text):
    assert interface(source, text) == []


def test_a_plural_form_for_one_number_may_leave_the_number_out(interface):
    message = {"msgid_plural": "%(count)s paragraphs", "msgstr": ("فقرة", "%(count)s فقرات")}
    assert interface("%(count)s paragraph", "فقرة واحدة", "ar", form=1, **message) == []
    assert interface("%(count)s paragraph", "فقرات", "ar", form=3, **message) != []


def test_content_has_no_placeholders(told):
    assert told("placeholders", "Write %(this)s down", "Apunta esto") == []


def test_what_has_no_name_counts_as_often_as_it_stands():
    assert placeholders("%s %s %(a)s %(a)s %%") == {"%s": 2, "%(a)s": 1}
