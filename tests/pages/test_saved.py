import base64
import re

import pytest

from pwa.errors import PwaError
from pwa.pages.policy import sha256

SECTIONS = {
    "one": "---\nsources: [{title: A study, address: 'https://doi.org/10.1/x'}]\n---\n"
    "# One\n\nSee [two](two.md#more), [here](#one) and [it](https://y.example/).\n\n"
    'The words src="/static/x" and a [file](a.pdf).\n\n![Drawn](drawing.svg)\n',
    "two": "# Two\n\n## More\n\nWords.\n",
}
CATALOGS = {"es": {"Book": "Libro: «A/B»\u200e", "One": "Uno"}, "ja": {"Book": "本"}}
ADDRESS = "https://x.example/book/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(scope="module")
def root(make_shared_site):
    root = make_shared_site(SECTIONS, CATALOGS)
    (root / "content/drawing.svg").write_text(SVG)
    (root / "content/a.pdf").write_bytes(b"%PDF")
    return root


@pytest.fixture(scope="module")
def client(root, serve):
    return serve(root, address=ADDRESS)


@pytest.fixture(scope="module")
def found(client, elements):
    return elements(client.get("/book/es/whole.html").text)


def test_it_holds_every_section_with_its_status(found):
    articles = [e for e in found if e.tag == "article"]
    assert [e["data-section"] for e in articles] == ["one", "two"]
    assert [e["data-status"] for e in articles] == ["partial", "untranslated"]
    assert "Traducido en parte" in "".join(e.text for e in found if e.tag == "p")


def test_it_asks_nobody_for_anything(found):
    assert not [e for e in found if e.tag in ("script", "iframe", "form", "button")]
    assert not [e for e in found if e.tag == "link" and e["rel"] != "canonical"]
    [policy] = [e["content"] for e in found if e["http-equiv"]]
    assert policy.startswith("default-src 'none'")
    assert "img-src data:" in policy


def test_its_style_is_allowed(client, found):
    [style] = [e.text for e in found if e.tag == "style"]
    [policy] = [e["content"] for e in found if e["http-equiv"]]
    assert f"style-src 'sha256-{sha256(style)}'" in policy


def test_it_carries_its_pictures(found):
    [image] = [e for e in found if e.tag == "img"]
    assert image["src"] == "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()


def test_every_link_leads_within_it_or_to_a_whole_address(found):
    ids = {e["id"] for e in found if e["id"]}
    links = [e["href"] for e in found if e.tag == "a"]
    assert {"#two:more", "#one:one", "https://y.example/"} <= set(links)
    for link in links:
        assert link[1:] in ids if link.startswith("#") else link.startswith("https://")
    assert [link for link in links if re.fullmatch(r"https://x\.example/book/static/.*\.pdf", link)]


def test_it_says_when_a_section_is_to_be_checked_again(make_site, sign, serve):
    root = make_site()
    sign(root, "en", "one", "review", due="2027-03-01")
    assert "To be checked again by March 1, 2027." in serve(root).get("/en/whole.html").text


def test_words_that_look_like_markup_stay(client):
    assert "src=&quot;/static/x&quot;" in client.get("/book/es/whole.html").text


def test_it_says_of_when_it_is_and_where_the_newest_is(found):
    assert [e["datetime"] for e in found if e.tag == "time"]
    assert "https://x.example/book/es/read/" in [e["href"] for e in found if e.tag == "a"]


@pytest.mark.parametrize(
    ("locale", "disposition"),
    [
        ("en", "attachment; filename=\"Book (en).html\"; filename*=UTF-8''Book%20%28en%29.html"),
        (
            "es",
            'attachment; filename="Libro A B (es).html"; '
            "filename*=UTF-8''Libro%20%C2%ABA%20B%C2%BB%20%28es%29.html",
        ),
        (
            "ja",
            'attachment; filename="publication (ja).html"; '
            "filename*=UTF-8''%E6%9C%AC%20%28ja%29.html",
        ),
    ],
)
def test_it_is_a_download_with_a_name_that_every_system_takes(client, locale, disposition):
    answer = client.get(f"/book/{locale}/whole.html")
    assert answer.headers["content-disposition"] == disposition
    assert answer.headers["content-language"] == locale


def test_it_is_in_no_pack(client):
    address = client.get("/book/es/edition.json").json()["pack"]["address"]
    assert not [name for name in client.get(address).json()["files"] if name.endswith("whole.html")]


def test_there_is_none_of_a_language_that_there_is_not(client):
    assert client.get("/book/xx/whole.html").status_code == 404


def test_a_section_cannot_have_its_name(make_site, build):
    with pytest.raises(PwaError, match=r"whole\.html"):
        build(make_site({"whole.html": "# One\n"}))
