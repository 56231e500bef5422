import pytest

from pwa.release.findings import findings
from pwa.site import load_site

SETTINGS = 'title = "T"\npublisher = "P"\ncontact = "c@x.org"\naddress = "https://book.org/"\n'


def found(root):
    return findings(load_site(root, environ={}))


def test_a_good_site_has_none(make_site):
    assert found(make_site(catalogs={"es": {"One": "Uno"}}, settings=SETTINGS)) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('publisher = "P"', "publisher"),
        ('contact = "c@x.org"', "contact"),
        ('address = "https://book.org/"', "address"),
    ],
)
def test_placeholders_are_warnings(make_site, line, word):
    [finding] = found(make_site(settings=SETTINGS.replace(line, "")))
    assert (finding.severity, finding.code) == ("warning", "placeholder")
    assert word in finding.message


@pytest.mark.parametrize("host", ["x.example", "example.org", "www.example.com", "a.test:80"])
def test_names_that_belong_to_nobody_are_placeholders(make_site, host):
    root = make_site(settings=SETTINGS.replace("book.org", host))
    assert [finding.code for finding in found(root)] == ["placeholder"]


def test_sources_are_checked(make_site):
    [link, key] = found(
        make_site({"one": "---\nsumary: x\n---\n# One\n\n[x](no.md)\n"}, settings=SETTINGS)
    )
    assert (link.file, link.line, link.code) == ("content/one.md", 6, "link")
    assert (key.line, key.severity) == (2, "warning")


def test_errors_come_before_warnings(make_site):
    severities = [f.severity for f in found(make_site({"one": "[x](no.md)"}))]
    assert severities == sorted(severities)
    assert len(set(severities)) == 2


@pytest.mark.parametrize("href", ["no.md", "../two.md", "two"])
def test_a_link_that_a_translation_broke_is_found_in_its_catalog(make_site, href):
    sections = {"one": "# One\n\n[go](two.md)\n", "two": "# Two"}
    root = make_site(sections, {"es": {"[go](two.md)": f"[ir]({href})"}}, SETTINGS)
    [error] = [finding for finding in found(root) if finding.code == "links"]
    assert (error.file, error.locale) == ("locales/es/LC_MESSAGES/content.po", "es")
    assert (error.line, error.severity) == (7, "error")


def test_an_image_of_a_third_party_in_a_translation_is_found(make_site):
    text = {"First words.": "![x](https://x.org/p.png)"}
    errors = found(make_site(catalogs={"es": text}, settings=SETTINGS))
    [error] = [finding for finding in errors if finding.code == "images"]
    assert "https://x.org/p.png" in error.message


def test_fuzzy_translations_are_not_looked_at(make_site):
    text = {"First words.": "~[x](no.md)"}
    assert found(make_site(catalogs={"es": text}, settings=SETTINGS)) == []


def test_drafts_are_checked_too(make_site):
    root = make_site(settings=f'{SETTINGS}draft = ["it"]\n', catalogs={"it": {}})
    (root / "locales/it/LC_MESSAGES/content.po").write_text("msgid")
    assert {finding.locale for finding in found(root)} == {"it"}


def test_a_broken_source_is_a_finding_and_no_traceback(make_site):
    [error] = found(make_site({"one": "---\nrisk: x\n---\n"}, settings=SETTINGS))
    assert (error.file, error.line) == ("content/one.md", 2)
