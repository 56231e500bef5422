import errno
import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.export import LIST
from pwa.review.fingerprints import fingerprints
from pwa.translation.po import parse
from tests.ports import free_port

WHOLE = {"One": "Uno", "First words.": "Primero."}
SETTINGS = 'title = "Book"\npublisher = "P"\ncontact = "c@x.org"\naddress = "https://book.org/"\n'
PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture
def root(make_site):
    return make_site(catalogs={"es": WHOLE}, settings=SETTINGS)


@pytest.fixture
def pwa(root):
    def run(*arguments, code=0, site=root):
        done = CliRunner().invoke(
            main, ["--site", str(site), *arguments], env={"SOURCE_DATE_EPOCH": "0"}
        )
        assert done.exit_code == code, done.output
        return done

    return run


TODAY = datetime.now(UTC).date()

# How Python hands over a byte on the command line that is not UTF-8 (PEP 383).
UNDECODABLE = os.fsdecode(b"\xff")


def files(root):
    """What is anybody's: the state may change, or be gone, at any time."""
    found = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    return {name: p.read_bytes() for name, p in found.items() if not name.startswith(".pwa/")}


def test_every_command_shows_an_example(pwa):
    for name, command in main.commands.items():
        text = pwa(name, "--help").output
        assert f"Example: pwa {name}" in text
        assert command.help


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"], ["status", "--format", "xml"], ["init"], ["init", "not a tag"], ["init", "jp"],
        ["import", "es"],
        ["review", "es"],
        ["review", "es", "one", "--step", "revision"], ["review", "es", "--by", "Ben"],
        ["review", "es", "one", "--step", "approval", "--by", "Ben"],
        ["review", "es", "one", "--step", "review", "--by", "Ben", "--due", "soon"],
        ["review", "es", "one", "--step", "review", "--by", " "],
        ["review", "es", "one", "--step", "review", "--by", UNDECODABLE],
        ["review", "es", "one", "--step", "review", "--by", "Ben", "--note", UNDECODABLE],
        ["review", "es", "one", "--step", "review", "--by", "Ben", "--credential", UNDECODABLE],
        ["status", "--fail-under", "perfect"], ["export"], ["serve", "--port", "99999"],
        ["revoke", "es", "0" * 64], ["revoke", "es", "0" * 64, "--by", "Eva"],
        ["revoke", "es", "0" * 64, "--by", "Eva", "--note", " "],
    ],
)  # fmt: skip
def test_wrong_use_is_told_apart(pwa, arguments):
    assert "Usage:" in pwa(*arguments, code=2).output


@pytest.mark.parametrize(
    "command", [["extract"], ["status"], ["check"], ["init", "it"], ["serve", "--port"]]
)
def test_where_there_is_no_publication_nothing_can_be_done(pwa, tmp_path, command):
    command = [*command, str(free_port())] if "serve" in command else command
    done = pwa(*command, code=1, site=tmp_path)
    assert "no publication here" in done.output
    assert "Traceback" not in done.output


def test_a_site_that_is_a_file_is_wrong_use(pwa, tmp_path):
    (tmp_path / "file").touch()
    assert "is a file" in pwa("status", code=2, site=tmp_path / "file").output


def test_the_version_is_told(pwa):
    assert "version" in pwa("--version").output


