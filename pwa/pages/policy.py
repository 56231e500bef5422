"""What the publication allows a browser to do, as the text of HTTP headers.

Everything is refused that the pages do not use. Documents and the service worker carry
the whole of it; every other answer carries the common headers.
"""

import base64
import hashlib
import re
from functools import lru_cache
from typing import Final

Headers = tuple[tuple[str, str], ...]

COMMON_HEADERS: Final[Headers] = (
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
)

# No includeSubDomains: the publication may live beside hosts that it does not speak for.
TRANSPORT_HEADERS: Final[Headers] = (("strict-transport-security", "max-age=31536000"),)

# Only names that browsers know: an unknown one is an error in the console. Not refused
# are autoplay, which in Chromium silences speechSynthesis too, web-share and
# clipboard-write, whose defaults already allow this origin alone.
REFUSED_FEATURES: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
)

# no-referrer: nobody, our own log included, learns which section a reader came from.
# Its price, `Origin: null` on form posts, is not paid: every form here is a GET.
_ISOLATION: Final[Headers] = (
    ("permissions-policy", ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)),
    ("cross-origin-opener-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
)

_FRAMING: Final = "frame-ancestors 'none'"

# What documents allow but scripts and styles, each kind by its name: beside a default, those two
# would have to be named as well, and follow from the page.
_KINDS: Final = (
    "base-uri 'none'; connect-src 'self'; font-src 'none'; form-action 'self'; frame-src 'none'; "
    "img-src 'self'; manifest-src 'self'; media-src 'none'; object-src 'none'; worker-src 'self'"
)

_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

# importScripts() falls under script-src; all else that a worker asks for, under connect-src.
_WORKER_POLICY: Final = (
    f"default-src 'none'; base-uri 'none'; connect-src 'self'; script-src 'self'; {_FRAMING}"
)

# An SVG opened on its own is a document of this origin, and a script in it would be ours.
_SVG_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@lru_cache(maxsize=256)
def sha256(text: str) -> str:
    """The Base64 SHA-256 of a style or script element's text, as CSP 3 wants it (§2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def content_security_policy(style_hash: str, script_hash: str = "") -> str:
    """The policy of a document whose inlined style sheet and script have these `sha256`.

    Without one, no style and no inlined script are allowed. Trusted Types stay out: the one sink
    in use is the registration of the worker, whose address the page itself carries, and script-src
    already admits no script but ours.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "base-uri 'none'",
            "connect-src 'self'",
            "form-action 'self'",
            "img-src 'self'",
            "manifest-src 'self'",
            *_inlined(style_hash, script_hash),
            "worker-src 'self'",
            _FRAMING,
        )
    )


def meta_content_security_policy(style_hash: str, script_hash: str = "") -> str:
    """The policy for a <meta> element, which cannot carry frame-ancestors (CSP 3, §3.3).

    It is a part of every page, and shorter for it: what comes from here may be of any kind, which
    takes in the kinds that there are none of here, such as frames and fonts.
    """
    own = ("default-src 'self'", "base-uri 'none'", "form-action 'self'")
    return "; ".join((*own, *_inlined(style_hash, script_hash)))


def _inlined(style_hash: str, script_hash: str) -> tuple[str, str]:
    style = f"'sha256-{style_hash}'" if style_hash else "'none'"
    script = f"'self' 'sha256-{script_hash}'" if script_hash else "'self'"
    return f"script-src {script}", f"style-src {style}"


def saved_content_security_policy(style_hash: str, _script_hash: str = "") -> str:
    """The policy, for a <meta> element, of a document that carries all that it shows."""
    return f"default-src 'none'; base-uri 'none'; img-src data:; style-src 'sha256-{style_hash}'"


def common_headers(*, https: bool = False) -> Headers:
    """What every answer carries; `https` when the publication's address is secure."""
    return COMMON_HEADERS + (TRANSPORT_HEADERS if https else ())


def document_headers(style_hash: str, script_hash: str = "", *, https: bool = False) -> Headers:
    """What an HTML document carries, the common headers included."""
    policy = content_security_policy(style_hash, script_hash)
    return (("content-security-policy", policy), *_ISOLATION, *common_headers(https=https))


def page_headers(page: bytes, *, https: bool = False) -> Headers:
    """What a page of ours carries: its policy allows the style and the script that stand in it."""
    inlined = (element.search(page) for element in (_STYLE, _SCRIPT))
    hashes = (sha256(found[1].decode()) if found else "" for found in inlined)
    return document_headers(*hashes, https=https)


def framed_headers(*, https: bool = False) -> Headers:
    """What documents carry that are told apart by nothing: each has its own policy within.

    All that a <meta> element cannot say of framing is said here.
    """
    return (("content-security-policy", _FRAMING), *_ISOLATION, *common_headers(https=https))


def hosted_headers(*, https: bool = False) -> Headers:
    """What documents carry on a host that tells them from all else, and not one from another.

    With what stands in a page it allows no more than `page_headers` do.
    """
    named = dict(framed_headers(https=https)) | {"content-security-policy": f"{_KINDS}; {_FRAMING}"}
    return tuple(named.items())


def worker_headers(*, https: bool = False) -> Headers:
    """What the service worker's script carries, the common headers included."""
    return (("content-security-policy", _WORKER_POLICY), *_ISOLATION, *common_headers(https=https))


def svg_headers(*, https: bool = False) -> Headers:
    """What an SVG image carries, the common headers included."""
    return (("content-security-policy", _SVG_POLICY), *common_headers(https=https))
