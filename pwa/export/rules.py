"""What our own server says beside each file's bytes, as rules by address that other hosts follow.

A rule follows from settings and locales alone, never from a text: a host's configuration stays
right when only words have changed. What that leaves out is what each page's policy says of its own
style sheet and script: it stands in the page (`pwa.pages.policy.hosted_headers`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from whitenoise.media_types import default_types

from pwa.addresses import BOOK, Addresses
from pwa.pages.badge import badge_headers
from pwa.pages.book import MEDIA_TYPE as BOOK_TYPE
from pwa.pages.policy import (
    Headers,
    common_headers,
    document_headers,
    hosted_headers,
    svg_headers,
    worker_headers,
)
from pwa.pages.saved import saved_headers
from pwa.release.release import Release
from pwa.release.representations import (
    HTML,
    IMMUTABLE,
    JSON,
    MANIFEST,
    OFFERED,
    REVALIDATED,
    SCRIPT,
    SHARED,
    SVG,
    TEXT,
    XML,
)
from pwa.source.publication import PUBLISHED_TYPES

# The value that is what a rule's first group has matched; and the one with which a header that an
# earlier rule sets is not sent.
MATCHED: Final = "{matched}"
NOT_SENT: Final = ""

_BOOK: Final = re.escape(BOOK)

# By the end of a file's name; what is none of these is no text. Pictures, sound and film are called
# as our own server calls them.
MEDIA_TYPES: Final[Mapping[str, str]] = {
    **{
        suffix.removeprefix("."): kind
        for suffix, kind in default_types().items()
        if kind.split("/")[0] in PUBLISHED_TYPES
    },
    **OFFERED,
    "html": HTML,
    "js": SCRIPT,
    "json": JSON,
    "svg": SVG,
    "txt": TEXT,
    "webmanifest": MANIFEST,
    "xml": XML,
    "epub": BOOK_TYPE,
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Headers for the addresses that a regular expression finds, without the publication's path.

    A directory's file may be written out: `/es/` and `/es/index.html` are the same. Expressions
    begin with `^` and keep to what PCRE, RE2 and Python read alike. `what` says in words what is
    found.
    """

    what: str
    pattern: str
    headers: Headers
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Host:
    """What a host has to know of a publication.

    `saved` and `books` are each locale's Content-Disposition for whole.html and for the e-book;
    `moved` as in `Release`.
    """

    addresses: Addresses
    locales: tuple[str, ...]
    source_locale: str
    saved: Mapping[str, str]
    books: Mapping[str, str]
    moved: Mapping[str, str]

    @classmethod
    def of(cls, release: Release) -> "Host":
        """Return what a host has to know of a release."""
        return cls(
            release.addresses,
            release.locales,
            release.source_locale,
            _named(release, ".html"),
            _named(release, BOOK),
            release.moved,
        )

    @property
    def tags(self) -> str:
        """The locales, as alternatives of a regular expression."""
        return "|".join(map(re.escape, self.locales))

    def moves(self) -> Iterator[tuple[str, str]]:
        """Yield each former address with the present one."""
        for old, now in self.moved.items():
            for tag in self.locales:
                yield self.addresses.section(tag, old), self.addresses.section(tag, now)


def _named(release: Release, suffix: str) -> dict[str, str]:
    """Each locale's Content-Disposition for its publication in one file of a kind."""
    return {
        tag: dict(saved_headers(one, suffix, https=release.is_secure))["content-disposition"]
        for tag, one in release.editions.items()
    }


def rules(host: Host) -> tuple[Rule, ...]:
    """Return the rules; of several that set the same header, the last one counts."""
    https, tags = host.addresses.is_secure, host.tags
    return (
        Rule("everything", "^/", (("cache-control", REVALIDATED), *common_headers(https=https))),
        Rule("documents", r"^/(.*/)?(index\.html|404\.html)?$", hosted_headers(https=https)),
        Rule("pages", r"^/(.*/)?(index\.html)?$", (SHARED,)),
        *_languages(host),
        Rule(
            "editions in one file",
            rf"^/({tags})/whole\.html$",
            (SHARED, *document_headers("", https=https)),
            {"content-disposition": host.saved},
        ),
        Rule(
            "e-books",
            rf"^/({tags})/[^/]+{_BOOK}$",
            (),
            {"content-disposition": host.books},
        ),
        Rule(
            "searches",
            rf"^/({tags})/search(/|/index\.html)?$",
            (
                ("content-type", HTML),
                ("cache-control", "private, no-store"),
                (SHARED[0], NOT_SENT),
                ("x-robots-tag", "noindex"),
                *hosted_headers(https=https),
            ),
        ),
        Rule("the service worker", r"^/sw\.js$", worker_headers(https=https)),
        Rule("files with hashed names", "^/static/", (("cache-control", IMMUTABLE),)),
        Rule("packs and patches", rf"^/({tags})/edition/[^/]+$", (("cache-control", IMMUTABLE),)),
        Rule("pictures that could run scripts", r"^/static/.*\.svg$", svg_headers(https=https)),
        Rule("badges", r"^/badges/[^/]+\.svg$", badge_headers(https=https)),
    )


def _languages(host: Host) -> tuple[Rule, ...]:
    """What is in one language says so: documents, manifests, badges."""
    named = rf"manifest\.webmanifest|whole\.html|[^/]+{_BOOK}|search"
    document = rf"((.*/)?(index\.html|404\.html)?|{named})"
    matched = (("content-language", MATCHED),)
    every = (("content-language", host.source_locale),)
    return (
        Rule("editions", rf"^/({host.tags})/{document}$", matched),
        Rule("editions' badges", rf"^/badges/({host.tags})\.svg$", matched),
        Rule("all editions side by side", r"^/translation/(index\.html)?$", every),
    )


def media_type(name: str) -> str:
    """Return what a file is, by the end of its name."""
    suffix = PurePosixPath(name).suffix.removeprefix(".")
    return MEDIA_TYPES.get(suffix, "application/octet-stream")


def headers_for(found: tuple[Rule, ...], path: str) -> Headers:
    """Return what rules say of an address without the publication's path, its media type first."""
    named = {"content-type": media_type(f"{path}index.html" if path.endswith("/") else path)}
    for rule in found:
        if match := re.search(rule.pattern, path):
            named |= {n: match[1] if v == MATCHED else v for n, v in rule.headers}
            named |= {n: values[match[1]] for n, values in rule.own.items()}
    return tuple((name, value) for name, value in named.items() if value != NOT_SENT)
