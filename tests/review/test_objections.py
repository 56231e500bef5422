import pytest

from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.review.objections import findings_of
from pwa.review.status import section_status, source_status
from pwa.review_policy import ReviewPolicy
from pwa.site import load_site

WHOLE = {"One": "Uno", "First words.": "Primero."}


@pytest.fixture
def root(make_site, sign):
    root = make_site(catalogs={"es": WHOLE})
    sign(root, "es", "one", "translation", by="Ana")
    return root


def inputs_of(root, locale):
    inputs = Reader(Memo()).read(load_site(root, environ={}))
    return inputs.publication, inputs.locales[locale]


def state_of(root, locale="es"):
    publication, one = inputs_of(root, locale)
    [section], people = publication.sections, publication.people
    records = one.ledger.of(section.ids)
    if locale == "en":
        return source_status(section.messages, records, locale="en", people=people)
    return section_status(section.messages, one.catalog, records, ReviewPolicy(), people=people)


def found(root, locale="es"):
    _, one = inputs_of(root, locale)
    return list(findings_of(state_of(root, locale).ignored, one.ledger, locale=locale))


def test_records_that_count_are_no_findings(root, sign):
    sign(root, "es", "one", "revision", by="Ben")
    assert found(root) == []


@pytest.mark.parametrize("step", ["revision", "review"])
@pytest.mark.parametrize("locale", ["es", "en"])
def test_a_machines_word_is_an_error_with_its_file(root, sign, step, locale):
    path = sign(root, locale, "one", step, by="Bot", method="machine")
    [finding] = found(root, locale)
    assert (finding.file, finding.severity) == (path.relative_to(root).as_posix(), "error")
    assert (finding.locale, finding.code) == (locale, "record")


def test_what_is_to_be_done_is_said(root, sign):
    path = sign(root, "es", "one", "review", by="Bot", method="machine")
    [finding] = found(root)
    assert "it counts for nothing: a review is a human act" in finding.message
    assert f"--withdraw {path.stem[-12:]}" in finding.message


def test_a_translators_own_revision_is_a_warning(root, sign):
    sign(root, "es", "one", "revision", by="ana <ana@x.org>")
    [finding] = found(root)
    assert finding.severity == "warning"
    assert "ana <ana@x.org> translated some of it" in finding.message


def test_that_nobody_knows_who_translated_is_a_warning(make_site, sign):
    root = make_site(catalogs={"es": WHOLE}, name="unknown")
    sign(root, "es", "one", "revision", by="Ben")
    [finding] = found(root)
    assert finding.severity == "warning"
    assert "record the translation first" in finding.message


def test_a_translation_of_the_source_is_an_error(root, sign):
    sign(root, "en", "one", "translation")
    [finding] = found(root, "en")
    assert (finding.severity, "no translation" in finding.message) == ("error", True)


@pytest.mark.parametrize(
    "other", [{"messages": []}, {"messages": [["0" * 12, "0" * 12]] * 2}, {"source": "0" * 64}]
)
@pytest.mark.parametrize(
    ("locale", "step", "method"),
    [("es", "translation", "human"), ("es", "translation", "machine"), ("es", "revision", "human"),
     ("en", "review", "human")],
)  # fmt: skip
def test_hashes_that_contradict_each_other_count_for_nothing(
    root, sign, locale, step, method, other
):
    path = sign(root, locale, "one", step, by="Ben", method=method, **other)
    [finding] = found(root, locale)
    assert (finding.file, finding.severity) == (path.relative_to(root).as_posix(), "error")
    assert "its hashes contradict each other" in finding.message
    assert state_of(root, locale).status in {"translated", "written"}


PEOPLE = """[ana]
name = "Ana Gómez"
formerly = ["Ana"]
roles = ["translation"]
git = "ana@x.org"
[ben]
name = "Ben Okri"
roles = ["revision", "review"]
locales = ["es"]
"""


def name(root, text=PEOPLE):
    (root / "content/people.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("by", ["ben", "Ben Okri"])
def test_whoever_has_the_role_counts_by_the_id_and_by_the_name_from_before(root, sign, by):
    name(root)
    sign(root, "es", "one", "revision", by=by)
    assert found(root) == []


@pytest.mark.parametrize(
    ("locale", "step", "by"),
    [("es", "revision", "Cy"), ("es", "review", "Cy"), ("en", "review", "ben")],
)
def test_a_strangers_word_counts_for_nothing_and_is_an_error(root, sign, locale, step, by):
    name(root)
    path = sign(root, locale, "one", step, by=by)
    [finding] = found(root, locale)
    assert (finding.file, finding.severity) == (path.relative_to(root).as_posix(), "error")
    assert f"names nobody as {by} with the role {step} for this locale" in finding.message


@pytest.mark.parametrize(
    ("by", "method", "origin"),
    [
        ("ana", "human", "human"),
        ("ana", "machine", "machine"),
        ("Di", "machine", "machine"),
        ("Di", "human", "unknown"),
        ("Di", "post-edited", "unknown"),
    ],
)
def test_a_stranger_can_warn_of_a_machine_but_vouch_for_nobody(make_site, sign, by, method, origin):
    root = make_site(catalogs={"es": WHOLE}, name="origin")
    name(root)
    sign(root, "es", "one", "translation", by=by, method=method)
    assert state_of(root).origin == origin


def test_a_strangers_translation_is_still_nobody_elses(root, sign):
    name(root, PEOPLE + '[di]\nname = "Di"\nroles = ["revision"]')
    sign(root, "es", "one", "translation", by="Di")
    sign(root, "es", "one", "revision", by="di")
    assert "di translated some of it" in [one.reason for one in state_of(root).ignored][-1]


@pytest.mark.parametrize(
    "header", ["Ana Gómez <else@y.org>", "A. G. <ANA@x.org>", "Ana Gómez & Di"]
)
@pytest.mark.parametrize("withheld", [False, True])
def test_the_translation_of_ones_own_is_known_by_what_stands_behind_the_id(
    make_site, sign, header, withheld
):
    root = make_site(catalogs={"es": WHOLE}, name="headed")
    path = root / "locales/es/LC_MESSAGES/content.po"
    text = path.read_text(encoding="utf-8")
    line = f'"Last-Translator: {header}\\n"\n"Language: es'
    path.write_text(text.replace('"Language: es', line), encoding="utf-8")
    people = PEOPLE.replace('["translation"]', '["revision"]')
    if withheld:
        people = people.replace('name = "Ana Gómez"\nformerly', "formerly")
        people = people.replace('["Ana"]', '["Ana Gómez"]')
    name(root, people)
    sign(root, "es", "one", "revision", by="ana")
    [finding] = found(root)
    assert "ana translated some of it" in finding.message
    sign(root, "es", "one", "revision", by="ben")
    assert len(found(root)) == 1
