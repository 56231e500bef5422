import pytest

from pwa.errors import SiteError
from pwa.site import engine_root, load_site, site_root


def test_a_folder_without_a_publication_is_refused(tmp_path):
    with pytest.raises(SiteError, match=r"publication\.toml"):
        load_site(tmp_path, environ={})


def test_settings_that_are_not_utf_8_are_refused(make_site):
    root = make_site()
    (root / "content/publication.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(SiteError, match="UTF-8"):
        load_site(root, environ={})


def test_an_address_given_overrides_the_environment_and_the_file(make_site):
    root = make_site(settings='title = "B"\naddress = "https://file.example"')
    environ = {"PWA_ADDRESS": "https://environ.example"}
    assert load_site(root, environ={}).addresses.base == "https://file.example"
    assert load_site(root, environ=environ).addresses.base == "https://environ.example"
    given = load_site(root, address="https://given.example/", environ=environ)
    assert given.addresses.base == "https://given.example"


def test_a_wrong_address_is_refused(make_site):
    with pytest.raises(SiteError, match="absolute"):
        load_site(make_site(), address="nonsense", environ={})


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


@pytest.mark.parametrize("folders", [["notalanguagetag"], ["pt_BR", "pt_br"]])
def test_folders_that_are_no_locales_are_refused(make_site, folders):
    site = load_site(make_site(catalogs={folder: {} for folder in folders}), environ={})
    with pytest.raises(SiteError, match=folders[-1]):
        site.catalog_folders()


def test_the_site_is_the_one_named_else_the_environments_else_the_current_folder(monkeypatch):
    monkeypatch.delenv("PWA_SITE", raising=False)
    assert str(site_root(None)) == "."
    monkeypatch.setenv("PWA_SITE", "there")
    assert str(site_root(None)) == "there"
    assert str(site_root("here")) == "here"
