"""What devices ask for to bring an edition up to date: patches above all, made when asked for.

A patch leads from a kept edition to the current one. Processes that share the kept packs make the
same bytes of them, each for itself.
"""

import re
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa.pages.policy import common_headers
from pwa.release.packs import pack, unpack
from pwa.release.patches import make_patch
from pwa.release.release import Once
from pwa.release.representations import IMMUTABLE, JSON, Representation
from pwa.web.delivery import answer_with, respond
from pwa.web.published import Current, Published

_NAME: Final = re.compile(r"([0-9a-f]{64})(?:\.from\.([0-9a-f]{64}))?\.json")

# How many patches a process holds ready: seven to the current edition, in thirty languages.
_READY: Final = 210


class Editions:
    """Answers `<tag>/edition/<name>` where the release itself does not."""

    def __init__(self, published: Published, lost: ASGIApp) -> None:
        """Begin with no patch made; `lost` answers for names that are none of ours."""
        self._published = published
        self._lost = lost
        self._patches: dict[tuple[str, str, str], Once[Representation | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an HTTP request; where there is nothing, without a page that nobody reads."""
        name = _NAME.fullmatch(scope["path_params"]["name"])
        tag, current = scope["path_params"]["tag"], self._published.current
        if not name or tag not in current.release.packs:
            await self._lost(scope, receive, send)
            return
        found = await run_in_threadpool(self._found, current, tag, name[1], name[2])
        if found:
            await respond(send, await answer_with(found, scope))
        else:
            nothing = Response(status_code=404, headers={"cache-control": "no-store"})
            await nothing(scope, receive, send)

    def _found(
        self, current: Current, tag: str, revision: str, old: str | None
    ) -> Representation | None:
        """A pack that is kept; or the patch from one to the current revision."""
        if old is None:
            address = current.release.addresses.pack(tag, revision)
            return current.release.packs.file(tag, address) or _kept(current, tag, revision)
        if not (_is_newest(current, tag, revision) and current.packs.has(tag, old)):
            return None
        key = (tag, revision, old)
        if key not in self._patches and len(self._patches) >= _READY:
            self._patches.clear()
        return self._patches.setdefault(key, Once(lambda: _patch(current, *key)))()


def _is_newest(current: Current, tag: str, revision: str) -> bool:
    """Whether a device may have been told of it: by this process, or by one that is ahead."""
    own = current.release.packs[tag].revision
    return revision in (own, *current.packs.revisions(tag)[:1])


def _patch(current: Current, tag: str, revision: str, old: str) -> Representation | None:
    own, before = current.release.packs[tag], current.packs.read(tag, old)
    after = unpack(own.body) if own.revision == revision else current.packs.read(tag, revision)
    patch = make_patch(before, after) if before and after else None
    return _representation(current, patch) if patch else None


def _kept(current: Current, tag: str, revision: str) -> Representation | None:
    """A pack of an earlier release; or of a later one, which another process has announced."""
    found = current.packs.read(tag, revision)
    if not found:
        return None
    return _representation(current, pack(tag, revision, found.files, found.headers))


def _representation(current: Current, body: bytes) -> Representation:
    headers = common_headers(https=current.release.is_secure)
    return Representation(body, JSON, headers, cache_control=IMMUTABLE)
