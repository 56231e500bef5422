"""A translator at work: a real editor's save, and the page that follows."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.patience import until

ROOT = Path(__file__).parents[2]
SECTION = "the-importance-of-setting-and-support"
PO = "locales/es/LC_MESSAGES/content.po"


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    """`pwa serve --preview` on a copy of the publication: its folder and address."""
    folder = tmp_path_factory.mktemp("preview")
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pwa", "--site", str(folder), "serve", "--preview"]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [*command, "--port", str(port), "--address", address],
        cwd=ROOT,
        env={**os.environ, "PWA_STATE": str(folder / ".pwa")},
    )
    for _ in range(400):
        try:
            urllib.request.urlopen(f"{address}/health").close()
            break
        except OSError:
            time.sleep(0.05)
    yield folder, address
    process.terminate()
    process.wait(timeout=20)


def change(folder, old, new):
    """Save as editors do: to another file, which then takes the place of the first."""
    path = folder / PO
    text = path.read_text(encoding="utf-8")
    assert old in text
    other = path.with_suffix(".tmp")
    other.write_text(text.replace(old, new, 1), encoding="utf-8")
    other.replace(path)


def test_a_saved_translation_shows_in_the_open_page_which_keeps_its_place(preview, page):
    folder, address = preview
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(f"{address}/es/{SECTION}/")
    heading = page.locator("article h2").nth(1)
    heading.scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 200)")
    place = page.evaluate("window.scrollY")
    assert place > 300
    said = heading.inner_text()
    change(folder, f'msgstr "{said}"', 'msgstr "Guardado ahora"')
    expect(heading).to_have_text("Guardado ahora")
    until(page, f"Math.abs(window.scrollY - {place}) < 5")
    change(folder, 'msgstr "Guardado ahora"', f'msgstr "{said}"')
    expect(heading).to_have_text(said)


def test_an_open_block_leads_to_its_entry(preview, page):
    folder, address = preview
    page.goto(f"{address}/es/{SECTION}/")
    said = page.locator("article h2").first.inner_text()
    source = 'msgid "What a clinical team does"\n'
    change(folder, source, f"#, fuzzy\n{source}")
    change(folder, f"#, fuzzy\n{source}", source)
    change(folder, source, f"#, fuzzy\n{source}")
    block = page.locator('[data-preview="fuzzy"]')
    expect(block).to_contain_text(said)
    block.locator("a").click()
    expect(page.locator("body")).to_contain_text(source.strip())
    expect(page.locator("body")).to_contain_text(f"{PO}:")
    change(folder, f"#, fuzzy\n{source}", source)


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
@pytest.mark.parametrize("name", ["", f"{SECTION}/", "read/", "about/", "translation/", "offline/"])
def test_pseudo_locales_overflow_nothing_on_a_narrow_screen(preview, glance, locale, name):
    _, address = preview
    glance.set_viewport_size({"width": 320, "height": 640})
    glance.goto(f"{address}/{locale}/{name}")
    assert glance.evaluate("document.documentElement.scrollWidth") <= 320
