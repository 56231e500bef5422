"""What a section said when somebody signed it, looked up in git.

Two commits can have the text: the one that added the record, since people sign and then commit,
and the last one before the record's moment. Whether a text is the one that was signed, the
record's hashes tell (`pwa.review.why`).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pwa.errors import PwaError
from pwa.locales import folder_of
from pwa.memo import Memo, bytes_digest
from pwa.release.git import blobs, git
from pwa.review.fingerprints import Said
from pwa.review.records import Record
from pwa.site import Site
from pwa.source.publication import Section, read_section
from pwa.translation.catalog import Catalog
from pwa.translation.po import parse


class History:
    """The history of a site, as far as git knows it."""

    def __init__(self, site: Site, memo: Memo) -> None:
        """Look nothing up yet; what is found is remembered in `memo`."""
        self._site = site
        self.memo = memo

    @cached_property
    def head(self) -> str | None:
        """The commit that is checked out; None where there is no git, or no commit."""
        return git(self._site.root, "rev-parse", "--verify", "--quiet", "HEAD")

    @property
    def there(self) -> bool:
        """Whether there is any history."""
        return self.head is not None

    def before(self, locale: str, section: Section, record: Record, file: str) -> Iterator[Said]:
        """Yield what the section's messages may have said when a record, in `file`, was signed."""
        catalog = f"locales/{folder_of(locale)}/LC_MESSAGES/content.po"
        sources = {f"content/{one}.md": one for one in section.ids}
        commits = dict.fromkeys(_commits(self._site.root, record, file))
        for path, data in blobs(self._site.root, list(commits), [catalog, *sources]):
            if path == catalog:
                yield from self._read(locale, path, data, _of_catalog)
            else:
                yield from self._read(sources[path], path, data, _of_source)

    def _read(
        self, name: str, path: str, data: bytes, read: Callable[[str, str, bytes], Iterable[Said]]
    ) -> Iterable[Said]:
        """What a file said; one that cannot be read said nothing."""

        def made() -> tuple[Said, ...]:
            try:
                return tuple(read(name, path, data))
            except PwaError:
                return ()

        return self.memo(("said", path, bytes_digest(data)), made)


def _commits(root: Path, record: Record, file: str) -> Iterator[str]:
    yield from (git(root, "log", "--diff-filter=A", "--format=%H", "--", file) or "").split()[-1:]
    yield from (git(root, "log", "-1", f"--before={record.at}", "--format=%H") or "").split()


def _of_catalog(locale: str, path: str, data: bytes) -> Iterator[Said]:
    catalog = Catalog.of(parse(data, file=path, locale=locale), locale=locale)
    return ((key, catalog.text(key) or "") for key in catalog.translations)


def _of_source(section: str, path: str, data: bytes) -> Iterator[Said]:
    """In the source locale each message says itself."""
    messages = read_section(section, path, data).messages
    return ((message.key, message.msgid) for message in messages)
