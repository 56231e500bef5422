"""HTML that is part of no release: made for one reader, and for what is not there."""

from collections.abc import Mapping
from typing import Final

import brotli
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pwa.web.delivery import conditions, negotiate

# Compressed for each reader anew: a fortieth of the time that the best takes, for 15 % more bytes.
QUICK: Final = 5


def document(
    page: bytes, headers: Mapping[str, str], request: Request, status: int = 200
) -> HTMLResponse:
    """Return an answer with these headers, in Brotli where the reader's browser takes it."""
    varies = [headers["vary"]] if "vary" in headers else []
    named = {**headers, "vary": ", ".join((*varies, "Accept-Encoding"))}
    if negotiate(conditions(request.headers.raw)[0], ("br", "identity")) == "br":
        page, named["content-encoding"] = brotli.compress(page, quality=QUICK), "br"
    return HTMLResponse(page, status, named)
