from pathlib import Path

import pytest

from pwa.release.findings import findings
from pwa.site import load_site

SETTINGS = 'title = "T"\npublisher = "P"\ncontact = "c@x.org"\naddress = "https://book.org/"\n'


def found(root, moment="2026-11-03T10:00:00Z"):
    return findings(load_site(root, environ={}), moment)


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
def test_placeholders_are_noted(make_site, line, word):
    [finding] = found(make_site(settings=SETTINGS.replace(line, "")))
    assert (finding.severity, finding.code) == ("note", "placeholder")
    assert word in finding.message


@pytest.mark.parametrize("host", ["x.example", "example.org", "www.example.com", "a.test:80"])
def test_names_that_belong_to_nobody_are_placeholders(make_site, host):
    root = make_site(settings=SETTINGS.replace("book.org", host))
    assert [finding.code for finding in found(root)] == ["placeholder"]


def test_a_translation_of_what_the_source_does_not_have_is_told_with_its_line(make_site):
    root = make_site(catalogs={"es": {"One": "Uno", "Frist words.": "Primero."}}, settings=SETTINGS)
    [finding] = found(root)
    assert (finding.code, finding.severity, finding.locale) == ("no-source", "warning", "es")
    lines = (root / finding.file).read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1] == 'msgid "Frist words."'
    assert "pwa update es" in finding.message


def test_a_machines_revision_in_a_file_is_an_error_with_its_path(make_site, sign):
    root = make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}}, settings=SETTINGS)
    path = sign(root, "es", "one", "revision", by="Robot", method="machine")
    [finding] = found(root)
    assert (finding.severity, finding.locale) == ("error", "es")
    assert finding.file == path.relative_to(root).as_posix()
    assert "a revision is a human act" in finding.message


def test_a_revision_of_ones_own_translation_is_a_warning(make_site, sign):
    root = make_site(catalogs={"es": {"One": "Uno", "First words.": "Primero."}}, settings=SETTINGS)
    sign(root, "es", "one", "translation", by="Ana")
    path = sign(root, "es", "one", "revision", by="Ana")
    [finding] = found(root)
    assert (finding.severity, finding.file) == ("warning", path.relative_to(root).as_posix())


@pytest.mark.parametrize(
    ("at", "is_told"), [("2026-11-04T10:00:00Z", False), ("2026-11-04T10:00:01Z", True)]
)
def test_a_record_from_the_future_is_a_warning(make_site, sign, at, is_told):
    root = make_site(catalogs={"es": WAITING}, settings=SETTINGS)
    path = sign(root, "es", "one", "translation", by="Ana", at=at)
    told = found(root)
    assert [(one.severity, one.file) for one in told] == (
        [("warning", path.relative_to(root).as_posix())] if is_told else []
    )
    assert all(f"--withdraw {path.stem[-12:]}" in one.message for one in told)
    assert found(root, "2027-01-01T00:00:00Z") == []


def test_a_record_of_no_section_is_a_warning(make_site, sign):
    sections = {"one": "# One\n", "two": "# Two\n"}
    root = make_site(sections, {"es": {"One": "Uno", "Two": "Dos"}}, settings=SETTINGS)
    path = sign(root, "es", "two", "translation", by="Ana")
    assert found(root) == []
    source = (root / "content/two.md").rename(root / "content/new.md")
    [finding] = found(root)
    assert (finding.severity, finding.locale) == ("warning", "es")
    assert finding.file == path.relative_to(root).as_posix()
    assert "no section is, or was, two: it counts for nothing there" in finding.message
    source.write_text("---\nformerly: [two]\n---\n# Two\n")
    assert found(root) == []


WAITING = {"One": "Uno", "First words.": "Primero."}


@pytest.mark.parametrize(
    ("method", "rule", "line"),
    [
        ("human", 'show = "revised"', 7),
        ("machine", 'show_machine = "revised"', 7),
        ("machine", "", None),
    ],
)
def test_a_translation_that_the_policy_shows_nobody_is_a_warning(
    make_site, sign, method, rule, line
):
    root = make_site(None, {"es": WAITING}, f"{SETTINGS}\n[review]\n{rule}\n")
    sign(root, "es", "one", "translation", method=method)
    [finding] = found(root)
    assert (finding.severity, finding.code, finding.locale) == ("warning", "policy", "es")
    assert finding.line == line
    key = "show" if method == "human" else "show_machine"
    assert finding.message.startswith(f"{key}: no section of es is worth")
    sign(root, "es", "one", "revision", by="Rita")
    assert found(root) == []


@pytest.mark.parametrize("more", ['draft = ["es"]\n[review]\nshow = "revised"\n', ""])
def test_a_translation_that_nobody_waits_for_is_none(make_site, more):
    assert found(make_site(None, {"es": WAITING}, SETTINGS + more)) == []


def test_rules_for_high_risk_without_a_section_of_it_are_noted(make_site):
    text = f'{SETTINGS}\n[review.high]\nshow = "revised"\n'
    [finding] = found(make_site(settings=text))
    assert (finding.severity, finding.code, finding.line) == ("note", "policy", 6)
    assert found(make_site({"one": "---\nrisk: high\n---\n# One\n"}, settings=text)) == []


