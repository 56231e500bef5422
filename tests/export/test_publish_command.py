"""`pwa publish`, as people and their scripts run it."""

import pytest
from click.testing import CliRunner

from pwa.cli import main
from tests.export.s3 import BUCKET, KEYS, backend


@pytest.fixture
def pwa(server, make_site, tmp_path):
    server.reset()
    root = make_site(catalogs={"es": {"One": "Uno"}}, settings='title = "Book"\n')

    def run(*arguments, code=0, **environ):
        named = {**KEYS, "AWS_MAX_ATTEMPTS": "1", "SOURCE_DATE_EPOCH": "0", **environ}
        named = {"AWS_ENDPOINT_URL": server.endpoint, "PWA_ADDRESS": "https://x.example/", **named}
        command = ["--site", str(root), "publish", *arguments]
        done = CliRunner().invoke(main, command, env=named)
        assert done.exit_code == code, done.output
        return done

    run.root = root
    return run


def names():
    return set(backend.buckets[BUCKET].keys)


def test_a_dry_run_says_what_it_would_do(pwa):
    assert "objects to write, 0 unchanged, 0 to remove" in pwa(f"s3://{BUCKET}", "--dry-run").output
    assert names() == set()


def test_it_says_what_it_did_and_what_caches_have_to_forget(pwa):
    first = pwa(f"s3://{BUCKET}/a/b").output
    assert "objects written, 0 unchanged, 0 removed" in first
    assert "forget" not in first
    assert {"a/b/index.html", "a/b/es/one/index.html"} <= names()
    (pwa.root / "content/one.md").write_text("# One\n\nOther words.\n")
    second = pwa(f"s3://{BUCKET}/a/b/").output.splitlines()
    assert {"/en/one/", "/es/edition.json", "/status.json"} <= set(second)
    assert not any("/static/" in line or line.endswith("index.html") for line in second)
    assert "0 objects written" in pwa(f"s3://{BUCKET}/a/b").output


def test_what_is_published_may_have_to_be_revoked(pwa):
    pwa(f"s3://{BUCKET}")
    assert list((pwa.root / ".pwa/packs/es").glob("*.json"))


def test_the_endpoint_can_be_named(pwa, server):
    pwa(f"s3://{BUCKET}", "--endpoint", server.endpoint, AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert "index.html" in names()


def test_a_bucket_that_is_not_there_is_told(pwa):
    told = pwa("s3://nowhere/book", code=1).stderr
    assert told == "s3://nowhere/book: there is no such bucket; make it, or mend the name\n"


def test_a_store_that_cannot_be_reached_is_told(pwa):
    told = pwa(f"s3://{BUCKET}", code=1, AWS_ENDPOINT_URL="http://127.0.0.1:9").stderr
    assert "cannot be reached" in told


@pytest.mark.parametrize("attempts", ["x", "0", "-1", "1.5", "1000000000000"])
def test_how_often_to_try_is_a_number(pwa, attempts):
    assert "AWS_MAX_ATTEMPTS is" in pwa(f"s3://{BUCKET}", code=1, AWS_MAX_ATTEMPTS=attempts).stderr


@pytest.mark.parametrize(
    "endpoint", ["127.0.0.1:9", "localhost", "ftp://x", "http://", "http://a b"]
)
def test_an_endpoint_is_the_address_of_a_store(pwa, endpoint):
    told = pwa(f"s3://{BUCKET}", "--endpoint", endpoint, code=1).stderr
    assert told.startswith(f"{endpoint!r} is no address of a store")


@pytest.mark.parametrize("missing", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_half_a_credential_is_told(pwa, missing):
    told = pwa(f"s3://{BUCKET}", code=1, **{missing: None}).stderr
    assert told.startswith(f"s3://{BUCKET}: there are no credentials")


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("403 Forbidden: AccessDenied", "s3:PutObject"),
        ("403 Forbidden: InvalidAccessKeyId", "AWS_ACCESS_KEY_ID"),
        ("403 Forbidden: SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY"),
        ("403 Forbidden: ", "s3:PutObject"),
        ("400 Bad Request: ExpiredToken", "expired"),
        ("400 Bad Request: AuthorizationHeaderMalformed", "AWS_REGION"),
    ],
)
def test_what_the_store_refuses_is_told_with_what_to_do(pwa, server, code, word):
    server.refusal = code
    try:
        assert word in pwa(f"s3://{BUCKET}", code=1).stderr
    finally:
        server.refusal = ""


def test_a_connection_that_breaks_in_the_middle_is_told_and_the_next_run_goes_on(pwa, server):
    server.left = 12
    assert f"s3://{BUCKET}/" in pwa(f"s3://{BUCKET}", code=1).stderr
    server.left = None
    there = len(names())
    assert there > 0
    told = pwa(f"s3://{BUCKET}").output
    assert f"{there} unchanged" in told
    assert "0 objects written" in pwa(f"s3://{BUCKET}").output


def test_other_faults_are_told_in_the_stores_own_words(pwa, server):
    server.refusal = "503 Service Unavailable: SlowDown"
    try:
        told = pwa(f"s3://{BUCKET}", code=1).stderr
    finally:
        server.refusal = ""
    assert "SlowDown" in told
    assert "Debug" not in told