@pytest.mark.parametrize(
    "arguments", [["extract"], ["init", "it"], ["review", "es", "one", "--step", "translation"]]
)
def test_what_cannot_be_written_is_told_with_its_path(root, pwa, monkeypatch, arguments):
    """Whoever runs the tests may be allowed to write everywhere: the disk refuses."""

    def refuse(path, *_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    by = ["--by", "Ana"] if "review" in arguments else []
    stderr = pwa(*arguments, *by, code=1).stderr
    assert f"{root}/locales/" in stderr
    assert "Permission denied" in stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_file_where_state_belongs_keeps_the_server_from_starting(root, pwa, workers, capfd):
    (root / ".pwa").touch()
    pwa("serve", "--port", str(free_port()), "--workers", workers, code=1)
    assert f"{root}/.pwa" in capfd.readouterr().err, "another process says so"


def test_a_name_that_is_no_text_is_shown_nevertheless(root):
    """File names are bytes; what stands for those that are no text can be in no output."""
    (root / "content" / os.fsdecode(b"caf\xe9.md")).write_text("# Caf\n")
    command = [sys.executable, "-m", "pwa", "--site", str(root), "check"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert b"caf\\udce9.md" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("epoch", ["9" * 20, "soon"])
def test_a_date_that_is_none_is_told(root, tmp_path, epoch):
    arguments = ["--site", str(root), "export", str(tmp_path / "out")]
    done = CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": epoch})
    assert done.exit_code == 1
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_site_is_the_present_folder_or_the_environments(root, monkeypatch):
    monkeypatch.chdir(root)
    assert CliRunner().invoke(main, ["status"]).exit_code == 0
    monkeypatch.chdir("/")
    assert CliRunner().invoke(main, ["status"], env={"PWA_SITE": str(root)}).exit_code == 0


def test_it_runs_as_a_module(root):
    command = [sys.executable, "-m", "pwa", "--site", str(root), "status", "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(done.stdout)["locales"].keys() == {"en", "es"}


def test_extract_writes_the_template_and_a_second_time_no_byte(root, pwa):
    assert "content.pot" in pwa("extract").output
    before = files(root)
    found = parse(before["locales/content.pot"], file="content.pot")
    assert [one.msgid for one in found.entries] == ["Book", "One", "First words."]
    pwa("extract")
    assert files(root) == before


def test_a_site_with_templates_of_its_own_has_their_messages_too(root, pwa):
    (root / "templates").mkdir()
    (root / "templates/about.html").write_text("{{ _('Ours') }}")
    pwa("extract")
    assert b'msgid "Ours"' in files(root)["locales/interface.pot"]


def test_a_new_locale_has_both_catalogs_ready(root, pwa):
    pwa("init", "nl_be", "it")
    for locale, folder in [("nl_BE", "nl_BE"), ("it", "it")]:
        for domain, known in [("content", "First words."), ("interface", "Contents")]:
            data = files(root)[f"locales/{folder}/LC_MESSAGES/{domain}.po"]
            catalog = parse(data, file=domain)
            assert catalog.header["Language"] == locale
            assert "nplurals" in catalog.header["Plural-Forms"]
            assert {text for one in catalog.entries for text in one.msgstr} == {""}
            assert known in [one.msgid for one in catalog.entries]
    assert "nl-BE" in json.loads(pwa("status", "--format", "json").output)["locales"]


def test_a_new_locale_takes_over_what_the_engine_says_in_it(root, pwa):
    pwa("init", "ja")
    data = files(root)["locales/ja/LC_MESSAGES/interface.po"]
    said = {one.msgid: one.msgstr[0] for one in parse(data, file="interface").entries}
    assert said["Contents"] == "目次"


def test_the_source_locale_is_not_begun(root, pwa):
    result = pwa("init", "en", code=1)
    assert "the publication is written in it" in result.stderr
    assert not (root / "locales/en").exists()


def test_one_broken_catalog_keeps_no_other_from_being_updated(root, pwa):
    pwa("init", "de", "it")
    (root / "locales/de/LC_MESSAGES/content.po").write_text('msgid "x')
    (root / "content/one.md").write_text("# Another\n")
    result = pwa("update", code=1)
    assert "locales/de/LC_MESSAGES/content.po:1" in result.stderr
    assert 'msgid "Another"' in (root / "locales/it/LC_MESSAGES/content.po").read_text()


def test_a_locale_that_is_there_is_left_as_it_is(root, pwa):
    before = files(root)[PO]
    pwa("init", "es")
    assert files(root)[PO] == before


def test_update_keeps_translations_and_marks_what_changed(root, pwa):
    (root / "content/one.md").write_text("# One\n\nFirst words, changed.\n\nNew.\n")
    pwa("update", "es")
    catalog = parse(files(root)[PO], file=PO)
    found = {one.msgid: one for one in catalog.entries if not one.obsolete}
    assert found["One"].msgstr == ("Uno",)
    changed = found["First words, changed."]
    assert (changed.fuzzy, changed.previous_msgid, changed.msgstr) == (
        True, "First words.", ("Primero.",),
    )  # fmt: skip
    assert found["New."].msgstr == ("",)


def test_update_keeps_what_vanished_as_obsolete(root, pwa):
    (root / "content/one.md").write_text("# One\n")
    pwa("update")
    assert b'#~ msgstr "Primero."' in files(root)[PO]


def test_a_second_update_changes_no_byte(root, pwa):
    pwa("update")
    before = files(root)
    pwa("update")
    assert files(root) == before


def test_an_update_of_a_locale_that_is_not_there_says_how_to_begin(pwa):
    assert "pwa init it" in pwa("update", "it", code=1).output


def test_a_broken_catalog_is_not_touched(root, pwa):
    (root / PO).write_text((root / PO).read_text() + '\nmsgid "cut')
    before = files(root)[PO]
    assert f"{PO}:12" in pwa("update", code=1).output
    assert files(root)[PO] == before
    assert PO in pwa("status", code=1).output


def other(root, entries, header="Language: es\\n"):
    """A catalog from elsewhere, beside the site."""
    path = root.parent / "other.po"
    path.write_text(f'msgid ""\nmsgstr "{header}"\n\n{entries}')
    return str(path)


def test_import_takes_over_what_is_not_translated_and_says_what_became_of_the_rest(root, pwa):
    (root / "content/one.md").write_text("# One\n\nFirst words.\n\nSome _more_.\n\nLast.\n")
    pwa("init", "it")
    first = other(root, 'msgid "One"\nmsgstr "Primo"\n\nmsgid "Last."\nmsgstr "Ultimo."\n', "")
    assert "2 translations taken over" in pwa("import", "it", first).output
    entries = {"One": "Uno", "Some *more*.": "Altro *ancora*.", "Contents": "Indice", "Gone": "Via"}
    pairs = "\n".join(f'msgid "{one}"\nmsgstr "{text}"\n' for one, text in entries.items())
    path = other(root, pairs + '\n#, fuzzy\nmsgid "First words."\nmsgstr "Prime."\n', "")
    told = pwa("import", "it", path).output
    assert told.splitlines() == [
        f"{path}: 3 translations taken over, 1 of them fuzzy",
        "  word for word: 2",
        "  written in another way: 1",
        "  not overwritten: 1",
        f"    {path}:4: “One”: kept “Primo”, not taken “Uno”",
        "  not matched: 1",
        f"    {path}:13: “Gone”",
        "locales/it/LC_MESSAGES/content.po written",
        "locales/it/LC_MESSAGES/interface.po written",
    ]
    texts = files(root)["locales/it/LC_MESSAGES/content.po"].decode()
    assert 'msgid "Some _more_."\nmsgstr "Altro _ancora_."\n' in texts
    assert '#, fuzzy\nmsgid "First words."\nmsgstr "Prime."\n' in texts
    assert "there already: 3" in pwa("import", "it", path).output
    assert not list(root.glob("locales/it/records/**/*.json"))


def test_one_file_that_cannot_be_read_keeps_no_other_from_being_imported(root, pwa):
    pwa("init", "it")
    path = other(root, 'msgid "One"\nmsgstr "Uno"\n', "Language: it\\n")
    (root.parent / "cut.po").write_text('msgid "x')
    cut, gone = str(root.parent / "cut.po"), str(root.parent / "gone.po")
    result = pwa("import", "it", cut, gone, str(root), path, code=1)
    for fault in (f"{cut}:1", f"{gone}: cannot be read", f"{root}: cannot be read"):
        assert fault in result.stderr
    assert b'msgstr "Uno"' in files(root)["locales/it/LC_MESSAGES/content.po"]


@pytest.mark.parametrize(("said", "code"), [("fr", 1), ("es_MX", 0), ("spanish!", 0), ("", 0)])
def test_no_other_language_is_imported(root, pwa, said, code):
    path = other(root, 'msgid "One"\nmsgstr "Un"\n', f"X: y\\nLanguage: {said}\\n")
    before = files(root)
    result = pwa("import", "es", path, code=code)
    assert files(root) == before
    assert (f"{path}:2: [es] It is in fr" in result.stderr) is bool(code)


def test_an_import_into_a_locale_that_is_not_there_says_how_to_begin(root, pwa):
    assert "pwa init it" in pwa("import", "it", other(root, ""), code=1).output


def test_status_prints_the_same_as_is_served(root, pwa, serve):
    assert (
        json.loads(pwa("status", "--format", "json").output)
        == serve(root).get("/status.json").json()
    )


def test_status_shows_a_table(pwa):
    output = pwa("status", "es").output
    for word in ("es", "one", "translated", "unknown", "2/2"):
        assert word in output
    assert "written" not in output


def test_status_of_some(pwa):
    table = json.loads(pwa("status", "es", "--section", "one", "--format", "json").output)
    assert {tag: list(one["sections"]) for tag, one in table["locales"].items()} == {"es": ["one"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["it"], "no locale it here; there are: en, es"),
        (["es", "--section", "gone"], "no section gone here; there are: one"),
        (["it", "--section", "one"], "no locale it here; there are: en, es"),
    ],
)
def test_what_is_not_there_has_no_status(pwa, arguments, told):
    assert told in pwa("status", *arguments, code=1).stderr


@pytest.mark.parametrize(
    ("least", "code"), [("untranslated", 0), ("translated", 0), ("revised", 1), ("reviewed", 1)]
)
def test_status_fails_under_what_is_asked(pwa, least, code):
    pwa("status", "es", "--fail-under", least, code=code)


SIGN = ["review", "es", "one", "--by"]


def test_records_are_written_counted_listed_and_withdrawn(root, pwa):
    pwa(*SIGN, "Ana", "--step", "translation", "--method", "post-edited")
    output = pwa(
        *SIGN, "Ben", "--step", "revision", "--credential", "EN>ES", "--note", "Fine."
    ).output
    assert "locales/es/records/one/" in output
    pwa("status", "es", "--fail-under", "revised")
    listed = pwa("review", "es", "--list").output
    assert "Ana" in listed
    assert "Ben" in listed
    name = output.split("-")[-1].partition(".")[0]
    assert name in listed
    pwa("review", "es", "--withdraw", name, "--by", "Ben")
    pwa("status", "es", "--fail-under", "revised", code=1)
    assert name not in pwa("review", "es", "--list").output
    assert json.loads(pwa("check", "--format", "json").output) == []


REVOKE = ["--by", "Eva", "--note", "The dose is wrong."]


@pytest.fixture(scope="module")
def exported(make_shared_site):
    """A folder with the site and an export of it."""
    site = make_shared_site(catalogs={"es": WHOLE}, settings=SETTINGS)
    arguments = ["--site", str(site), "export", str(site.parent / "out")]
    CliRunner().invoke(main, arguments, env={"SOURCE_DATE_EPOCH": "0"}, catch_exceptions=False)
    return site.parent


@pytest.fixture
def revision(exported, root, tmp_path):
    """The Spanish edition's, as it has been exported."""
    shutil.copytree(exported, tmp_path, dirs_exist_ok=True)
    return json.loads((tmp_path / "out/es/edition.json").read_bytes())["revision"]


@pytest.mark.parametrize("digits", [12, 30, 64])
def test_a_published_edition_is_revoked_by_the_beginning_of_its_name(
    root, pwa, tmp_path, revision, digits
):
    [line] = pwa("revoke", "es", revision[:digits], *REVOKE).output.splitlines()
    record = json.loads((root / line.removesuffix(" written")).read_text())
    assert (record["step"], record["of"], record["by"]) == ("revocation", revision, "Eva")
    pwa("export", str(tmp_path / "out"))
    told = json.loads((tmp_path / "out/es/edition.json").read_bytes())["revoked"]
    assert told == {revision[:12]: "The dose is wrong."}
    [finding] = json.loads(pwa("check", "--format", "json", code=1).output)
    assert (finding["code"], finding["severity"]) == ("revoked", "warning")


def test_an_earlier_edition_is_revoked_while_its_pack_is_kept(root, pwa, revision):
    translate(root, "Primero.", "Antes.")
    pwa("revoke", "es", revision[:12], *REVOKE)
    assert json.loads(pwa("check", "--format", "json").output) == []


def test_a_revision_that_is_not_known_any_more_is_revoked_by_its_whole_name(root, pwa, revision):
    translate(root, "Primero.", "Antes.")
    shutil.rmtree(root / ".pwa")
    told = pwa("revoke", "es", revision, *REVOKE).output
    [record] = (root / "locales/es/records").glob("*.json")
    assert json.loads(record.read_text())["of"] == revision
    assert f"no edition known here is {revision}" in told


def test_a_revocation_is_listed_and_withdrawn(root, pwa, revision):
    line = pwa("revoke", "es", revision, *REVOKE).output
    name = line.split("-")[-1].partition(".")[0]
    listed = pwa("review", "es", "--list").output
    assert name in listed
    assert revision[:12] in listed
    pwa("review", "es", "--withdraw", name, "--by", "Eva")
    assert name not in pwa("review", "es", "--list").output
    assert json.loads(pwa("check", "--format", "json").output) == []


@pytest.mark.parametrize("named", ["0" * 12, "0" * 63, "x" * 64, "{:.11}", "{}0", "../../x", ""])
def test_an_edition_that_is_not_known_is_not_revoked(root, pwa, revision, named):
    before = files(root)
    told = pwa("revoke", "es", named.format(revision), *REVOKE, code=1).output
    assert revision in told
    assert files(root) == before


def translate(root, old, new):
    path = root / PO
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_record_binds_the_word_to_the_text(root, pwa):
    pwa(
        *SIGN,
        "Ana",
        "--step",
        "translation",
        "--due",
        "9999-01-31",
        "--credential",
        " ",
        "--note",
        "",
    )
    [path] = root.glob("locales/es/records/one/*-translation-*.json")
    record = json.loads(path.read_text())
    assert (record["by"], record["due"], record["segmenter"]) == ("Ana", "9999-01-31", 1)
    assert {"credential", "note"} & record.keys() == set()
    assert len(record["messages"]) == 2
    assert json.loads(pwa("check", "--format", "json").output) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([*SIGN, "Ben", "--step", "revision"], "record the translation first"),
        ([*SIGN, "Ben", "--step", "review", "--method", "machine"], "human act"),
        (["review", "it", "one", "--by", "Ben", "--step", "translation"], "no locale it"),
        (["review", "es", "gone", "--by", "Ben", "--step", "translation"], "no section gone"),
        (["review", "en", "one", "--by", "Ben", "--step", "revision"], "source is written"),
        (["review", "es", "--withdraw", "0" * 12, "--by", "Ben"], "no record"),
    ],
)
def test_what_could_never_count_is_refused(root, pwa, arguments, reason):
    before = files(root)
    assert reason in pwa(*arguments, code=1).output
    assert files(root) == before


