"""The header's plural rule is the language's, and no form of a message is missing."""

import pytest


@pytest.mark.parametrize(
    ("locale", "rule"),
    [
        ("es", "nplurals=2; plural=(n != 1);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("ru", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
               "(n%100<10 || n%100>=20) ? 1 : 2);"),
        ("ar", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
               "n%100>=11 ? 4 : 5);"),
        ("en", "nplurals=2; plural=(n == 1);"),
        ("sl", "nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);"),
        ("it", "nplurals=INTEGER; plural=EXPRESSION;"),
    ],
)  # fmt: skip
def test_what_gettext_and_its_editors_write_is_accepted(told, locale, rule):
    assert told("plural-rule", "", f"Language: {locale}\nPlural-Forms: {rule}\n", locale) == []


@pytest.mark.parametrize(
    ("locale", "rule"),
    [
        ("es", "nplurals=1; plural=0;"),
        ("es", "nplurals=2; plural=(n > 1);"),
        ("ja", "nplurals=2; plural=(n != 1);"),
        ("ru", "nplurals=2; plural=(n != 1);"),
        ("ar", "nplurals=4; plural=n==1 ? 0 : n==2 ? 1 : n>=3 && n<=10 ? 2 : 3;"),
        ("it", "nplurals=2; plural=n !=;"),
        ("it", "two of them"),
    ],
)
def test_another_languages_rule_is_found_and_the_right_one_told(told, locale, rule):
    [message] = told("plural-rule", "", f"Plural-Forms: {rule}\n", locale)
    assert "Write in the header: Plural-Forms: nplurals=" in message


def test_a_header_without_the_field_says_nothing_wrong(told):
    assert told("plural-rule", "", "Language: es\n") == []


@pytest.mark.parametrize(("forms", "count"), [(1, 1), (2, 1), (3, 0), (4, 1)])
def test_a_missing_form_is_told_once_a_message(told, forms, count):
    message = {"msgid_plural": "%(n)s days", "msgstr": ("x",) * forms}
    each = [told("plural-count", "a day", "x", "es", form=form, **message) for form in range(forms)]
    assert sum(map(len, each)) == count


def test_a_message_without_plural_has_one_form(told):
    assert told("plural-count", "a day", "ein Tag", "de") == []
