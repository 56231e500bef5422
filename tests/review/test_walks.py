"""What happens to a section's status as a publication lives: each walk as people would take it."""

import pytest

from pwa.edition.edition import make_edition
from pwa.errors import RefusedError, SiteError
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.review.present import present_text
from pwa.review.records import fields_of, write_record
from pwa.review.signing import Word, signed
from pwa.review.status import is_overdue
from pwa.review.translators import elsewhere
from pwa.settings import parse_settings
from pwa.site import load_site
from pwa.source.message import NO_FORMER
from pwa.translation import files
from pwa.translation.po import parse

TITLE, CLINIC, REST = "Calm words", "It is given in a clinic.", "Rest for the whole day afterwards."


class Walk:
    """A site on disk, and the people who work on it."""

    def __init__(self, root):
        self.root, self.minute = root, 0

    @property
    def site(self):
        return load_site(self.root, environ={})

    def write(self, *paragraphs, section="one", front=""):
        head = f"---\n{front}\n---\n" if front else ""
        text = "\n\n".join((head + "# " + paragraphs[0], *paragraphs[1:])) + "\n"
        (self.root / f"content/{section}.md").write_text(text)

    def update(self):
        list(files.write(self.site, files.update(self.site, "es", now="2026-11-23 10:00+0000")))

    def catalog(self, change):
        """Have somebody change entries of the catalog, as their editor would."""
        path = self.root / "locales/es/LC_MESSAGES/content.po"
        old = parse(path.read_bytes(), file="content.po")
        path.write_bytes(old.with_entries(change(each) for each in old.entries).encode())

    def translate(self):
        """Translate everything that is missing or fuzzy."""

        def change(each):
            if each.obsolete or (all(each.msgstr) and not each.fuzzy):
                return each
            return each.replace(msgstr=(f"[{each.msgid}]",), flags=(), previous_msgid=None)

        self.update()
        self.catalog(change)

    def edit(self, msgid, text):
        self.catalog(lambda one: one.replace(msgstr=(text,)) if one.msgid == msgid else one)

    def flag(self, msgid):
        self.catalog(lambda one: one.replace(flags=("fuzzy",)) if one.msgid == msgid else one)

    def sign(self, step, by, section="one", locale="es", method="human", **more):
        self.minute += 1
        word = Word(step, by, method, f"2026-11-23T10:{self.minute:02}:00Z", **more)
        inputs = Reader(Memo()).read(self.site)
        found = {one.id: one for one in inputs.publication.sections}[section]
        one = inputs.locales[locale]
        records, policy = one.ledger.of(found.ids), self.site.settings.review
        texts = [(each.key, one.catalog.text(each.key) or "") for each in found.messages]
        now = present_text(texts, NO_FORMER)
        there = elsewhere(one.ledger, found.ids, now, records)
        record = signed(
            word, found, one.catalog, records, policy, source_locale="en", elsewhere=there
        )
        write_record(self.root / f"locales/{locale}/records/{section}", fields_of(record))
        return record

    def withdraw(self, record):
        fields = {"step": "withdrawal", "of": record.id, "by": "Vera", "at": "2026-11-24T10:00:00Z"}
        write_record(self.root / "locales/es/records/one", fields)

    def sign_off(self, section="one"):
        self.sign("translation", "Tom", section)
        self.sign("revision", "Vera", section)
        self.sign("review", "Dr. Ruiz", section)

    def state(self, section="one", locale="es"):
        inputs, memo = Reader(Memo()).read(self.site), Memo()
        one = inputs.locales[locale]
        edition = make_edition(
            inputs.publication, locale, one.catalog, one.ledger, memo, declared=inputs.declared
        )
        return {found.id: found.state for found in edition.sections}[section]

    def status(self, section="one", locale="es"):
        """The section's status, and its flags after it."""
        state = self.state(section, locale)
        flags = [name for name in ("outdated", "changed") if getattr(state, name)]
        return " ".join([state.status, *flags])


@pytest.fixture
def walk(make_site):
    walk = Walk(make_site(catalogs={"es": {}}))
    walk.write(TITLE, CLINIC, REST)
    walk.translate()
    return walk


@pytest.fixture
def reviewed(walk):
    walk.sign_off()
    assert walk.status() == "reviewed"
    return walk


def test_from_nothing_to_reviewed(walk):
    assert walk.status() == "translated"
    for step, by, status in [
        ("translation", "Tom", "translated"),
        ("revision", "Vera", "revised"),
        ("review", "Dr. Ruiz", "reviewed"),
    ]:
        walk.sign(step, by)
        assert walk.status() == status


