import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pwa.source.commonmark import parse_inline
from pwa.source.inline import InlineWriter
from pwa.source.markdown import plain_text
from pwa.source.prose import prose_html

ADDRESSES = {"a": "/es/a/", "https://example.org/?a=1": "https://example.org/?a=1", "#b": "#b"}

# Everything that means something in Markdown, in every neighbourhood that it can have.
PIECES = st.sampled_from(
    [
        *(
            "a",
            "é",
            "字",
            "ी",
            "٣",
            "0",
            " ",
            "\u3000",
            "\xa0",
            ".",
            "(",
            ")",
            "“",
            "”",
            "。",
            "-",
            "\x85",
            "\u2028",
        ),
        *("*", "**", "***", "_", "__", "`", "``", "[", "]", "](", "!", "^", "\\", "<", ">", "&"),
        *("~", "~~", '"', "'", "\n", "  \n", "\r", "\0", "&amp;", "<b>", "<https://a.example>"),
        *("[a](a)", "[a b](#b)", "[a](javascript:a)", "[a](//a)", "![a](a)", "[^1]", "[a](a 'b')"),
        *("**a**", "*a*", "_a b_", "`a`", "`` ` ``", "` a `", "[a](https://example.org/?a=1)"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=30))


def writer():
    return InlineWriter(lambda href, _: ADDRESSES.get(href), anchors={"b"}, prefix="one:")


@given(TEXTS)
@example("a **b** [c](a), _d_ “*e*” `f*`.")
def test_what_is_read_as_prose_is_what_the_parser_reads(text):
    html = prose_html(text, writer())
    assert html is None or html == writer().html(parse_inline(text, {}))


@pytest.mark.parametrize(
    "text",
    [
        "Plain, “quoted” text – 5 > 4!",
        "A **strong** word, _one_ (*another*) and `code <b>`.",
        "[A link](a) and [another](https://example.org/?a=1).",
    ],
)
def test_what_most_messages_are_is_prose(text):
    assert prose_html(text, writer()) is not None


@pytest.mark.parametrize(
    "text", ["[a](javascript:b)", "**a", "*a **b***", "a &amp; b", "<b>", "a\nb"]
)
def test_the_parser_is_asked_about_everything_else(text):
    assert prose_html(text, writer()) is None


@given(st.text(st.sampled_from("ab .\"'>-+=#|:!?(){}^字"), max_size=20))
def test_text_without_markup_is_its_own_plain_text(text):
    assert plain_text(text) == text
