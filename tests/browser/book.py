"""A little publication that speaks the engine's protocol, on a host of the tests.

What it sends is made here and not by the engine's server, so that each half of the protocol is held
against something else.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import expect

from pwa.pages.templates import FOLDER, TemplateFile, Templates
from pwa.release.packs import File, announcement, describe, pack, revision
from pwa.translation.catalog import Interface
from tests.patience import until

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "static/page.js").read_bytes()
HTML = "text/html; charset=utf-8"
DATE = "2026-11-23"
CSP = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'"
PORTAL = b"<!doctype html><title>Free Wi-Fi</title><h1>Log in</h1>"

BASE = """<!doctype html>
<html lang="{{ lang }}" data-worker="{{ root }}sw.js" data-prefix="{{ root }}"
 data-check-after="{{ check_after }}">
<title>{{ lang }}</title><script src="{{ script }}" defer></script>
<main>{% block main %}<h1>{{ name }} in {{ lang }}</h1><p id="text">{{ text }}</p>
<p class="past" data-due="2020-01-31" hidden>overdue</p>
<p class="future" data-due="9999-01-31" hidden>overdue</p>{% endblock %}</main>
<p data-stale hidden>old</p><div data-recalled hidden><b data-this hidden>this is taken back</b>
<b data-earlier hidden>that was taken back</b><p data-note></p><button data-seen>read</button></div>
<div data-asked hidden><b data-why>only if you want it</b><b data-asked-size></b>
<b data-when="keeping" hidden>coming: <i data-percent></i></b>
<b data-when="failed" hidden>it did not come</b>
<button data-when="asked failed full stopped paused" data-accept>yes</button>
<button data-decline>no</button><button data-when="keeping" data-cancel hidden>stop</button></div>
<p data-edition hidden><span data-kept hidden>of <time data-edition-date></time></span>
<span data-checked hidden>checked <time data-edition-checked></time></span>
<span data-unchecked hidden>could not check</span>
<span data-no-space hidden>full</span>
<span data-behind hidden>there is a newer one</span><span data-newer hidden>newer</span></p>
<button data-forget hidden>forget</button><p data-forgotten hidden>forgotten</p>"""

OURS = {one.name: TemplateFile(one.name, one.read_text()) for one in FOLDER.iterdir()}
templates = Templates(OURS | {"base.html": TemplateFile("base.html", BASE)})


def hashed(stem, suffix, data):
    return f"static/{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"


@dataclass
class Publication:
    """A publication in es, ja and en on a host, with one page script and an image a text.

    `check_after` is in seconds, and over by the time that a page has loaded. `aids` has the
    revision of each locale's aids that are announced with its next editions.
    """

    host: object
    root: str
    check_after: float = 0.001
    script: bytes = SCRIPT
    patch: dict = field(default_factory=dict)
    aids: dict = field(default_factory=dict)

    @property
    def url(self):
        return self.host.url + self.root

    def publish(self, locale, text, *, parts=0, revoked=None, named=revision):
        """Publish an edition; with `parts`, so many instead of the pack. The patch is put apart."""
        files = self.files(locale, text)
        headers = {HTML: {"content-security-policy": CSP, "content-language": locale}}
        name = named(files, headers)
        folder = f"{self.root}{locale}/edition/"
        data = pack(locale, name, files, headers)
        address, script = f"{folder}{name}.json", self.script_url.rpartition("/")[2]
        small = announcement(
            *(locale, DATE, name, describe(address, data)),
            script=script,
            aids=self.aids.get(locale, ""),
            parts=parts,
            revoked={},
        )
        announced = json.loads(small) | {"revoked": {} if revoked is None else revoked}
        packs = {f"{folder}{name}.json": data}
        for number in range(1, parts + 1):
            share = dict(list(files.items())[number - 1 :: parts])
            packs[f"{folder}{name}.{number}.json"] = pack(locale, name, share, headers)
        if parts:
            del packs[f"{folder}{name}.json"]
        packs[f"{self.root}{locale}/edition.json"] = json.dumps(announced).encode()
        files |= {path: File("application/json", data) for path, data in packs.items()}
        self.put_files(files | {self.script_url: File("text/javascript", self.script)})

    def publish_aids(self, locale, text):
        """Publish a search page and its script, announced with the edition that is there."""
        script = text.encode()
        files = {
            f"{self.root}{locale}/search": File(HTML, self.page(locale, "search", text).encode()),
            self.root + hashed("search", "js", script): File("text/javascript", script),
        }
        headers = {HTML: {"content-security-policy": CSP, "content-language": locale}}
        self.aids[locale] = revision(files, headers)
        data = pack(locale, self.aids[locale], files, headers)
        announced = self.announced(locale) | {"aids": self.aids[locale]}
        told = {
            self.aids_address(locale): data,
            f"{self.root}{locale}/edition.json": json.dumps(announced).encode(),
        }
        self.put_files(
            files | {path: File("application/json", data) for path, data in told.items()}
        )

    def aids_address(self, locale):
        return f"{self.root}{locale}/edition/{self.aids[locale]}.json"

    def aids_cache(self, locale):
        return f"pwa:{self.root}:{locale}:{self.aids[locale]}"

    def put_files(self, files):
        for path, file in files.items():
            self.host.put(
                path, file.body, content_type=file.media_type, cache_control=_lasting(path)
            )

    def publish_patch(self, locale, old, new):
        """Publish the newer of two texts, and the patch by which a device that has the older one
        gets it: the cover in single edits, the other pages by exchanging the words."""
        base = self.announced(locale)["revision"]
        self.publish(locale, new)
        cover = f"{self.root}{locale}/"
        before = self.page(locale, "", old).encode("utf-16-le")
        at = before.index(old.encode("utf-16-le")) // 2
        end = at + len(old.encode("utf-16-le")) // 2
        edits = [[0, at], new, [end, len(before) // 2 - end]]
        self.patch = {
            "protocol": 1,
            "locale": locale,
            "swap": [[f">{old}<", f">{new}<"]],
            "files": {cover: edits, self.image_url(new): _packed_image(self.image(new))},
            "gone": [self.image_url(old)],
        }
        self.put_patch(locale, base)

    def put_patch(self, locale, base):
        """Answer with the patch as it is now."""
        address = self.pack_address(locale).replace(".json", f".from.{base}.json")
        self.host.put(address, json.dumps(self.patch).encode())

    def unpublish_patch(self):
        for address in [path for path in self.host.answers if ".from." in path]:
            del self.host.answers[address]

    def files(self, locale, text):
        files = {
            self.root + hashed("dot", "png", self.image(text)): File("image/png", self.image(text)),
            f"{self.root}{locale}/manifest.webmanifest": File("application/manifest+json", b"{}"),
        }
        for name in ("", "one/", "two/", "offline/"):
            page = self.page(locale, name, text)
            files[f"{self.root}{locale}/{name}"] = File(HTML, page.encode())
        return files

    def page(self, locale, name, text):
        language = {"name": "Name", "dir": "ltr", "url": "#"}
        said = {
            "lang": locale,
            "root": self.root,
            "worker": f"{self.root}sw.js",
            "check_after": self.check_after,
            "script": self.script_url,
            "languages": [
                language | {"tag": tag, "current": tag == locale} for tag in ("en", "es", "ja")
            ],
            "aids": {"app": f"{self.root}static/app.js"},
            "urls": {
                "cover": f"{self.root}{locale}/",
                "read": f"{self.root}{locale}/",
                "offline": f"{self.root}{locale}/offline/",
                "whole": f"{self.root}{locale}/whole.html",
                "qr": f"{self.root}{locale}/qr/",
                "book": f"{self.root}{locale}/book.epub",
            },
        }
        template = "offline.html" if name == "offline/" else "base.html"
        own = {"name": name, "text": text}
        return templates.speaking(Interface("en"), said).render(template, own)

    @property
    def script_url(self):
        return self.root + hashed("page", "js", self.script)

    def image(self, text):
        return b"\x89PNG\xff" + text.encode()

    def image_url(self, text):
        return self.root + hashed("dot", "png", self.image(text))

    def announced(self, locale):
        return json.loads(self.host.answers[f"{self.root}{locale}/edition.json"].body)

    def serve_worker(self, more="", *, source=ROOT / "static/sw.js", **patience):
        """Serve a worker with other milliseconds: those in it are for people, not for tests."""
        worker = source.read_text()
        for name, milliseconds in patience.items():
            worker, found = re.subn(rf"\b{name} = [\d_]+;", f"{name} = {milliseconds};", worker)
            assert found == 1
        script = {"content_type": "text/javascript", "cache_control": "no-cache"}
        self.host.put(f"{self.root}sw.js", (worker + more).encode(), **script)

    def retire(self, page):
        """Serve the kill switch, and have a device call, until its worker is gone."""
        self.serve_worker(source=ROOT / "static/retire.js")
        self.host.put(f"{self.root}quiet", b"nothing", content_type="text/html")
        page.goto(f"{self.url}quiet")
        with page.expect_navigation():
            page.evaluate("navigator.serviceWorker.ready.then(one => one.update()).catch(() => {})")
        until(page, "navigator.serviceWorker.controller === null")

    def ask_again_after(self, milliseconds):
        """Have pages that are published from now on wait so long for the engine."""
        script, found = re.subn(rb"\bPATIENCE = [\d_]+;", b"PATIENCE = %d;" % milliseconds, SCRIPT)
        assert found == 1
        self.script = script

    def serve_quick_worker(self):
        """With time for a busy machine, and none after a failure."""
        self.serve_worker(
            PATIENCE=300,
            PATIENCE_FOR_NEWS=5_000,
            PATIENCE_FOR_A_SWITCH=10_000,
            PATIENCE_AFTER_A_FAILURE=0,
        )

    @property
    def edition(self):
        return f"{self.root}es/edition.json"

    def pack_address(self, locale):
        return self.announced(locale)["pack"]["address"]

    def cache_of(self, locale):
        return f"pwa:{self.root}:{locale}:{self.announced(locale)['revision']}"

    def caches_of(self, locale):
        """The edition's, and that of what its pages run."""
        script = self.script_url.rpartition("/")[2]
        return {self.cache_of(locale), f"pwa:{self.root}:{locale}:{script}"}

    def read(self, page, locale, wait_for="[data-checked]"):
        """Open a cover, and wait until the page has said what is kept."""
        page.goto(f"{self.url}{locale}/")
        expect(page.locator(wait_for)).to_be_visible()

    def visit(self, page, path):
        """Open a page, and wait until its script has done what it does by itself."""
        page.goto(self.url + path)
        settle(page)

    def texts_read(self, page, locale):
        """The texts of all pages of an edition, and whether each came from the worker."""
        found = set()
        for name in ("", "one/", "two/"):
            response = page.goto(f"{self.url}{locale}/{name}")
            found.add((page.locator("#text").inner_text(), response.from_service_worker))
        return found