def test_an_entry_without_a_translation_need_not_be_in_the_source(make_site):
    root = make_site(catalogs={"es": {"One": "Uno", "Gone.": ""}}, settings=SETTINGS)
    assert found(root) == []


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


@pytest.mark.parametrize("comment", ["", "# check-ignore: placeholders, plural-count\n"])
def test_an_interface_message_that_is_not_used_is_told_once_silenced_or_not(make_site, comment):
    root = make_site(catalogs={"es": {"One": "Uno"}}, settings=SETTINGS)
    catalog = root / "locales/es/LC_MESSAGES/interface.po"
    head = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    forms = 'msgid "%(n)s a"\nmsgid_plural "%(n)s b"\nmsgstr[0] "x %(m)s"\n'
    catalog.write_text(f"{head}{comment}{forms}", encoding="utf-8")
    codes = [finding.code for finding in found(root) if finding.severity == "error"]
    assert codes == ["plural-count", "placeholders"]


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


@pytest.mark.parametrize(
    ("file", "data", "line", "word"),
    [
        ("templates/cover.html", b"\n{% if %}", 2, "not a template"),
        ("templates/cover.html", b"\n\n{{ nothing.here }}", 3, "'nothing' is undefined"),
        ("templates/cover.html", b"{% extends 'no.html' %}", 1, "no template no.html"),
        ("templates/cover.html", b"\n\xff", 2, "not UTF-8"),
        ("static/style.css", b"body{}\n\xff", 2, "not UTF-8"),
        ("static/style.css", b"body{}\na{}</STYLE><b>", 2, "cannot stand in a style sheet"),
        ("static/page.js", b"let a;\nlet = = 2;", 2, "no JavaScript"),
        ("static/search.js", b"export let a;\n\nlet b = `", 3, "no JavaScript"),
        ("manifest/manifest.webmanifest", b'{\n"icons": [', 2, "not JSON"),
        ("manifest/manifest.webmanifest", b"\xff", 1, "not UTF-8"),
        ("manifest/manifest.webmanifest", b'{"icons": [{"src": "no.png"}]}', None, "no.png"),
    ],
)
def test_what_a_release_cannot_be_made_of_is_an_error(make_site, file, data, line, word):
    root = make_site(settings=SETTINGS)
    (root / file).parent.mkdir()
    (root / file).write_bytes(data)
    [error] = found(root)
    assert (error.file, error.line, error.severity) == (file, line, "error")
    assert word in error.message


@pytest.mark.parametrize(
    "file",
    ["static/style.css", "static/page.js", "static/sw.js", "manifest/icon.svg",
     "manifest/manifest.webmanifest", "templates/cover.html", "locales/es/glossary.csv",
     "locales/es/LC_MESSAGES/interface.po"],
)  # fmt: skip
@pytest.mark.parametrize("break_it", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_what_cannot_be_read_is_an_error_with_its_path(make_site, file, break_it):
    root = make_site(catalogs={"es": {}}, settings=SETTINGS)
    (root / file).parent.mkdir(exist_ok=True)
    break_it(root / file)
    [error] = found(root)
    assert (error.file, error.severity) == (file, "error")


def test_a_glossary_in_another_charset_is_told_with_its_line(make_site):
    root = make_site(catalogs={"es": {}}, settings=SETTINGS)
    (root / "locales/es/glossary.csv").write_bytes(b"source,translation,note\ncure,\xff,\n")
    [error] = found(root)
    assert (error.file, error.line, error.locale) == ("locales/es/glossary.csv", 2, "es")


def test_looking_keeps_nothing(make_site):
    root = make_site(catalogs={"es": {}}, settings=SETTINGS)
    assert found(root) == []
    assert not (root / ".pwa").exists()


def test_a_folder_under_another_name_is_an_error(make_site):
    [error] = found(make_site(catalogs={"pt_br": {}}, settings=SETTINGS))
    assert (error.file, error.severity) == ("locales/pt_br", "error")


def test_a_draft_without_a_catalog_is_a_warning_with_its_line(make_site):
    settings = f'{SETTINGS}draft = ["it", "es"]\n'
    [warning] = found(make_site(catalogs={"es": {}}, settings=settings))
    assert (warning.line, warning.severity) == (5, "warning")
    assert "it has no catalog" in warning.message


def test_parts_of_the_same_name_are_a_warning_with_the_line_of_the_second(make_site):
    part = '[[parts]]\ntitle = "I"\nsections = ["{}"]\n'
    settings = SETTINGS + part.format("a") + part.format("b")
    [warning] = found(make_site({"a": "# A", "b": "# B"}, settings=settings))
    assert (warning.line, warning.severity) == (9, "warning")


def test_a_file_that_no_section_links_to_is_a_warning(make_site):
    root = make_site(settings=SETTINGS)
    (root / "content/drawing.svg").write_text("<svg/>")
    [warning] = found(root)
    assert (warning.file, warning.severity) == ("content/drawing.svg", "warning")


def test_an_id_that_another_section_has_is_an_error(make_site):
    sections = {"a": "---\nformerly: [b]\n---\n# A", "b": "# B"}
    [error] = found(make_site(sections, settings=SETTINGS))
    assert (error.file, error.line, error.severity) == ("content/a.md", 2, "error")
