"""Catalogs on disk: what cannot be read is told with its file and locale, and nothing written."""

import pytest

from pwa.errors import SiteError
from pwa.site import load_site
from pwa.translation import files


@pytest.mark.parametrize("place", ["es/LC_MESSAGES/content.po", "es/LC_MESSAGES/interface.po"])
@pytest.mark.parametrize("work", [files.update, lambda *args, **_: [files.take_over(*args, [])]])
def test_a_folder_where_a_catalog_belongs_is_told(make_site, work, place):
    root = make_site(catalogs={"es": {"One": ""}})
    (root / "locales" / place).unlink(missing_ok=True)
    (root / "locales" / place).mkdir()
    with pytest.raises(SiteError, match="is a folder") as caught:
        list(work(load_site(root, environ={}), "es", now=""))
    assert (caught.value.findings[0].file, caught.value.findings[0].locale) == (
        f"locales/{place}",
        "es",
    )
