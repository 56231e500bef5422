"""The engine piece by piece: its functions, called in a page that is no worker."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pwa.release.packs import File, pack, revision
from tests.browser.book import HTML, ROOT

SCRIPT = "text/javascript"
TYPES = {HTML: {"content-security-policy": "default-src 'none'"}}

PAGE = b"""<!doctype html><script>var registration = { scope: new URL("/book/", location).href }
</script><script src="/sw.js"></script>"""

FILES = """(packed) => new Map(Object.entries(packed.files)
    .map(([path, file]) => [path, unpack(file, packed.headers)]))"""


@pytest.fixture
def engine(glance, lasting_host):
    """A page in which the engine's functions are defined and its listeners hear nothing."""
    lasting_host.put("/", PAGE, content_type="text/html")
    lasting_host.put("/sw.js", (ROOT / "static/sw.js").read_bytes(), content_type=SCRIPT)
    glance.goto(lasting_host.url)
    return glance


def packed(files, headers=TYPES):
    return json.loads(pack("es", revision(files, headers), files, headers))


def revision_after(engine, base, patch, headers=TYPES):
    """The revision of what the engine makes of an edition by a patch."""
    return engine.evaluate(
        f"([base, patch]) => revisionOf(patched(({FILES})(base), patch))",
        [packed(base, headers), patch],
    )


def html(text):
    return File(HTML, text.encode())


def test_the_engine_names_an_edition_as_the_server_does(engine):
    files = {
        "/b/": html("\N{ZERO WIDTH NO-BREAK SPACE}ß \N{MUSICAL SYMBOL G CLEF}"),
        "/a/": html(""),
        "/static/x.png": File("image/png", b"\x89PNG\xff\x00"),
    }
    found = engine.evaluate(f"packed => revisionOf(({FILES})(packed))", packed(files))
    assert found == revision(files, TYPES)


BASE = {
    "/a/": html("one 𝄞 two two"),
    "/b/": html("two\N{ZERO WIDTH NO-BREAK SPACE}"),
    "/c.js": File(SCRIPT, b"two"),
    "/d.png": File("image/png", b"\xfftwo"),
}


@pytest.mark.parametrize(
    ("patch", "changes"),
    [
        ({}, {}),
        (
            {"swap": [["two", "$&"]]},
            {"/a/": "one 𝄞 $& $&", "/b/": "$&\N{ZERO WIDTH NO-BREAK SPACE}"},
        ),
        ({"swap": [["one 𝄞", "two"], ["two two", "six"]]}, {"/a/": "six two"}),
        ({"files": {"/a/": [[4, 2], "!", [0, 3]]}}, {"/a/": "𝄞!one"}),
        (
            {"swap": [["two", "six"]], "files": {"/a/": [[7, 3]]}},
            {"/a/": "two", "/b/": "six\N{ZERO WIDTH NO-BREAK SPACE}"},
        ),
        ({"files": {"/b/": [[3, 1], "end"]}}, {"/b/": "\N{ZERO WIDTH NO-BREAK SPACE}end"}),
        ({"files": {"/e/": {"type": HTML, "text": "new"}}}, {"/e/": "new"}),
        ({"gone": ["/a/"]}, {"/a/": None}),
    ],
)
def test_a_patch_changes_what_it_says_and_nothing_else(engine, patch, changes):
    after = BASE | {path: text and html(text) for path, text in changes.items()}
    after = {path: file for path, file in after.items() if file}
    assert revision_after(engine, BASE, patch) == revision(after, TYPES)


def test_a_patch_may_change_what_files_are_sent_with(engine):
    now = {HTML: {"content-language": "es"}}
    assert revision_after(engine, BASE, {"headers": now}) == revision(BASE, now)


