"""No character is there that nobody sees or nobody wants."""

FAULTS = {
    "double-space": [
        ("It helps.", "Esto  ayuda.", "es", "more than one space"),
        ("It helps.", "هذا \u00a0يساعد.", "ar", "more than one space"),
        ("It helps.", "これは\u3000\u3000役立つ。", "ja", "more than one space"),
    ],
    "edge-space": [
        ("It helps.", "Esto ayuda. ", "es", "ends with a space"),
        ("It helps.", " هذا يساعد.", "ar", "begins with a space"),
        ("Note: ", "Nota:", "es", "ends with no space"),
        ("Note:\n", "Nota: ", "es", "ends with a space"),
        ("It helps.", " 役立つ。", "ja", "begins with a space"),
    ],
    "invisible": [
        ("It helps.", "Esto\u200b ayuda.", "es", "U+200B"),
        ("It helps.", "役\ufeff立つ。", "ja", "U+FEFF"),
        ("It helps.", "Ay\u00aduda", "es", "U+00AD"),
        ("It helps.", "Помо\u200cгает", "ru", "U+200C"),
    ],
    "decomposed": [
        ("Option", "Opcio\u0301n", "es", "Opcio\u0301n"),
        ("Hospital", "か\u3099く", "ja", "か\u3099く"),
        ("His", "его\u0438\u0306", "ru", "его"),
    ],
    "broken-character": [
        ("It helps.", "Est\ufffd ayuda.", "es", "U+FFFD"),
        ("It helps.", "役\x08立つ。", "ja", "U+0008"),
        ("It helps.", "Esto\x92ayuda.", "es", "U+0092"),
    ],
}
LOOK_ALIKES = {
    "double-space": [
        ("It  helps.", "Esto  ayuda.", "es"),
        ("It helps.", "Esto ayuda.", "es"),
        ("Run `a  b`.", "Ejecute `a  b`.", "es"),
    ],
    "edge-space": [
        ("Note: ", "Nota: ", "es"),
        ("Note: ", "注：", "ja"),
        ("\nNote", "\nNota", "es"),
    ],
    "invisible": [
        ("It is", "می\u200cشود", "fa"),
        ("Power", "शक्\u200dति", "hi"),
        ("Water", "น้ำ\u200bดื่ม", "th"),
        ("Family", "Familia 👨\u200d👩\u200d👧", "es"),
        ("Soft\u00adware", "Soft\u00adware libre", "es"),
    ],
    "decomposed": [
        ("Option", "Opción", "es"),
        ("Road", "सड़क", "hi"),
        ("A teacher", "معلِّم", "ar"),
    ],
    "broken-character": [
        ("It\thelps.\n", "Esto\tayuda.\n", "es"),
        ("The sign \ufffd", "El signo \ufffd", "es"),
    ],
}


def test_an_unwanted_character_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert says in message


def test_a_character_with_a_purpose_is_left_alone(told, look_alike):
    assert told(*look_alike) == []
