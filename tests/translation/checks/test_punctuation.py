"""Marks follow the rules of the language, and come in pairs."""

FAULTS = {
    "french-spaces": [
        ("Why?", "Pourquoi ?", "fr", "before “?”"),
        ("Why?", "Pourquoi?", "fr", "before “?”"),
        ("A “word”", "Un «\u00a0mot »", "fr", "before “»”"),
        ("A “word”", "Un «mot\u202f»", "fr", "after “«”"),
        ("Note:", "Remarque:", "fr-BE", "before “:”"),
        ("Note this:", "Notez ceci:", "fr-CA", "before “:”"),
    ],
    "spanish-marks": [
        ("Why?", "Por qué?", "es", "lacks its ¿"),
        ("Stop!", "Pare!", "es-MX", "lacks its ¿ or ¡"),
        ("Why?", "¿Por qué.", "es", "no ? or !"),
    ],
    "full-width-marks": [
        ("First, this", "首先,這個", "zh-Hant", "，"),
        ("It is so.", "是这样.", "zh-Hans", "。"),
        ("It is so.", "そうです.", "ja", "。"),
        ("Note: it", "注:這", "zh-TW", "："),
    ],
    "arabic-marks": [
        ("First, this", "أولاً, هذا", "ar", "،"),
        ("Is it so?", "آیا چنین است?", "fa", "؟"),
        ("One; two", "ایک; دو", "ur", "؛"),
    ],
    "pairs": [
        ("A word (here)", "Una palabra (aquí", "es", "( and )"),
        ("A word (here)", "言葉（ここ", "ja", "（ and ）"),
        ("A “word”", "「言葉", "ja", "「 and 」"),
        ("A “word”", "Una «palabra", "es", "«"),
        ("A “word”", 'كلمة "هنا', "ar", '"'),
    ],
}
LOOK_ALIKES = {
    "french-spaces": [
        ("Why?", "Pourquoi\u202f?", "fr"),
        ("Why?", "Pourquoi?", "fr-CA"),
        ("At 10:30", "À 10:30", "fr"),
        ("See <https://a.example/?b>", "Voir <https://a.example/?b>", "fr"),
        ("Why?", "Por qué?", "pt"),
    ],
    "spanish-marks": [
        ("Why?", "¿Por qué?", "es"),
        ("What!?", "¡¿Qué?!", "es"),
        ("Doubtful (?)", "Dudoso (?)", "es"),
        ("Run `a?`", "Ejecute `a?`", "es"),
        ("Why?", "Perché?", "it"),
    ],
    "full-width-marks": [
        ("Version 1.2", "版本1.2", "zh-Hans"),
        ("Use C, C++", "使用 C, C++", "zh-Hant"),
        ("Note: it", "注:それ", "ja"),
        ("First, this", "먼저, 이것", "ko"),
    ],
    "arabic-marks": [
        ("First, this", "أولاً، هذا", "ar"),
        ("In C, this", "في C, هذا", "ar"),
        ("First, this", "ראשית, זה", "he"),
    ],
    "pairs": [
        ("a) One", "a) Uno", "es"),
        ("A “word”", "Ein „Wort“", "de"),
        ("A “word”", "Ett ”ord”", "sv"),
        ("A “word”", "„Слово“ и «слово»", "ru"),
        ("The UN", 'האו"ם', "he"),
        ("It’s so", "C’est ainsi", "fr"),
    ],
}


def test_a_mark_against_the_rule_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert says in message


def test_marks_by_the_rule_are_left_alone(told, look_alike):
    assert told(*look_alike) == []
