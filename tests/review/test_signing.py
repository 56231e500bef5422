from dataclasses import replace

import pytest

from pwa.errors import RefusedError
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.review.records import fields_of, write_record
from pwa.review.signing import Word, signed
from pwa.review_policy import ReviewPolicy
from pwa.site import load_site

WHOLE = {"One": "Uno", "First words.": "Primero."}
NOW = "2026-11-23T10:00:00Z"


def word(step, by="Ben", method="human", **more):
    return Word(step, by, method, NOW, **more)


def sign_now(root, said, locale="es", policy=None, withdrawn=()):
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
        withdrawn=withdrawn,
        people=inputs.publication.people,
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


def test_nothing_translated_is_nothing_to_sign(make_site):
    root = make_site(catalogs={"es": {"One": "~Uno", "First words.": ""}})
    with pytest.raises(RefusedError, match="none of its 2 messages is translated"):
        sign_now(root, word("translation"))


@pytest.mark.parametrize("locale", ["es", "en"])
def test_a_word_that_a_later_one_outweighs_is_refused(translated, sign, locale):
    sign(translated, locale, "one", "review", by="Cem", at="2027-01-01T00:00:00Z")
    with pytest.raises(RefusedError, match="Cem signed a review dated 2027") as raised:
        sign_now(translated, word("review"), locale)
    assert "set the clock right" in str(raised.value)


def test_a_later_record_that_counts_for_nothing_outweighs_no_word(translated, sign):
    sign(translated, "es", "one", "revision", by="Ana", at="2027-01-01T00:00:00Z")
    assert sign_now(translated, word("revision")).by == "Ben"


@pytest.mark.parametrize(
    ("there", "made"),
    [
        ("2026-11-23T09:59:59Z", NOW),
        (NOW, "2026-11-23T10:00:01Z"),
        ("2026-11-23T10:00:59Z", "2026-11-23T10:01:00Z"),
        ("2026-11-23T10:01:00Z", "2026-11-23T10:01:01Z"),
    ],
)
def test_who_signs_last_is_the_latest_though_clocks_differ_by_a_minute(
    translated, sign, there, made
):
    sign(translated, "es", "one", "revision", by="Cem", at=there)
    assert sign_now(translated, word("revision")).at == made


def test_what_was_withdrawn_can_be_said_again_in_the_same_second(translated):
    first = sign_now(translated, word("revision"))
    again = sign_now(translated, word("revision"), withdrawn={first.id})
    assert (first.at, again.at) == (NOW, "2026-11-23T10:00:01Z")


def test_a_record_has_the_id_of_its_file(translated):
    record = sign_now(translated, word("revision"))
    path = write_record(translated / "locales/es/records/one", fields_of(record))
    assert path.name == f"20261123T100000Z-revision-{record.id}.json"


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


PEOPLE = """[ana]
name = "Ana"
roles = ["translation", "revision"]
[ben]
name = "Ben"
credential = "EN>ES"
roles = ["revision", "review"]
locales = ["en", "es"]
[cy]
roles = ["review"]
locales = ["ar"]
"""


@pytest.fixture
def named(translated):
    (translated / "content/people.toml").write_text(PEOPLE, encoding="utf-8")
    return translated


@pytest.mark.parametrize("locale", ["es", "en"])
def test_where_people_are_named_the_record_holds_the_id_alone(named, locale):
    record = sign_now(named, word("review", by="ben"), locale=locale)
    assert (record.by, record.credential) == ("ben", None)


@pytest.mark.parametrize("locale", ["es", "en"])
@pytest.mark.parametrize(
    ("by", "word_of"),
    [
        ("Ben", "did you mean ben?"),
        ("bne", "did you mean ben?"),
        ("ana", "ana has not the role review for {}"),
        ("cy", "who has: ben"),
    ],
)
def test_others_are_refused_with_who_may(named, by, word_of, locale):
    with pytest.raises(RefusedError) as raised:
        sign_now(named, word("review", by=by), locale=locale)
    assert word_of.format(locale) in str(raised.value)


def test_nobody_signs_what_they_translated_under_the_name_from_before(named):
    with pytest.raises(RefusedError, match="ana translated some of it"):
        sign_now(named, word("revision", by="ana"))
