"""What a translator's open page asks for: word of changes, and the entry behind a block.

Routes of a preview alone; a served publication has none of them.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pwa.web.published import Published

# Seconds between two looks at what is served; a page follows a saved file within one.
PULSE = 0.05

# Proxies and browsers give up on silence (HTML, 9.2.7, "Authoring notes"): a comment each 15 s.
PULSES_TO_KEEP_ALIVE = round(15 / PULSE)

# A file and one of its lines, counted from 1.
_PLACE = re.compile(r"(.+):([1-9][0-9]{0,8})")


def preview_routes(published: Published, prefix: str) -> list[Route]:
    """Return the routes of a preview, under `<prefix>/preview/`."""

    async def events(request: Request) -> Response:
        page = request.query_params.get("page", "")
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        stream = () if request.method == "HEAD" else _changes(published, page)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def entry(request: Request) -> Response:
        place = _PLACE.fullmatch(request.query_params.get("at", ""))
        if not place or place[1] not in _catalogs(published):
            raise HTTPException(404)
        text = (published.root / place[1]).read_bytes().decode(errors="replace")
        shown = "\n".join(_entry_around(text.split("\n"), int(place[2])))
        headers = {"cache-control": "no-store"}
        return PlainTextResponse(f"{place[0]}\n\n{shown}\n", headers=headers)

    return [Route(f"{prefix}/preview/events", events), Route(f"{prefix}/preview/entry", entry)]


async def _changes(published: Published, page: str) -> AsyncIterator[str]:
    """Yield a server-sent event each time that the page becomes another one."""
    seen, pulses = _state(published, page), 0
    yield ": following\n\n"
    while True:
        await asyncio.sleep(PULSE)
        pulses += 1
        if (now := _state(published, page)) != seen:
            seen = now
            yield "event: changed\ndata:\n\n"
        elif pulses % PULSES_TO_KEEP_ALIVE == 0:
            yield ":\n\n"


def _state(published: Published, page: str) -> str | None:
    found = published.lookup(page)
    return found.sha256 if found else None


def _catalogs(published: Published) -> set[str]:
    return {
        path.relative_to(published.root).as_posix()
        for path in published.root.glob("locales/*/LC_MESSAGES/*.po")
        if path.is_file()
    }


def _entry_around(lines: list[str], number: int) -> Iterator[str]:
    """Yield the lines of the entry that a line (from 1) is part of: between two blank ones."""
    start = end = min(number, len(lines)) - 1
    while start > 0 and lines[start - 1].strip():
        start -= 1
    while end < len(lines) and lines[end].strip():
        end += 1
    yield from lines[start:end]
