"""Letters are those of the locale, and none only looks right."""

from pwa.translation.checks.base import Term

FAULTS = {
    "script": [
        ("It helps.", "Это помогает.", "es", "Это"),
        ("It helps.", "Esto помогает mucho.", "es", "помогает"),
        ("It helps.", "これは помогает です。", "ja", "помогает"),
        ("It helps.", "これは 도움 です。", "ja", "도움"),
        ("It helps.", "Это βοηθάει.", "ru", "βοηθάει"),
        ("It helps you feel well.", "This really helps you feel better.", "ar", "Latin"),
        ("It helps you feel well.", "This really helps you feel better.", "hi", "Latin"),
        ("A session with some people.", "Это сеанс with some people.", "ru", "“with some people”"),
        ("A session with some people.", "這是面談with some people。", "zh-Hant", "with some"),
        ("A session with people.", "Eto seans s lyudmi.", "ru", "Latin"),
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
        ("In good hands, by A. Good", "Книга «In good hands»", "ru"),
        ("A slow drip", "Капельница (slow drip)", "ru"),
        ("The garbage collector runs", "garbage collector работает", "ru"),
        ("See the Rust by example book", "Смотрите Rust by example", "ru"),
        ("Run `make test`, then make test", "Запустите `make test`", "ru"),
        ("A cookie helps", "cookie помогает", "ru"),
        ("With mild side effects", "Con side effects", "es"),
        ("use, super, self", "use、super、self", "ja"),
    ],
    "look-alike": [
        ("Help", "Ayuda", "es"),
        ("Help", "Помощь", "ru"),
        ("Use API", "API-интерфейс", "ru"),
        ("The value of it", "Значение x и его p", "ru"),
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


def test_a_letter_of_another_language_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert says in message


def test_names_and_own_letters_are_left_alone(told, look_alike):
    assert told(*look_alike) == []


def test_words_that_the_glossary_keeps_may_stay(told):
    kept = (Term("slow drip rate", "slow drip rate", "as on the pump"),)
    case = ("script", "Watch the slow drip rate.", "Следите за slow drip rate.", "ru")
    assert (len(told(*case)), told(*case, glossary=kept)) == (1, [])
