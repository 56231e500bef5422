import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.errors import RefusedError, SiteError
from pwa.site import load_site
from pwa.source.people import (
    ANYBODY,
    FILE,
    People,
    Person,
    load_people,
    parse_people,
    refuse_stranger,
)

TEXT = """[ana]
name = "Ana Gómez"
formerly = ["Ana López"]
credential = "certified translator, EN>ES"
roles = ["translation", "revision"]
locales = ["es", "pt_br"]
git = "ana@x.org"

["b.n"]
name = "Ben Okri"
roles = ["review"]
git = ["ben@y.org", "Ben@Work.org"]

[cy]
roles = ["revision", "publisher"]
git = "cy@z.org"

[machine-draft]
name = "Machine draft"
"""
PEOPLE = parse_people(TEXT)


def faults(text):
    with pytest.raises(SiteError) as raised:
        parse_people(text)
    assert {one.file for one in raised.value.findings} == {FILE}
    return [(one.line, one.message) for one in raised.value.findings]


def test_people_have_what_the_file_says():
    assert list(PEOPLE) == ["ana", "b.n", "cy", "machine-draft"]
    assert PEOPLE["ana"] == Person(
        id="ana",
        name="Ana Gómez",
        formerly=("Ana López",),
        credential="certified translator, EN>ES",
        roles=("translation", "revision"),
        locales=("es", "pt-BR"),
        git=("ana@x.org",),
    )
    assert PEOPLE["b.n"].git == ("ben@y.org", "Ben@Work.org")
    assert PEOPLE["cy"].name == ""


def test_a_site_without_the_file_lets_anybody_sign(make_site):
    people = load_people(load_site(make_site(), environ={}))
    assert people == ANYBODY
    assert not people
    assert people.refusal("Whoever", "review", "es") is None
    refuse_stranger(people, "Whoever", "review", "es")
    assert people.name_of("Whoever") == people.id_of("Whoever") == "Whoever"
    assert people.credential_of("Whoever", None) is None


def test_a_site_has_the_people_of_its_file(make_site):
    root = make_site()
    (root / FILE).write_text(TEXT, encoding="utf-8")
    assert load_people(load_site(root, environ={})) == PEOPLE


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "nobody is in it"),
        ("[ana]\nx = = 1", 2, "not TOML"),
        ('[ana]\nname = 3', 2, "name: expected a string"),
        ('[ana]\n[ben]\nnmae = "Ben"', 3, "unknown key nmae; did you mean name?"),
        ('[ana]\nroles = ["reviser"]', 2, "'reviser' is none of translation, revision, review"),
        ('[ana]\nlocales = ["jp"]', 2, "jp' is no registered language; ja may be"),
        ('[ana]\nlocales = ["not a tag"]', 2, "not a language tag"),
        ("[ana]\nlocales = []", 2, "leave the key out for all"),
        ('[ana]\ngit = "ana"', 2, "'ana' is no mail address"),
        ('[ana]\ngit = ["Ana <ana@x.org>"]', 2, "is no mail address"),
        ('[ana]\nformerly = [""]', 2, "formerly: expected a text"),
        ('ana = "Ana"', 1, "ana: expected a table: [ana]"),
        ('[name]\n[ana]\nname = 3', 3, "name: expected a string"),
        ('["Ana"]\nname = "Ana"', 1, "'Ana' is no id"),
        ('[ana.lopez]\nname = "Ana"', 1, 'stands in quotes: ["ana.lopez"]'),
        ('[ana]\ngit = "a@x.org"\n[b]\ngit = "A@X.org"', 4, "a@x.org is of ana, b"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_own_line(text, line, word):
    [(found, message)] = faults(text)
    assert (found, word in message) == (line, True), message


def test_every_fault_is_told_at_once():
    text = (
        '[A]\nroles = ["x"]\n[b]\ncolour = 1\ngit = "b"\n[c]\ngit = "m@x.org"\n[d]\ngit = "m@x.org"'
    )
    assert [line for line, _ in faults(text)] == [1, 2, 4, 5, 9]


def test_one_address_twice_for_one_person_is_no_fault():
    assert parse_people('[a]\ngit = ["a@x.org", "a@x.org"]')["a"].git


@pytest.mark.parametrize(
    ("by", "person"),
    [
        ("ana", "ana"), ("Ana Gómez", "ana"), ("ANA lópez", "ana"), ("Ana G. <ana@x.org>", "ana"),
        ("Ben Okri", "b.n"), ("B <ben@work.org>", "b.n"), ("cy@z.org", "cy"),
        ("Ana", None), ("Ana Gómez & Di", None), ("Di", None), ("ANA", None),
    ],
)  # fmt: skip
def test_who_signed_is_known_by_the_id_or_by_a_name_from_before(by, person):
    found = PEOPLE.signer(by)
    assert (found.id if found else None) == person
    assert PEOPLE.id_of(by) == (person or by)


def test_a_name_that_two_people_have_is_neithers():
    people = parse_people('[a]\nname = "Ana"\n[b]\nname = "Ana"')
    assert people.signer("Ana") is None


@pytest.mark.parametrize(
    ("by", "name", "credential"),
    [
        ("ana", "Ana Gómez", "certified translator, EN>ES"),
        ("Ana López", "Ana Gómez", "certified translator, EN>ES"),
        ("cy", None, None),
        ("C. <cy@z.org>", None, None),
        ("Di", "Di", None),
        ("Di <di@x.org>", "Di", None),
    ],
)
def test_readers_are_shown_the_name_of_today_or_none(by, name, credential):
    assert (PEOPLE.name_of(by), PEOPLE.credential_of(by, None)) == (name, credential)
    assert PEOPLE.credential_of(by, "then") == (credential or "then")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana", "ana"),
        ("ana", "Ana Gómez"),
        ("ana", "Ana López <somewhere@else.org>"),
        ("ana", "Translator <ANA@x.org>"),
        ("ana", "Ana Gómez & Di"),
        ("Ana Gómez", "Ana López"),
        ("Ana Gómez", "A. <ana@x.org>"),
        ("cy", "Cynthia <cy@z.org>"),
        ("Di", "di"),
    ],
)
def test_one_person_is_the_same_by_any_name_and_address(one, other):
    assert PEOPLE.is_same_person(one, other)
    assert PEOPLE.is_same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ana", "b.n"), ("ana", "Ben Okri"), ("ana", "Ana"), ("cy", "Cy"), ("a", "b")],
)
def test_others_are_others(one, other):
    assert not PEOPLE.is_same_person(one, other)


