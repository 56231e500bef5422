"""The English is plain enough for people who are worried, tired, or new to the words."""

import os
import re
from statistics import mean

import pytest
import readability

from pwa.memo import Memo
from pwa.site import engine_root, load_site
from pwa.source.markdown import plain_text
from pwa.source.publication import load_publication

SECTIONS = load_publication(load_site(engine_root(), environ=os.environ), Memo()).sections


def grades(section):
    """The school years that its text asks for, by several formulas."""
    blocks = (plain_text(message.msgid).strip() for message in section.messages)
    whole = (text if text.endswith((".", "?", "!")) else f"{text}." for text in blocks)
    sentences = "\n".join(re.sub(r"(?<=[.?!])\s+", "\n", text) for text in whole)
    return readability.getmeasures(sentences, lang="en")["readability grades"]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_no_section_asks_for_more_than_school(section):
    found = grades(section)
    assert found["SMOGIndex"] <= 10
    assert found["Kincaid"] <= 8


def test_eight_years_of_school_are_about_enough():
    assert mean(grades(section)["SMOGIndex"] for section in SECTIONS) < 9