def test_the_engine_applies_the_servers_patches_as_the_server_does(engine):
    patches = pytest.importorskip("pwa.release.patches")
    packs = pytest.importorskip("pwa.release.packs")
    cases = []

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(EDITIONS, EDITIONS)
    def collect(old, new):
        name = revision(new, TYPES)
        base = packs.Unpacked("es", revision(old, TYPES), TYPES, old)
        made = patches.make_patch(base, packs.Unpacked("es", name, TYPES, new))
        if made:
            cases.append([packed(old), json.loads(made), name])

    collect()
    assert cases
    wrong = engine.evaluate(
        f"""async (cases) => {{
            const wrong = [];
            for (const [base, patch, name] of cases) {{
                if (await revisionOf(patched(({FILES})(base), patch)) !== name) wrong.push(patch);
            }}
            return wrong;
        }}""",
        cases,
    )
    assert wrong == []


WORDS = st.lists(st.sampled_from(["one", "two 𝄞", "<p>", "\n", "ß", "<a href='/x'>"]), max_size=40)
TEXTS = WORDS.map(lambda words: " ".join(["A page that is long enough"] * 9 + words))
EDITIONS = st.fixed_dictionaries(
    {"/a/": TEXTS.map(html), "/b/": TEXTS.map(html), "/c/": TEXTS.map(html)}
)


def test_an_answer_that_takes_minutes_does_not_hold_the_worker_that_long(page, host):
    """Browsers kill one whose event lasts; pages that ask again keep it alive."""
    source = (ROOT / "static/sw.js").read_text()
    hasty = source.replace("_OF_BROWSERS = 240_000", "_OF_BROWSERS = 1")
    host.put("/", PAGE, content_type="text/html")
    host.put("/sw.js", hasty.encode(), content_type=SCRIPT)
    host.silent = {"/book/es/edition.json"}
    page.goto(host.url)
    held = """() => {
        const { port1 } = new MessageChannel();
        const data = { protocol: PROTOCOL, type: "keep", locale: "es" };
        const event = new MessageEvent("message", { data, ports: [port1], source: window });
        const held = new Promise((resolve) => (event.waitUntil = resolve));
        dispatchEvent(event);
        return held.then(() => "answered", () => "let go");
    }"""
    assert page.evaluate(held) == "let go"


@pytest.mark.parametrize("end", ["json", "3.json", "from.0.json"])
def test_pack_part_and_patch_of_an_edition_stand_beside_each_other(engine, end):
    announced = {"pack": {"address": "/book/es/edition/f.json"}}
    found = engine.evaluate("([to, end]) => urlOf(to, end).pathname", [announced, end])
    assert found == f"/book/es/edition/f.{end}"


@pytest.mark.parametrize(
    ("connection", "costly"),
    [
        ({}, False),
        ({"effectiveType": "4g"}, False),
        ({"effectiveType": "2g"}, True),
        ({"effectiveType": "slow-2g"}, True),
        ({"saveData": True}, True),
        ({"metered": True}, True),
    ],
)
def test_a_connection_is_costly(engine, connection, costly):
    engine.evaluate(
        "value => Object.defineProperty(navigator, 'connection', { value })", connection
    )
    assert engine.evaluate("Boolean(isCostly())") == costly


def test_only_stores_of_this_scope_are_ours(engine):
    names = ["pwa:/book/:state", "pwa:/book/:es:f", "pwa:/:es:f", "pwa:/book/:x/:state", "other"]
    engine.evaluate("names => Promise.all(names.map(name => caches.open(name)))", names)
    assert set(engine.evaluate("ourCaches()")) == {"pwa:/book/:state", "pwa:/book/:es:f"}


def test_changes_of_the_record_do_not_overwrite_each_other(engine):
    engine.evaluate(
        """Promise.all(["es", "ja", "en"].map((locale) =>
            change(({ editions }) => (editions[locale] = { locale }))))"""
    )
    assert set(engine.evaluate("state()")["editions"]) == {"en", "es", "ja"}


@pytest.mark.parametrize(
    ("asked", "path"),
    [("/book/es/one/?q=1#top", "es/one/"), ("/book/", ""), ("/book/static/a.js", "static/a.js")],
)
def test_a_path_is_within_the_scope(engine, asked, path):
    assert engine.evaluate("url => within(new Request(url))", asked) == path
