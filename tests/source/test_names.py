import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.source.names import is_same_person, without_mail


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana López", "ANA  lópez "),
        ("Ana López", "Ana Lo\u0301pez"),
        ("Ana", "Ａｎａ"),
        ("Ana\u00a0López", "Ana \u200bLópez"),
        ("Strauß", "STRAUSS"),
        ("Ana López", "Ana López <ana@x.org>"),
        ("Ana López <a@x.org>", "Ana López <b@y.org>"),
        ("Ana López <ana@x.org", "Ana López"),
        ('"Ana López" <ana@x.org>', "Ana López"),
        ("ana@x.org (Ana López)", "Ana López"),
        ("Ana López (Clinic)", "Ana López [MD]"),
        ("Ana López, Clinic <ana@x.org>", "Ana López"),
        ("Ana López, Clinic", "Ana López <ana@x.org>"),
        ("López, Ana", "Ana López"),
        ("山田太郎、病院", "山田太郎"),
        ("ليلى حداد، العيادة", "ليلى حداد"),
        ("Ana <ANA@x.org>", "A. L. <ana@X.ORG>"),
        ("ana@x.org", "Ana <ana@x.org>"),
        ("<ana@x.org>", "ana@x.org"),
        ("Ana López.", "Ana López"),
        ("Ana & Ben", "Ben"),
        ("Ana and Ben", "ana"),
        ("Ana / Ben; Cy", "Cy"),
    ],
)
def test_an_equal_name_or_an_equal_mail_address_is_the_same_person(one, other):
    assert is_same_person(one, other)
    assert is_same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana López", "Ana Lopez"),
        ("Ana López", "Ana"),
        ("Ana López", "A. López"),
        ("Smith, John", "Smith, Jane"),
        ("Ana, Clinic", "Ben, Clinic"),
        ("Ana (Clinic)", "Ben (Clinic)"),
        ("Ana, Clinic", "Clinic"),
        ("Ana & Ben", "Cy & Dan"),
        ("Andrew", "Ana and Rew"),
        ("Ana <ana@x.org>", "Ben <ben@x.org>"),
        ("Ana <EMAIL@ADDRESS>", "Ben <EMAIL@ADDRESS>"),
        ("<ana@x.org>", "<ben@x.org>"),
        ("Ana", "(Ana's team) Ben"),
        (", ", "()"),
    ],
)
def test_nothing_weaker_is(one, other):
    assert not is_same_person(one, other)
    assert not is_same_person(other, one)


@given(st.text(), st.text())
def test_the_order_of_two_names_does_not_matter(one, other):
    assert is_same_person(one, other) == is_same_person(other, one)


@given(st.text(st.characters(categories=["L"]), min_size=1), st.emails())
def test_a_name_is_the_same_with_a_mail_address_and_without(name, mail):
    assert is_same_person(f"{name} <{mail}>", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ben Roe <ben@x.org>", "Ben Roe"),
        ("Ben Roe Jr. <ben@localhost>", "Ben Roe Jr."),
        ("Ben Roe <ben@x.org", "Ben Roe"),
        ('"Roe, Ben" <ben@x.org>', "Roe, Ben"),
        ("ben@x.org (Ben Roe)", "Ben Roe"),
        ("Ben Roe (ben@x.org)", "Ben Roe"),
        ("Ben Roe, ben@x.org", "Ben Roe"),
        ("Ben (MD) <ben@x.org>", "Ben (MD)"),
        ("Ana <ana@x.org> & Ben <ben@x.org>", "Ana & Ben"),
    ],
)
def test_a_name_can_be_shown_without_the_mail_address_beside_it(text, name):
    assert without_mail(text) == name


@pytest.mark.parametrize(
    "text", ["ben@x.org", "<ben@x.org>", "Ben (MD)", "“Ben”, Clinic.", "Ana <3", "Ben @ Clinic"]
)
def test_what_has_no_name_or_no_address_is_shown_as_it_is(text):
    assert without_mail(text) == text
