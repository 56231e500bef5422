"""Interface messages keep what the engine puts values into, in all of their plural forms."""

import pytest

from pwa.translation.placeholders import placeholder_fault, placeholders, plural_count_fault
from pwa.translation.plurals import rule_of
from pwa.translation.po import entry

ARABIC = rule_of({}, "ar")
GERMAN = rule_of({}, "de")


def fault(source, text):
    return placeholder_fault(entry(msgid=source, msgstr=(text,)), None, None)


def days(*texts):
    return entry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr=texts)


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
def test_a_placeholder_or_tag_that_differs_is_a_fault(source, text, lost, added):
    message = fault(source, text)
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
def test_the_same_ones_in_another_order_are_none(source, text):
    assert fault(source, text) is None


def test_what_has_no_name_counts_as_often_as_it_stands():
    assert placeholders("%s %s %(a)s %(a)s %%") == {"%s": 2, "%(a)s": 1}


def test_a_plural_form_for_one_number_may_leave_the_number_out():
    message = days("لا أيام", "يوم", "يومان", "أيام", "%(n)s يوما", "%(n)s يوم")
    faulty = [form for form in range(6) if placeholder_fault(message, form, ARABIC)]
    assert faulty == [3]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("Tag",), "has 1 plural forms where the catalog's header says 2: write msgstr[0], msgs"),
        (("a", "b", "c"), "3 plural forms"),
        (("Tag", ""), "Fill in msgstr[1] as well"),
        (("", "Tage"), "Fill in msgstr[0] as well"),
    ],
)
def test_a_plural_form_that_lacks_is_a_fault(texts, says):
    assert says in plural_count_fault(days(*texts), GERMAN)


@pytest.mark.parametrize(
    "message", [days("Tag", "Tage"), days("", ""), entry(msgid="a", msgstr=("b",))]
)
def test_all_forms_or_none_are_no_fault(message):
    assert plural_count_fault(message, GERMAN) is None
