import pytest

from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.review.objections import findings_of
from pwa.review.status import section_status, source_status
from pwa.settings import ReviewPolicy
from pwa.site import load_site

WHOLE = {"One": "Uno", "First words.": "Primero."}


@pytest.fixture
def root(make_site, sign):
    root = make_site(catalogs={"es": WHOLE})
    sign(root, "es", "one", "translation", by="Ana")
    return root


def found(root, locale="es"):
    inputs = Reader(Memo()).read(load_site(root, environ={}))
    [section], one = inputs.publication.sections, inputs.locales[locale]
    records = one.ledger.of(section.ids)
    if locale == "en":
        state = source_status(section.messages, records)
    else:
        state = section_status(section.messages, one.catalog, records, ReviewPolicy())
    return list(findings_of(state.ignored, one.ledger, locale=locale))


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
