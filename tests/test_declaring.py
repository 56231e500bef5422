"""`pwa source same-meaning`: from a typo to readers who see everything as it was signed."""

import json
from dataclasses import asdict

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.review.fingerprints import fingerprints, source_hash
from pwa.review.records import write_record
from pwa.translation.po import parse
from tests.git import commit_all

SETTINGS = 'title = "Book"\nsections = ["one", "two"]\n'
REST = "Rest for the whol day."
MENDED = "Rest for the whole day."
SECTIONS = {
    "one": f"# One\n\nIt takes 2 hours\n\n{REST}\n",
    "two": f"# Two\n\n{REST}\n",
}
SPANISH = {
    "Book": "Libro", "One": "Uno", "Two": "Dos", "It takes 2 hours": "Dura 2 horas.",
    REST: "Descanse todo el día.",
}  # fmt: skip
PO = "locales/es/LC_MESSAGES/content.po"


class Walk:
    """A site, and what people do to it."""

    def __init__(self, root):
        self.root = root

    def pwa(self, *arguments, code=0):
        done = CliRunner().invoke(main, ["--site", str(self.root), *arguments])
        assert done.exit_code == code, done.output
        return done.output

    def declare(self, *sections, code=0, by="Pat"):
        return self.pwa("source", "same-meaning", *sections, "--by", by, code=code)

    def edit(self, was, now, *sections):
        for section in sections or ("one",):
            path = self.root / f"content/{section}.md"
            text = path.read_text(encoding="utf-8")
            assert was in text
            path.write_text(text.replace(was, now), encoding="utf-8")

    def status(self, locale="es", section="one"):
        table = json.loads(self.pwa("status", "--format", "json"))
        one = table["locales"][locale]["sections"][section]
        flags = [name for name in ("outdated", "changed") if one[name]]
        return " ".join([one["status"], *flags, str(one["origin"])])

    def sign_off(self):
        for step, by in (("translation", "Tom"), ("revision", "Vera"), ("review", "Ruiz")):
            self.pwa("review", "es", "one", "two", "--step", step, "--by", by)
        self.pwa("review", "en", "one", "--step", "review", "--by", "Ruiz")

    def records(self):
        return sorted(path.name for path in (self.root / "locales").glob("*/records/**/*.json"))


@pytest.fixture
def walk(make_site):
    made = Walk(make_site(SECTIONS, {"es": SPANISH}, SETTINGS))
    made.pwa("update")
    made.sign_off()
    assert made.status() == "reviewed human"
    return made


def catalog(walk):
    entries = parse((walk.root / PO).read_bytes(), file=PO).live
    return {each.msgid: (*each.msgstr, *each.flags) for each in entries}


def test_a_typo_and_a_full_stop_leave_everything_signed(walk):
    walk.edit(REST, MENDED, "one", "two")
    walk.edit("2 hours", "2 hours.")
    told = walk.declare("one")
    for line in (
        "It takes 2 hours{+.+}", "Rest for the [-whol-]{+whole+} day.", "shares messages with two",
    ):  # fmt: skip
        assert line in told
    walk.pwa("update")
    assert catalog(walk)[MENDED] == ("Descanse todo el día.",)
    assert catalog(walk)["It takes 2 hours."] == ("Dura 2 horas.",)
    for locale, section in (("es", "one"), ("es", "two"), ("en", "one")):
        assert walk.status(locale, section).startswith("reviewed")
    assert "same-meaning" in walk.pwa("review", "en", "--list")
    assert walk.pwa("check", "es") == "Nothing found.\n"


def test_a_second_update_changes_no_byte(walk):
    walk.edit(REST, MENDED, "one", "two")
    walk.declare("one")
    walk.pwa("update")
    before = {path: path.read_bytes() for path in (walk.root / "locales").rglob("*.p*")}
    walk.pwa("update")
    assert before == {path: path.read_bytes() for path in (walk.root / "locales").rglob("*.p*")}


def test_after_an_update_it_is_not_too_late(walk):
    walk.edit(REST, MENDED, "one", "two")
    walk.pwa("update")
    assert walk.status() == "partial outdated changed human"
    walk.declare("one")
    walk.pwa("update")
    assert walk.status() == "reviewed human"


def test_where_no_catalog_has_the_old_text_git_has_it(walk):
    commit_all(walk.root)
    walk.edit(REST, MENDED, "one", "two")
    walk.pwa("extract")
    (walk.root / PO).unlink()
    assert "[-whol-]" in walk.declare("one")


def test_a_catalog_that_was_not_updated_has_the_old_text(walk):
    walk.edit(REST, MENDED, "one", "two")
    walk.pwa("extract")
    assert "[-whol-]" in walk.declare("one")


