from pathlib import Path

import pytest

from pwa.errors import PwaError, SiteError, SourceError
from pwa.memo import Memo
from pwa.site import load_site
from pwa.source.publication import Target, load_publication, read_section, target


def load(root, memo=None):
    return load_publication(load_site(root, environ={}), memo or Memo())


def section(text):
    return read_section("one", "content/one.md", text.encode())


def test_sections_come_in_the_order_of_the_settings(make_site):
    root = make_site({"a": "# A", "b": "# B"}, settings='title = "T"\nsections = ["b", "a"]')
    assert [one.id for one in load(root).sections] == ["b", "a"]


def test_without_an_order_every_file_is_a_section_in_path_order(make_site):
    root = make_site({"b": "# B", "a/z": "# Z"})
    assert [one.id for one in load(root).sections] == ["a/z", "b"]


def test_parts_and_titles_are_messages_of_no_section(make_site):
    outside = 'title = "T"\ntagline = "G"\nshort_name = "S"\n'
    settings = outside + '[[parts]]\ntitle = "I"\nsections = ["one"]'
    publication = load(make_site(settings=settings))
    assert [message.msgid for message in publication.outside] == ["T", "G", "S", "I"]


def test_a_missing_file_is_named(make_site):
    root = make_site(settings='title = "T"\nsections = ["one", "two"]')
    with pytest.raises(SourceError, match=r"write content/two\.md"):
        load(root)


def test_a_file_that_cannot_be_an_address_is_named(make_site):
    with pytest.raises(SiteError, match=r"content/Not Good\.md"):
        load(make_site({"Not Good": "# A"}))


def test_every_faulty_file_is_told(make_site):
    root = make_site({"a": "---\nrisk: no\n---", "b": "---\nrisk: no\n---"})
    with pytest.raises(PwaError) as raised:
        load(root)
    assert [finding.file for finding in raised.value.findings] == ["content/a.md", "content/b.md"]


def test_the_title_is_the_first_h1():
    assert section("Before\n\n# One\n\n# Two\n").title.msgid == "One"


def test_without_an_h1_the_title_is_front_matter_and_the_first_message():
    one = section("---\ntitle: Named\n---\nText\n")
    assert [message.msgid for message in one.messages] == ["Named", "Text"]


def test_without_any_title_the_id_stands_in_and_is_no_message():
    one = section("Text\n")
    assert one.title.msgid == "one"
    assert [message.msgid for message in one.messages] == ["Text"]


def test_the_summary_is_the_last_message():
    one = section("---\nsummary: In short\n---\n# One\n\nText\n")
    assert [message.msgid for message in one.messages] == ["One", "Text", "In short"]


def test_lines_count_from_the_top_of_the_file():
    assert section("---\nrisk: high\n---\n# One\n").title.line == 4


def test_bytes_that_are_not_utf_8_are_an_error_with_their_line():
    with pytest.raises(SiteError, match=r"content/one\.md:2"):
        read_section("one", "content/one.md", b"# One\n\xff\n")


def test_files_that_did_not_change_are_not_parsed_again(make_site):
    root, memo = make_site({"a": "# A", "b": "# B"}), Memo()
    first = load(root, memo)
    memo.sweep()
    (root / "content/b.md").write_text("# C")
    memo.told([root / "content/b.md"])
    second = load(root, memo)
    assert second.sections[0] is first.sections[0]
    assert second.sections[1].title.msgid == "C"


@pytest.fixture
def publication(make_site):
    text = "# A\n\n## Part\n\n[x](b.md) [y](deep/c.md#part) [z](missing.md) ![i](i.svg)\n"
    root = make_site({"a": text, "b": "# B", "deep/c": "# C\n\n## Part\n\n[up](../a.md#nowhere)\n"})
    (root / "content/i.svg").write_text("<svg/>")
    (root / "content/.hidden.svg").write_text("<svg/>")
    (root / "content/notes.toml").write_text("")
    return load(root)


def section_of(publication, name):
    return next(one for one in publication.sections if one.id == name)


