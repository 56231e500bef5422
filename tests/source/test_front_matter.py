import pytest

from pwa.errors import SourceError
from pwa.source.front_matter import FrontMatter, Reference, split


def test_a_file_without_front_matter_is_all_markdown():
    assert split("# One\n", file="a.md") == (FrontMatter(), "# One\n", 1)


def test_markdown_begins_after_the_front_matter():
    front, markdown, line = split("---\nsummary: In short\n---\n\n# One\n", file="a.md")
    assert (front.summary, markdown, line) == ("In short", "\n# One\n", 4)


def test_a_rule_further_down_is_no_front_matter():
    assert split("# One\n\n---\nsummary: x\n---\n", file="a.md")[0] == FrontMatter()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_byte_order_mark_do_not_matter(newline):
    text = "\ufeff---\ntitle: T\n---\n# One\n".replace("\n", newline)
    front, markdown, _ = split(text, file="a.md")
    assert (front.title, markdown) == ("T", f"# One{newline}")


def test_every_key_is_read():
    text = """---
title: T
summary: A text
  on two lines
risk: high
first_published: 2026-11-23
formerly: [old-name]
sources:
  - {title: Book, publisher: P, year: 2020, address: "https://x.example"}
---
"""
    front, _, _ = split(text, file="a.md")
    assert front == FrontMatter(
        title="T",
        summary="A text on two lines",
        sources=(Reference("Book", "P", "2020", "https://x.example"),),
        risk="high",
        first_published="2026-11-23",
        formerly=("old-name",),
    )


def test_an_unknown_key_warns_with_its_line_and_the_nearest_known_one():
    front, _, _ = split("---\ntitle: T\nsumary: x\n---\n", file="a.md")
    [finding] = front.findings
    assert (finding.file, finding.line, finding.severity) == ("a.md", 3, "warning")
    assert "did you mean summary?" in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "risk: medium", "first_published: yesterday", "formerly: old", "formerly: [A]",
        "sources: x", "sources: [{publisher: P}]", "title: [a]",
        "sources: [{title: T, address: 'javascript:x'}]", "sources: [{title: T, page: 3}]",
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_an_error_with_its_line(line):
    with pytest.raises(SourceError) as raised:
        split(f"---\n{line}\n---\n", file="a.md")
    assert [finding.line for finding in raised.value.findings] == [2]


@pytest.mark.parametrize("text", ["a: b: c", "- a", "a: [", "just words"])
def test_what_is_no_yaml_mapping_is_an_error(text):
    with pytest.raises(SourceError, match=r"^a\.md:"):
        split(f"---\n{text}\n---\n", file="a.md")


@pytest.mark.parametrize(
    ("value", "line"),
    [("2026-13-40", 3), ("2026-02-30T10:00:00Z", 3), ("", 3), ("yes", 3)],
)
def test_a_date_that_does_not_exist_is_told_with_its_line_and_field(value, line):
    with pytest.raises(SourceError, match=f"^a\\.md:{line}: first_published: '{value}' is no date"):
        split(f"---\ntitle: T\nfirst_published: {value}\n---\n", file="a.md")


@pytest.mark.parametrize("value", ["1.10", "2026-11-23", "12:30", "no", "0x10", "~", "!!int 3"])
def test_what_yaml_takes_for_something_else_is_the_text_that_was_written(value):
    assert split(f"---\ntitle: {value}\n---\n", file="a.md")[0].title == value.split()[-1]


def test_a_character_that_yaml_does_not_have_is_told_with_its_line():
    with pytest.raises(SourceError, match=r"^a\.md:3: front matter: the character U\+0007"):
        split("---\ntitle: T\nsummary: a\a\n---\n", file="a.md")


def test_the_lines_of_keys_are_known():
    front, _, _ = split("---\ntitle: T\nsummary: |\n  a: b\nrisk : high\n---\n", file="a.md")
    assert front.lines == {"title": 2, "summary": 3, "risk": 5}