def test_what_is_due_has_not_passed(root, pwa):
    sign = [*SIGN, "Ana", "--step", "translation", "--due"]
    told = pwa(*sign, str(TODAY - timedelta(days=1)), code=2).stderr
    assert f"today is {TODAY}" in told
    assert not list(root.glob("locales/es/records/**/*.json"))
    pwa(*sign, str(TODAY))


def test_a_draft_is_reviewed_like_any_locale(root, pwa):
    (root / "content/publication.toml").write_text(f'{SETTINGS}draft = ["es"]\n')
    pwa(*SIGN, "Ana", "--step", "translation")
    pwa(*SIGN, "Ben", "--step", "revision")
    assert "Ben" in pwa("review", "es", "--list").output
    pwa("status", "es", "--fail-under", "revised")


def test_a_section_named_twice_is_signed_once(root, pwa):
    output = pwa("review", "es", "one", "one", "--step", "translation", "--by", "Ana").output
    assert output.count("written") == 1


def test_all_sections_are_signed_or_none(make_site, pwa):
    pairs = {"One": "Uno", "Two": "Dos"}
    root = make_site({"one": "# One", "two": "# Two"}, {"es": pairs}, name="pair")
    pwa(*SIGN, "Ana", "--step", "translation", site=root)
    both = ["review", "es", "one", "two", "--step", "revision", "--by", "Ben"]
    assert "two: " in pwa(*both, code=1, site=root).stderr
    assert not list(root.glob("locales/es/records/*/*-revision-*"))


