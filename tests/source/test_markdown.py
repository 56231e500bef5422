"""What a section's messages are, and what it looks like in a language."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.errors import SourceError
from pwa.source.markdown import parse, plain_text, render_inline
from pwa.source.message import MAX_MESSAGE, Link, Message

ENGLISH = {"lang": "en", "dir": "ltr"}


def msgids(text):
    return [message.msgid for message in parse(text, file="a.md").messages]


def as_written(href, _image):
    return href


def rendered(text, translations=(), *, resolve=as_written, **options):
    translate = dict(translations).get
    return parse(text, file="a.md").render(
        translate=lambda message: translate(message.msgid), resolve=resolve, **options
    )


def body(text, translations=(), **options):
    """The same without the ids of blocks, which have tests of their own."""
    return re.sub(r' id="[^".]*\.\d+"', "", rendered(text, translations, **options))


def codes(text):
    return [(finding.code, finding.line) for finding in parse(text, file="a.md").findings]


# What a message is


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("One\nparagraph.\n\nAnother.", ["One paragraph.", "Another."]),
        ("# A\n\nB\n===\n\n### C ###", ["A", "B", "C"]),
        ("- tight\n- items", ["tight", "items"]),
        ("1. loose\n\n   item", ["loose", "item"]),
        ("- a\n  - b\n\n    > c\n    > d", ["a", "b", "c d"]),
        ("- [ ] to do\n- [x] done", ["to do", "done"]),
        ("| a | b |\n|---|---|\n| c \\| d | |", ["a", "b", "c \\| d"]),
        ("A.[^n]\n\n[^n]: B\n\n    C", ["A.[^n]", "B", "C"]),
        ("[a][r] [b][] [r]\n\n[b]: u\n[r]: v 't'", ['[a](v "t") [b](u) [r](v "t")']),
        ("[r]: https://a.example", []),
        ("    code\n\n```\ncode\n```", []),
        ("<div>\nhtml\n</div>\n\n<!-- a\n\ncomment -->", []),
        ("<br>\n\n&nbsp;\n\n---", []),
        ("![a](b.png)", ["![a](b.png)"]),
        ("Same\n\nSame", ["Same", "Same"]),
    ],
)
def test_a_message_is_a_block_without_its_block_markup(text, messages):
    assert msgids(text) == messages


def test_wrapping_a_paragraph_anew_changes_no_message():
    assert msgids("a *b* c\n__d__ e") == msgids("a _b_\nc **d**\ne")


def test_a_message_knows_its_line_and_place():
    text = (
        "# T\n\n## H\n\np\n\n- i\n\n> q\n\n| th |\n|----|\n| td |\n\n![i](j)\n\np[^n]\n\n[^n]: f\n"
    )
    found = [(m.line, m.place) for m in parse(text, file="a.md", first_line=5).messages]
    assert found == [
        (5, "title"),
        (7, "heading 2"),
        (9, "paragraph"),
        (11, "list item"),
        (13, "quotation"),
        (15, "table heading"),
        (17, "table cell"),
        (19, "image"),
        (21, "paragraph"),
        (23, "footnote"),
    ]


def test_a_message_is_looked_up_by_context_and_id():
    assert Message("Open").key == (None, "Open")
    assert Message("Open", "verb").key == ("verb", "Open")


def test_a_block_that_is_too_long_is_refused_with_its_place():
    assert msgids("x" * MAX_MESSAGE) == ["x" * MAX_MESSAGE]
    with pytest.raises(SourceError) as caught:
        parse("a\n\n" + "x" * (MAX_MESSAGE + 1), file="a.md", first_line=4)
    assert (caught.value.findings[0].file, caught.value.findings[0].line) == ("a.md", 6)


def test_a_message_is_no_longer_than_its_translation_may_be():
    with pytest.raises(SourceError, match="characters"):
        parse("\\[" + "[" * (MAX_MESSAGE - 2), file="a.md")


def test_nesting_loses_no_text_unsaid():
    assert msgids("> " * 60 + "deep") == ["deep"]
    with pytest.raises(SourceError, match="nested too deeply"):
        parse("> " * 200 + "deeper", file="a.md")


# Directives


def test_a_skipped_block_is_no_message_with_everything_in_it():
    assert msgids("<!-- i18n:skip -->\n\n- a\n- > b\n\nc") == ["c"]
    assert msgids("<!-- i18n:skip -->\na\n\nb") == ["b"]
    assert msgids("<!-- i18n:skip -->\n\n```\na\n```\n\nb") == ["b"]


def test_a_directive_within_a_block_speaks_of_that_block():
    text = "# a <!-- i18n:skip -->\n\nb <!-- i18n:comment: short -->\n\nc"
    messages = parse(text, file="a.md").messages
    assert [(m.msgid, m.comment) for m in messages] == [("b", "short"), ("c", "")]


def test_comments_and_context_are_the_next_messages():
    text = "<!-- i18n:comment: a -->\n<!-- i18n:comment: b -->\n<!-- i18n:context: c -->\n\nd\n\ne"
    first, second = parse(text, file="a.md").messages
    assert (first.comment, first.msgctxt, first.key) == ("a\nb", "c", ("c", "d"))
    assert (second.comment, second.msgctxt) == ("", None)


def test_a_code_block_is_a_message_where_its_author_asks():
    text = "<!-- i18n:code -->\n\n```text\n*a*\n\n  <b>\n```\n"
    assert msgids(text) == ["*a*\n\n  <b>"]
    assert parse(text, file="a.md").messages[0].place == "code"
    html = body(text, {"*a*\n\n  <b>": "_c_\n<d>"})
    assert html == '<pre tabindex="0"><code class="language-text">_c_\n&lt;d&gt;\n</code></pre>\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\n\n<!-- i18n:skp -->", [("unknown-directive", 3)]),
        ("<!-- i18n:code -->\n\na", [("misplaced-directive", 1)]),
        ("a\n\n<div>x</div>", [("raw-html", 3)]),
        ("a\nb <kbd>c</kbd>", [("raw-html", 2), ("raw-html", 2)]),
        ("a\n\n[^b]: c", [("unused-footnote", 3)]),
        ("# a[^b]\n\n[^b]: c", [("footnote-in-title", 1)]),
        ("## a {#x}\n\n## b {#x}", [("same-id", 3)]),
        ("a <!-- b -->\n\n<!-- c -->", []),
    ],
)
def test_what_an_author_should_know_is_a_warning_with_its_line(text, found):
    assert codes(text) == found


# Rendering


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n*b* **c**", "<p>a <em>b</em> <strong>c</strong></p>\n"),
        ("~~a~~ `b<`", "<p><s>a</s> <code>b&lt;</code></p>\n"),
        ("a\\\nb", "<p>a<br>\nb</p>\n"),
        ("[a](b.md 'c')", '<p><a href="b.md" title="c">a</a></p>\n'),
        ("<mailto:a>", '<p><a href="mailto:a">mailto:a</a></p>\n'),
        ("![*a*](b.png 'c')", '<p><img src="b.png" alt="a" title="c"></p>\n'),
        ("[ä](ö.md)", '<p><a href="%C3%B6.md">ä</a></p>\n'),
        ("## a\n\n###### b", '<h2 id="a">a</h2>\n<h6 id="b">b</h6>\n'),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("- a\n\n  b", "<ul>\n<li><p>a</p>\n<p>b</p>\n</li>\n</ul>\n"),
        ("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n"),
        ("```\na < b\n```", '<pre tabindex="0"><code>a &lt; b\n</code></pre>\n'),
        ("~~~rust,ignore", '<pre tabindex="0"><code class="language-rust">\n</code></pre>\n'),
        ("a <!-- b -->\n\n<!-- c -->\n\n<!-- d --> e", "<p>a </p>\n<p>e</p>\n"),
    ],
)  # fmt: skip
def test_markdown_becomes_html(text, html):
    assert body(text) == html


def test_a_table_is_scrollable_named_by_its_heading_and_free_of_inline_style():
    html = body("## Sums\n\n| a | b | |\n|:-:|--:|---|\n| 1 | 2 | 3 |")
    opening = '<div class="table" tabindex="0" role="group" aria-labelledby="sums"><table>'
    assert opening in html
    assert '<th scope="col" class="align-center">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "<td></td>" in html
    assert "style=" not in html


def test_a_task_has_a_labelled_checkbox_that_cannot_be_changed():
    html = body("- [ ] a\n- [x] b\n  - c")
    assert '<label><input type="checkbox" disabled> a</label>' in html
    assert '<label><input type="checkbox" disabled checked> b</label>' in html
    assert "<li>c</li>" in html


def test_the_first_h1_is_the_title_and_the_others_move_down():
    text = "a\n\n# B *c*\n\n# D\n\n## E"
    assert parse(text, file="a.md").title.msgid == "B _c_"
    assert body(text) == '<p>a</p>\n<h2 id="d">D</h2>\n<h2 id="e">E</h2>\n'


def test_a_section_may_have_no_title():
    for text in ("> # quoted\n\na", "## a", "# a <!-- i18n:skip -->\n\n# b"):
        assert parse(text, file="a.md").title is None


def test_headings_move_down_as_far_as_there_are_levels():
    html = body("# t\n\n# a\n\n## b\n\n##### c", shift=2)
    assert re.findall(r"<(h\d)", html) == ["h4", "h4", "h6"]


def test_a_translation_is_shown_in_its_block():
    assert body("## a\n\n- b", {"a": "*A*", "b": "[B](c.md)"}) == (
        '<h2 id="a"><em>A</em></h2>\n<ul>\n<li><a href="c.md">B</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize("translation", ["1. a", "# a", "- a", "> a", "    a", "```", "| a |\n|-|"])
def test_a_translation_stays_within_its_block(translation):
    html = body("x", {"x": translation})
    assert re.findall(r"<\w+", html) == ["<p"]


def test_a_translation_may_use_the_documents_references_and_footnotes():
    text = "[a][r] b[^n]\n\n[r]: c.md\n[^n]: d"
    html = body(text, {"[a](c.md) b[^n]": "b[^n] [A][r]"})
    assert '<a href="c.md">A</a>' in html
    assert '<a href="#.fn-1" id=".fnref-1" role="doc-noteref">[1]</a>' in html


def test_a_bar_in_a_translated_cell_is_a_bar_even_in_code():
    html = body("| a |\n|---|\n| b |", {"a": "x \\| y", "b": "`x \\| y` | z"})
    assert '<th scope="col">x | y</th>' in html
    assert "<td><code>x | y</code> | z</td>" in html


# Source text in a translated page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a", '<p lang="en" dir="ltr">a</p>\n'),
        ("## a", '<h2 id="a" lang="en" dir="ltr">a</h2>\n'),
        ("- a\n\n  b", '<ul>\n<li><p lang="en" dir="ltr">a</p>\n<p>B</p>\n</li>\n</ul>\n'),
        ("    a", '<pre tabindex="0" lang="en" dir="ltr"><code>a\n</code></pre>\n'),
        ("<!-- i18n:skip -->\n\nb", '<p lang="en" dir="ltr">b</p>\n'),
        ("b", "<p>B</p>\n"),
    ],
)  # fmt: skip
def test_a_block_in_the_source_language_says_so(text, html):
    assert body(text, {"b": "B"}, fallback=ENGLISH) == html


def test_source_text_in_a_tight_item_does_not_speak_for_the_items_in_it():
    html = body("- a\n  - b\n- [ ] c", {"b": "B"}, fallback=ENGLISH)
    assert '<li><span lang="en" dir="ltr">a</span><ul>\n<li>B</li>' in html
    assert '<label lang="en" dir="ltr"><input type="checkbox" disabled> c</label>' in html


def test_a_cell_in_the_source_language_says_so():
    html = body("| a | b | |\n|---|---|---|\n| c | b | |", {"b": "B"}, fallback=ENGLISH)
    assert '<th scope="col" lang="en" dir="ltr">a</th>\n<th scope="col">B</th>\n<td></td>' in html
    assert '<td lang="en" dir="ltr">c</td>\n<td>B</td>\n<td></td>' in html


# Links, images, ids


def test_every_destination_is_resolved_in_source_and_translation():
    asked = []

    def resolve(href, is_image):
        asked.append((href, is_image))
        return "/x" if not is_image else "/y.png"

    html = body("[a](b.md) ![c](d.png)\n\ne", {"e": "[E](#f) <m@n.example>"}, resolve=resolve)
    assert asked == [("b.md", False), ("d.png", True), ("#f", False), ("mailto:m@n.example", False)]
    assert re.findall(r'(?:href|src)="(.*?)"', html) == ["/x", "/y.png", "/x", "/x"]


def test_what_has_no_address_is_its_text():
    html = body("[a *b*](c) ![d](e) [![f](g)](h)", resolve=lambda _href, _image: None)
    assert html == "<p>a <em>b</em> d f</p>\n"


def test_links_are_told_as_written_with_their_lines():
    text = "a\n[b](grüße.md#x) ![c](d%20e.png)\n\n[f][g] <https://h.example>\n\n[g]: i.md"
    assert parse(text, file="a.md", first_line=3).links == (
        Link("grüße.md#x", 4, image=False),
        Link("d%20e.png", 4, image=True),
        Link("i.md", 6, image=False),
        Link("https://h.example", 6, image=False),
    )


@pytest.mark.parametrize(
    ("headings", "ids"),
    [
        ("## What *is* `it`?", {"what-is-it"}),
        ("## Über 日本語 & more", {"über-日本語--more"}),
        ("## A\n\n## A\n\n## A", {"a", "a-1", "a-2"}),
        ("## A\n\n## B {#a}", {"a-1", "a"}),
        ("## A {#own .class key=value}", {"own"}),
        ("## A { #own }", {"own"}),
        ("## A {.class}", {"a"}),
        ("## Sets {a, b}", {"sets-a-b"}),
        ("## A \\{#b}", {"a-b"}),
        ("B {#own}\n---", {"own"}),
        ("## 🦀", {"section"}),
        ("# T\n\n## T", {"t-1"}),
    ],
)
def test_headings_have_ids_from_the_source(headings, ids):
    assert parse(headings, file="a.md").anchors == ids


def test_a_headings_attributes_are_no_part_of_its_message():
    assert msgids("## A {#own .class}\n\n## Sets {a, b}") == ["A", "Sets {a, b}"]


def test_the_titles_id_is_told_apart():
    document = parse("# T {#top}\n\n## A", file="a.md")
    assert (document.title_anchor, document.anchors) == ("top", {"a"})


def test_ids_are_the_same_whatever_the_translation():
    text = "# T\n\n## A\n\nb[^x] c[^y]\n\n[^y]: Y\n[^x]: X\n\n## A"
    swapped = {"T": "1", "A": "2", "b[^x] c[^y]": "C[^y] B[^x]", "X": "3", "Y": "4"}
    source, translated = (sorted(re.findall(r'id="(.*?)"', body(text, t))) for t in ({}, swapped))
    assert source == translated == [".fn-1", ".fn-2", ".fnref-1", ".fnref-2", "a", "a-1"]
    assert parse(text, file="a.md").anchors == set(source)


def test_footnotes_are_listed_by_number_with_ways_back():
    html = body("a[^x] b[^x]\n\n[^x]: c")
    assert html.endswith(
        '<section class="footnotes">\n<ol>\n<li id=".fn-1"><p>c'
        ' <a href="#.fnref-1" class="footnote-back" role="doc-backlink">↩\ufe0e</a>'
        ' <a href="#.fnref-1-2" class="footnote-back" role="doc-backlink">↩\ufe0e<sup>2</sup></a>'
        "</p>\n</li>\n</ol>\n</section>\n"
    )


def test_a_translation_without_the_reference_leaves_the_footnote_but_no_way_back():
    html = body("a[^x]\n\n[^x]: c", {"a[^x]": "A"})
    assert '<li id=".fn-1"><p>c</p>\n</li>' in html


def test_a_footnote_of_the_title_has_no_way_back_to_where_nothing_is():
    assert "footnote-back" not in body("# a[^x]\n\n[^x]: c")
    assert body("# a[^x]\n\nb[^x]\n\n[^x]: c").count("footnote-back") == 1


def test_a_footnote_may_hold_blocks_and_refer_to_another():
    html = body("a[^x]\n\n[^x]: b[^y]\n\n    - c\n\n[^y]: d\n\nafter")
    assert html.index("<p>after</p>") < html.index('id=".fn-1"') < html.index('id=".fn-2"')
    assert '<a href="#.fn-2" id=".fnref-2"' in html


def test_sections_on_one_page_keep_their_ids_apart():
    text = "# t\n\n## a\n\n[b](#a) [c](#elsewhere) [d](#t) e[^n]\n\n| f |\n|---|\n\n[^n]: g"
    html = body(text, id_prefix="one-")
    assert '<h2 id="one-a">' in html
    assert re.findall(r'href="(.*?)"', html) == [
        "#one-a",
        "#elsewhere",
        "#one-t",
        "#one-.fn-1",
        "#one-.fnref-1",
    ]
    assert 'aria-labelledby="one-a"' in html


# Nothing hostile reaches a page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;&#x61;vascript:alert(1)",
        "java&Tab;script:alert(1)",
        "java&#10;script:alert(1)",
        "\x01javascript:alert(1)",
        "&#x200B;javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "java\\script:alert(1)",
        "<java script:alert(1)>",
        "vbscript:x",
        "data:text/html,x",
        "data:image/png;base64,x",
        "file:///etc/passwd",
        "blob:x",
        "//evil.example/x",
        "\\\\\\\\evil.example/x",
        "/\\\\evil.example/x",
        "&#9;//evil.example/x",
        "/&NewLine;/evil.example/x",
    ],
)
@pytest.mark.parametrize("form", ["[a]({})", "![a]({})", "[a]\n\n[a]: {}", "<{}>"])
def test_a_dangerous_address_is_no_link(address, form):
    text = form.format(address)
    assert "<a" not in body(text)
    assert "<img" not in body(text)
    assert parse(text, file="a.md").links == ()
    translation = body("x", {"x": text})
    assert "<a" not in translation
    assert "<img" not in translation


@pytest.mark.parametrize(
    "address",
    ["a.md", "../a/b?c=d:e#f:g", "#a:b", "?a", "/a", "HTTP://a.example", "mailto:a@b.example", ""],
)
def test_an_ordinary_address_is_a_link(address):
    assert parse(f"[a]({address})", file="a.md").links == (Link(address, 1, image=False),)


RAW_HTML = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onclick=x>b</b>",
    "<!-- --><script>x</script><!-- -->",
    "<!--><script>x</script>-->",
    "<!-- --!><script>x</script>",
    "<a href='javascript:x'>y</a>",
    "<svg/onload=x>",
    "<?php x ?>",
    "<![CDATA[<script>x</script>]]>",
    "<style>*{}</style>",
    "</p></article>",
    "![<script>](a)",
    '[a](b "\\"><script>")',
    "`<script>`",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("html", RAW_HTML)
def test_raw_html_is_text(html):
    ours = {"p", "a", "img", "code", "em"}
    for page in (
        body(html),
        body("x", {"x": html}),
        body(f"a {html}"),
        render_inline(html, resolve=as_written),
    ):
        assert set(re.findall(r"</?([a-z]+)", page.lower())) <= ours
        assert "<!" not in page
        assert "<?" not in page
    assert "<script" not in body(f"## {html}")


@pytest.mark.parametrize(
    "piece", ["[", "![", "*_", "~~a", "`a", "<a ", "<!--", "&", "[^a]", "](", "\\"]
)
def test_long_nonsense_is_shown_as_it_is(piece):
    text = "x" + (piece * MAX_MESSAGE)[: MAX_MESSAGE // 2 - 1]
    document = parse(text, file="a.md")
    source, translated = (
        document.render(translate=translate, resolve=as_written)
        for translate in (lambda _message: None, lambda message: message.msgid)
    )
    assert source == translated
    assert "<a " not in source


anything = st.text(
    st.sampled_from("[]()<>!*_`~\\&;:#|-^ \n\"'=/ab1\u200b\u00a0é") | st.characters(), max_size=60
)


@settings(deadline=None)
@given(anything, anything)
def test_only_our_own_elements_reach_a_page(text, translation):
    html = parse(text, file="a.md").render(
        translate=lambda _message: translation, resolve=as_written
    )
    ours = (
        "p|h[2-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|img|br|hr|sup|section|div|table|thead"
        "|tbody|tr|th|td|label|input"
    )
    rest = re.sub(rf"</?(?:{ours})(?: [a-z-]+(?:=\"[^\"<>]*\")?)*>", "", html)
    assert "<" not in rest


@settings(deadline=None)
@given(anything)
def test_the_standalone_functions_take_any_text(text):
    assert isinstance(render_inline(text, resolve=as_written), str)
    assert isinstance(plain_text(text), str)


# A message alone


def test_an_inline_message_has_no_blocks_and_links_where_it_is_told():
    text = "# *a* [b](c)"
    assert render_inline(text, resolve=as_written) == '# <em>a</em> <a href="c">b</a>'
    assert render_inline(text, resolve=lambda *_: None) == "# <em>a</em> b"


def test_plain_text_is_what_a_reader_sees_without_markup():
    text = "*a* [b](c) ![d](e)  \n`f`[^1] &amp; <!-- g --><b>"
    assert plain_text(text) == "a b d f & <b>"


def test_a_document_can_be_rendered_by_several_threads_at_once():
    document = parse("# T\n\na[^n] [b][r]\n\n[r]: c\n[^n]: d", file="a.md")

    def render(number):
        return document.render(translate=lambda message: f"{number} [^n]", resolve=as_written)

    expected = [render(number) for number in range(50)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render, range(50))) == expected