def test_two_ids_with_one_name_are_one_person():
    people = parse_people('[a]\nname = "Ana"\n[b]\nname = "ANA"\n[c]\n[d]')
    assert people.is_same_person("a", "b")
    assert not people.is_same_person("c", "d")


@given(st.sampled_from([*PEOPLE, "Ana López", "Di", "cy@z.org"]), st.data())
def test_to_be_the_same_goes_both_ways(one, data):
    other = data.draw(st.sampled_from([*PEOPLE, "Ana Gómez", "Cy <cy@z.org>", "Ben"]))
    assert PEOPLE.is_same_person(one, one)
    assert PEOPLE.is_same_person(one, other) == PEOPLE.is_same_person(other, one)


@pytest.mark.parametrize(
    ("by", "role", "locale"),
    [
        ("ana", "revision", "es"), ("ana", "translation", "pt-BR"), ("Ana López", "revision", "es"),
        ("b.n", "review", "en"), ("b.n", "review", "ar"), ("cy", "publisher", "en"),
    ],
)  # fmt: skip
def test_whoever_has_the_role_for_the_locale_may(by, role, locale):
    assert PEOPLE.refusal(by, role, locale) is None


@pytest.mark.parametrize(
    ("by", "role", "locale", "word"),
    [
        ("ana", "review", "es", "ana has not the role review for es in"),
        ("ana", "revision", "ar", "who has: cy"),
        ("ana", "translation", "ar", "who has: nobody yet"),
        ("Ana López", "review", "es", "who has: b.n"),
        ("anna", "revision", "es", "anna is no id in content/people.toml; did you mean ana?"),
        ("Di", "review", "es", "under formerly"),
    ],
)
def test_a_refusal_says_who_may_or_who_is_near(by, role, locale, word):
    assert word in PEOPLE.refusal(by, role, locale)


@pytest.mark.parametrize(
    ("by", "role", "word"),
    [
        ("Ana Gómez", "revision", "did you mean ana?"),
        ("cy@z.org", None, "did you mean cy?"),
        ("Okri", None, "did you mean b.n?"),
        ("b.n", "revision", "who has: ana, cy"),
    ],
)
def test_whoever_signs_now_is_named_by_the_id(by, role, word):
    with pytest.raises(RefusedError) as raised:
        refuse_stranger(PEOPLE, by, role, "es")
    assert word in str(raised.value)


def test_one_of_several_roles_is_enough():
    refuse_stranger(PEOPLE, "cy", "translation", "es", "publisher")
    with pytest.raises(RefusedError) as raised:
        refuse_stranger(PEOPLE, "b.n", "translation", "es", "publisher")
    words = str(raised.value)
    assert "b.n has not the role translation or publisher for es" in words
    assert "who has: ana, cy" in words


@pytest.mark.parametrize(("by", "role"), [("ana", "revision"), ("b.n", "review"), ("b.n", None)])
def test_whoever_may_is_not_refused(by, role):
    refuse_stranger(PEOPLE, by, role, "es")


def test_another_name_makes_another_digest():
    renamed = parse_people(TEXT.replace("Ana Gómez", "Ana Ruiz"))
    assert renamed.digest != PEOPLE.digest == People(PEOPLE.persons).digest
