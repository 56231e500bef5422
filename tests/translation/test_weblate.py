"""What Weblate does to catalogs, with the file layer that it uses (translate-toolkit)."""

import difflib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from translate.misc.multistring import multistring
from translate.storage.pypo import pofile

from pwa.cli import main
from pwa.locales import tag_of
from pwa.translation.catalog import Interface
from pwa.translation.po import parse

ROOT = Path(__file__).parents[2]
COMPONENTS = json.loads((ROOT / "locales/weblate.json").read_text(encoding="utf-8"))
CATALOGS = sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po"))

MARKDOWN = "# One\n\nFirst words.\n\nSecond words.\n"
TRANSLATED = {"Book": "Libro", "About it": "Sobre él", "One": "Uno", "First words.": "Primero."}
PO = "locales/es/LC_MESSAGES/content.po"
SAVED = {
    "last_translator": "Ana <ana@example.org>",
    "plural_forms": "nplurals=2; plural=n != 1;",
    "language": "es",
    "PO_Revision_Date": "2026-11-24 10:00+0000",
    "language_team": "Spanish <https://weblate.example.org/projects/book/content/es/>",
    "x_generator": "Weblate 5.14.3",
}


def opened(data, language=None):
    """A file as Weblate opens it: with its language, wrapping at 77 columns."""
    store = pofile()
    if language:
        store.settargetlanguage(language)
    store.parse(data)
    store.wrapper.width = 77
    return store


def added(template, language, plural_forms):
    """A file as Weblate begins a new language."""
    store = opened(template)
    store.settargetlanguage(language)
    store.updateheader(
        add=True,
        last_translator="Automatically generated",
        plural_forms=plural_forms,
        language_team="none",
    )
    return bytes(store)


def saved(data, msgid, target=None, *, fuzzy=False):
    """A file as Weblate saves it after somebody worked on one message: its text set anew."""
    store = opened(data, "es")
    [unit] = [one for one in store.units if one.source == msgid and not one.isobsolete()]
    unit.target = unit.target if target is None else target
    unit.markfuzzy(fuzzy)
    if not fuzzy:
        unit.prev_msgid, unit.prev_msgid_plural, unit.prev_msgctxt = [], [], []
    store.updateheader(add=True, **SAVED)
    return bytes(store)


def changed_lines(before, after):
    """The lines that a file lost and got, without its header."""
    bodies = (text.decode().split("\n\n", 1)[1].splitlines() for text in (before, after))
    lines = difflib.unified_diff(*bodies, lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.fixture
def root(make_site):
    root = make_site({"one": MARKDOWN}, {"es": TRANSLATED})
    pwa(root, "update")
    return root


def pwa(root, *arguments):
    done = CliRunner().invoke(main, ["--site", str(root), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def status(root, locale="es"):
    table = json.loads(pwa(root, "status", "--format", "json"))
    one = table["locales"][locale]["sections"]["one"]
    return one["status"], one["outdated"], one["messages"]["translated"], one["messages"]["fuzzy"]


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component["slug"])
def test_a_component_names_files_that_are_here(component):
    domain = component["slug"]
    assert (ROOT / component["new_base"]).is_file()
    assert component["template"] == ""  # the source texts are the msgids
    found = {path.relative_to(ROOT).parts[1] for path in ROOT.glob(component["filemask"])}
    assert found == {path.parts[-3] for path in CATALOGS if path.stem == domain}
    assert len(found) > 1


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component["slug"])
@pytest.mark.parametrize("code", ["es", "pt_BR", "zh_Hans", "sr_Latn_RS", "es_419", "fil"])
def test_a_language_that_weblate_adds_is_a_locale_here(component, code):
    assert re.match(component["language_regex"], code)
    assert tag_of(code)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component["slug"])
def test_a_file_that_is_being_written_is_no_language(component):
    assert not re.match(component["language_regex"], ".es.part")


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: "/".join(path.parts[-3::2]))
def test_weblate_saves_what_it_read(path):
    data = path.read_bytes()
    assert bytes(opened(data, path.parts[-3])) == data


