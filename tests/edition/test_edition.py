import pytest

from pwa.edition.edition import make_edition
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.review.fingerprints import source_hash
from pwa.review.records import write_record
from pwa.site import load_site

TEXT = "# One\n\nFirst words.\n\nSecond words.\n"
WHOLE = {"One": "Uno", "First words.": "Primero.", "Second words.": "Segundo."}


def editions(root, memo=None):
    memo = memo or Memo()
    inputs = Reader(memo).read(load_site(root, environ={}))
    return {
        locale: make_edition(
            inputs.publication, locale, one.catalog, one.ledger, memo, declared=inputs.declared
        )
        for locale, one in inputs.locales.items()
    }


def section(root, locale="es"):
    return editions(root)[locale].sections[0]


def shown_texts(one):
    return [one.text(message) for message in one.section.messages]


def facts(one):
    return one.digest, one.state, one.shown, dict(one.texts)


def settings(show="translated", show_machine=None):
    return f'title = "Book"\n[review]\nshow = "{show}"\nshow_machine = "{show_machine or show}"\n'


def test_a_message_without_translation_falls_back_to_the_source_alone(make_site):
    one = section(make_site({"one": TEXT}, {"es": WHOLE | {"First words.": ""}}))
    assert shown_texts(one) == ["Uno", None, "Segundo."]
    assert (one.state.status, one.shown) == ("partial", "translation")


def test_fuzzy_text_is_never_shown(make_site):
    one = section(make_site({"one": TEXT}, {"es": WHOLE | {"First words.": "~Viejo."}}))
    assert shown_texts(one) == ["Uno", None, "Segundo."]
    assert one.state.fuzzy == 1


def test_a_section_without_any_translation_is_shown_in_the_source(make_site):
    one = section(make_site({"one": TEXT}, {"es": {"One": "~Uno"}}))
    assert (one.state.status, one.shown, shown_texts(one)) == ("untranslated", "source", [None] * 3)


@pytest.mark.parametrize(
    ("show", "steps", "status", "shown"),
    [
        ("translated", [], "translated", "translation"),
        ("revised", [], "translated", "source"),
        ("revised", ["revision"], "revised", "translation"),
        ("reviewed", ["revision"], "revised", "source"),
        ("reviewed", ["revision", "review"], "reviewed", "translation"),
    ],
)
def test_a_section_worth_less_than_asked_is_shown_wholly_in_the_source(
    make_site, sign, show, steps, status, shown
):
    root = make_site({"one": TEXT}, {"es": WHOLE}, settings(show))
    sign(root, "es", "one", "translation")
    for step in steps:
        sign(root, "es", "one", step, by="Ben")
    one = section(root)
    assert (one.state.status, one.shown) == (status, shown)
    assert shown_texts(one) == (list(WHOLE.values()) if shown == "translation" else [None] * 3)


@pytest.mark.parametrize(
    ("method", "shown"),
    [("machine", "source"), ("post-edited", "translation"), ("human", "translation")],
)
def test_machine_text_may_have_to_be_worth_more(make_site, sign, method, shown):
    root = make_site({"one": TEXT}, {"es": WHOLE}, settings(show_machine="revised"))
    sign(root, "es", "one", "translation", method=method)
    assert section(root).shown == shown


def test_by_default_machine_text_waits_for_its_revision(make_site, sign):
    root = make_site({"one": TEXT}, {"es": WHOLE}, 'title = "Book"\n')
    sign(root, "es", "one", "translation", method="machine")
    assert section(root).shown == "source"
    sign(root, "es", "one", "revision", by="Ben")
    assert section(root).shown == "translation"


HIGH = "---\nrisk: high\n---\n"
STRICTER = """title = "Book"
[review]
show_machine = "translated"
interval = "P2Y"
[review.high]
required = ["translation", "revision", "review"]
show = "revised"
interval = "P1Y"
"""


@pytest.mark.parametrize(("front", "shown"), [("", "translation"), (HIGH, "source")])
def test_a_section_of_high_risk_has_rules_of_its_own(make_site, front, shown):
    assert section(make_site({"one": front + TEXT}, {"es": WHOLE}, STRICTER)).shown == shown


@pytest.mark.parametrize(("front", "due"), [("", "2028-01-01"), (HIGH, "2027-01-01")])
def test_a_check_where_the_risk_is_high_is_due_sooner(make_site, sign, front, due):
    root = make_site({"one": front + TEXT}, {"es": WHOLE}, STRICTER)
    sign(root, "es", "one", "translation")
    sign(root, "es", "one", "revision", by="Ben")
    sign(root, "en", "one", "review", by="Eve")
    assert [section(root, locale).state.due for locale in ("es", "en")] == [due, due]


