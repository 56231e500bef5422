"""The difference of two texts, word by word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.review.difference import difference, units

TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["may", "not", " ", "**", "_", "`a b`", "[link](a.md)", "0.5", "mg", ".", "かな", "ยา", "é"]
    ),
    max_size=25,
).map("".join)


def is_change(pieces):
    return any(piece.part != "same" for piece in pieces)


def shown(was, now):
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.part].format(piece.text) for piece in difference(was, now))


@given(TEXTS)
def test_units_together_are_the_text(text):
    assert "".join(units(text)) == text


@given(TEXTS, TEXTS)
def test_a_difference_applied_to_the_old_text_gives_the_new_one(was, now):
    pieces = difference(was, now)
    assert "".join(piece.text for piece in pieces if piece.part != "new") == was
    assert "".join(piece.text for piece in pieces if piece.part != "gone") == now


@given(TEXTS)
def test_equal_texts_have_none(text):
    assert not is_change(difference(text, text))


@given(TEXTS, TEXTS)
def test_other_texts_have_one(was, now):
    assert is_change(difference(was, now)) == (was != now)


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_what_is_gone_comes_before_what_is_new(was, now):
    parts = [piece.part for piece in difference(was, now)]
    assert all(piece.text for piece in difference(was, now))
    allowed = {
        ("same", "gone"),
        ("same", "new"),
        ("gone", "new"),
        ("gone", "same"),
        ("new", "same"),
    }
    assert set(pairwise(parts)) <= allowed


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("It may help you.", "It can help you.", "It [-may-]{+can+} help you."),
        ("Take 0.5 mg of it.", "Take 0.8 mg of it.", "Take [-0.5-]{+0.8+} mg of it."),
        ("Take it, but slowly.", "Take it slowly.", "Take it[-, but-] slowly."),
        ("We don’t know it yet.", "We do know it yet.", "We [-don’t-]{+do+} know it yet."),
        ("See [it](a.md) now.", "See [it](b.md) now.", "See [it[-](a.md)-]{+](b.md)+} now."),
        ("Type `make it` now.", "Type `make all` now.", "Type [-`make it`-]{+`make all`+} now."),
        ("It is _very_ calm.", "It is **very** calm.", "It is [-_-]{+**+}very[-_-]{+**+} calm."),
        ("لا تقد السيارة اليوم.", "لا تقد الدراجة اليوم.", "لا تقد [-السيارة-]{+الدراجة+} اليوم."),
        ("医師に相談する。", "医師と相談する。", "医師[-に-]{+と+}相談する。"),
        ("请先咨询医生。", "请先咨询护士。", "请先咨询[-医生-]{+护士+}。"),
        ("ห้ามขับรถวันนี้", "ห้ามขับเรือวันนี้", "ห้ามขับ[-รถ-]{+เรือ+}วันนี้"),
        ("क्या यह सुरक्षित है?", "क्या यह ज़रूरी है?", "क्या यह [-सुरक्षित-]{+ज़रूरी+} है?"),
    ],
)  # fmt: skip
def test_words_are_left_whole_and_so_is_markup(was, now, expected):
    assert shown(was, now) == expected


def test_a_mark_stays_with_its_letter():
    assert shown("ที่ บ้าน หลัง นี้", "ทั่ บ้าน หลัง นี้") == "[-ที่-]{+ทั่+} บ้าน หลัง นี้"


def test_texts_with_little_in_common_stand_one_after_the_other():
    was, now = "Ketamine is an old medicine.", "Nobody should drive on that day."
    assert shown(was, now) == f"[-{was}-]{{+{now}+}}"


def test_a_space_between_changed_words_changes_with_them():
    was, now = "Go home with two good friends now.", "Go home with one old friend now."
    assert shown(was, now) == "Go home with [-two good friends-]{+one old friend+} now."