@pytest.mark.parametrize("domain", ["content", "interface"])
def test_a_language_added_by_weblate_is_the_template_with_another_header(domain):
    template = (ROOT / f"locales/{domain}.pot").read_bytes()
    new = added(template, "pt_BR", "nplurals=2; plural=n > 1;")
    assert changed_lines(template, new) == []
    catalog = parse(new, file=domain)
    assert catalog.header["Language"] == "pt_BR"
    assert catalog.header["Plural-Forms"] == "nplurals=2; plural=n > 1;"
    assert catalog.encode() == new


def test_a_language_added_by_weblate_is_published_once_it_says_something(root):
    new = root / "locales/pt_BR/LC_MESSAGES/content.po"
    new.parent.mkdir(parents=True)
    template = (root / "locales/content.pot").read_bytes()
    new.write_bytes(added(template, "pt_BR", "nplurals=2; plural=n > 1;"))
    assert status(root, "pt-BR") == ("untranslated", False, 0, 0)
    new.write_bytes(saved(new.read_bytes(), "One", "Um"))
    assert status(root, "pt-BR") == ("partial", False, 1, 0)
    before = new.read_bytes()
    pwa(root, "update")
    assert new.read_bytes() == before


def test_a_translation_changes_its_own_lines(root):
    before = (root / PO).read_bytes()
    after = saved(before, "Second words.", "Segundo.")
    assert changed_lines(before, after) == ['-msgstr ""', '+msgstr "Segundo."']
    (root / PO).write_bytes(after)
    assert status(root) == ("translated", False, 3, 0)
    pwa(root, "update")
    assert (root / PO).read_bytes() == after
    assert parse(after, file=PO).encode() == after


def test_needs_editing_changes_one_line_and_does_not_say_that_the_source_moved(root):
    before = (root / PO).read_bytes()
    after = saved(before, "First words.", fuzzy=True)
    assert changed_lines(before, after) == ["+#, fuzzy"]
    (root / PO).write_bytes(after)
    assert status(root) == ("partial", False, 1, 1)
    pwa(root, "update")
    assert (root / PO).read_bytes() == after


def test_what_the_source_left_behind_is_outdated_until_weblate_confirms_it(root):
    (root / "content/one.md").write_text(MARKDOWN.replace("First", "The first"))
    pwa(root, "update")
    before = (root / PO).read_bytes()
    assert status(root) == ("partial", True, 1, 1)
    [unit] = [one for one in opened(before).units if one.isfuzzy() and not one.isheader()]
    assert (unit.source, unit.prev_source) == ("The first words.", "First words.")
    after = saved(before, "The first words.", "Lo primero.")
    assert changed_lines(before, after) == [
        "-#, fuzzy",
        '-#| msgid "First words."',
        '-msgstr "Primero."',
        '+msgstr "Lo primero."',
    ]
    (root / PO).write_bytes(after)
    assert status(root) == ("partial", False, 2, 0)


def test_an_update_changes_no_line_that_weblate_wrapped(root):
    words = "Palabras que ocupan más de una línea, y también la siguiente, con — rayas y/o barras. "
    after = saved((root / PO).read_bytes(), "Second words.", words * 5)
    (root / PO).write_bytes(after)
    (root / "content/one.md").write_text(MARKDOWN.replace("First", "The first"))
    pwa(root, "update")
    wrapped = re.findall(r'msgid "Second words."\nmsgstr ""\n(?:".*"\n)+', after.decode())
    assert wrapped[0] in (root / PO).read_text(encoding="utf-8")


def test_plural_forms_that_weblate_writes_are_read():
    template = (ROOT / "locales/interface.pot").read_bytes()
    forms = "nplurals=3; plural=n==1 ? 0 : n>=2 && n<=4 ? 1 : 2;"
    store = opened(added(template, "cs", forms), "cs")
    unit = next(one for one in store.units if one.hasplural())
    one, many = unit.source.strings
    texts = [one, many, f"{many}…"]
    unit.target = multistring(texts)
    interface = Interface.from_catalogs("cs", parse(bytes(store), file="interface.po"))
    context = unit.getcontext() or None
    said = [
        interface.npgettext(context, one, many, number)
        if context
        else interface.ngettext(one, many, number)
        for number in (1, 2, 5)
    ]
    assert said == texts
