"""A store for a whole module: to begin one takes a while."""

from collections.abc import Iterator

import pytest

from tests.export.s3 import Store


@pytest.fixture(scope="module")
def server() -> Iterator[Store]:
    store = Store()
    yield store
    store.stop()