def test_every_message_is_fuzzy_after_the_source_was_edited(reviewed):
    reviewed.write(TITLE + "!", CLINIC.replace("a", "our"), REST.replace("day", "evening"))
    reviewed.update()
    assert reviewed.state().fuzzy == 3
    assert reviewed.status() == "untranslated outdated changed"


def test_a_translator_doubts_a_message_whose_source_stands(reviewed):
    reviewed.flag(REST)
    assert reviewed.status() == "partial changed"


def test_an_old_record_then_signed_again_then_a_message_emptied(reviewed):
    reviewed.write(TITLE, CLINIC, REST, "Nobody drives home.")
    reviewed.update()
    assert reviewed.status() == "partial outdated changed"
    reviewed.translate()
    reviewed.sign_off()
    assert reviewed.status() == "reviewed"
    reviewed.edit(REST, "")
    assert reviewed.status() == "partial changed"


def test_a_new_paragraph_lags_only_behind_a_record(walk):
    walk.write(TITLE, CLINIC, REST, "Nobody drives home.")
    walk.update()
    assert walk.status() == "partial"


def test_a_paragraph_is_deleted(reviewed):
    reviewed.write(TITLE, CLINIC)
    reviewed.update()
    assert reviewed.status() == "translated changed"
    assert (reviewed.state().moved_source, reviewed.state().moved_text) == (1, 0)


def test_paragraphs_change_places_and_back(reviewed):
    reviewed.write(TITLE, REST, CLINIC)
    reviewed.update()
    assert reviewed.status() == "translated changed"
    reviewed.write(TITLE, CLINIC, REST)
    reviewed.update()
    assert reviewed.status() == "reviewed"


def test_a_paragraph_is_replaced_by_one_that_is_translated_already(reviewed):
    reviewed.write("Other", "Ask your clinic.", section="two")
    reviewed.translate()
    reviewed.write(TITLE, "Ask your clinic.", REST)
    reviewed.update()
    assert reviewed.status() == "translated changed"
    assert reviewed.state().origin == "unknown"


def test_a_shared_message_is_edited_in_the_catalog(reviewed):
    reviewed.write("Other", CLINIC, section="two")
    reviewed.translate()
    reviewed.sign_off("two")
    reviewed.edit(CLINIC, "Se da en una clínica.")
    assert (reviewed.status(), reviewed.status("two")) == ("translated changed",) * 2


def test_a_section_is_renamed(reviewed):
    (reviewed.root / "content/one.md").unlink()
    reviewed.write(TITLE, CLINIC, REST, section="new", front="formerly: [one]")
    assert reviewed.status("new") == "reviewed"


def test_a_renamed_section_is_signed_under_its_new_name(reviewed):
    (reviewed.root / "content/one.md").unlink()
    reviewed.write(TITLE, CLINIC, section="new", front="formerly: [one]")
    assert reviewed.status("new") == "translated changed"
    reviewed.sign_off("new")
    assert reviewed.status("new") == "reviewed"


def test_a_section_is_split(reviewed):
    reviewed.write(TITLE, CLINIC)
    reviewed.write("After it", REST, section="two")
    reviewed.translate()
    assert reviewed.status() == "translated changed"
    assert reviewed.status("two") == "translated"


def test_a_machines_section_is_split_and_both_halves_are_the_machines(walk):
    walk.sign("translation", "Machine", method="machine")
    walk.write(TITLE, CLINIC)
    walk.write(TITLE, REST, section="two")
    walk.update()
    assert [walk.state(section).origin for section in ("one", "two")] == ["machine", "machine"]
    walk.sign("translation", "Tom", "two", method="post-edited")
    assert [walk.state(section).origin for section in ("one", "two")] == ["machine", "post-edited"]


def test_nobody_revises_what_they_translated_in_another_section(walk):
    walk.sign("translation", "Tom")
    walk.write(TITLE, REST, section="two")
    walk.update()
    with pytest.raises(RefusedError, match="Tom translated some of it"):
        walk.sign("revision", "Tom", "two")
    walk.sign("revision", "Vera", "two")
    assert walk.status("two") == "revised"


def test_one_comma_is_mended_in_a_machines_text(walk):
    walk.sign("translation", "Machine", method="machine")
    assert walk.state().origin == "machine"
    walk.edit(REST, "[Rest, for the whole day afterwards.]")
    assert walk.state().origin == "machine"
    walk.sign("translation", "Tom", method="post-edited")
    assert walk.state().origin == "post-edited"


def test_a_revision_is_withdrawn(walk):
    walk.sign("translation", "Tom")
    record = walk.sign("revision", "Vera")
    assert walk.status() == "revised"
    walk.withdraw(record)
    assert walk.status() == "translated"
    walk.sign("revision", "Vera")
    assert walk.status() == "revised"


