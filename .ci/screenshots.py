"""Make the screenshots that an installation shows, from the pages themselves, in every language.

Run after a change of the design or of the first section, with a name of a language for that one
alone: `.venv/bin/python .ci/screenshots.py [LOCALE…]`
"""

import base64
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from pwa.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "manifest/screenshots"
CHROMIUM = shutil.which("chromium")  # None: Playwright's own

# Windows in CSS pixels, and how many of the device's each of them has: what is shown of a phone is
# no wider than the phone.
FORMS = {"narrow": ((360, 720), 1.4), "wide": ((1120, 700), 1)}

# The pages of each form: the cover, and the first section.
PAGES = {"narrow": ("", "section"), "wide": ("section",)}

# WebP as Chromium's canvas makes it: of text, a third of a PNG with a palette.
QUALITY = 0.4
ENCODE = """async ([png, quality]) => {
    const image = new Image();
    image.src = "data:image/png;base64," + png;
    await image.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def main() -> None:
    """Take the pictures and say what each weighs."""
    FOLDER.mkdir(exist_ok=True)
    with serving() as (address, locales, section), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        encoder = browser.new_page()
        for locale in sys.argv[1:] or locales:
            for name, png in pictures(browser, f"{address}/{locale}/", section):
                made = encoder.evaluate(ENCODE, [base64.b64encode(png).decode(), QUALITY])
                file = FOLDER / f"{locale}.{name}.webp"
                file.write_bytes(base64.b64decode(made))
                print(f"{file.name}: {file.stat().st_size} bytes")  # noqa: T201
        browser.close()


def pictures(browser: Browser, cover: str, section: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of one language, by their names."""
    for form, ((width, height), scale) in FORMS.items():
        size = {"width": width, "height": height}
        with browser.new_context(viewport=size, device_scale_factor=scale) as context:
            for number, name in enumerate(PAGES[form], 1):
                page = context.new_page()
                yield f"{form}.{number}", taken(page, f"{cover}{section}/" if name else cover)


def taken(page: Page, address: str) -> bytes:
    """Take a picture as a reader sees a page, with nothing offered at its foot."""
    page.goto(address)
    page.evaluate("document.querySelector('[data-offer]')?.remove()")
    return page.screenshot()


@contextmanager
def serving() -> Iterator[tuple[str, list[str], str]]:
    """Serve this publication; its address, languages and first section are what is given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(ROOT, address=address, watch=False, retire=True)
        release = app.app.app.state.published.release  # type: ignore[attr-defined]
        section = release.editions[release.source_locale].sections[0].id
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield address, list(release.editions), section
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
