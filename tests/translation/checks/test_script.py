"""Letters are those of the locale, and none only looks right."""

import pytest

FAULTS = {
    "script": [
        ("It helps.", "Это помогает.", "es", "Это"),
        ("It helps.", "Esto помогает mucho.", "es", "помогает"),
        ("It helps.", "これは помогает です。", "ja", "помогает"),
        ("It helps.", "これは 도움 です。", "ja", "도움"),
        ("It helps.", "Это βοηθάει.", "ru", "βοηθάει"),
        ("It helps you feel well.", "This really helps you feel better.", "ar", "Latin"),
        ("It helps you feel well.", "This really helps you feel better.", "hi", "Latin"),
    ],
    "look-alike": [
        ("Help", "Аyuda", "es", "Cyrillic"),
        ("Help", "Пoмощь", "ru", "Latin"),
        ("And help", "Помощь c врачом", "ru", "Latin"),
        ("Help", "Bοήθεια", "el", "Latin"),
    ],
    "letters": [
        ("Book", "كتاب كبير ی", "ar", "ی"),
        ("Book", "كتاب", "fa", "ک"),
        ("Book", "يک کتاب", "fa", "ی"),
        ("And", "şi", "ro", "ș"),
        ("Is", "Это і то", "ru", "і"),
        ("Is", "Цe добры", "uk", "ы"),
    ],
    "han": [
        ("Treatment", "治疗", "zh-Hant", "疗"),
        ("Medicine", "藥物", "zh-Hans", "simplified"),
        ("Treatment", "治疗", "zh-TW", "traditional"),
    ],
}
LOOK_ALIKES = {
    "script": [
        ("Use the API.", "API を使います。", "ja"),
        ("It takes 5 µg.", "Toma 5 μg.", "es"),
        ("The word слово", "La palabra слово", "es"),
        ("Write to @one", "اكتب إلى @one_two", "ar"),
        ("A drug", "약을 藥 먹다", "ko"),
        ("Run it", "`сделать` esto", "es"),
    ],
    "look-alike": [
        ("Help", "Ayuda", "es"),
        ("Help", "Помощь", "ru"),
        ("Use API", "API-интерфейс", "ru"),
        ("A word Аyuda", "La palabra Аyuda", "es"),
    ],
    "letters": [
        ("Book", "كتاب", "ar"),
        ("Book", "یک کتاب", "fa"),
        ("And", "și", "ro"),
        ("Is", "Це і то", "uk"),
    ],
    "han": [
        ("Medicine", "藥物", "zh-Hant"),
        ("Medicine", "药物", "zh-Hans"),
        ("Medicine", "薬物", "ja"),
        ("The sign 药", "「药」字", "zh-Hant"),
    ],
}


@pytest.mark.parametrize(
    ("code", "source", "text", "locale", "says"),
    [(code, *case) for code, cases in FAULTS.items() for case in cases],
)
def test_a_letter_of_another_language_is_found(told, code, source, text, locale, says):
    [message] = told(code, source, text, locale)
    assert says in message


@pytest.mark.parametrize(
    ("code", "source", "text", "locale"),
    [(code, *case) for code, cases in LOOK_ALIKES.items() for case in cases],
)
def test_names_and_own_letters_are_left_alone(told, code, source, text, locale):
    assert told(code, source, text, locale) == []
