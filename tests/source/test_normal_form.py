"""Literal pairs for each rule, and the two laws over generated and real text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.source.markdown import render_inline
from pwa.source.normal_form import from_cell, normal_form, to_cell


@pytest.mark.parametrize(
    ("content", "normal"),
    [
        ("plain text - as it is, 100% #1", "plain text - as it is, 100% #1"),
        ("a\nsoft\nbreak", "a soft break"),
        ("a\\\nhard break", "a  \nhard break"),
        ("a     \nhard break", "a  \nhard break"),
        ("*x* and _x_", "_x_ and _x_"),
        ("__x__ and **x**", "**x** and **x**"),
        ("***x***", "_**x**_"),
        ("~~x~~ but ~x~", "~~x~~ but ~x~"),
        ("`` a`b ``", "``a`b``"),
        ("`` ` ``", "`` ` ``"),
        ("`a *b*`", "`a *b*`"),
        ("<kbd>x</kbd> <!-- y -->", "<kbd>x</kbd> <!-- y -->"),
        ("<https://a.example/?b&c> <a@b.example>", "<https://a.example/?b&c> <a@b.example>"),
        ("[a]( b  'c' )", '[a](b "c")'),
        ("[a](<b c>)", "[a](<b c>)"),
        ("[a](b\\(c)", "[a](<b(c>)"),
        ("[a](b(c))", "[a](b(c))"),
        ("[a](<>)", "[a]()"),
        ("[a](<> 'b')", '[a](<> "b")'),
        ("[a](b 'say \"c\"')", '[a](b "say \\"c\\"")'),
        ("[a](grüße.md)", "[a](grüße.md)"),
        ("![*a*](b 'c')", '![_a_](b "c")'),
        ("note[^1]", "note[^1]"),
    ],
)
def test_markup_has_one_form(content, normal):
    assert normal_form(content) == normal


@pytest.mark.parametrize(
    ("content", "normal"),
    [
        ("\\# a \\# b", "\\# a \\# b"),
        ("- a - b", "\\- a - b"),
        ("> a > b", "\\> a > b"),
        ("a\n#b", "a \\#b"),
        ("snake_case * 2", "snake_case * 2"),
        ("a * *b", "a * \\*b"),
        ("a[0] < b", "a\\[0\\] \\< b"),
        ("1\\. a\\, b", "1. a, b"),
        ("a&lt;b&nbsp;c", "a\\<b\u00a0c"),
        ("hm\\![a](b)", "hm\\![a](b)"),
        ("C:\\dir", "C:\\dir"),
    ],
)
def test_a_backslash_stands_only_where_a_run_of_text_begins(content, normal):
    assert normal_form(content) == normal


@pytest.mark.parametrize(
    ("content", "normal"),
    [
        ("a*b*c", "a*b*c"),
        ("これは*強調*です", "これは*強調*です"),
        ("*_a_*", "_*a*_"),
        ("*a*_b_", "*a*_b_"),
        ("a&amp;lt;b", "a\\&lt;b"),
        ("[a](b&amp;copy;)", "[a](b&amp;copy;)"),
        ("a\\`b`", "a\\`b\\`"),
        ("a&#10;b", "a&#10;b"),
        ("a  \n&#32;b", "a  \n&#32;b"),
    ],
)
def test_the_form_is_more_careful_where_the_usual_one_would_say_something_else(content, normal):
    assert normal_form(content) == normal


def test_a_trailing_number_sign_of_a_heading_is_kept_apart_from_a_closing_sequence():
    assert normal_form("C#", heading=True) == "C\\#"
    assert normal_form("C\\#", heading=True) == "C\\#"
    assert normal_form("C#") == "C#"


@pytest.mark.parametrize(
    ("message", "content"), [("a \\| b", "a | b"), ("`a\\|b`", "`a|b`"), ("no bar", "no bar")]
)
def test_a_bar_in_a_cell_is_escaped_even_in_code(message, content):
    assert from_cell(message) == content
    assert to_cell(content) == message
    assert normal_form(message, table_cell=True) == message


# Pieces that markup is made of come more often than chance would have it; ␣ and ¶ stand for a
# space and a new line in them.
PIECES = """* ** _ __ ~~ ` `` [ ] ]( ) ! ![ < > \\ &amp; &lt; &#10; & # | - ␣ ¶ ␣␣¶ \\¶ " [^1] <b>
    <!--␣c␣--> <https://a.example> [a](b) (u␣'t') a 1. é 強"""
pieces = [piece.replace("␣", " ").replace("¶", "\n") for piece in PIECES.split()]
markup = st.lists(st.sampled_from(pieces) | st.text(max_size=3), max_size=12).map("".join)


def shown(text):
    return render_inline(text, resolve=lambda href, _image: href)


@settings(deadline=None)
@given(markup)
def test_the_normal_form_renders_like_what_it_was_made_from(content):
    assert shown(normal_form(content)) == shown(content)


@settings(deadline=None)
@given(markup)
def test_the_normal_form_of_a_normal_form_is_itself(content):
    assert normal_form(normal_form(content)) == normal_form(content)


@settings(deadline=None)
@given(markup)
def test_the_laws_hold_for_table_cells_and_headings(content):
    cell = normal_form(content, table_cell=True)
    heading = normal_form(content, heading=True)
    assert normal_form(cell, table_cell=True) == cell
    assert normal_form(heading, heading=True) == heading
    assert shown(from_cell(cell)) == shown(from_cell(content))
    assert shown(heading) == shown(content)


@settings(deadline=None)
@given(markup)
def test_a_cell_is_read_back_as_it_was_written(content):
    assert from_cell(to_cell(content)) == content
