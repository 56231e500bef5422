"""axe-core finds nothing on any page, by daylight or at night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

# Open, so that what they hold is looked at as well.
OPEN_DETAILS = "document.querySelectorAll('details').forEach(details => { details.open = true })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, pages: list[str], scheme: str) -> None:
    found = {}
    with browser.new_context(color_scheme=scheme, service_workers="block") as context:
        page = context.new_page()
        for address in pages:
            page.goto(address)
            page.evaluate(OPEN_DETAILS)
            results = Axe().run(page)
            if results.violations_count:
                found[address] = results.generate_snapshot()
    assert found == {}
