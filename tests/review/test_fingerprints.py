import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pwa.review.fingerprints import SHORT, fingerprints

keys = st.tuples(st.none() | st.text(), st.text())
texts = st.lists(st.tuples(keys, st.text()), max_size=5)


def one(msgid, text, context=None):
    return fingerprints([((context, msgid), text)])


def test_a_translations_change_moves_the_text_alone():
    before, after = one("One", "Uno"), one("One", "Una")
    assert before.source == after.source
    assert before.text != after.text


def test_a_source_change_moves_both():
    before, after = one("One", "Uno"), one("Two", "Uno")
    assert before.source != after.source
    assert before.text != after.text


def test_context_counts():
    assert one("One", "Uno").source != one("One", "Uno", "title").source


def test_repeats_count():
    pair = ((None, "One"), "Uno")
    assert fingerprints([pair]).text != fingerprints([pair, pair]).text


def test_what_looks_the_same_is_the_same_in_any_normal_form():
    assert one("Café", "é") == one("Cafe\u0301", "e\u0301")


def test_message_hashes_are_short_and_in_order():
    made = fingerprints([((None, "One"), "Uno"), ((None, "Two"), "Dos")])
    assert [(len(source), len(text)) for source, text in made.messages] == [(SHORT, SHORT)] * 2
    assert made.messages[0] == one("One", "Uno").messages[0]


@given(texts, texts)
def test_boundaries_between_texts_cannot_be_confused(one_text, other):
    def nfc(text):
        return text and unicodedata.normalize("NFC", text)

    def normal(pairs):
        return [(nfc(context), nfc(msgid), nfc(text)) for (context, msgid), text in pairs]

    if normal(one_text) != normal(other):
        assert fingerprints(one_text).text != fingerprints(other).text
