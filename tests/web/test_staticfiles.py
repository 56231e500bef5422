import gzip
import inspect
from os import utime
from pathlib import Path
from shutil import rmtree

import brotli
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor
from whitenoise.responders import NotARegularFileError

from pwa.assets import asset
from pwa.disk import sweep
from pwa.web.staticfiles import CHUNK, StaticFiles, compress_files

CSS = b"p { color: red }\n" * 100
PNG = bytes(range(256)) * 1000
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
ENCODINGS = ["identity", "gzip", "br"]


def address(name, data):
    return f"/static/{asset(name, data).name}"


STYLE, PICTURE, DRAWING = address("page.css", CSS), address("a/b.png", PNG), address("c.svg", SVG)


def write(root, name, data):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("static") / "files"
    for name, data in {"page.css": CSS, "a/b.png": PNG, "c.svg": SVG}.items():
        write(root, asset(name, data).name, data)
    write(root, "plain.txt", b"too small to shrink")
    write(root, "empty.txt", b"")
    compress_files(root)
    return root


def serve(root, write=lambda: None):
    return TestClient(StaticFiles(root, "/static/", PlainTextResponse("not here", 404), write))


@pytest.fixture(scope="module")
def client(root):
    return serve(root)


def get(client, path, method="GET", **fields):
    names = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.request(method, path, headers={"accept-encoding": "identity"} | names)


# The parts of WhiteNoise that the adapter leans on: a new version that changes them fails here.


def test_whitenoise_takes_the_options_used_here():
    options = inspect.signature(WhiteNoise).parameters
    assert list(options)[:3] == ["application", "root", "prefix"]
    assert {"max_age", "allow_all_origins", "add_headers_function"} < set(options)


def test_whitenoise_maps_addresses_to_files_and_leaves_siblings_out(root):
    core = WhiteNoise(None, root, "/static/")
    files = (path for path in root.rglob("*") if path.is_file())
    originals = (path for path in files if path.suffix not in {".br", ".gz"})
    assert set(core.files) == {f"/static/{path.relative_to(root)}" for path in originals}


def test_whitenoise_finds_a_file_that_it_did_not_know_and_no_sibling_of_one(tmp_path):
    core = WhiteNoise(None, tmp_path, "/static/")
    for name in ("late.css", "late.css.br"):
        write(tmp_path, name, CSS)
    found = core.find_file_at_path(str(tmp_path / "late.css"), "/static/late.css")
    with found.get_response("GET", {}).file as opened:
        assert opened.read() == CSS
    for name in ("late.css.br", "none.css", "."):
        with pytest.raises(NotARegularFileError):
            core.find_file_at_path(str(tmp_path / name), f"/static/{name}")
    assert [core.url_is_canonical(url) for url in ("/static/a/b.css", "/static/../b.css")] == [
        True,
        False,
    ]


def test_whitenoise_calls_for_headers_with_path_and_address(root):
    calls = {}

    def add_headers(headers, path, url):
        calls[url] = path
        headers["X-Ours"] = "yes"

    core = WhiteNoise(None, root, "/static/", add_headers_function=add_headers)
    assert Path(calls["/static/plain.txt"]) == root / "plain.txt"
    answer = core.files["/static/plain.txt"].get_response("HEAD", {})
    assert ("X-Ours", "yes") in list(answer.headers)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whitenoise_answers_with_the_sibling_of_an_encoding(root, encoding):
    file = WhiteNoise(None, root, "/static/").files[STYLE]
    environ = {"HTTP_ACCEPT_ENCODING": encoding}
    head, answer = file.get_response("HEAD", environ), file.get_response("GET", environ)
    headers = dict(answer.headers)
    assert headers == dict(head.headers)
    assert headers.get("Content-Encoding", "identity") == encoding
    assert head.file is None
    with answer.file as opened:
        assert len(opened.read()) == int(headers["Content-Length"])


def test_whitenoise_compresses_into_siblings(tmp_path):
    write(tmp_path, "page.css", CSS)
    compressor = Compressor(quiet=True)
    assert compressor.should_compress("page.css")
    assert not compressor.should_compress("page.css.br")
    made = compressor.compress(str(tmp_path / "page.css"))
    assert [Path(path).suffix for path in made] == [".br", ".gz"]


