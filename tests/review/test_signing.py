from dataclasses import replace

import pytest

from pwa.errors import RefusedError
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.review.signing import Word, signed
from pwa.settings import ReviewPolicy
from pwa.site import load_site

WHOLE = {"One": "Uno", "First words.": "Primero."}
NOW = "2026-11-23T10:00:00Z"


def word(step, by="Ben", method="human", **more):
    return Word(step, by, method, NOW, **more)


def sign_now(root, said, locale="es", policy=None):
    site = load_site(root, environ={})
    inputs = Reader(Memo()).read(site)
    [section], one = inputs.publication.sections, inputs.locales[locale]
    return signed(
        said,
        section,
        one.catalog,
        one.ledger.of(section.ids),
        policy or site.settings.review,
        source_locale="en",
    )


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": WHOLE})


@pytest.fixture
def translated(root, sign):
    sign(root, "es", "one", "translation", by="Ana")
    return root


@pytest.mark.parametrize("step", ["revision", "review"])
def test_somebody_else_signs_what_was_translated(translated, step):
    record = sign_now(translated, word(step, credential="EN>ES", due="2027-01-01", note="Well."))
    assert (record.step, record.section, record.by, record.at) == (step, "one", "Ben", NOW)
    assert (record.credential, record.due, record.note) == ("EN>ES", "2027-01-01", "Well.")
    assert len(record.messages) == 2


def test_what_is_signed_is_the_present_text(translated):
    before = sign_now(translated, word("translation"))
    path = translated / "locales/es/LC_MESSAGES/content.po"
    path.write_text(path.read_text().replace("Primero.", "Nuevo."))
    after = sign_now(translated, word("translation"))
    assert (before.source, before.messages[0]) == (after.source, after.messages[0])
    assert before.text != after.text
    assert before.messages[1][0] == after.messages[1][0]
    assert before.messages[1][1] != after.messages[1][1]


@pytest.mark.parametrize("step", ["revision", "review"])
def test_nobody_signs_a_translation_of_their_own(translated, step):
    with pytest.raises(RefusedError, match="Ana translated some of it"):
        sign_now(translated, word(step, by="Ana"))


@pytest.mark.parametrize("step", ["revision", "review"])
def test_where_nobody_knows_who_translated_that_comes_first(root, step):
    with pytest.raises(RefusedError, match="record the translation first"):
        sign_now(root, word(step))


def test_without_distinct_everybody_may(root):
    policy = replace(ReviewPolicy(), distinct=False)
    assert sign_now(root, word("revision"), policy=policy).by == "Ben"


def test_the_catalogs_last_translator_counts_as_its_author(root):
    path = root / "locales/es/LC_MESSAGES/content.po"
    header = '"Language: es\\n"\n'
    path.write_text(
        path.read_text().replace(header, f'{header}"Last-Translator: Ben <b@x.org>\\n"\n')
    )
    with pytest.raises(RefusedError):
        sign_now(root, word("revision", by="Ben"))
    assert sign_now(root, word("revision", by="Cem")).by == "Cem"


@pytest.mark.parametrize("step", ["revision", "review"])
def test_no_machine_revises_or_reviews(translated, step):
    with pytest.raises(RefusedError, match="human act"):
        sign_now(translated, word(step, method="machine"))


@pytest.mark.parametrize("method", ["human", "post-edited", "machine"])
def test_a_translation_may_be_anybodys_and_anythings(root, method):
    assert sign_now(root, word("translation", method=method)).method == method


@pytest.mark.parametrize("text", ["", "~Primero."])
def test_an_incomplete_translation_is_not_signed_off(make_site, sign, text):
    root = make_site(catalogs={"es": WHOLE | {"First words.": text}})
    sign(root, "es", "one", "translation", by="Ana")
    with pytest.raises(RefusedError, match="1 of 2 messages"):
        sign_now(root, word("revision"))
    assert sign_now(root, word("translation")).step == "translation"


@pytest.mark.parametrize("step", ["translation", "revision"])
def test_the_source_is_neither_translated_nor_revised(root, step):
    with pytest.raises(RefusedError, match="the source is written"):
        sign_now(root, word(step), locale="en")


def test_the_source_is_reviewed(root):
    record = sign_now(root, word("review"), locale="en")
    assert record.source
    assert all(source != text for source, text in record.messages)


def test_a_refusal_names_the_section(translated):
    with pytest.raises(RefusedError) as raised:
        sign_now(translated, word("review", by="Ana"))
    assert str(raised.value).startswith("one: ")
