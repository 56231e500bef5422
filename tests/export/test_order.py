import pytest

from pwa.export.order import stages

PUBLISHED = {
    "index.html", "sitemap.xml", "robots.txt", "sw.js", "es/index.html", "es/one/index.html",
    "es/edition.json", "es/edition/1.json", "static/page.1.js",
}  # fmt: skip


def order(names, there=PUBLISHED):
    return [name for stage in stages(names, there) for name in stage]


@pytest.mark.parametrize(
    ("named", "naming"),
    [
        ("static/page.2.js", "es/new/index.html"),
        ("es/edition/2.json", "es/edition.json"),
        ("es/edition/2.from.1.json", "es/edition.json"),
        ("es/new/index.html", "es/one/index.html"),
        ("fr/manifest.webmanifest", "fr/index.html"),
        ("fr/index.html", "es/index.html"),
        ("es/one/index.html", "es/edition.json"),
        ("es/new/index.html", "sitemap.xml"),
        ("es/index.html", "index.html"),
        ("sitemap.xml", "robots.txt"),
    ],
)
def test_what_is_named_comes_before_what_names_it(named, naming):
    assert order([naming, named]) == [named, naming]


def test_an_empty_place_is_entered_when_all_pages_are_there():
    assert order(PUBLISHED, there=()) == [
        "es/edition/1.json", "static/page.1.js", "es/edition.json", "sw.js", "es/index.html",
        "es/one/index.html", "index.html", "sitemap.xml", "robots.txt",
    ]  # fmt: skip


def test_compressed_forms_go_with_what_they_are_of():
    assert stages(["index.html.br", "es/new/index.html.gz", "es/new/index.html"], PUBLISHED) == [
        ["es/new/index.html", "es/new/index.html.gz"],
        ["index.html.br"],
    ]