def test_whoever_signs_is_told_of_shared_messages(make_site, pwa):
    sections = {"one": "# One\n\nSame.\n", "two": "# Two\n\nSame.\n"}
    root = make_site(sections, {"es": {"One": "Uno"}}, name="shared")
    assert "two" in pwa(*SIGN, "Ana", "--step", "translation", site=root).output


def test_a_clean_site_has_no_findings(pwa):
    assert "Nothing found." in pwa("check").output


def test_findings_are_told_with_file_and_line(root, pwa):
    (root / "content/one.md").write_text("# One\n\nFirst words.\n\n[x](gone.md)\n")
    assert "error: content/one.md:5: " in pwa("check", code=1).output
    [finding] = json.loads(pwa("check", "--format", "json", code=1).output)
    assert {"file": "content/one.md", "line": 5, "severity": "error"}.items() <= finding.items()


def test_notes_alone_are_no_failure(root, pwa):
    (root / "content/publication.toml").write_text('title = "Book"\n')
    assert "note: " in pwa("check").output


def test_warnings_are(root, pwa):
    (root / PO).write_text((root / PO).read_text().replace("Primero.", "Primero  ahora."))
    assert "warning: " in pwa("check", "es", code=1).output


def test_findings_can_be_those_of_some_locales(root, pwa):
    pwa("init", "ar")
    (root / PO).write_text("msgid")
    assert "Nothing found." in pwa("check", "ar").output
    assert PO in pwa("check", "es", code=1).output
    assert "no locale it here" in pwa("check", "it", code=1).output


