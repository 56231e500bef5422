"""How readers reach the publisher: what publication.toml gives as `contact`, as a link."""

import re
from dataclasses import dataclass
from urllib.parse import quote

_MAIL = re.compile(r"[^\s<>@,;:\"]+@[^\s<>@,;:\"]+")
_WEB = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Contact:
    """Where readers can write; `url` is empty where the text is no address that one can follow."""

    text: str
    url: str


def contact(text: str, subject: str) -> Contact | None:
    """Return the publisher's contact, None where none is set.

    A mail address opens a letter on the subject (RFC 6068).
    """
    if not text:
        return None
    if _MAIL.fullmatch(text):
        return Contact(text, f"mailto:{quote(text, safe='@')}?subject={quote(subject, safe='')}")
    return Contact(text, text if _WEB.fullmatch(text) else "")