@pytest.mark.parametrize(("front", "status"), [("", "reviewed"), (HIGH, "translated")])
def test_a_section_of_high_risk_may_need_more_steps(make_site, sign, front, status):
    text = STRICTER.replace("[review]", '[review]\nrequired = ["review"]')
    root = make_site({"one": front + TEXT}, {"es": WHOLE}, text)
    sign(root, "es", "one", "translation")
    sign(root, "es", "one", "review", by="Ben")
    assert section(root).state.status == status


def lagging(root):
    """A section whose source moved after its first paragraph was translated."""
    path = root / "locales/es/LC_MESSAGES/content.po"
    previous = '#, fuzzy\n#| msgid "Words."\nmsgid "First words."'
    path.write_text(path.read_text().replace('msgid "First words."', previous))
    return section(root)


KEPT = {(None, "One"): "Uno", (None, "Second words."): "Segundo."}


def test_a_lagging_translation_comes_second_where_the_risk_is_high(make_site):
    one = lagging(make_site({"one": HIGH + TEXT}, {"es": WHOLE}, settings()))
    assert (one.state.status, one.state.outdated, one.shown) == ("partial", True, "source")
    assert (one.texts, one.earlier) == ({}, KEPT)


@pytest.mark.parametrize(
    ("front", "rule", "shown"),
    [
        ("", "", "translation"),
        ("", 'outdated = "source"', "source"),
        (HIGH, '[review.high]\noutdated = "translation"', "translation"),
    ],
)
def test_what_readers_see_first_of_a_lagging_translation_is_policy(make_site, front, rule, shown):
    one = lagging(make_site({"one": front + TEXT}, {"es": WHOLE}, settings() + rule))
    assert one.shown == shown
    assert (one.texts or one.earlier) == KEPT


def test_what_is_not_worth_showing_is_not_folded_either(make_site):
    one = lagging(make_site({"one": HIGH + TEXT}, {"es": WHOLE}, settings("revised")))
    assert (one.shown, one.texts, one.earlier) == ("source", {}, {})


def test_title_and_summary_are_told_where_they_are_current(make_site):
    front = "---\nrisk: high\nsummary: About it.\n---\n"
    catalog = WHOLE | {"About it.": "~Trata de algo."}
    one = lagging(make_site({"one": front + TEXT}, {"es": catalog}, settings()))
    title, summary = one.section.title, one.section.summary
    assert (one.title_text(title), one.title_text(summary)) == ("Uno", None)


def test_a_change_of_what_is_folded_changes_the_digest(make_site):
    root = make_site({"one": HIGH + TEXT}, {"es": WHOLE}, settings())
    before = lagging(root).digest
    path = root / "locales/es/LC_MESSAGES/content.po"
    path.write_text(path.read_text().replace("Segundo.", "Otro."))
    assert section(root).digest != before


def test_the_source_is_an_edition_of_its_own(make_site, sign):
    root = make_site({"one": TEXT})
    assert (section(root, "en").state.status, section(root, "en").shown) == ("written", "source")
    sign(root, "en", "one", "review")
    assert section(root, "en").state.status == "reviewed"


@pytest.mark.parametrize("text", ["\n", "```\ncode\n```\n", "---\nrisk: high\n---\n"])
def test_a_section_without_messages_is_no_trouble(make_site, text):
    root = make_site({"one": text}, {"es": {}})
    assert section(root, "en").state.status == "written"
    assert section(root, "es").state.status == "translated"


def test_records_on_a_former_id_count(make_site, sign):
    root = make_site({"old": TEXT}, {"es": WHOLE})
    sign(root, "es", "old", "translation")
    sign(root, "es", "old", "revision", by="Ben")
    (root / "content/old.md").rename(root / "content/new.md")
    assert section(root).state.status == "translated"
    (root / "content/new.md").write_text(f"---\nformerly: [old]\n---\n{TEXT}")
    assert section(root).state.status == "revised"


def test_texts_outside_of_sections_are_translated_too(make_site):
    edition = editions(make_site(catalogs={"es": {"Book": "Libro", "About it": "~Sobre"}}))["es"]
    assert dict(edition.texts) == {(None, "Book"): "Libro"}


REWRITTEN = """# Somebody's words at the top
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Poedit 3.4\\n"

#. A place
#: content/one.md:7
msgid ""
"Second "
"words."
msgstr ""
"Segun"
"do."

#, no-wrap
msgid "First words."
msgstr "Primero."

# What translators tell each other
msgid "One"
msgstr "Uno"

#~ msgid "Gone"
#~ msgstr "Ido"
"""


def test_wrapping_order_comments_and_headers_of_a_catalog_change_nothing(make_site):
    root = make_site({"one": TEXT}, {"es": WHOLE})
    before = facts(section(root))
    (root / "locales/es/LC_MESSAGES/content.po").write_text(REWRITTEN)
    assert facts(section(root)) == before


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("First words.", "First\nwords."),
        TEXT.replace("\n", "\r\n"),
        "One\n===\n\n\nFirst words.\n\nSecond words.",
        "---\nrisk: high\n---\n" + TEXT,
    ],
    ids=["soft break", "CRLF", "setext", "front matter"],
)
def test_line_breaks_of_the_source_change_no_fingerprint(make_site, text):
    root = make_site({"one": TEXT}, {"es": WHOLE})
    before = section(root).state
    (root / "content/one.md").write_text(text)
    assert section(root).state == before


