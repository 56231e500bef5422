import pytest

from pwa.edition.edition import make_edition
from pwa.memo import Memo
from pwa.pages.faces import Around, faces, places
from pwa.release.inputs import Reader
from pwa.review.owed import owed
from pwa.review_policy import ReviewPolicy
from pwa.site import load_site


@pytest.fixture
def edition(make_site):
    root = make_site({name: f"# {name}\n\nText.\n" for name in ("one", "two", "three")})
    memo = Memo()
    inputs = Reader(memo).read(load_site(root, environ={}))
    one = inputs.locales["en"]
    return make_edition(inputs.publication, "en", one.catalog, one.ledger, memo)


def seen(edition, last):
    return faces(edition, lambda one: owed(one.state, ReviewPolicy(), is_source=True), last)


def placed(found, last=None, *, numbered=False):
    made = []

    def key(around: Around) -> str:
        made.append(around.face.section.id)
        return f"{around.number} {around.face.head}"

    return places(found.values(), key, last or {}, first=1 if numbered else None), made


def test_each_section_has_a_face_of_its_own(edition):
    found = seen(edition, {})
    assert list(found) == ["one", "two", "three"] or sorted(found) == ["one", "three", "two"]
    for what in ("title", "head"):
        assert len({getattr(one, what) for one in found.values()}) == 3
    assert len({one.state for one in found.values()}) == 1


def test_a_face_is_taken_over_with_its_section(edition):
    found = seen(edition, {})
    again = seen(edition, found | {"two": found["one"]})
    assert again["one"] is found["one"]
    assert again["two"].section is edition.sections[[*found].index("two")]


def test_a_page_is_another_where_its_section_or_who_is_beside_is(edition):
    found = seen(edition, {})
    first, made = placed(found)
    assert made == list(found)
    assert placed(found, first) == (first, [])
    new = seen(edition, {})
    names = list(found)
    assert placed(found | {names[0]: new[names[0]]}, first)[1] == names[:2]


def test_numbers_are_told_where_titles_have_them(edition):
    found = seen(edition, {})
    assert [one.around.number for one in placed(found)[0].values()] == [0, 0, 0]
    assert [one.around.number for one in placed(found, numbered=True)[0].values()] == [1, 2, 3]