def test_a_withdrawn_revision_uncovers_the_one_before(walk):
    walk.sign("translation", "Tom")
    walk.sign("revision", "Vera")
    walk.edit(REST, "Descanse.")
    walk.sign("translation", "Tom")
    second = walk.sign("revision", "Vera")
    walk.edit(REST, f"[{REST}]")
    assert walk.status() == "translated changed"
    walk.withdraw(second)
    assert walk.status() == "revised"


def test_two_people_revise_and_one_takes_it_back(walk):
    walk.sign("translation", "Tom")
    walk.sign("revision", "Vera")
    second = walk.sign("revision", "Wang")
    assert walk.status() == "revised"
    walk.withdraw(second)
    assert walk.status() == "revised"


def test_a_copy_of_a_record_counts_no_second_time(walk):
    walk.sign("translation", "Tom")
    record = walk.sign("revision", "Vera")
    [path] = walk.root.glob("locales/es/records/one/*-revision-*")
    for folder in ("records/one/copy", "records/two"):
        copy = walk.root / "locales/es" / folder / path.name
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
    assert walk.status() == "revised"
    walk.withdraw(record)
    assert walk.status() == "translated"


@pytest.mark.parametrize("required", ['["revision"]', "[]", '["review", "approval"]', '"review"'])
def test_a_policy_that_nothing_could_meet_is_refused(required):
    with pytest.raises(SiteError, match="required"):
        parse_settings(f'title = "Book"\n[review]\nrequired = {required}\n')


def test_a_machines_revision_written_by_hand_counts_for_nothing(walk, sign):
    walk.sign("translation", "Tom")
    sign(walk.root, "es", "one", "revision", by="Machine", method="machine")
    assert walk.status() == "translated"
    assert [one.objection for one in walk.state().ignored] == ["machine"]


def test_a_translator_revises(walk, sign):
    walk.sign("translation", "Tom")
    with pytest.raises(RefusedError, match="Tom translated some of it"):
        walk.sign("revision", "Tom")
    sign(walk.root, "es", "one", "revision", by="Tom")
    assert walk.status() == "translated"


def test_a_reviser_who_rewrites_a_message_needs_another_reviser(walk):
    walk.sign("translation", "Tom")
    walk.edit(REST, "Descanse todo el día.")
    walk.sign("translation", "Vera")
    with pytest.raises(RefusedError, match="Vera translated some of it"):
        walk.sign("revision", "Vera")
    walk.sign("revision", "Wang")
    assert walk.status() == "revised"


def test_the_source_is_reviewed_and_edited(walk):
    assert walk.status(locale="en") == "written"
    walk.sign("review", "Dr. Ruiz", locale="en")
    assert walk.status(locale="en") == "reviewed"
    walk.write(TITLE, CLINIC, REST + " Drink water.")
    assert walk.status(locale="en") == "written changed"


def test_a_section_without_messages(walk):
    (walk.root / "content/two.md").write_text("")
    assert walk.state("two").total == 0
    assert walk.status("two") == "translated"
    walk.sign_off("two")
    assert walk.status("two") == "reviewed"


def test_due_today_and_tomorrow(walk):
    walk.sign("translation", "Tom")
    walk.sign("revision", "Vera", due="2026-12-31")
    assert not is_overdue(walk.state(), "2026-12-30")
    assert not is_overdue(walk.state(), "2026-12-31")
    assert is_overdue(walk.state(), "2027-01-01")


def test_one_letter_is_edited_and_taken_back(reviewed):
    reviewed.edit(REST, "[Rest for the whole day afterwardz.]")
    assert reviewed.status() == "translated changed"
    reviewed.edit(REST, f"[{REST}]")
    assert reviewed.status() == "reviewed"


def test_a_source_edit_is_taken_back_after_an_update(reviewed):
    reviewed.write(TITLE, CLINIC, REST.replace("whole", "entire"))
    reviewed.update()
    assert reviewed.status() == "partial outdated changed"
    reviewed.write(TITLE, CLINIC, REST)
    reviewed.update()
    assert reviewed.status() == "reviewed"


def test_wrapping_order_comments_and_headers_change_nothing(reviewed):
    path = reviewed.root / "locales/es/LC_MESSAGES/content.po"
    head, *entries = path.read_text().strip().split("\n\n")
    head = head.replace("Language: es", 'X-Editor: one\\n"\n"Language: es')
    noted = [f"# Seen.\n{entry}" for entry in reversed(entries)]
    path.write_text("\n\n".join([head, *noted]).replace('"[Rest for', '""\n"[Rest "\n"for'))
    source = reviewed.root / "content/one.md"
    source.write_text(source.read_text().replace("whole day", "whole\nday"))
    assert reviewed.status() == "reviewed"
