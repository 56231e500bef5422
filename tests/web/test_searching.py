"""Searches as the server answers them, without any script."""

import re

import pytest

SECTIONS = {
    "one": "# The Mind\n\nA calm mind.\n\n- Minds change\n",
    "two": "# Other\n\n## On minding {#on}\n\n" + "Remind me.\n\n" * 60,
}


@pytest.fixture(scope="module")
def client(make_shared_site, serve):
    return serve(make_shared_site(SECTIONS, {"es": {"A calm mind.": "Una mente serena."}}))


def links(page):
    results = page.partition("data-results")[2].partition("</ol>")[0]
    return re.findall(r'<li><a href="([^"]*)"', results)


def test_results_lead_to_the_very_paragraph_in_their_order(client):
    page = client.get("/en/search?q=mind").text
    assert links(page)[:4] == ["/en/one/", "/en/two/#on", "/en/one/#.1", "/en/one/#.2"]
    assert len(links(page)) == 50
    assert "<span data-count>64</span>" in page
    assert "<p data-excerpt>A calm <mark>mind</mark>.</p>" in page


def test_each_edition_is_searched_in_its_own_words(client):
    page = client.get("/es/search?q=SERENA").text
    assert links(page) == ["/es/one/#.1"]
    assert "Una mente <mark>serena</mark>." in page
    assert client.get("/es/search?q=minds").text.count('<p data-excerpt lang="en" dir="ltr">') == 1


def test_the_answer_is_nobody_elses_and_in_no_index(client):
    headers = client.get("/en/search?q=mind").headers
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["content-language"] == "en"
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("/en/search/?q=a%20b", "/en/search?q=a%20b"), ("/EN/search?q=ä", "/en/search?q=%C3%A4")],
)
def test_a_slash_too_many_or_a_misspelled_tag_leads_there_with_the_query(client, asked, meant):
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (301, meant)


def test_an_unknown_language_has_no_search(client):
    assert client.get("/xx/search?q=a").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q", "q=" + "a+" * 5000, "q=%00%FF%ED%A0%80", "q=<script>alert(1)</script>",
     "q=%22%20autofocus%20onfocus%3D%22x", "q=(a%2B)%2B%24", "q={{7*7}}", "q=%25s", "q=a&q=b",
     "q=" + "%EF%B7%BA" * 500],
)  # fmt: skip
def test_a_hostile_query_is_harmless(client, query, elements):
    answer = client.get(f"/en/search?{query}")
    assert answer.status_code == 200
    assert "49" not in answer.text.partition("<main")[2]
    [field] = [e for e in elements(answer.text) if e["id"] == ".query"]
    assert "onfocus" not in field.attributes
    assert len(field["value"]) <= 200
    inlined = [e.text for e in elements(answer.text) if e.tag == "script" and not e["src"]]
    assert [text[:12] for text in inlined] == ["try{[,docume"]


def test_a_query_cannot_be_posted(client):
    assert client.post("/en/search", data={"q": "a"}).status_code == 405


def test_the_page_says_what_is_asked_and_that_nothing_was_found(client):
    page = client.get('/en/search?q=a"b').text
    assert 'value="a&#34;b"' in page
    assert "<span data-none>" in page
    assert "<noscript>" not in page
