"""Negation and caution are kept, and nothing is left in the source language."""

import re
from pathlib import Path

import pytest

from pwa.translation.checks.lexicon import CAUTION, NEGATION

NOT = "This drug is not approved."
MAY = "Ketamine may help some people."
LEFT = "Ask your doctor before you take this drug."

FAULTS = {
    "negation": [
        (NOT, "Este medicamento está aprobado.", "es", "translation does not"),
        (NOT, "هذا الدواء معتمد.", "ar", "translation does not"),
        (NOT, "この薬は承認されています。", "ja", "translation does not"),
        (NOT, "यह दवा स्वीकृत है।", "hi", "translation does not"),
        (NOT, "Dieses Mittel ist zugelassen.", "de", "translation does not"),
        (NOT, "此药已获批准。", "zh-Hans", "translation does not"),
        (NOT, "Этот препарат одобрен.", "ru", "translation does not"),
        (NOT, "התרופה הזאת מאושרת.", "he", "translation does not"),
        (NOT, "این دارو تأیید شده است.", "fa", "translation does not"),
        ("This drug is approved.", "Этот препарат не одобрен.", "ru", "source does not"),
        ("This drug is approved.", "התרופה אינה מאושרת.", "he", "source does not"),
        ("This drug is approved.", "این دارو مجاز نیست.", "fa", "source does not"),
        ("This drug is approved.", "Este medicamento no está aprobado.", "es", "source does not"),
        ("This drug is approved.", "この薬は承認されていません。", "ja", "source does not"),
    ],
    "caution": [
        (MAY, "La ketamina ayuda a algunas personas.", "es", "promises more"),
        (MAY, "الكيتامين يساعد بعض الناس.", "ar", "promises more"),
        (MAY, "ケタミンは一部の人を助けます。", "ja", "promises more"),
        (MAY, "La kétamine aide certaines personnes.", "fr", "promises more"),
        (MAY, "केटामाइन कुछ लोगों की मदद करता है।", "hi", "promises more"),
        (MAY, "Кетамин помогает некоторым людям.", "ru", "promises more"),
        (MAY, "קטמין עוזר לכמה אנשים.", "he", "promises more"),
    ],
    "untranslated": [
        (NOT, NOT, "es", "untranslated"),
        (NOT, NOT, "ja", "untranslated"),
        ("known risks", "known risks", "it", "untranslated"),
        ("Known risks", "Known risks", "it", "untranslated"),
        ("misuse", "misuse", "ja", "untranslated"),
        (f"Stop. {LEFT}", f"Pare. {LEFT}", "es", "left untranslated"),
        (f"Stop. {LEFT}", f"توقف. {LEFT}", "ar", "left untranslated"),
    ],
}
LOOK_ALIKES = {
    "negation": [
        (NOT, "Este medicamento carece de aprobación.", "es"),
        (NOT, "未承認の薬です。", "ja"),
        (NOT, "Этот препарат запрещён.", "ru"),
        (NOT, "התרופה הזאת ללא אישור.", "he"),
        (NOT, "این دارو را تأیید نکرده‌اند.", "fa"),
        ("It helps and it lasts.", "Это не только помогает.", "ru"),
        ("Not only does it help, it lasts.", "Ayuda y además dura.", "es"),
        ("It is unknown.", "No se conoce.", "es"),
        ("It is so.", "そうかもしれません。", "ja"),
        (NOT, "Tá sé seo ceadaithe.", "ga"),
    ],
    "caution": [
        (MAY, "La ketamina podría ayudar a algunas personas.", "es"),
        (MAY, "قد يساعد الكيتامين بعض الناس.", "ar"),
        (MAY, "ケタミンは助けになるかもしれません。", "ja"),
        (MAY, "Кетамин может помочь некоторым людям.", "ru"),
        (MAY, "קטמין עשוי לעזור לכמה אנשים.", "he"),
        ("It began on 3 May 2020.", "Comenzó el 3 de mayo de 2020.", "es"),
    ],
    "untranslated": [
        ("Johns Hopkins University", "Johns Hopkins University", "es"),
        ("Total", "Total", "es"),
        ("hospital", "hospital", "es"),
        ("Insights", "Insights", "ja"),
        ("use, super, self", "use、super、self", "zh-Hant"),
        ("if-let", "if-let", "es"),
        ("let-else", "let-else", "ja"),
        ('b"hello there"', 'b"hello there"', "ja"),
        ("Error 404", "Error 404", "fr"),
        (NOT, NOT, "en-GB"),
        ("`a = not b`", "`a = not b`", "ja"),
    ],
}


def test_a_changed_meaning_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert says in message


def test_the_same_in_other_words_is_left_alone(told, look_alike):
    assert told(*look_alike) == []


def test_a_plural_form_for_zero_may_say_no(told):
    assert told("negation", "{n} pages", "لا صفحات", "ar", domain="interface", form=0) == []


def test_the_interface_in_another_script_has_no_english_word_left(told):
    assert told("untranslated", "Search", "Search", "ar", domain="interface") != []
    assert told("untranslated", "PDF", "PDF", "ar", domain="interface") == []


@pytest.mark.parametrize(("code", "lists"), [("negation", NEGATION), ("caution", CAUTION)])
def test_translators_are_told_which_languages_are_looked_at(code, lists):
    told = (Path(__file__).parents[3] / "TRANSLATING.md").read_text(encoding="utf-8")
    [paragraph] = re.findall(rf"^\*\*`{code}`\*\*.*$", told, re.MULTILINE)
    assert {*re.findall(r"\(`([a-z]+)`\)", paragraph)} == lists.keys() - {"en"}