def test_taken_back_it_counts_for_nothing(walk):
    walk.edit(REST, MENDED, "one", "two")
    walk.declare("one")
    walk.pwa("update")
    [record] = [name for name in walk.records() if "same-meaning" in name]
    walk.pwa("review", "en", "--withdraw", record[-17:-5], "--by", "Pat")
    assert walk.status() == "translated changed unknown"
    walk.declare("one", code=1)  # nothing has the old text any more


@pytest.mark.parametrize(
    ("was", "now", "named"),
    [
        ("2 hours", "3 hours", "2 → 3"),
        ("2 hours", "2 hours\n\nEat before", "“Eat before” is new"),
        ("2 hours", "2 hours", "nothing has changed"),
    ],
)
def test_what_may_not_be_declared_writes_nothing(walk, was, now, named):
    before = walk.records()
    walk.edit(was, now)
    assert named in walk.declare("one", code=1)
    assert walk.records() == before


def test_all_sections_or_none(walk):
    before = walk.records()
    walk.edit("2 hours", "2 hours.")
    assert "two: nothing has changed" in walk.declare("one", "two", code=1)
    assert walk.records() == before
    walk.edit(REST, MENDED, "one", "two")
    walk.declare("one", "two")
    assert sum("same-meaning" in name for name in walk.records()) == 2


def test_who_declares_it_has_to_be_named_and_the_section_has_to_be_there(walk):
    walk.pwa("source", "same-meaning", "one", code=2)
    walk.declare("one", by=" ", code=2)
    assert "no section three" in walk.declare("three", code=1)


def test_where_people_have_roles_a_publisher_declares_it(walk):
    (walk.root / "content/people.toml").write_text(
        '[pat]\nname = "Pat"\nroles = ["publisher"]\n[tom]\nname = "Tom"\nroles = ["review"]\n'
    )
    walk.edit("2 hours", "2 hours.")
    assert "publisher" in walk.declare("one", by="tom", code=1)
    assert "written" in walk.declare("one", by="pat")


def test_a_declaration_of_another_meaning_that_was_written_by_hand_counts_for_nothing(walk):
    was, now = (None, "It takes 2 hours"), (None, "It takes 3 hours")
    fields = {
        "step": "same-meaning", "section": "one", "by": "Pat", "at": "2026-11-23T10:00:00Z",
        "segmenter": 1, "messages": [[source_hash(was), source_hash(now)]], "before": [was],
    }  # fmt: skip
    path = write_record(walk.root / "locales/en/records/one", fields)
    walk.edit("2 hours", "3 hours")
    walk.pwa("update")
    assert walk.status() == "partial outdated changed human"
    told = json.loads(walk.pwa("check", "--format", "json", code=1))
    [found] = [one for one in told if (one["file"] or "").endswith(path.name)]
    assert (found["code"], "2 → 3" in found["message"]) == ("record", True)


def test_nor_does_one_among_the_records_of_a_translation(walk):
    walk.edit("2 hours", "2 hours.")
    walk.declare("one")
    [path] = walk.root.glob("locales/en/records/one/*-same-meaning-*.json")
    copy = walk.root / "locales/es/records/one" / path.name
    copy.write_bytes(path.read_bytes())
    told = json.loads(walk.pwa("check", "--format", "json", code=1))
    [found] = [one for one in told if one["file"] == f"locales/es/records/one/{path.name}"]
    assert "declare it for the source" in found["message"]


def test_another_segmenter_loses_nothing_that_was_declared(make_site, sign):
    """Segmenter 0 is one that left `*x*` as it stood."""
    was, now, new = "It *may* help", "It *may* help.", "It _may_ help."
    root = make_site({"one": f"{now}\n"}, {"es": {"Book": "Libro"}}, 'title = "Book"\n', "old")
    for name, text in (("es/LC_MESSAGES/content.po", "Ayuda."), ("content.pot", "")):
        entry = f'\nmsgid "{now}"\nmsgstr "{text}"\n'
        (root / "locales" / name).write_text(f'msgid ""\nmsgstr "X-Segmenter: 0\\n"\n{entry}')
    for locale, said, step in (("es", "Ayuda.", "translation"), ("en", was, "review")):
        prints = asdict(fingerprints([((None, was), said)]))
        sign(root, locale, "one", step, by="Ana", segmenter=0, **prints)
    pair = [source_hash((None, was)), source_hash((None, now))]
    fields = {"step": "same-meaning", "section": "one", "by": "Pat", "at": "2026-11-23T10:00:00Z"}
    fields |= {"segmenter": 0, "messages": [pair], "before": [[None, was]]}
    write_record(root / "locales/en/records/one", fields)
    walk = Walk(root)
    walk.pwa("update")
    assert catalog(walk)[new] == ("Ayuda.",)
    assert walk.status() == "translated human"
    assert walk.status("en") == "reviewed None"
