"""Direction controls are closed, and names keep their marks on the right side."""

FAULTS = {
    "bidi": [
        ("A name", "اسم \u2066Name", "ar", "U+2069"),
        ("A name", "نام \u202aName", "fa", "U+202C"),
        ("A name", "שם \u2067Name", "he", "U+2069"),
        ("A name", "اسم Name\u2069", "ar", "nothing began"),
        ("A name", "Un \u2066nombre\u202c", "es", "nothing began"),
    ],
    "bidi-marks": [
        ("Use C++ here.", "استخدم C++ هنا.", "ar", "C++"),
        ("Use C++ here.", "از C++ استفاده کنید.", "fa", "C++"),
        ("Use .NET here.", "השתמש ב .NET כאן.", "he", ".NET"),
        ("Ask @doctor now.", "اسأل @doctor الآن.", "ar", "@doctor"),
    ],
}
LOOK_ALIKES = {
    "bidi": [
        ("A name", "اسم \u2066Name\u2069", "ar"),
        ("A name", "\u202bنام \u2066Name\u2069\u202c", "fa"),
        ("A \u2066name", "A \u2066name", "ar"),
        ("A name", "اسم \u200eC++\u200e", "ar"),
    ],
    "bidi-marks": [
        ("Use C++ here.", "استخدم C++\u200e هنا.", "ar"),
        ("Use C++ here.", "از \u2066C++\u2069 استفاده کنید.", "fa"),
        ("Use C++ here.", "Use C++ aquí.", "es"),
        ("Use `C++` here.", "استخدم `C++` هنا.", "ar"),
        ("Use C here.", "استخدم C هنا.", "ar"),
    ],
}


def test_text_that_would_jump_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert says in message


def test_text_that_stays_in_place_is_left_alone(told, look_alike):
    assert told(*look_alike) == []
