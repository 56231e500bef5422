"""The glossary's terms are used, and the words that it forbids are not."""

import pytest

from pwa.translation.checks.base import Setting, Term, Unit
from pwa.translation.checks.glossary import CHECKS
from pwa.translation.po import entry

BY_CODE = {check.code: check for check in CHECKS}


def told(code, source, text, locale, *lines):
    terms = tuple(Term(*line) for line in lines)
    unit = Unit(entry(msgid=source, msgstr=(text,)), source, text, "content")
    found = BY_CODE[code].findings(unit, Setting(locale, "en", terms), file="x.po")
    return [finding.message for finding in found]


PAIN = ("pain", "dolor")
CURE = ("cure", "!cura / curar", "Promete demasiado.")
NOT_A_CURE = ("not a cure", "no es una cura")


@pytest.mark.parametrize(
    ("source", "text", "locale", "line"),
    [
        ("The pain goes.", "La molestia pasa.", "es", PAIN),
        ("It is off-label.", "Es libre.", "es", ("off-label", "fuera de indicación")),
        ("A clinic helps.", "المكان يساعد.", "ar", ("clinic", "عيادة")),
        ("Read the leaflet.", "本を読みます。", "ja", ("leaflet", "説明書")),
        ("A clinic helps.", "Больница помогает.", "ru", ("clinic", "клиника")),
        ("A dose helps.", "दवा मदद करती है।", "hi", ("dose", "खुराक")),
    ],
)
def test_a_term_that_is_translated_otherwise_is_found(source, text, locale, line):
    [message] = told("glossary", source, text, locale, line)
    assert line[1] in message


@pytest.mark.parametrize(
    ("source", "text", "locale", "line"),
    [
        ("The pain goes.", "Los dolores pasan.", "es", PAIN),
        ("A painter came.", "Vino un pintor.", "es", PAIN),
        ("The `pain` goes.", "Esto, `pain`, pasa.", "es", PAIN),
        ("You may stop.", "Es posible parar.", "es", ("may", "puede / es posible")),
        ("A clinic helps.", "والعيادة تساعد.", "ar", ("clinic", "عيادة")),
        ("Open it.", "開いて読み始める。", "ja", ("open", "開ける / 開いた")),
        ("In a clinic.", "В клинике.", "ru", ("clinic", "клиника")),
        ("You may stop.", "Puede parar.", "es", ("(you)", "usted")),
    ],
)
def test_a_term_may_be_inflected_or_be_another_word(source, text, locale, line):
    assert told("glossary", source, text, locale, line) == []


def test_two_lines_for_one_source_allow_either():
    lines = (PAIN, ("pain", "molestia"))
    assert told("glossary", "The pain goes.", "La molestia pasa.", "es", *lines) == []


def test_a_term_within_a_longer_one_counts_for_the_longer_one():
    lines = (PAIN, ("pain clinic", "unidad especial"))
    assert told("glossary", "A pain clinic.", "Una unidad especial.", "es", *lines) == []


@pytest.mark.parametrize(
    ("text", "locale", "line", "word"),
    [
        ("Esta cura ayuda.", "es", CURE, "cura"),
        ("¿Puede curar?", "es", CURE, "curar"),
        ("هذا علاج شاف.", "ar", ("cure", "!شاف"), "شاف"),
        ("これで完治します。", "ja", ("cure", "!完治"), "完治"),
        ("Исцеление близко.", "ru", ("cure", "!исцел*"), "исцел*"),
    ],
)
def test_a_forbidden_word_is_found(text, locale, line, word):
    [message] = told("forbidden", "This helps.", text, locale, line)
    assert f"“{word}”" in message


def test_a_forbidden_word_comes_with_the_glossarys_note():
    assert "Promete demasiado." in told("forbidden", "Help.", "Una cura.", "es", CURE)[0]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("No es una cura.", (CURE, NOT_A_CURE)),
        ("Es una locura.", (CURE,)),
        ("Vea `cura`.", (CURE,)),
    ],
)
def test_a_forbidden_word_in_a_longer_one_is_left_alone(text, lines):
    assert told("forbidden", "See this.", text, "es", *lines) == []
