import json

import pytest

from pwa.errors import SiteError
from pwa.pages.manifest import icon_files, read_manifest

SETTINGS = 'title = "*Book*"\ntagline = "About it"\nshort_name = "B"\n'
LOCALES = ("en", "ar", "es")


@pytest.fixture(scope="module")
def release(make_shared_site, build):
    pairs = {"*Book*": "_كتاب_", "B": "ك"}
    root = make_shared_site(catalogs={"ar": pairs, "es": {}}, settings=SETTINGS)
    return build(root, address="https://x.example/book/")


@pytest.fixture(scope="module")
def manifests(release):
    return {
        locale: json.loads(release.representations[f"/book/{locale}/manifest.webmanifest"].body)
        for locale in LOCALES
    }


def test_it_is_one_app_in_all_languages(manifests):
    own = {"lang", "dir", "name", "short_name", "description", "shortcuts"}
    shared = [{k: v for k, v in one.items() if k not in own} for one in manifests.values()]
    assert shared[0] == shared[1] == shared[2]
    assert (shared[0]["id"], shared[0]["scope"], shared[0]["start_url"]) == (
        "/book/", "/book/", "/book/start",
    )  # fmt: skip


def test_base_members_are_in_the_pages_language(manifests):
    ar = manifests["ar"]
    assert [ar[name] for name in ("lang", "dir", "name", "short_name", "description")] == [
        "ar", "rtl", "كتاب", "ك", "About it",
    ]  # fmt: skip


@pytest.mark.parametrize("member", ["name_localized", "short_name_localized"])
def test_every_locale_has_its_names(manifests, member):
    assert set(manifests["es"][member]) == set(LOCALES)


def test_a_name_that_is_not_translated_says_which_language_it_is_in(manifests):
    names = manifests["es"]["name_localized"]
    assert names["ar"] == {"value": "كتاب", "dir": "rtl"}
    assert names["es"] == {"value": "Book", "lang": "en"}


def test_a_publication_without_a_short_name_has_its_title_under_the_icon(make_site, build):
    release = build(make_site(settings='title = "Book"\n'))
    made = json.loads(release.representations["/en/manifest.webmanifest"].body)
    assert (made["short_name"], made["description"]) == ("Book", "")


def test_icons_are_the_files_that_are_served(release, manifests):
    served = {release.addresses.static(asset.name) for asset in release.assets}
    icons = manifests["es"]["icons"]
    assert {icon["src"] for icon in icons} <= served
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} >= {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip


def test_it_is_answered_as_a_manifest_in_its_language(release, serve):
    one = release.representations["/book/es/manifest.webmanifest"]
    headers = dict(one.variant("identity").raw_headers)
    assert headers[b"content-type"] == b"application/manifest+json"
    assert headers[b"content-language"] == b"es"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'"x"'])
def test_what_is_no_manifest_is_told_with_file_and_line(data):
    with pytest.raises(SiteError, match=r"manifest/manifest\.webmanifest:\d"):
        read_manifest(data)


@pytest.mark.parametrize(
    "data", [b'{"icons": 1}', b'{"icons": [{}]}', b'{"icons": ["x"]}', b'{"screenshots": [{}]}']
)
def test_images_without_a_file_are_told(data):
    with pytest.raises(SiteError, match="src"):
        read_manifest(data)


def test_icons_and_screenshots_are_named():
    source = {"icons": [{"src": "a.png"}], "screenshots": [{"src": "b.png"}]}
    assert icon_files(source) == ["a.png", "b.png"]


def test_a_manifest_that_names_no_file_there_is_is_an_error(make_site, build):
    root = make_site()
    (root / "manifest").mkdir()
    (root / "manifest/manifest.webmanifest").write_text('{"icons": [{"src": "gone.png"}]}')
    with pytest.raises(SiteError, match=r"manifest/gone\.png"):
        build(root)


@pytest.mark.parametrize("src", ["../x.png", "/etc/passwd", "a/../../x", "https://x.example/i.png"])
def test_an_icon_that_stands_elsewhere_is_refused(src):
    with pytest.raises(SiteError, match="no file in manifest/"):
        icon_files({"icons": [{"src": src}]})


def test_shortcuts_lead_into_the_language_that_was_read_last(manifests):
    for locale in LOCALES:
        for one in manifests[locale]["shortcuts"]:
            assert one["url"].startswith(f"/book/{locale}/")
            assert one["name"]
    names = [{one["name"] for one in manifests[locale]["shortcuts"]} for locale in LOCALES]
    assert not names[0] & names[1]


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (360).to_bytes(4) + (720).to_bytes(4) + bytes(16)


def test_screenshots_are_the_files_of_its_language_or_else_of_the_source(make_site, build):
    root = make_site(catalogs={"ar": {}, "es": {}})
    folder = root / "manifest/screenshots"
    folder.mkdir(parents=True)
    for name in ("en.narrow.1.png", "es.narrow.1.png", "es.wide.1.png", "notes.txt"):
        (folder / name).write_bytes(PNG)
    release = build(root)
    served = {f"/static/{one.name}" for one in release.assets}
    found = {
        locale: json.loads(release.representations[f"/{locale}/manifest.webmanifest"].body)
        for locale in LOCALES
    }
    for locale, files in {"en": 1, "ar": 1, "es": 2}.items():
        shown = found[locale]["screenshots"]
        assert len(shown) == files
        assert {one["src"] for one in shown} <= served
        assert {(one["sizes"], one["type"], one["label"]) for one in shown} == {
            ("360x720", "image/png", found[locale]["name"])
        }
    assert [one["form_factor"] for one in found["es"]["screenshots"]] == ["narrow", "wide"]


def test_a_publication_does_not_show_another_ones_screenshots(manifests):
    assert not any("screenshots" in one for one in manifests.values())
