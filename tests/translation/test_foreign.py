import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.source.normal_form import normal_form
from pwa.translation.foreign import (
    appearance,
    appearance_without_targets,
    blocks,
    in_our_form,
    our_targets,
    with_our_targets,
)

# No letters that are written without spaces: a line break between them is not white space.
TEXTS = st.text("ab *_`[]()<>\\!#|~^:\n&;1.", max_size=30)
WIDE = st.text("語「」ー한 *_`\n", max_size=20)


@given(TEXTS)
def test_our_form_of_a_text_looks_like_it(text):
    assert appearance(in_our_form(text)) == appearance(text)


@given(TEXTS | WIDE)
def test_our_form_of_our_form_is_itself(text):
    once = in_our_form(text)
    assert in_our_form(once) == once


@given(WIDE)
def test_joining_lines_moves_nothing_but_white_space(text):
    made, before = appearance(in_our_form(text)), appearance(text)
    assert made.replace(" ", "") == before.replace(" ", "")


@given(TEXTS)
def test_a_message_of_ours_leads_where_it_leads(text):
    ours = normal_form(text)
    made, _ = with_our_targets(ours, ours, ours)
    assert our_targets(made) == our_targets(ours)
    assert appearance(made) == appearance(ours)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日本\n語", "日本語"),
        ("日本\n  *語*", "日本*語*"),
        ("`日`\n本", "`日`本"),
        ("日本\nRust", "日本 Rust"),
        ("한국\n어", "한국 어"),
        ("日  \n本", "日  \n本"),
        ("日\\\n本", "日  \n本"),
        ("日 本", "日 本"),
        ("日\n", "日"),
    ],
)
def test_a_line_break_is_a_space_where_the_script_has_spaces(text, expected):
    assert in_our_form(text) == expected


def test_a_pipe_in_a_table_cell_is_escaped():
    assert in_our_form("a|b *c* `d|e`", table_cell=True) == r"a\|b _c_ `d\|e`"


@pytest.mark.parametrize(
    "text", ["[a](b)", "[a](c 'd')", "[a][b]", "[a][]", "[a]", "[a] [^1]", "![a](b)", "![a][b]"]
)
def test_links_look_alike_wherever_they_lead(text):
    kind = "![a](x)" if text.startswith("!") else "[a](x) [^1]" if "^" in text else "[a](x)"
    assert appearance_without_targets(text) == appearance_without_targets(kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> A *b*\n> c\n", ["A _b_ c"]),
        ("    indented\n    text\n", ["indented text"]),
        ("[^1]: Note\n    goes on", ["Note goes on"]),
        ("| a | b |\n|---|---|\n| c | `d\\|e` |\n", ["a", "b", "c", r"`d\|e`"]),
        ("- a\n- b\n", ["a", "b"]),
        ("[a]: b", []),
        ("x" * 20_001, []),
    ],
)
def test_the_messages_in_what_another_tool_takes_for_one(text, expected):
    assert list(blocks(text, text)) == expected


def test_a_reference_in_a_block_is_a_link_where_the_message_has_it():
    assert appearance_without_targets(blocks("> [a][b]", "> [a][b]")[0]) == '<a href="">a</a>'
    assert list(blocks("> [a][b]", "> a")) == [r"\[a\]\[b\]"]
