import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.release.packs import File, Unpacked, compact, pack, revision, unpack
from pwa.release.patches import apply_patch, make_patch

HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
PAGES = {f"/es/{n}/": f"<nav>Inicio 🏠 Volver</nav>\r\n<p>Texto {n}.</p>\n" for n in range(20)}

# Few letters, so that words come again: astral ones, marks that JSON and `replaceAll` treat in a
# way of their own, every kind of line end, a byte order mark.
texts = st.text(alphabet='ab $&\\"é💊\u0301\u2028\ufeff\r\n', max_size=30)
media_types = st.sampled_from([HTML, SCRIPT, "image/svg+xml", "image/png"])
files = st.builds(File, media_types, texts.map(str.encode) | st.binary(max_size=12))
addresses = st.sampled_from([f"/{name}" for name in "abcdef"])
folders = st.dictionaries(addresses, files, max_size=6)
headings = st.dictionaries(
    media_types, st.dictionaries(st.sampled_from(["x", "y"]), st.sampled_from(["1", "2"]))
)


def edition(files, headers=None, locale="es"):
    headers = headers or {}
    return Unpacked(locale, revision(files, headers), headers, files)


def pages(texts):
    return edition({address: File(HTML, text.encode()) for address, text in texts.items()})


def patched(old, new):
    """The patch between two editions as an object; it is one that leads from one to the other."""
    patch = make_patch(old, new)
    assert patch is not None
    assert apply_patch(patch, old).files == new.files
    return json.loads(patch)


def changed(old, new, of=PAGES):
    return pages(of), pages({address: text.replace(old, new) for address, text in of.items()})


@given(folders, folders, headings, headings)
def test_a_patch_makes_exactly_the_new_edition_of_the_old_one(before, after, one, other):
    bulk = {"/bulk": File("image/png", bytes(range(256)) * 64)}  # so that it is worth a patch
    old, new = edition(before | bulk, one), edition(after | bulk, other)
    made = apply_patch(make_patch(old, new), old)
    assert (made.files, made.revision) == (new.files, new.revision)


@st.composite
def rewritten(draw):
    """Two versions of several pages that share what changes, as pages of an interface do."""
    shared = draw(st.lists(texts, min_size=1, max_size=4))
    other = [draw(st.just(part) | texts) for part in shared]
    own = draw(st.lists(texts, min_size=2, max_size=5))
    glue = draw(texts)

    def version(parts):
        return {f"/{n}": glue.join([parts[0], one, *parts[1:]]) for n, one in enumerate(own)}

    return version(shared), version(other)


@given(rewritten())
@settings(max_examples=200)
def test_what_changes_alike_on_several_pages_is_changed_where_it_did_and_nowhere_else(versions):
    bulk = {"/bulk": "x" * 10_000}
    old, new = (pages({**one, **bulk}) for one in versions)
    assert apply_patch(make_patch(old, new), old).files == new.files


@given(rewritten())
def test_a_patch_refers_to_nothing_outside_the_old_file(versions):
    bulk = {"/bulk": "x" * 10_000}
    old, new = (pages({**one, **bulk}) for one in versions)
    for address, edits in json.loads(make_patch(old, new)).get("files", {}).items():
        units = len(old.files[address].body.decode().encode("utf-16-le")) // 2
        copies = [edit for edit in edits if isinstance(edit, list)]
        assert all(0 <= start < start + length <= units for start, length in copies)


def test_one_word_on_every_page_is_one_swap():
    patch = patched(*changed("Volver", "Atrás"))
    assert patch == {"protocol": 1, "locale": "es", "swap": [["Volver", "Atrás"]]}


def test_a_word_that_stands_elsewhere_too_is_swapped_with_its_surroundings():
    of = PAGES | {"/es/prose/": "<p>Inicio de todo: Inicio.</p>"}
    old, new = pages(of), changed("<nav>Inicio", "<nav>Casa", of)[1]
    [(was, now)] = patched(old, new)["swap"]
    assert was.replace("Inicio", "Casa") == now
    assert len(was) < 30


def test_words_that_change_places_do_so():
    def exchanged(text):
        return text.replace("Inicio", "\0").replace("Volver", "Inicio").replace("\0", "Volver")

    patch = patched(pages(PAGES), pages({a: exchanged(text) for a, text in PAGES.items()}))
    assert "files" not in patch


def test_a_word_of_one_page_is_an_edit_of_that_page():
    patch = patched(*changed("Texto 7", "Algún 7"))
    # "Inicio 🏠 Volver" has a character of two code units.
    assert patch["files"] == {"/es/7/": [[0, 32], "Algún", [37, 8]]}
    assert "swap" not in patch


def test_pages_come_and_go():
    old = pages(PAGES)
    files = {**old.files, "/es/new/": File(HTML, b"<p>new</p>")}
    del files["/es/3/"]
    patch = patched(old, edition(files))
    assert patch["files"] == {"/es/new/": {"type": HTML, "text": "<p>new</p>"}}
    assert patch["gone"] == ["/es/3/"]


def test_other_headers_alone_are_a_patch():
    files = pages(PAGES).files
    old, new = edition(files, {HTML: {"x": "1"}}), edition(files, {HTML: {"x": "2"}})
    assert patched(old, new)["headers"] == {HTML: {"x": "2"}}


def test_pictures_are_not_swapped_in():
    old, new = changed("Volver", "Atrás")
    drawing = {"/a.svg": File("image/svg+xml", b"<svg>Volver</svg>")}
    old, new = (edition({**one.files, **drawing}) for one in (old, new))
    assert "files" not in patched(old, new)


def test_a_patch_that_saves_little_is_none():
    assert make_patch(pages({"/": "one"}), pages({"/": "two"})) is None


def test_the_same_editions_give_the_same_patch():
    old, new = changed("Volver", "Atrás")
    shuffled = edition(dict(reversed(old.files.items())))
    assert make_patch(old, new) == make_patch(shuffled, new)


@pytest.mark.parametrize(
    "patch",
    [
        b"", b"<html>", b"[]", b"null", b"{}", b"[" * 100_000,
        compact({"protocol": 2, "locale": "es"}),
        compact({"protocol": 1, "locale": "fr"}),
        *(
            compact({"protocol": 1, "locale": "es", **part})
            for part in (
                {"files": {"/es/none/": [[0, 1]]}}, {"files": {"/es/1/": [[0, 1000]]}},
                {"files": {"/es/1/": [[-1, 2]]}}, {"files": {"/es/1/": [[13, 1], "x", [14, 1]]}},
                {"files": {"/es/1/": [7]}}, {"files": {"/es/1/": {"type": HTML}}},
                {"gone": ["/es/none/"]}, {"swap": [["a"]]}, {"swap": 1}, {"headers": []},
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_patch_for_an_edition_is_refused(patch):
    with pytest.raises(ValueError, match=r"."):
        apply_patch(patch, pages(PAGES))


def test_packs_are_what_it_is_made_from():
    old, new = changed("Volver", "Atrás")
    made = [unpack(pack(one.locale, one.revision, one.files, one.headers)) for one in (old, new)]
    assert make_patch(*made) == make_patch(old, new)
