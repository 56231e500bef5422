"""Pictures of every page, to look at: on a phone, a tablet and a desk, by daylight, at night and in
forced colours, in every language and pseudo-locale; and what leaves a printer.

They are written to .pwa/audit/pictures, and beside each other on a sheet for each locale, width
and scheme, which stands there as HTML and as one picture.
"""

import subprocess
from collections.abc import Callable
from html import escape
from itertools import groupby, product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

HEIGHTS = {360: 740, 768: 1024, 1280: 800}
LOOKS = tuple(product(HEIGHTS, ("light", "dark", "forced")))

# Long pages are cut off on a sheet, at three windows' height; their own picture is whole.
SHEET = """<!doctype html>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ margin: 16px; background: #999; font: 14px/1.6 sans-serif }}
main {{ display: flex; flex-wrap: wrap; gap: 16px }}
figure {{ margin: 0; inline-size: 240px }}
img {{ display: block; inline-size: 100%; max-block-size: {cut}px; object-fit: cover;
  object-position: top }}
figcaption {{ overflow-wrap: anywhere }}
</style>
<h1>{title}</h1>
<main>
{figures}
</main>
"""
FIGURE = (
    '<figure><a href="{file}"><img src="{file}" alt=""></a><figcaption>{page}</figcaption></figure>'
)


@pytest.fixture(scope="session")
def pictures(kept: Path) -> Path:
    folder = kept / "pictures"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def all_pages(pages: list[str], pseudo_pages: list[str]) -> list[str]:
    return [*pages, *pseudo_pages]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_page_is_wider_than_its_window(
    browser: Browser, all_pages: list[str], pictures: Path, width: int, scheme: str
) -> None:
    colours = {"color_scheme": "dark", "forced_colors": "active"}
    if scheme != "forced":
        colours = {"color_scheme": scheme}
    look = {"viewport": {"width": width, "height": HEIGHTS[width]}, **colours}
    with browser.new_context(**look, service_workers="block") as context:
        page = context.new_page()
        fits = {address: taken(page, address, pictures, (width, scheme)) for address in all_pages}
    assert [address for address, fitting in fits.items() if not fitting] == []


def taken(page: Page, address: str, pictures: Path, look: tuple[int, str]) -> bool:
    """Take a page's picture; return whether the page fits into the window's width."""
    page.goto(address)
    page.screenshot(path=pictures / file_of(address, *look), full_page=True)
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_picture_is_on_a_sheet(
    browser: Browser, all_pages: list[str], pictures: Path, width: int, scheme: str
) -> None:
    for part, addresses in groupby(all_pages, first_part):
        sheet = pictures / f"sheet.{part}.{width}.{scheme}.html"
        sheet.write_text(sheet_of(part, list(addresses), width, scheme), encoding="utf-8")
        with browser.new_page(viewport={"width": 1600, "height": 900}) as page:
            page.goto(sheet.as_uri())
            page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
            assert page.evaluate("[...document.images].every(image => image.naturalWidth)")


def test_a_printed_cover_is_one_sheet_of_paper(
    browser: Browser,
    locales: list[str],
    pages: list[str],
    pictures: Path,
    program: Callable[[str, str], str],
) -> None:
    """Every page is printed, and each sheet of it is there as a picture."""
    pdftoppm = program("pdftoppm", "poppler-utils")
    for old in pictures.glob("*.paper-*.png"):
        old.unlink()
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        for address in pages:
            file = pictures / file_of(address, 210, "paper").replace(".png", "")
            page.goto(address)
            paper = page.pdf(format="A4", prefer_css_page_size=True)
            subprocess.run([pdftoppm, "-r", "60", "-png", "-", file], input=paper, check=True)
    seconds = {file.name for file in pictures.glob("*.paper-2.png")}
    assert [tag for tag in locales if f"{tag}.210.paper-2.png" in seconds] == []
    assert seconds


@pytest.mark.parametrize("locale", ["en", "ar", "ja"])
def test_no_section_of_a_leaflet_begins_at_the_foot_of_a_page(
    browser: Browser, address: str, locale: str, program: Callable[[str, str], str]
) -> None:
    pdftotext = program("pdftotext", "poppler-utils")
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{address}/{locale}/read/")
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        statuses = page.locator(".whole .status").all_inner_texts()
    done = subprocess.run([pdftotext, "-", "-"], input=paper, capture_output=True, check=True)
    sheets = ["".join(sheet.split()) for sheet in done.stdout.decode().split("\f")]
    for status in {"".join(status.split())[:12] for status in statuses}:
        rests = [rest for sheet in sheets for rest in sheet.split(status)[1:]]
        assert all(len(rest) > 100 for rest in rests)


def sheet_of(part: str, addresses: list[str], width: int, scheme: str) -> str:
    figures = (
        FIGURE.format(file=file_of(address, width, scheme), page=escape(path_of(address)))
        for address in addresses
    )
    cut = 240 * 3 * HEIGHTS[width] // width
    title = f"/{part}/ · {width} px · {scheme}"
    return SHEET.format(title=title, cut=cut, figures="\n".join(figures))


def path_of(address: str) -> str:
    return urlsplit(address).path


def first_part(address: str) -> str:
    """The locale's tag, but for the page of all editions."""
    return path_of(address).split("/")[1]


def file_of(address: str, width: int, scheme: str) -> str:
    name = path_of(address).strip("/").replace("/", ".")
    return f"{name}.{width}.{scheme}.png"
