"""The identity law: with every translation equal to its message, a page is the source's page."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.source.markdown import parse
from pwa.source.normal_form import normal_form

CORPUS = Path(__file__).parent.parent / "fixtures" / "comprehensive-rust"
FILES = sorted(set(CORPUS.rglob("*.md")) - {CORPUS / "README.md"})
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def document(path):
    return parse(FRONT_MATTER.sub("", path.read_text(encoding="utf-8")), file=path.name)


def pages(document):
    """The page from the source itself, and the page from its messages."""
    for translate in (lambda _message: None, lambda message: message.msgid):
        yield document.render(translate=translate, resolve=lambda href, _image: href)


def test_there_are_forty_real_files():
    assert len(FILES) == 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_the_identity_law_holds_for_real_files(path):
    source, translated = pages(document(path))
    assert translated == source


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_real_messages_are_in_normal_form(path):
    for message in document(path).messages:
        cell = message.place in {"table heading", "table cell"}
        heading = message.place.startswith(("title", "heading"))
        assert normal_form(message.msgid, table_cell=cell, heading=heading) == message.msgid


# Lines that begin in every way a block can begin, with every kind of content. A space separates
# the choices; ␣ and ¶ stand for a space and a new line in them.
BEGINNINGS = """ #␣ ##␣ -␣ ␣␣-␣ 1.␣ >␣ ␣␣␣␣ |␣ |---|¶|␣ [^n]:␣ [r]:␣u¶ -␣[x]␣ ```¶ <div>
    <!--␣i18n:skip␣-->¶ ¶<!--␣i18n:code␣-->¶"""
CONTENTS = """a * **b** _ `c|d` ␣ \\ [r] [e](f) [^n] ![g][r] <i> &amp; &lt;b | # ␣{#i} \\¶ ␣␣¶
    <!--␣i18n:comment:␣h␣-->"""


def any_of(choices):
    readable = choices.replace("\n", " ").split(" ")
    return st.sampled_from([choice.replace("␣", " ").replace("¶", "\n") for choice in readable])


contents = st.lists(any_of(CONTENTS), max_size=5).map("".join)
line = st.tuples(any_of(BEGINNINGS), contents, st.sampled_from(["\n", "\n\n"])).map("".join)
lines = st.lists(line, max_size=8).map("".join)


@settings(deadline=None)
@given(lines)
def test_the_identity_law_holds_for_any_document(text):
    source, translated = pages(parse(text, file="a.md"))
    assert translated == source
