"""Numbers are read in any script's digits, with the separators of their language."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis.strategies import decimals, integers, sampled_from

from pwa.translation.checks.numerals import han_numbers, numbers, plain

LOCALES = ("en", "es", "fr", "de", "ar", "fa", "hi", "ja", "ru", "pl", "de-CH", "pt-BR", "bn")


def values(text, locale):
    return [str(number.value) for number in numbers(text, locale)]


@pytest.mark.parametrize(
    ("text", "locale", "read"),
    [
        ("1,000 and 1.5 and 12.345", "en", ["1E+3", "1.5", "12.345"]),
        ("1.000 y 1,5 y 3.14", "es", ["1E+3", "1.5", "3.14"]),
        ("١٬٠٠٠ و ١٫٥", "ar", ["1E+3", "1.5"]),
        ("۱٬۲۳۴ و ۱۴۰۲", "fa", ["1234", "1402"]),
        ("10 000 et 1 234,5", "fr", ["1E+4", "1234.5"]),
        ("1'234.5", "de-CH", ["1234.5"]),
        ("1,00,000 और १२३", "hi", ["1E+5", "123"]),
        ("１，０００人、第３章", "ja", ["1E+3", "3"]),
        ("1億2000万円、1.5万", "ja", ["1.2E+8", "1.5E+4"]),
        ("1.5 million, 2 thousand", "en", ["1.5E+6", "2E+3"]),
        ("1,5 millones, 2 mil millones", "es", ["1.5E+6", "2E+9"]),
        ("۳ میلیون", "fa", ["3E+6"]),
        ("0.125 and 0,125", "es", ["0.125", "0.125"]),
        ("version 1.77.0", "en", ["1.77.0"]),
        ("u8, x86, UTF-8, v1.2, Rust2021", "en", ["8"]),
        ("am 11.10.2023 um 10:30", "de", ["11", "1E+1", "2023", "1E+1", "3E+1"]),
        ("2023. 1. 5.", "hu", ["2023", "1", "5"]),
        ("in 2023 100 people, 15–25", "en", ["2023", "1E+2", "15", "25"]),
        ("1,2,3 and 4, 5", "en", ["1", "2", "3", "4", "5"]),
        ("no number, ² and ½", "en", []),
    ],
)
def test_numbers_are_read_as_their_language_writes_them(text, locale, read):
    assert values(text, locale) == read


@given(integers(0, 10**9), sampled_from(LOCALES))
def test_what_cldr_writes_is_read_back(number, locale):
    written = format_decimal(number, locale=locale.replace("-", "_"))
    assert [one.value for one in numbers(f"({written})", locale)] == [number]


@given(decimals(0, 10**6, places=2), sampled_from(LOCALES))
def test_fractions_of_cldr_are_read_back(number, locale):
    written = format_decimal(number, locale=locale.replace("-", "_"))
    assert [one.value for one in numbers(written, locale)] == [Decimal(number)]


@given(integers(0, 10**6), sampled_from("०٠۰০๐０"))
def test_every_script_has_ten_digits(number, zero):
    written = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert plain(written) == str(number)
    assert [one.value for one in numbers(written, "en")] == [number]


def test_a_number_knows_where_it_stands():
    [number] = numbers("以上で1.5万円", "ja")
    assert "以上で1.5万円"[number.start : number.end] == "1.5万"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("十五分", {15}),
        ("二十から百二十三", {20, 123}),
        ("两千", {2000}),
        ("二〇二三年", {2023}),
        ("本", set()),
    ],
)
def test_chinese_numerals_are_read(text, read):
    assert han_numbers(text) == read