# What readers get.


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_answered_in_the_encoding_asked_for(client, encoding):
    answer = get(client, STYLE, accept_encoding=encoding)
    assert (answer.status_code, answer.content) == (200, CSS)
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.headers["content-type"] == 'text/css; charset="utf-8"'
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("field", "encoding"),
    [("br;q=0, gzip", "gzip"), ("identity;q=0, *", "br"), ("*", "br"), ("br;q=0", "identity")],
)
def test_weights_are_honoured(client, field, encoding):
    answer = get(client, STYLE, accept_encoding=field)
    assert answer.headers.get("content-encoding", "identity") == encoding


def test_who_accepts_no_encoding_is_told_so_where_there_is_a_choice(client):
    assert get(client, STYLE, accept_encoding="identity;q=0").status_code == 406
    assert get(client, PICTURE, accept_encoding="identity;q=0").content == PNG


def test_a_file_with_one_encoding_does_not_vary(client):
    answer = get(client, PICTURE, accept_encoding="gzip, br")
    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers


def test_files_are_kept_for_a_year(client):
    assert get(client, STYLE).headers["cache-control"] == "public, max-age=31536000, immutable"


def test_files_are_for_this_origin_alone(client):
    headers = get(client, STYLE).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_a_drawing_opened_on_its_own_is_sandboxed(client):
    assert "sandbox" in get(client, DRAWING).headers["content-security-policy"]


def test_validators_follow_content_and_encoding_alone(root, client, tmp_path):
    for path in (path for path in root.rglob("*") if path.is_file()):
        write(tmp_path, path.relative_to(root), path.read_bytes())
        utime(tmp_path / path.relative_to(root), (0, 1_000_000_000))
    elsewhere = serve(tmp_path)
    etags = {get(client, STYLE, accept_encoding=encoding).headers["etag"] for encoding in ENCODINGS}
    same = {
        get(elsewhere, STYLE, accept_encoding=encoding).headers["etag"] for encoding in ENCODINGS
    }
    assert len(etags) == 3
    assert etags == same
    assert "last-modified" not in get(client, STYLE).headers


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("condition", ['"other", W/{etag}', "{etag}", "*"])
def test_a_current_copy_is_not_sent_again(client, encoding, condition):
    etag = get(client, STYLE, accept_encoding=encoding).headers["etag"]
    asked = condition.format(etag=etag)
    answer = get(client, STYLE, accept_encoding=encoding, if_none_match=asked)
    assert (answer.status_code, answer.content) == (304, b"")
    assert set(answer.headers) == {
        "cache-control",
        "cross-origin-resource-policy",
        "etag",
        "vary",
        "x-content-type-options",
    }


def test_a_request_for_another_state_of_a_file_is_told_so(client):
    assert get(client, STYLE, if_match='"other"').status_code == 412
    etag = get(client, STYLE).headers["etag"]
    assert get(client, STYLE, if_match=etag).status_code == 200
    assert get(client, STYLE, if_match=f"W/{etag}").status_code == 412


def test_the_etag_of_another_encoding_is_not_current(client):
    etag = get(client, STYLE, accept_encoding="gzip").headers["etag"]
    assert get(client, STYLE, accept_encoding="br", if_none_match=etag).status_code == 200


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=0-", slice(0, None)),
        ("bytes=10-19", slice(10, 20)),
        ("bytes=-1", slice(-1, None)),
        ("bytes=-9999999", slice(0, None)),
        (f"bytes={len(PNG) - 1}-", slice(-1, None)),
        (f"bytes=1-{CHUNK * 2}", slice(1, CHUNK * 2 + 1)),
        ("bytes=5-9999999", slice(5, None)),
    ],
)
def test_a_range_is_answered_with_its_bytes(client, asked, part):
    answer = get(client, PICTURE, range=asked)
    start, stop, _ = part.indices(len(PNG))
    assert (answer.status_code, answer.content) == (206, PNG[part])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(PNG)}"
    assert answer.headers["etag"] == get(client, PICTURE).headers["etag"]


@pytest.mark.parametrize("asked", [f"bytes={len(PNG)}-", "bytes=999999999-", "bytes=-0"])
def test_a_range_that_does_not_exist_is_refused(client, asked):
    answer = get(client, PICTURE, range=asked)
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{len(PNG)}"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "asked", ["bytes=9-5", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes", "bytes=" + "9" * 5000]
)
def test_a_range_that_cannot_be_understood_is_ignored(client, asked):
    answer = get(client, PICTURE, range=asked)
    assert (answer.status_code, answer.content) == (200, PNG)


