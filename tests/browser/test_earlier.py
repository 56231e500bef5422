"""A translation that lags where the risk is high, as a browser shows and prints it."""

import pytest
from playwright.sync_api import expect

ONE = "---\nrisk: high\n---\n# One\n\nIt can help.\n\nRest.\n"
FUZZY = '\n#, fuzzy\n#| msgid "It may help."\nmsgid "It can help."\nmsgstr "Puede ayudar."\n'


@pytest.fixture
def page(context, make_site, build):
    root = make_site({"one": ONE}, {"es": {"One": "Uno", "Rest.": "Descanse."}})
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    catalog.write_text(catalog.read_text(encoding="utf-8") + FUZZY, encoding="utf-8")
    page = context.new_page()
    page.set_content(build(root).representations["/es/one/"].body.decode())
    return page


def test_it_is_folded_until_a_reader_asks_for_it(page):
    expect(page.locator("article > p").first).to_have_text("It can help.")
    expect(page.get_by_text("Descanse.")).to_be_hidden()
    page.locator(".earlier > summary").click()
    expect(page.get_by_text("Descanse.")).to_be_visible()


def test_on_paper_it_is_open_and_says_what_it_is(page):
    page.emulate_media(media="print")
    expect(page.get_by_text("Descanse.")).to_be_visible()
    expect(page.locator(".earlier > .status")).to_be_visible()
