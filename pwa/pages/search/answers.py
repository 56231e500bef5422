"""What a search of one edition is answered with."""

from collections.abc import Callable, Sequence
from threading import Lock

from pwa.pages.search.blocks import blocks
from pwa.pages.search.matching import LONGEST, Entry, Found, entries, find

Render = Callable[[str, Found], bytes]


class Search:
    """Answers searches of an edition. Its texts are read at the first one, by one thread.

    `form` makes the page that is shown where nobody answers: on devices, and where there are files
    alone. `texts` gives the pages with the whole edition; `render` makes a page of a query and what
    was found.
    """

    def __init__(
        self,
        language: str,
        form: Callable[[], bytes],
        texts: Callable[[], Sequence[bytes]],
        render: Render,
    ) -> None:
        """Read nothing yet."""
        self.language = language
        self._form = form
        self._texts = texts
        self._render = render
        self._lock = Lock()
        self._entries: tuple[Entry, ...] | None = None

    @property
    def page(self) -> bytes:
        """The page of an edition of which nobody has asked anything yet."""
        return self._form()

    def answer(self, query: str) -> bytes:
        """The page with what is found for a query, at most fifty places."""
        found = find(self._read() if query.strip() else (), query, self.language)
        return self._render(query[:LONGEST], found)

    def _read(self) -> tuple[Entry, ...]:
        with self._lock:
            if self._entries is None:
                found = (block for text in self._texts() for block in blocks(text.decode()))
                self._entries = entries(found)
            return self._entries