def test_a_range_is_for_get_and_for_the_plain_file_alone(client):
    assert get(client, PICTURE, method="HEAD", range="bytes=0-0").status_code == 200
    assert get(client, STYLE, range="bytes=0-0").content == CSS[:1]
    assert get(client, STYLE, accept_encoding="br", range="bytes=0-0").content == CSS


def test_if_range_holds_for_the_very_same_file(client):
    etag = get(client, PICTURE).headers["etag"]
    assert get(client, PICTURE, range="bytes=0-0", if_range=etag).status_code == 206
    for other in (f"W/{etag}", '"other"', "Mon, 23 Nov 2026 10:00:00 GMT"):
        assert get(client, PICTURE, range="bytes=0-0", if_range=other).status_code == 200


def test_head_answers_as_get_without_the_body(client):
    head = get(client, STYLE, method="HEAD", accept_encoding="br")
    assert head.headers == get(client, STYLE, accept_encoding="br").headers
    assert head.content == b""


def test_other_methods_are_refused(client):
    answer = get(client, STYLE, method="POST")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/a",
        "/static/a/",
        "/static/unknown.css",
        f"{STYLE}.br",
        f"{STYLE}.gz",
        f"{STYLE}/",
        "/static/%2e%2e/files/plain.txt",
        "/static//plain.txt",
        "/static/a/%2e%2e/plain.txt",
        "/static/plain.txt%00",
    ],
)
def test_what_is_no_file_is_left_to_the_next_app_and_never_redirected(client, path):
    answer = client.get(path, follow_redirects=False)
    assert (answer.status_code, answer.text) == (404, "not here")


def test_an_empty_file_is_answered(client):
    answer = get(client, "/static/empty.txt")
    assert (answer.status_code, answer.headers["content-length"]) == (200, "0")


def test_a_file_removed_since_the_start_is_not_here(tmp_path):
    write(tmp_path, "gone.txt", b"soon gone")
    client = serve(tmp_path)
    (tmp_path / "gone.txt").unlink()
    assert get(client, "/static/gone.txt").status_code == 404


def test_a_file_that_another_process_has_written_since_is_answered(tmp_path):
    client, name = serve(tmp_path), asset("late.css", CSS).name
    assert get(client, f"/static/{name}").status_code == 404
    write(tmp_path, name, CSS)
    for _ in range(2):
        assert get(client, f"/static/{name}").content == CSS


def test_a_folder_that_was_thrown_away_is_written_again(tmp_path):
    def make():
        write(tmp_path / "files", "a.css", CSS)
        compress_files(tmp_path / "files")

    make()
    client = serve(tmp_path / "files", make)
    for encoding in ENCODINGS:
        before = get(client, "/static/a.css", accept_encoding=encoding)
        rmtree(tmp_path / "files")
        after = get(client, "/static/a.css", accept_encoding=encoding)
        assert (after.status_code, after.content) == (200, CSS)
        assert after.headers == before.headers


def test_a_missing_folder_fails_at_the_start(tmp_path):
    with pytest.raises(NotADirectoryError):
        serve(tmp_path / "nowhere")


def test_compressed_siblings_decode_to_their_file(root):
    style = root / asset("page.css", CSS).name
    assert brotli.decompress(Path(f"{style}.br").read_bytes()) == CSS
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()) == CSS


def test_compressing_again_changes_nothing(root):
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    compress_files(root)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_what_somebody_is_still_writing_is_left_alone(tmp_path):
    write(tmp_path / "files", ".page.css.x.part", CSS)
    compress_files(tmp_path / "files")
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_what_does_not_shrink_gets_no_sibling(root):
    assert [path.name for path in root.rglob("plain.txt*")] == ["plain.txt"]
    assert not list(root.rglob("*.png.*"))


def test_what_is_left_where_compressing_is_cut_short_is_swept(tmp_path, monkeypatch):
    write(tmp_path / "files", "page.css", CSS)
    seen = []

    def compress(_, path):
        seen.append(Path(path).parent)
        utime(seen[0], (0, 0))
        sweep(tmp_path)
        return []

    monkeypatch.setattr(Compressor, "compress", compress)
    compress_files(tmp_path / "files")
    assert seen
    assert not seen[0].exists()
