import pytest

from pwa.release.builder import Builder


@pytest.fixture(scope="module")
def builder() -> Builder:
    """What all sites of a module's tests share is made once."""
    return Builder(environ={"SOURCE_DATE_EPOCH": "1700000000"})