def _packed_image(data):
    return {"type": "image/png", "base64": base64.b64encode(data).decode()}


def _lasting(path):
    lasts = "/static/" in path or "/edition/" in path
    return "max-age=31536000, immutable" if lasts else "no-cache"


def settle(page):
    """Wait until a page's script has done what it does by itself."""
    until(page, "document.onvisibilitychange !== null")


def take_over_now(page):
    """Have the worker that is served now take over; the browser may have seen to it already."""
    page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            await registration.update();
            const next = registration.installing ?? registration.waiting;
            if (!next) return;
            await new Promise((resolve) => {
                next.onstatechange = () => next.state === "activated" && resolve();
            });
        }"""
    )


def keep_quietly(page, publication):
    """Keep Spanish, on pages that then ask for nothing by themselves."""
    publication.check_after = 3600
    publication.publish("es", "first")
    publication.read(page, "es")
    publication.host.asked.clear()
    return publication


def row(page, locale):
    """A language's row on the offline page."""
    return page.locator(f"[data-locale={locale}]")


def look_again(page):
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def our_caches(page):
    return set(page.evaluate("caches.keys()"))


def workers(page):
    """The scopes of the workers that are registered."""
    scopes = "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"
    return page.evaluate(scopes)


def costly(connection="{effectiveType: '2g'}"):
    """What a worker says before all else where each byte costs."""
    return f"Object.defineProperty(navigator, 'connection', {{value: {connection}}});"
