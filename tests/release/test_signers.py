import json
from dataclasses import replace

import pytest

from pwa.memo import Memo
from pwa.release.findings import findings
from pwa.release.inputs import Reader
from pwa.release.signers import signer_findings
from pwa.review.records import fields_of, read_record, write_record
from pwa.site import load_site
from tests.git import commit_all, git

WHOLE = {"One": "Uno", "First words.": "Primero."}
PEOPLE = """[ana]
name = "Ana"
roles = ["translation"]
git = ["ana@x.example", "ANA@home.example"]
[ben]
name = "Ben"
roles = ["revision", "review"]
"""


@pytest.fixture
def root(make_site):
    root = make_site(catalogs={"es": WHOLE})
    name(root, PEOPLE)
    return root


def name(root, text):
    (root / "content/people.toml").write_text(text, encoding="utf-8")


def found(root):
    site = load_site(root, environ={})
    return list(signer_findings(site, Reader(Memo()).read(site)))


def withdraw(root, path, by):
    one = read_record(f"one/{path.name}", path.read_bytes())
    fields = {"step": "withdrawal", "of": one.id, "by": by, "at": "2026-02-01T00:00:00Z"}
    return write_record(path.parent, fields)


def test_without_the_file_nothing_is_odd(root, sign):
    (root / "content/people.toml").unlink()
    sign(root, "es", "one", "translation", by="Whoever")
    commit_all(root, "else@y.example")
    assert found(root) == []


@pytest.mark.parametrize("mail", ["ana@x.example", "Ana@X.example", "ana@home.example"])
def test_a_record_that_its_signer_committed_is_no_finding(root, sign, mail):
    sign(root, "es", "one", "translation", by="ana")
    commit_all(root, mail)
    assert found(root) == []


def test_a_record_that_somebody_else_committed_is_a_warning(root, sign):
    path = sign(root, "es", "one", "translation", by="ana")
    commit_all(root, "ben@y.example")
    [finding] = found(root)
    assert (finding.file, finding.severity) == (path.relative_to(root).as_posix(), "warning")
    assert (finding.locale, finding.code) == ("es", "signer")
    assert "signed by ana, but committed by ben@y.example" in finding.message
    assert f"--withdraw {path.stem[-12:]}" in finding.message


def test_so_is_a_withdrawal(root, sign):
    path = withdraw(root, sign(root, "es", "one", "translation", by="ana"), "ana")
    commit_all(root, "ben@y.example")
    [finding] = found(root)
    assert finding.file == path.relative_to(root).as_posix()
    assert "delete this file" in finding.message


def test_what_was_taken_back_is_not_asked_about(root, sign):
    withdraw(root, sign(root, "es", "one", "translation", by="ana"), "ben")
    commit_all(root, "ben@y.example")
    assert found(root) == []


@pytest.mark.parametrize("by", ["ben", "Ana"])
def test_without_an_address_or_an_id_there_is_nothing_to_compare(root, sign, by):
    sign(root, "es", "one", "revision", by=by)
    commit_all(root, "else@y.example")
    assert found(root) == []


def test_a_record_that_is_not_committed_yet_is_nobody_elses(root, sign):
    commit_all(root, "ben@y.example")
    sign(root, "es", "one", "translation", by="ana")
    assert found(root) == []


def test_a_record_written_anew_is_committed_by_whoever_updates(root, sign):
    path = sign(root, "es", "one", "translation", by="ana")
    commit_all(root, "ana@x.example")
    old = read_record(f"one/{path.name}", path.read_bytes())
    write_record(path.parent, fields_of(replace(old, segmenter=2, was=old.id)))
    commit_all(root, "ben@y.example")
    assert found(root) == []


def test_a_shallow_clone_is_noted_and_blames_nobody(root, sign, tmp_path):
    commit_all(root, "ana@x.example")
    sign(root, "es", "one", "translation", by="ana")
    commit_all(root, "ben@y.example")
    git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), "clone")
    [finding] = found(tmp_path / "clone")
    assert (finding.severity, "git fetch --unshallow" in finding.message) == ("note", True)


def test_that_a_machine_translated_counts_from_a_stranger_with_a_warning(root, sign):
    path = sign(root, "es", "one", "translation", by="Di", method="machine")
    [finding] = found(root)
    assert (finding.file, finding.severity) == (path.relative_to(root).as_posix(), "warning")
    assert "Di is no id in content/people.toml" in finding.message
    assert "counts all the same" in finding.message


def test_so_is_a_strangers_withdrawal(root, sign):
    path = withdraw(root, sign(root, "es", "one", "translation", by="ana"), "Di")
    [finding] = found(root)
    assert (finding.file, finding.severity) == (path.relative_to(root).as_posix(), "warning")


def test_locales_that_the_site_does_not_have_are_noted(root):
    name(root, f'{PEOPLE}[cy]\nlocales = ["en", "es", "pt-BR"]')
    [finding] = found(root)
    assert (finding.file, finding.line) == ("content/people.toml", 8)
    assert (finding.severity, "cy: pt-BR has no catalog here" in finding.message) == ("note", True)


@pytest.mark.parametrize(
    ("locales", "word"), [('["es"]', "for ar, and"), ('["en"]', "for ar, es, and")]
)
def test_a_role_that_the_policy_requires_and_nobody_has_is_a_warning(make_site, locales, word):
    catalogs = dict.fromkeys(["es", "ar", "it"], WHOLE)
    root = make_site(None, catalogs, 'title = "Book"\ndraft = ["it"]\n', name="roles")
    text = f'{PEOPLE}[di]\nroles = ["review", "revision"]\nlocales = {locales}\n'
    name(root, text.replace(', "review"]', "]", 1))
    [finding] = found(root)
    assert (finding.file, finding.severity) == ("content/people.toml", "warning")
    assert f"nobody has the role review {word}" in finding.message


def test_a_role_that_only_sections_of_high_risk_require_is_for_those_alone(make_site):
    settings = 'title = "Book"\n[review]\nrequired = ["review"]\n[review.high]\nrequired = '
    settings += '["revision", "review"]\n'
    for risk, severities in (("normal", []), ("high", ["warning"])):
        section = {"one": f"---\nrisk: {risk}\n---\n# One\n"}
        root = make_site(section, {"es": WHOLE}, settings, name=risk)
        name(root, '[ben]\nroles = ["review"]\n')
        assert [finding.severity for finding in found(root)] == severities


def test_a_check_tells_all_of_it(root, sign):
    sign(root, "es", "one", "translation", by="ana")
    sign(root, "es", "one", "revision", by="Di")
    commit_all(root, "ben@y.example")
    found = findings(load_site(root, environ={}), "2026-11-03T10:00:00Z")
    told = [one for one in found if one.locale == "es"]
    assert [(one.code, one.severity) for one in told] == [
        ("record", "error"),
        ("signer", "warning"),
    ]


def test_what_is_no_record_is_told_of_elsewhere(root):
    folder = root / "locales/es/records/one"
    folder.mkdir(parents=True)
    (folder / "broken.json").write_text(json.dumps({"v": 1}))
    commit_all(root, "ben@y.example")
    assert found(root) == []