@pytest.mark.parametrize(
    ("place", "href", "found"),
    [
        ("a", "b.md", Target("section", "b")),
        ("a", "deep/c.md#x", Target("section", "deep/c", "x")),
        ("deep/c", "../a.md", Target("section", "a")),
        ("deep/c", "../i.svg", Target("asset", "i.svg")),
        ("a", "#part", Target("section", "a", "part")),
        ("a", "https://x.example/y", Target("outside", "https://x.example/y")),
        ("a", "mailto:a@x.example", Target("outside", "mailto:a@x.example")),
        ("a", "missing.md", None),
        ("a", "../../etc/passwd", None),
        ("a", "publication.toml", None),
        ("a", "javascript:alert(1)", None),
        ("a", "data:image/png;base64,AA", None),
        ("a", "http://[a", None),
    ],
)
def test_links_lead_to_sections_assets_or_outside(publication, place, href, found):
    assert target(publication, section_of(publication, place), href) == found


def test_only_what_readers_may_see_is_an_asset(publication):
    assert list(publication.assets) == ["i.svg"]


def test_links_that_lead_nowhere_are_found(publication):
    found = [(f.file, f.line, f.message.split(";")[0]) for f in publication.findings]
    assert found == [
        ("content/a.md", 5, "broken link missing.md"),
        ("content/deep/c.md", 5, "../a.md#nowhere: no heading with the id nowhere there"),
    ]


def published(root):
    publication = load(root)
    return list(publication.assets), [f.file for f in publication.findings if f.code == "unlinked"]


def test_a_file_that_no_section_links_to_is_not_published_and_told(make_site):
    root = make_site({"deep/one": "# One\n\n![a](../a.svg) [b](b%20c.pdf?x#y)\n"})
    for name in ("a.svg", "deep/b c.pdf", "drawing.svg", ".hidden.svg", ".kept/x.svg", "notes.doc"):
        (root / "content" / name).parent.mkdir(exist_ok=True)
        (root / "content" / name).write_text("x")
    assert published(root) == (["a.svg", "deep/b c.pdf"], ["content/drawing.svg"])


def test_a_linked_file_is_published_in_the_languages_of_translations_too(make_site):
    root = make_site({"one": "# One\n\n[card](en/card.pdf)\n"})
    for name in ("en", "es", "pt-BR", "drafts"):
        (root / "content" / name).mkdir()
        (root / "content" / name / "card.pdf").touch()
    assert published(root) == (
        ["en/card.pdf", "es/card.pdf", "pt-BR/card.pdf"],
        ["content/drafts/card.pdf"],
    )


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("one.md", Path.mkdir),
        ("one.md", lambda path: path.symlink_to("nowhere")),
        ("i.svg", lambda path: path.symlink_to("nowhere")),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_path(make_site, name, break_it):
    root = make_site({"one": "# One\n\n![i](i.svg)\n"})
    (root / "content" / name).unlink(missing_ok=True)
    break_it(root / "content" / name)
    with pytest.raises(PwaError, match=rf"^content/{name}: (is a folder|links to nowhere)"):
        load(root)


def test_the_locks_of_editors_are_no_sections(make_site):
    root = make_site()
    (root / "content/.#one.md").symlink_to("ana@desk.1234")
    assert [one.id for one in load(root).sections] == ["one"]


@pytest.mark.parametrize(
    ("sections", "ids", "told"),
    [
        ({"a": ["old"], "b": []}, {"a": {"a", "old"}, "b": {"b"}}, []),
        ({"a": ["b"], "b": []}, {"a": {"a"}, "b": {"b"}}, ["content/a.md"]),
        ({"a": ["a"], "b": []}, {"a": {"a"}, "b": {"b"}}, ["content/a.md"]),
        (
            {"a": ["old", "x"], "b": ["old"]},
            {"a": {"a", "x"}, "b": {"b"}},
            ["content/a.md", "content/b.md"],
        ),
        ({"a": ["old", "old"], "b": []}, {"a": {"a", "old"}, "b": {"b"}}, []),
    ],
)
def test_a_former_id_counts_for_one_section_alone(make_site, sections, ids, told):
    texts = {
        name: f"---\ntitle: T\nformerly: [{', '.join(old)}]\n---\n"
        for name, old in sections.items()
    }
    publication = load(make_site(texts))
    assert {section.id: section.ids for section in publication.sections} == ids
    found = [(f.file, f.line, f.severity) for f in publication.findings]
    assert found == [(file, 3, "error") for file in told]
