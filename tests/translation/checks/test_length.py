"""What stands under an icon or on a button is short enough."""

import pytest
from hypothesis import given
from hypothesis.strategies import text as texts

from pwa.translation.po_write import columns

ICON = ("name under the app's icon, very short",)
BUTTON = ("a button beside the name of a language.",)
LINK = ("a link; it leads to a button.",)
LABEL = ("a label; who translated, and when, follows.",)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Insights", 8),
        ("ケタミン", 8),
        ("한국어", 6),
        ("é", 1),
        ("e\u0301", 1),
        ("हिन्दी", 5),
        ("", 0),
    ],
)
def test_wide_characters_count_double_and_marks_nothing(text, width):
    assert columns(text) == width


@given(texts(), texts())
def test_widths_add_up(one, other):
    assert columns(one + other) == columns(one) + columns(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Perspectiva", 0),
        ("Perspectivas", 0),
        ("Perspectivas!", 1),
        ("ケタミンの話", 0),
        ("ケタミンのお話", 1),
        ("نظرة متأنية", 0),
        ("نظرة متأنية إلى العلاج", 1),
    ],
)
def test_a_name_under_the_icon_has_twelve_columns(told, text, found):
    assert len(told("icon-length", "Insights", text, extracted=ICON)) == found


@pytest.mark.parametrize("comments", [BUTTON, LABEL])
@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("Keep on this device", "Guardar en este dispositivo", 0),
        ("Keep on this device", "Conservar para siempre en este dispositivo", 1),
        ("Keep on this device", "この端末に保存する", 0),
        ("Keep on this device", "この端末にあとで読めるように保存しておく", 1),
        ("Remove every single edition from this device", "x" * 66, 0),
        ("Remove every single edition from this device", "x" * 67, 1),
    ],
)
def test_a_button_fits_on_a_line(told, comments, source, text, found):
    says = told("button-length", source, text, domain="interface", extracted=comments)
    assert len(says) == found


def test_only_what_the_comment_names_is_measured(told):
    long = "x" * 200
    assert told("button-length", "Go", long, domain="interface") == []
    assert told("button-length", "Go", long, domain="content", extracted=BUTTON) == []
    assert told("button-length", "Go", long, domain="interface", extracted=LINK) == []
    assert told("icon-length", "Go", long) == []
