"""Pictures of every page on a phone and on a desk, by daylight and at night, to look at.

They are written to .pwa/audit/pictures, and beside each other on a sheet for each locale, width
and scheme, which stands there as HTML and as one picture.
"""

from html import escape
from itertools import groupby, product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

HEIGHTS = {360: 740, 1280: 800}
LOOKS = tuple(product(HEIGHTS, ("light", "dark")))

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


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_page_is_wider_than_its_window(
    browser: Browser, pages: list[str], pictures: Path, width: int, scheme: str
) -> None:
    look = {"viewport": {"width": width, "height": HEIGHTS[width]}, "color_scheme": scheme}
    with browser.new_context(**look, service_workers="block") as context:
        page = context.new_page()
        fits = {address: taken(page, address, pictures, (width, scheme)) for address in pages}
    assert [address for address, fitting in fits.items() if not fitting] == []


def taken(page: Page, address: str, pictures: Path, look: tuple[int, str]) -> bool:
    """Take a page's picture; return whether the page fits into the window's width."""
    page.goto(address)
    page.screenshot(path=pictures / file_of(address, *look), full_page=True)
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_picture_is_on_a_sheet(
    browser: Browser, pages: list[str], pictures: Path, width: int, scheme: str
) -> None:
    for part, addresses in groupby(pages, first_part):
        sheet = pictures / f"sheet.{part}.{width}.{scheme}.html"
        sheet.write_text(sheet_of(part, list(addresses), width, scheme), encoding="utf-8")
        with browser.new_page(viewport={"width": 1600, "height": 900}) as page:
            page.goto(sheet.as_uri())
            page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
            assert page.evaluate("[...document.images].every(image => image.naturalWidth)")


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