def test_broken_settings_are_findings_like_others(root, pwa):
    (root / "content/publication.toml").write_text('titel = "Book"\n')
    found = json.loads(pwa("check", "--format", "json", code=1).output)
    assert any("did you mean title" in finding["message"] for finding in found)


def test_a_folder_that_cannot_be_looked_into_is_a_finding_like_others(root, pwa, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied", f"{root}/locales")

    monkeypatch.setattr("pwa.cli.findings", refuse)
    [finding] = json.loads(pwa("check", "--format", "json", code=1).output)
    assert finding["file"] == f"{root}/locales"


def test_whoever_reads_may_stop_reading(root):
    command = [sys.executable, "-m", "pwa", "--site", str(root), "status"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""


def test_export_writes_and_tells_what_a_host_must_add(pwa, tmp_path):
    done = pwa("export", str(tmp_path / "out"), "--address", "https://x.example/book/")
    assert "files written" in done.output
    assert "https://x.example/book/" in done.output
    assert "/book/es/one/" in (tmp_path / "out/es/index.html").read_text()
    assert (
        "0 files written"
        in pwa("export", str(tmp_path / "out"), "--address", "https://x.example/book").output
    )


def test_nothing_broken_is_exported(root, pwa, tmp_path):
    (root / PO).write_text("msgid")
    assert f"{PO}:1" in pwa("export", str(tmp_path / "out"), code=1).output
    assert not (tmp_path / "out").exists()


def test_no_export_goes_where_other_files_are(pwa, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/x").write_text("x")
    assert "no export wrote" in pwa("export", str(tmp_path / "out"), code=1).output


@pytest.mark.parametrize("place", [".", "..", "content/out", "locales", "static", "loop/static"])
def test_no_export_goes_where_the_site_is(root, pwa, monkeypatch, place):
    (root / "loop").symlink_to(root)
    (root / LIST).write_text('{"files": [], "old": []}')
    (root.parent / LIST).write_text('{"files": [], "old": []}')
    monkeypatch.chdir(root)
    before = files(root.parent)
    assert "the site itself" in pwa("export", place, code=1).stderr
    assert files(root.parent) == before


def test_an_export_may_stand_beside_the_content(root, pwa):
    assert "files written" in pwa("export", str(root / "public")).output


@pytest.mark.parametrize(("place", "code"), [("file", 2), ("file/out", 1)])
def test_no_export_goes_where_a_file_is(root, pwa, tmp_path, place, code):
    (tmp_path / "file").touch()
    assert f"{tmp_path}/file" in pwa("export", str(tmp_path / place), code=code).stderr


@pytest.mark.parametrize(
    ("server", "word"), [("nginx", "server_name book.org;"), ("caddy", "root")]
)
def test_a_host_is_configured_for_the_folder_that_is_named(
    pwa, tmp_path, monkeypatch, server, word
):
    monkeypatch.chdir(tmp_path)
    text = pwa("hosting", server, "public").output
    assert word in text
    assert f'"{tmp_path}/public' in text


def test_to_configure_a_host_no_page_is_made(pwa, monkeypatch):
    def unwanted(*_, **__):
        raise OSError("a page was made")

    monkeypatch.setattr("pwa.pages.html.EditionPages._rendered", unwanted)
    pwa("hosting", "nginx", "public")
    assert "a page was made" in pwa("export", "public", code=1).stderr


BUCKET_ADDRESSES = (
    "bucket",
    "s3:bucket",
    "gs://bucket/x",
    "s3://",
    "s3://b",
    "s3://Bucket",
    "s3://a?b",
)


@pytest.mark.parametrize("address", BUCKET_ADDRESSES)
def test_what_is_no_address_of_a_bucket_is_told(pwa, address):
    assert "no address of a bucket" in pwa("publish", address, code=1).stderr


@pytest.mark.parametrize("grace", ["7", "week", "P1M", "P99999999999D"])
def test_what_is_no_grace_is_wrong_use(pwa, grace):
    assert "--grace" in pwa("publish", "s3://bucket", "--grace", grace, code=2).stderr


@contextmanager
def serving(root, *arguments):
    """A server in a process of its own, and the address that it names."""
    command = [sys.executable, "-m", "pwa", "--site", str(root), "serve", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        told = next(line for line in server.stderr if "http://" in line)
        yield next(word for word in told.split() if word.startswith("http://"))
        server.terminate()
        _, log = server.communicate()
    assert server.returncode == 0
    assert "GET" not in log, "readers leave no trace"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_serves_at_the_address_that_it_names(root, workers):
    elsewhere = "https://x.example/book/"
    with (
        serving(
            root, "--port", str(free_port()), "--workers", workers, "--address", elsewhere
        ) as address,
        urlopen(f"{address}health") as answer,
    ):
        assert address.endswith("/book/")
        assert json.load(answer)["status"] == "ok"


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("host", ["127.0.0.1", "203.0.113.1", "no.such.host.invalid", "a..b"])
def test_where_nothing_can_listen_nothing_is_served(pwa, host, workers):
    """In use, no address of this machine (RFC 5737), unknown (RFC 6761), no name at all."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        arguments = ["--host", host, "--port", str(port), "--workers", workers]
        told = pwa("serve", *arguments, code=1).stderr
    [line] = told.splitlines()
    for word in (f"on {host}, port {port}: ", "--host", "--port"):
        assert word in line
    assert "(" not in line


# --- another segmenter ------------------------------------------------------------------------


def in_the_words_of_segmenter_0(root, sign):
    """A site whose catalog, template and records were made when `*x*` was written as it stood."""
    old, new = "It *may* help.", "It _may_ help."
    text = {"One": "Uno", old: "*Puede* ayudar."}
    for name, pairs in (
        ("es/LC_MESSAGES/content.po", text),
        ("content.pot", dict.fromkeys(text, "")),
    ):
        path = root / "locales" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = "".join(f'\nmsgid "{k}"\nmsgstr "{v}"\n' for k, v in pairs.items())
        path.write_text(f'msgid ""\nmsgstr "X-Segmenter: 0\\n"\n{entries}', encoding="utf-8")
    for locale, texts in (("es", text), ("en", {key: key for key in text})):
        prints = fingerprints([((None, msgid), said) for msgid, said in texts.items()])
        step = "translation" if locale == "es" else "review"
        sign(root, locale, "one", step, by="Ana", segmenter=0, **asdict(prints))
    return new


def test_a_new_segmenter_loses_neither_translations_nor_signatures(make_site, pwa, sign):
    root = make_site({"one": "# One\n\nIt *may* help.\n"}, {"es": {"One": "Uno"}}, SETTINGS, "old")
    new = in_the_words_of_segmenter_0(root, sign)
    out = pwa("update", site=root).output
    assert "locales/es/records/one/" in out
    table = json.loads(pwa("status", "--format", "json", site=root).output)["locales"]
    spanish, english = (table[locale]["sections"]["one"] for locale in ("es", "en"))
    assert (spanish["status"], spanish["origin"]) == ("translated", "human")
    assert not spanish["outdated"]
    assert english["status"] == "reviewed"
    catalog = parse((root / PO).read_bytes(), file=PO)
    assert {e.msgid: e.msgstr[0] for e in catalog.live}[new] == "_Puede_ ayudar."
    before = files(root)
    pwa("update", site=root)
    assert files(root) == before


def test_an_update_that_is_cut_off_can_be_run_again(make_site, pwa, sign, monkeypatch):
    root = make_site({"one": "# One\n\nIt *may* help.\n"}, {"es": {"One": "Uno"}}, SETTINGS, "old")
    in_the_words_of_segmenter_0(root, sign)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as cut:
        cut.setattr("pwa.translation.files._write", full)
        assert "No space left" in pwa("update", code=1, site=root).output
    pwa("update", site=root)
    table = json.loads(pwa("status", "--format", "json", site=root).output)["locales"]
    assert table["es"]["sections"]["one"]["origin"] == "human"
    assert table["en"]["sections"]["one"]["status"] == "reviewed"


# --- what `pwa update` finds emptied ----------------------------------------------------------


@pytest.mark.parametrize("content", ["", "\n", 'msgid "One"\nmsgstr "Uno"\n'])
def test_a_catalog_without_a_header_is_told_and_left_as_it_is(root, pwa, content):
    pwa("extract")
    (root / PO).write_text(content)
    pwa("init", "it")
    told = pwa("update", "es", "es", "it", code=1)
    assert f"{PO}:1: [es] The catalog has no header" in told.stderr
    assert (root / PO).read_text() == content
    assert "locales/it/" in told.stdout


def test_a_finding_names_its_code_to_silence_it_by(root, pwa):
    (root / PO).write_text((root / PO).read_text().replace("Primero.", "Primero  ahora."))
    assert "[double-space]" in pwa("check", "es", code=1).output


def test_the_publishers_notes_are_not_for_translators(root, pwa):
    (root / "content/publication.toml").write_text('title = "Book"\n')
    assert "Nothing found." in pwa("check", "es").output


@pytest.mark.parametrize("name", ["\u200b", "()", "a\x1b[31m", "\u202eabc", "a\x00b"])
def test_whoever_signs_has_a_name_that_people_can_read(pwa, name):
    told = pwa("review", "es", "one", "--step", "translation", "--by", name, code=2)
    assert "people can read" in told.output
