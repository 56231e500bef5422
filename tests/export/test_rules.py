"""The rules against what our own server really says, over every address of a release."""

import re

import pytest

from pwa.export.rules import Host, headers_for, media_type, rules
from pwa.release.builder import Builder
from tests.policies import allowed

FILES = (
    "one.svg",
    "Drawn.SVG",
    "Photo.JPG",
    "talk.mp3",
    "film.mp4",
    "table.csv",
    "film.vtt",
    "my page ü.png",
)
SECTIONS = {
    "one": "# One\n\n" + "".join(f"[File](<{name}>)\n" for name in FILES),
    "deep/two": "---\nformerly: [old]\n---\n# Two\n",
}
CATALOGS = {"es": {"One": "Uno"}, "pt-BR": {}}

# What follows from the bytes, or from the encoding that was asked for.
OF_THE_BYTES = {"content-length", "etag", "vary", "content-security-policy"}


@pytest.fixture(scope="module", params=["http://x.example", "https://x.example/book"])
def client(request, make_shared_site, serve):
    name = re.sub(r"\W", "", request.param)
    root = make_shared_site(SECTIONS, CATALOGS, name=name)
    for file in FILES:
        (root / "content" / file).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return serve(root, address=request.param)


def test_each_address_is_sent_with_what_our_own_server_sends(client):
    release = client.app.app.app.state.published.release
    own, found = release.addresses, rules(Host.of(release))
    static = [own.static(asset.name) for asset in release.assets]
    searches = [own.search(tag) for tag in release.locales]
    for address in (*release.representations, *release.later, *static, *searches, own.status()):
        answer = client.get(address, headers={"accept-encoding": "identity"})
        said = dict(headers_for(found, address.removeprefix(own.prefix)))
        ours = {name: value for name, value in answer.headers.items() if name not in OF_THE_BYTES}
        ours["content-type"] = ours["content-type"].replace('"', "")
        policy = said.pop("content-security-policy", "")
        assert said == ours, address
        theirs, whole = allowed(policy), allowed(answer.headers.get("content-security-policy", ""))
        # What follows from a page stands within it: a host leaves that open.
        assert theirs.items() <= whole.items(), address
        assert whole.keys() - theirs.keys() <= {"script-src", "style-src"}, address


def test_a_folder_may_be_written_out(client):
    release = client.app.app.app.state.published.release
    found = rules(Host.of(release))
    for address in ("/", "/es/", "/es/deep/two/", "/translation/", "/es/search/"):
        assert headers_for(found, address) == headers_for(found, f"{address}index.html")


@pytest.mark.parametrize("name", ["json", "es/html", "es/.json", "_headers", "a.JSON", "a.json.x"])
def test_what_ends_like_no_file_of_ours_says_nothing_of_itself(name):
    assert media_type(name) == "application/octet-stream"


def test_a_text_changes_no_rule(make_site, build):
    root = make_site(SECTIONS, CATALOGS)
    (root / "content/one.svg").write_text("<svg/>")
    before = rules(Host.of(build(root, Builder(environ={}))))
    (root / "content/one.md").write_text("# One\n\nOther words, and a new picture of nothing.\n")
    assert rules(Host.of(build(root, Builder(environ={})))) == before
