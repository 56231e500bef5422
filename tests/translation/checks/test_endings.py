"""A question stays a question, and a heading gets no full stop."""

import pytest


@pytest.mark.parametrize(
    ("source", "text", "locale", "says"),
    [
        ("Is it safe?", "Es seguro.", "es", "a question mark, the translation with a full stop"),
        ("Is it safe?", "هل هو آمن.", "ar", "a question mark"),
        ("Is it safe?", "安全です。", "ja", "a question mark"),
        ("Is it safe?", "यह सुरक्षित है।", "hi", "a question mark"),
        ("Side effects of ketamine", "Los efectos de la ketamina.", "es", "with a full stop"),
        ("It is safe.", "Es un medicamento seguro", "es", "with no mark"),
        ("It is safe.", "यह सुरक्षित है", "hi", "with no mark"),
        ("It is safe.", "Είναι ασφαλές;", "el", "with a question mark"),
        ("It is so…", "Es un poco así.", "es", "an ellipsis"),
        ("For example:", "Por ejemplo.", "es", "a colon"),
    ],
)
def test_another_end_is_found(told, source, text, locale, says):
    [message] = told("end-mark", source, text, locale)
    assert says in message


@pytest.mark.parametrize(
    ("source", "text", "locale"),
    [
        ("Is it safe?", "¿Es seguro?", "es"),
        ("Is it safe?", "هل هو آمن؟", "ar"),
        ("Is it safe?", "Είναι ασφαλές;", "el"),
        ("Is it safe?", "安全ですか。", "ja"),
        ("It is safe.", "यह सुरक्षित है।", "hi"),
        ("It is safe.", "ปลอดภัย", "th"),
        ("It is safe.", "安全", "zh-Hans"),
        ("It is (quite “safe”).", "Es (bastante «seguro»).", "es"),
        ("It is safe!", "Es un medicamento seguro.", "es"),
        ("And so on…", "等。", "zh-Hant"),
        ("So it is", "Así es:", "es"),
        ("Acme Inc.", "La empresa Acme", "es"),
        ("1200 am", "12:00 a.m.", "es"),
        ("", "", "es"),
    ],
)
def test_the_same_end_in_another_script_is_left_alone(told, source, text, locale):
    assert told("end-mark", source, text, locale) == []
