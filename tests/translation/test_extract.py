import pytest

from pwa.errors import SiteError
from pwa.memo import Memo
from pwa.pages.templates import TemplateFile, Templates
from pwa.site import load_site
from pwa.source.publication import load_publication
from pwa.translation.catalog import Interface
from pwa.translation.extract import content_template, interface_template
from pwa.translation.po import parse

NOW, LATER = "2026-11-23 08:00+0000", "2026-11-24 09:00+0000"

ONE = """---
summary: What it says.
---
# One *day*

<!-- i18n:comment: Warmly. -->
First words.

- An item

| A cell |
|--------|

Again.

<!-- i18n:context: greeting -->
Again.
"""
TWO = "# Two\n\nAgain.\n\nNote[^1].\n\n[^1]: The note.\n"
SETTINGS = (
    'title = "Book"\ntagline = "About it"\n[[parts]]\ntitle = "I"\nsections = ["one", "two"]\n'
)


@pytest.fixture
def root(make_site):
    return make_site({"one": ONE, "two": TWO}, settings=SETTINGS)


def content(root, before=None, now=NOW):
    publication = load_publication(load_site(root, environ={}), Memo())
    return content_template(publication, before=before, now=now)


def entry(template, msgid, msgctxt=None):
    [found] = [one for one in template.entries if one.key == (msgctxt, msgid)]
    return found


def test_every_message_is_there_in_reading_order(root):
    assert [one.key for one in content(root).entries] == [
        (None, "Book"), (None, "About it"), (None, "I"),
        (None, "One _day_"), (None, "First words."),
        (None, "An item"), (None, "A cell"), (None, "Again."), ("greeting", "Again."),
        (None, "What it says."), (None, "Two"), (None, "Note[^1]."), (None, "The note."),
    ]  # fmt: skip


def test_nothing_is_translated_yet(root):
    assert {one.msgstr for one in content(root).entries} == {("",)}


@pytest.mark.parametrize(
    ("msgid", "said"),
    [
        ("Book", "title of the publication"),
        ("I", "title of a part"),
        ("One _day_", "One day: title"),
        ("An item", "One day: list item"),
        ("A cell", "One day: table heading"),
        ("What it says.", "One day: summary"),
        ("The note.", "Two: footnote"),
    ],
)
def test_translators_are_told_the_section_and_the_place(root, msgid, said):
    assert entry(content(root), msgid).extracted[0].startswith(said)


def test_translators_are_told_what_the_author_says(root):
    assert entry(content(root), "First words.").extracted == ("One day: paragraph", "Warmly.")


def test_references_name_files_and_no_lines(root):
    references = {reference for one in content(root).entries for reference in one.references}
    assert references == {"content/publication.toml", "content/one.md", "content/two.md"}


def test_a_message_that_stands_twice_is_one_with_both_places(root):
    again = entry(content(root), "Again.")
    assert again.references == ("content/one.md", "content/two.md")
    assert again.extracted == ("One day: paragraph", "Two: paragraph")
    assert entry(content(root), "Again.", "greeting").references == ("content/one.md",)


def test_a_second_run_changes_no_byte(root):
    first = content(root).encode()
    assert content(root, parse(first, file="content.pot"), LATER).encode() == first


def test_lines_that_move_change_no_byte(root):
    before = parse(content(root).encode(), file="content.pot")
    (root / "content/two.md").write_text("\n\n\n" + TWO.replace("The note.", "The\nnote."))
    assert content(root, before, LATER).encode() == before.encode()


def test_a_changed_word_moves_the_date_and_nothing_else(root):
    before = parse(content(root).encode(), file="content.pot")
    (root / "content/two.md").write_text(TWO.replace("The note.", "A note."))
    after = content(root, before, LATER)
    assert after.header["POT-Creation-Date"] == LATER
    old, new = before.encode().splitlines(), after.encode().splitlines()
    assert [line for line in new if line not in old] == [
        f'"POT-Creation-Date: {LATER}\\n"'.encode(), b'msgid "A note."',
    ]  # fmt: skip


def test_a_template_reads_back(root):
    template = content(root)
    again = parse(template.encode(), file="content.pot")
    assert [one.key for one in again.entries] == [one.key for one in template.entries]
    assert again.header["Content-Type"] == "text/plain; charset=UTF-8"
    assert again.header_entry.fuzzy


CODE = """
def words(gettext, ngettext, pgettext, n):
    # Translators: A greeting.
    gettext("Hello")
    gettext("Twice")
    ngettext("%(n)s page", "%(n)s pages", n)
    pgettext("verb", "Hello")
    gettext(n)
"""
TEMPLATE = """{# Translators: On a button. #}
<p>{{ _("Twice") }}</p>
{% trans name=n %}Hello {{ name }}{% endtrans %}
{% trans %}
A line
in two.
{% endtrans %}
{% trans n=n %}{{ n }} book{% pluralize %}{{ n }} books{% endtrans %}
"""


@pytest.fixture
def code(tmp_path):
    for name, text in [("app/deep/words.py", CODE), ("templates/page.html", TEMPLATE)]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def interface(code, before=None, now=NOW):
    return interface_template(code, ["app", "templates"], name="Book", before=before, now=now)


def test_messages_come_from_python_and_from_templates(code):
    found = {one.key: one.references for one in interface(code).entries}
    assert found[(None, "Hello")] == ("app/deep/words.py",)
    assert found[("verb", "Hello")] == ("app/deep/words.py",)
    assert found[(None, "Hello %(name)s")] == ("templates/page.html",)
    assert found[(None, "Twice")] == ("app/deep/words.py", "templates/page.html")


def test_plural_forms_are_extracted_from_both(code):
    for msgid, plural in [("%(n)s page", "%(n)s pages"), ("%(n)s book", "%(n)s books")]:
        one = entry(interface(code), msgid)
        assert (one.msgid_plural, one.msgstr) == (plural, ("", ""))
        assert "python-format" in one.flags


def test_comments_to_translators_are_kept(code):
    assert entry(interface(code), "Hello").extracted == ("A greeting.",)
    assert entry(interface(code), "Twice").extracted == ("On a button.",)


def test_a_template_that_cannot_be_read_is_told_with_file_and_line(code):
    (code / "templates/broken.html").write_text("\n{% trans %}")
    with pytest.raises(SiteError, match=r"templates/broken\.html:2"):
        interface(code)


def test_an_interface_template_changes_with_its_messages_alone(code):
    first = interface(code).encode()
    path = code / "templates/page.html"
    path.write_text(f"\n<hr>\n{path.read_text()}")
    assert interface(code, parse(first, file="interface.pot"), LATER).encode() == first


def test_what_templates_say_is_what_is_looked_up_when_they_are_rendered(code):
    """Extraction and rendering agree about white space, or a translation is never found."""
    asked = []

    class Listening(Interface):
        def gettext(self, message):
            asked.append(message)
            return message

        def ngettext(self, one, many, number):
            asked.append(one)
            return one

    page = TemplateFile("page.html", (code / "templates/page.html").read_text())
    Templates({"page.html": page}).speaking(Listening("en")).render("page.html", {"n": 1})
    known = {one.msgid for one in interface(code).entries}
    assert asked
    assert set(asked) <= known