@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_changed_word_changes_the_fingerprints(make_site, locale):
    root = make_site({"one": TEXT}, {"es": WHOLE})
    before = section(root, locale).state
    (root / "content/one.md").write_text(TEXT.replace("First", "Other"))
    after = section(root, locale).state
    assert (after.source == before.source, after.text == before.text) == (False, False)


def test_another_source_language_makes_another_digest(make_site):
    root = make_site({"one": TEXT}, {"es": {}})
    before = section(root).digest
    (root / "content/publication.toml").write_text('title = "Book"\nsource_locale = "de"\n')
    assert section(root).digest != before


def test_the_day_of_a_change_belongs_to_its_section_alone(make_site):
    root, memo = make_site({"one": "# One\n", "two": "# Two\n"}), Memo()
    inputs = Reader(memo).read(load_site(root, environ={}))
    source = inputs.locales["en"]

    def sections(**changed):
        made = make_edition(inputs.publication, "en", source.catalog, source.ledger, memo, changed)
        return made.sections

    before, after = sections(one="2026-01-02"), sections(one="2026-01-02", two="2026-01-03")
    assert [section.changed for section in after] == ["2026-01-02", "2026-01-03"]
    assert before[0] is after[0]
    assert before[1].digest != after[1].digest


TWO = {"one": TEXT, "two": "# Two\n\nOther words.\n"}


@pytest.mark.parametrize("file", ["content/two.md", "locales/es/LC_MESSAGES/content.po"])
def test_a_change_elsewhere_makes_no_section_anew(make_site, file):
    root, memo = make_site(TWO, {"es": WHOLE | {"Other words.": "Other words."}}), Memo()
    before = editions(root, memo)
    path = root / file
    path.write_text(path.read_text().replace("Other words.", "New words."))
    after = editions(root, memo)
    for locale in ("en", "es"):
        one, other = before[locale].sections[0], after[locale].sections[0]
        assert one.id == "one"
        assert one is other
    assert before["es"].sections[1] is not after["es"].sections[1]


def test_a_text_that_is_gone_elsewhere_makes_what_was_translated_from_it_outdated(make_site):
    """A fuzzy entry's previous msgid tells that the source moved only once nobody says it."""
    root, memo = make_site(TWO, {"es": WHOLE}), Memo()
    path = root / "locales/es/LC_MESSAGES/content.po"
    previous = '#, fuzzy\n#| msgid "Other words."\nmsgid "First words."'
    path.write_text(path.read_text().replace('msgid "First words."', previous))
    assert not editions(root, memo)["es"].sections[0].state.outdated
    (root / "content/two.md").write_text("# Two\n")
    assert editions(root, memo)["es"].sections[0].state.outdated


def test_a_translation_record_makes_anew_what_shares_its_messages_alone(make_site, sign):
    texts = {"one": TEXT, "two": "# One\n\nOther words.\n", "three": "# Three\n"}
    root, memo = make_site(texts, {"es": WHOLE | {"Three": "Tres"}}), Memo()
    before = {one.id: one for one in editions(root, memo)["es"].sections}
    sign(root, "es", "one", "translation", method="machine")
    after = {one.id: one for one in editions(root, memo)["es"].sections}
    assert before["three"] is after["three"]
    assert after["two"].state.origin == after["one"].state.origin == "machine"


def test_a_declared_edit_makes_anew_what_was_edited_alone(make_site, sign):
    root, memo = make_site(TWO, {"es": WHOLE | {"Two": "Dos", "Other words.": "Otras."}}), Memo()
    sign(root, "es", "one", "translation")
    sign(root, "es", "one", "revision", by="Ben")
    source, catalog = root / "content/one.md", root / "locales/es/LC_MESSAGES/content.po"
    for path in (source, catalog):
        path.write_text(path.read_text().replace("First words.", "First words"))
    before = editions(root, memo)
    fields = {"step": "same-meaning", "section": "one", "by": "Pat", "at": "2026-02-01T00:00:00Z"}
    was, now = ((None, text) for text in ("First words.", "First words"))
    fields |= {"messages": [[source_hash(was), source_hash(now)]], "before": [was], "segmenter": 1}
    write_record(root / "locales/en/records/one", fields)
    after = editions(root, memo)
    for locale in ("en", "es"):
        assert before[locale].sections[1] is after[locale].sections[1]
    assert before["es"].sections[0].state.status == "translated"
    assert after["es"].sections[0].state.status == "revised"
