import pytest

from pwa.web.misspelled import meant_address


@pytest.fixture(scope="module")
def release(make_shared_site, build):
    sections = {"new": "---\nformerly: [old, deep/old]\n---\n# New\n", "deep/er": "# Deeper\n"}
    root = make_shared_site(sections, {"sr-Latn": {}, "es": {}, "zh-Hant": {}})
    return build(root, address="https://x.example/b")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/b", "/b/"),
        ("/b/es", "/b/es/"),
        ("/b/es/new", "/b/es/new/"),
        ("/b/ES/deep/er", "/b/es/deep/er/"),
        ("/b/es/old", "/b/es/new/"),
        ("/b/es/deep/old/", "/b/es/new/"),
        ("/b/zh-TW/old/", "/b/zh-Hant/new/"),
        ("/b/sh/", "/b/sr-Latn/"),
        ("/b/es-Latn-ES/read", "/b/es/read/"),
        ("/b/robots.txt/", "/b/robots.txt"),
        ("/b/es//", "/b/es/"),
    ],
)
def test_an_address_that_plainly_means_another_is_that_one(release, path, address):
    assert meant_address(release, path) == address


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "b/", "/c", "/b/", "/b/es/", "/b/es/new/", "/es/", "//b/es", "/b//es", "/b/es///",
        "/b/es/neu/", "/b/es-MX/", "/b/zh-CN/", "/b/sr/", "/b/new/", "/b/old/", "/b/es/new/x",
        "/b/..", "/b/es/old/x", "/b/\x00", "/b/*/",
    ],
)  # fmt: skip
def test_any_other_means_none(release, path):
    assert meant_address(release, path) is None


def test_what_is_meant_is_there_and_means_itself(release):
    for path in [*release.representations, "/b/start"]:
        for wrong in (path.rstrip("/"), f"{path}/"):
            found = meant_address(release, wrong)
            assert found in {path, None}
            assert found is None or meant_address(release, found) is None
