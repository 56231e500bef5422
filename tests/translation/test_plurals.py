"""A number finds its plural form by CLDR's rules, or by a catalog's own header."""

import shutil
import subprocess

import pytest
from babel import Locale

from pwa.translation.plurals import parse_plural_forms, plural_forms, rule_of

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
NUMBERS = [*range(250), 1000, 1001, 100_000, 1_000_000, 1_000_001, 2_000_000]


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("ja", "nplurals=1; plural=0;"),
        ("en", "nplurals=2; plural=(n == 1) ? 0 : 1;"),
        ("es", "nplurals=3; plural=(n == 1) ? 0 : (n != 0 && n % 1000000 == 0) ? 1 : 2;"),
        (
            "pl",
            "nplurals=3; plural=(n == 1) ? 0 : "
            "(n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)) ? 1 : 2;",
        ),
    ],
)
def test_the_header_says_what_whole_numbers_need(tag, header):
    assert plural_forms(tag) == header


@pytest.mark.parametrize(
    "tag",
    ["ar", "be", "br", "cs", "cy", "en", "es", "fil", "fr", "ga", "he", "is", "ja", "kw", "lt"],
)
def test_every_number_takes_the_form_of_its_category(tag):
    rule, forms = Locale.parse(tag).plural_form, parse_plural_forms(plural_forms(tag))
    reached = [category for category in CATEGORIES if category in {rule(n) for n in NUMBERS}]
    assert [reached[forms.form(number)] for number in NUMBERS] == [rule(n) for n in NUMBERS]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("tag", ["ar", "br", "es", "kw", "ja"])
def test_msgfmt_accepts_the_header(tag):
    forms = parse_plural_forms(plural_forms(tag))
    lines = "".join(f'msgstr[{form}] "x"\n' for form in range(forms.count))
    header = f"Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: {plural_forms(tag)}\\n"
    data = f'msgid ""\nmsgstr "{header}"\n\nmsgid "a"\nmsgid_plural "b"\n{lines}'
    command = ["msgfmt", "--check-format", "-o", "-", "-"]
    done = subprocess.run(command, input=data.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ("", "must read"),
        ("nplurals=2", "must read"),
        ("nplurals=2; plural=__import__('os');", "invalid token"),
        ("nplurals=2; plural=n**9;", "unexpected token"),
        ("nplurals=2; plural=n % 0;", "divides by zero for the number 0"),
        ("nplurals=2; plural=n;", "form 2 for the number 2"),
        ("nplurals=2; plural=" + "(" * 400 + "n" + ")" * 400, "too complex"),
        ("nplurals=2; plural=" + "n+" * 600 + "n", "too long"),
    ],
)
def test_a_header_that_is_none_is_refused_and_never_run(header, wrong):
    with pytest.raises(ValueError, match=wrong):
        parse_plural_forms(header)


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ({}, 3),
        ({"Plural-Forms": ""}, 3),
        ({"Plural-Forms": "nplurals=INTEGER; plural=EXPRESSION;"}, 3),
        ({"Plural-Forms": "nplurals=2; plural=(n != 1);"}, 2),
    ],
)
def test_a_catalogs_rule_is_its_headers_or_cldrs(header, count):
    assert rule_of(header, "es").count == count


def test_a_headers_rule_that_cannot_be_used_is_refused():
    with pytest.raises(ValueError, match="must read"):
        rule_of({"Plural-Forms": "x"}, "es")


def test_a_number_that_finds_no_form_takes_the_last():
    forms = parse_plural_forms("nplurals=2; plural=n != 5000 ? 0 : 1 / (n - 5000);")
    assert [forms.form(number) for number in (5000, -1, 1.5)] == [1, 0, 0]


def test_forms_for_a_single_number_are_known():
    forms = parse_plural_forms(plural_forms("ar"))
    assert [forms.serves_one_number(form) for form in range(6)] == [True] * 3 + [False] * 3
