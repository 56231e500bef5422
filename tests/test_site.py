import errno
import os
from pathlib import Path

import pytest

from pwa.errors import SiteError
from pwa.settings import FILE
from pwa.site import engine_root, load_site, site_root


def test_a_folder_without_a_publication_is_refused(tmp_path):
    with pytest.raises(SiteError, match=r"publication\.toml"):
        load_site(tmp_path, environ={})


def test_settings_that_are_not_utf_8_are_refused(make_site):
    root = make_site()
    (root / "content/publication.toml").write_bytes(b'# Title\ntitle = "\xff"')
    with pytest.raises(SiteError, match=r"publication\.toml:2: not UTF-8"):
        load_site(root, environ={})


def test_an_address_given_overrides_the_environment_and_the_file(make_site):
    root = make_site(settings='title = "B"\naddress = "https://file.example"')
    environ = {"PWA_ADDRESS": "https://environ.example"}
    assert load_site(root, environ={}).addresses.base == "https://file.example"
    assert load_site(root, environ=environ).addresses.base == "https://environ.example"
    given = load_site(root, address="https://given.example/", environ=environ)
    assert given.addresses.base == "https://given.example"


@pytest.mark.parametrize("name", ["--address", "PWA_ADDRESS", "PWA_BOUND"])
def test_a_wrong_address_is_refused_with_whence_it_came(make_site, name):
    address = "nonsense" if name == "--address" else None
    with pytest.raises(SiteError, match=f"^{name}: 'nonsense' is not an absolute address"):
        load_site(make_site(), address=address, environ={name: "nonsense"})


def folder(path):
    path.unlink(missing_ok=True)
    path.mkdir()


def dangling(path):
    path.unlink(missing_ok=True)
    path.symlink_to("nowhere")


@pytest.mark.parametrize(
    ("break_it", "why"), [(folder, "is a folder"), (dangling, "links to nowhere")]
)
def test_settings_that_cannot_be_read_are_told_with_their_file(make_site, break_it, why):
    root = make_site()
    break_it(root / FILE)
    with pytest.raises(SiteError, match=rf"^content/publication\.toml: {why}"):
        load_site(root, environ={})


@pytest.mark.parametrize(
    ("break_it", "why"), [(folder, "is a folder"), (dangling, "links to nowhere")]
)
def test_a_file_that_cannot_be_read_is_not_taken_from_the_engine(make_site, break_it, why):
    site = load_site(make_site(), environ={})
    (site.root / "static").mkdir()
    break_it(site.root / "static/style.css")
    with pytest.raises(SiteError, match=rf"^static/style\.css: {why}"):
        site.read(site.file("static/style.css"))


def test_a_file_that_may_not_be_read_is_told_with_its_path(make_site, monkeypatch):
    site = load_site(make_site(), environ={})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SiteError, match=r"^content/one\.md: cannot be read \(Permission denied\)"):
        site.read(site.content / "one.md")


def refuse(_):
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_text_in_another_charset_is_told_with_its_line(make_site):
    site = load_site(make_site(), environ={})
    (site.content / "one.md").write_bytes(b"# One\n\xff\n")
    with pytest.raises(SiteError, match=r"^content/one\.md:2: not UTF-8"):
        site.read_text(site.content / "one.md")


def test_state_lives_where_the_environment_says(make_site, tmp_path):
    environ = {"PWA_STATE": str(tmp_path / "s")}
    assert load_site(make_site(), environ=environ).state == tmp_path / "s"
    assert load_site(make_site(), environ={}).state.name == ".pwa"


def test_a_file_that_the_site_lacks_comes_from_the_engine(make_site):
    site = load_site(make_site(), environ={})
    assert site.file("static/style.css") == engine_root() / "static/style.css"
    (site.root / "static").mkdir()
    (site.root / "static/style.css").touch()
    assert site.file("static/style.css") == site.root / "static/style.css"


def test_locales_are_found_by_their_content_catalogs(make_site):
    site = load_site(make_site(catalogs={"es": {}, "pt-BR": {}}), environ={})
    (site.locales / "fr/LC_MESSAGES").mkdir(parents=True)
    assert list(site.catalog_folders()) == ["es", "pt-BR"]


@pytest.mark.parametrize(
    ("name", "right"),
    [("pt_br", "pt_BR"), ("pt-BR", "pt_BR"), ("iw", "he"), ("zh_hant_tw", "zh_Hant_TW")],
)
@pytest.mark.parametrize("part", ["LC_MESSAGES", "records"])
def test_a_folder_under_another_name_is_not_used_and_the_right_one_is_named(
    make_site, name, right, part
):
    site = load_site(make_site(catalogs={"es": {}}), environ={})
    (site.locales / name / part).mkdir(parents=True)
    (site.locales / name / part / "content.po").touch()
    assert list(site.catalog_folders()) == ["es"]
    [finding] = site.misnamed_folders()
    assert (finding.file, finding.severity) == (f"locales/{name}", "error")
    assert finding.message.endswith(f"rename the folder to {right}")


@pytest.mark.parametrize("name", ["notalanguagetag", "sr@latin", "es copy"])
def test_a_folder_that_is_no_language_is_not_used(make_site, name):
    site = load_site(make_site(), environ={})
    (site.locales / name / "LC_MESSAGES").mkdir(parents=True)
    (site.locales / name / "LC_MESSAGES/content.po").touch()
    assert site.catalog_folders() == {}
    assert [finding.file for finding in site.misnamed_folders()] == [f"locales/{name}"]


def test_other_folders_beside_the_locales_are_nobodys_business(make_site):
    site = load_site(make_site(catalogs={"es": {}}), environ={})
    (site.locales / "pt_br/LC_MESSAGES").mkdir(parents=True)
    (site.locales / "tools").mkdir()
    assert site.misnamed_folders() == []


def test_the_site_is_the_one_named_else_the_environments_else_the_current_folder(monkeypatch):
    monkeypatch.delenv("PWA_SITE", raising=False)
    assert str(site_root(None)) == "."
    monkeypatch.setenv("PWA_SITE", "there")
    assert str(site_root(None)) == "there"
    assert str(site_root("here")) == "here"


def test_a_pipe_is_not_waited_for(make_site):
    site = load_site(make_site(), environ={})
    os.mkfifo(site.content / "two.md")
    with pytest.raises(SiteError, match=r"two\.md: cannot be read \(it is no file but a pipe\)"):
        site.read(site.content / "two.md")
