"""The shipped publication: served by the real command, or exported for a static host."""

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pwa.release.packs import PROTOCOL
from tests.patience import eventually
from tests.ports import free_port, is_closed

ROOT = Path(__file__).parents[2]
LOCALES = ("en", "es", "ar", "ja")
ALL_LOCALES = (
    "en",
    *sorted(one.parent.name.replace("_", "-") for one in ROOT.glob("locales/*/LC_MESSAGES")),
)
SECTIONS = tuple(sorted(path.stem for path in (ROOT / "content").glob("*.md")))
PAGES = ("", "read/", "about/", "translation/", "offline/", *(f"{name}/" for name in SECTIONS))


def in_languages(
    *few: Any, name: str | Sequence[str] = "locale", every: Sequence[Any] = ALL_LOCALES
) -> Any:
    """Parametrises by languages in which something may differ; `make audit` takes `every` one."""
    return pytest.mark.parametrize(name, every if "PWA_BREADTH" in os.environ else few)


def fetched(url: str) -> tuple[int, str] | None:
    """Status and text of an answer; None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return None


def copied(folder: Path) -> Path:
    """A copy of the publication, to be changed."""
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@dataclass
class Served:
    """`pwa serve` on a copy of the publication, as a process of its own."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str) -> "Served":
        command = [sys.executable, "-m", "pwa", "--site", str(self.folder), "serve", *options]
        address = ["--port", str(self.port), "--address", self.url]
        environ = {**os.environ, "PWA_STATE": str(self.folder / ".pwa")}
        self.process = subprocess.Popen([*command, *address], cwd=ROOT, env=environ)
        eventually(lambda: fetched(f"{self.url}/health"))
        return self

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        assert is_closed(self.port)


def export(site: Path, folder: Path) -> None:
    """`pwa export`, whatever address it will be served at: pages say no more of it than a path."""
    command = [sys.executable, "-m", "pwa", "--site", str(site), "export", str(folder)]
    address = ["--address", "https://static.example/"]
    subprocess.run([*command, *address], cwd=ROOT, check=True, capture_output=True)


def keep(page: Page, url: str, locale: str) -> None:
    """Open an edition and wait until the page says that it is kept."""
    page.goto(f"{url}/{locale}/")
    expect(page.locator("[data-checked]")).to_be_visible()


def read_everything(page: Page, url: str, locale: str) -> Iterator[str]:
    """Open and yield every page of an edition, each of which must come whole from the device."""
    for name in PAGES:
        answer = page.goto(f"{url}/{locale}/{name}")
        assert answer
        assert answer.status == 200
        assert answer.from_service_worker
        assert page.locator("html").get_attribute("lang") == locale
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
        yield name


def change_a_word(site: Path, word: str) -> None:
    """In a paragraph of the Spanish edition: always the same one, in one step."""
    catalog = site / "locales/es/LC_MESSAGES/content.po"
    before = rf'(: paragraph\n#: content/{SECTIONS[0]}\.md\n(?:.*\n)+?msgstr ""\n"\w+) \w+'
    text, changed = re.subn(before, rf"\1 {word}", catalog.read_text(encoding="utf-8"), count=1)
    assert changed
    catalog.with_suffix(".new").write_text(text, encoding="utf-8")
    catalog.with_suffix(".new").replace(catalog)


# Of the pages those that show that word.
SHOWING = {f"{SECTIONS[0]}/", "read/"}


def pages_that_say(page: Page, url: str, word: str) -> set[str]:
    """Of the pages of the Spanish edition those that have a word; each comes from the device."""
    return {
        name
        for name in read_everything(page, url, "es")
        if word in page.locator("main").inner_text()
    }


def installability(phone: BrowserContext, url: str) -> tuple[object, object]:
    """What is in the way of installing the app at an address, and its id."""
    page = phone.pages[0]
    page.goto(url)
    expect(page.locator("[data-checked]")).to_be_visible()
    session = phone.new_cdp_session(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    return errors, session.send("Page.getAppId").get("appId")


def ask(page, what, **details):
    """What the worker answers; the page's own script keeps its names to itself."""
    return page.evaluate(
        """message => new Promise((resolve) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => resolve(data);
            navigator.serviceWorker.controller.postMessage(message, [port2]);
        })""",
        {"protocol": PROTOCOL, "type": what, **details},
    )
