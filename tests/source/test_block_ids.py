"""Ids of blocks of text: the same in every language, so that a link to one holds in all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.source.markdown import parse

TEXT = """# Title

First.

## Heading

- tight
- [ ] task

  > quoted

1. loose

   again

| a | |
|---|---|
| b | c |

    code

Noted[^n].

<b>raw</b>

[^n]: Note.
"""


def rendered(text, translate=lambda _message: None, **options):
    document = parse(text, file="a.md")
    return document.render(translate=translate, resolve=lambda href, _image: href, **options)


def ids(html):
    return re.findall(r' id="([^"]*)"', html)


def test_every_block_of_text_has_an_id_by_its_place_in_the_source():
    found = [one for one in ids(rendered(TEXT)) if re.fullmatch(r"\.\d+", one)]
    assert found == [f".{number}" for number in range(1, 14)]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a", '<p id=".1">a</p>\n'),
        ("- a\n- b", '<ul>\n<li id=".1">a</li>\n<li id=".2">b</li>\n</ul>\n'),
        ("- [x] a", '<label id=".1"><input type="checkbox" disabled checked> a</label>'),
        ("- a\n\n  b", '<ul>\n<li><p id=".1">a</p>\n<p id=".2">b</p>\n</li>\n</ul>\n'),
        ("    a", '<pre tabindex="0" id=".1"><code>a\n</code></pre>\n'),
        ("<i>", '<p id=".1">&lt;i&gt;</p>\n'),
        ("- ```\n  a\n  ```\n  b", '<span id=".2">b</span>'),
    ],
)
def test_the_id_stands_on_the_element_nearest_to_the_words(text, html):
    assert html in rendered(text)


def test_the_ids_are_the_same_in_every_language():
    swapped = rendered(TEXT, lambda message: f"{message.msgid} x")
    partly = rendered(TEXT, lambda m: "x" if m.msgid == "First." else None, fallback={"lang": "en"})
    assert ids(swapped) == ids(partly) == ids(rendered(TEXT))


def test_where_sections_share_a_page_their_ids_have_the_sections_prefix():
    own = [one for one in ids(rendered(TEXT, id_prefix="one:")) if not one.startswith("one:")]
    assert own == []


@given(
    st.lists(st.sampled_from(["# .1", "## 1", "# x {#.1}", "# x {#p1}", "a", "[^1]\n\n[^1]: b"]))
)
def test_no_two_blocks_have_the_same_id(blocks):
    found = ids(rendered("\n\n".join(blocks)))
    assert len(found) == len(set(found))
