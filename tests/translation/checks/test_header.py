"""A catalog's header says which language it is in, and which plural rule that has."""

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
        ("it", ""),
    ],
)  # fmt: skip
def test_what_gettext_and_its_editors_write_is_accepted(told, locale, rule):
    assert told("plural-rule", "", rule, locale) == []


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
    [message] = told("plural-rule", "", rule, locale)
    assert "Write in the header: Plural-Forms: nplurals=" in message


@pytest.mark.parametrize(("said", "locale"), [("fr", "es"), ("ru", "uk"), ("zh_TW", "zh-Hans")])
def test_another_language_is_found(told, said, locale):
    [message] = told("language", "", said, locale)
    assert f"Language is {said}" in message


@pytest.mark.parametrize(
    ("said", "locale"),
    [
        ("es", "es"),
        ("es_MX", "es"),
        ("pt_BR", "pt-BR"),
        ("zh_CN", "zh-Hans"),
        ("", "es"),
        ("?", "es"),
    ],
)
def test_the_language_a_variety_of_it_or_none_is_accepted(told, said, locale):
    assert told("language", "", said, locale) == []
