"""Every address of a publication, built in one place.

All of them begin with the path of the publication's own address, so that one under
`https://example.org/book/` links, scopes and caches within that folder.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

# First path parts under /<tag>/ that are our own: no section may be called so.
RESERVED = frozenset(
    {"about", "edition", "edition.json", "manifest.webmanifest", "offline", "qr", "read", "reading",
     "search", "translation", "whole.html"}
)  # fmt: skip

# Files that static hosts look for in every folder: as a path part, one would be a folder there.
HOSTS_OWN = frozenset({"index.html", "404.html"})

# How the file of a book ends: no section's address may begin with such a part.
BOOK = ".epub"

_SCHEMES = {"http": 80, "https": 443}

# RFC 3986 §3.2, without what needs escapes, and without user names.
_AUTHORITY = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{0,5}))?")

# Characters that are the same in a URL, in a request's decoded path and in a folder's name, in
# parts that no client resolves or merges (RFC 3986 §5.2.4).
_PATH = re.compile(r"(?:/(?!\.\.?(?:/|\Z))[A-Za-z0-9._~-]+)*/?")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses as paths from the origin's root; `absolute` makes URLs of them.

    `base` is the publication's own address without a slash at its end.
    """

    base: str

    @classmethod
    def of(cls, address: str) -> "Addresses":
        """Return the addresses of the publication at `address`, normalised (RFC 3986 §6.2).

        Scheme and host are lower case, and the scheme's own port is left out. Raises ValueError
        where that is no absolute http(s) address, or holds what none of ours could begin with.
        """
        try:
            scheme, authority, path = _parts(address)
        except ValueError as error:
            example = "an absolute address, such as https://example.org/"
            raise ValueError(f"{address!r} is not {example}: {error}") from error
        return cls(f"{scheme}://{authority}{path.rstrip('/')}")

    @property
    def prefix(self) -> str:
        """The path that every address begins with: empty, or `/book`."""
        return urlsplit(self.base).path

    @property
    def is_secure(self) -> bool:
        """Whether they are reached by https."""
        return self.base.startswith("https:")

    @property
    def origin(self) -> str:
        """Scheme and host, as in `https://example.org`."""
        return self.base.removesuffix(self.prefix)

    def absolute(self, path: str) -> str:
        """Return the URL of one of our paths."""
        return self.origin + path

    def root(self) -> str:
        """The address that leads to the reader's best language."""
        return f"{self.prefix}/"

    def start(self) -> str:
        """Where the installed app starts, whatever its language."""
        return f"{self.prefix}/start"

    def cover(self, tag: str) -> str:
        """An edition's cover."""
        return f"{self.prefix}/{tag}/"

    def section(self, tag: str, section: str) -> str:
        """One section."""
        return f"{self.prefix}/{tag}/{section}/"

    def read(self, tag: str) -> str:
        """The whole publication on one page, or its parts where it is long."""
        return f"{self.prefix}/{tag}/read/"

    def read_part(self, tag: str, number: int) -> str:
        """One part on one page; the first is 1."""
        return f"{self.prefix}/{tag}/read/{number}/"

    def whole(self, tag: str) -> str:
        """The whole publication in one file that needs nothing else, to be saved."""
        return f"{self.prefix}/{tag}/whole.html"

    def book(self, tag: str, name: str) -> str:
        """The whole publication as an e-book; the file is called by the publication's name."""
        return f"{self.prefix}/{tag}/{name}{BOOK}"

    def about(self, tag: str) -> str:
        """Who publishes, how translations are checked, what each status means, privacy."""
        return f"{self.prefix}/{tag}/about/"

    def translation(self, tag: str) -> str:
        """The edition's status, section by section."""
        return f"{self.prefix}/{tag}/translation/"

    def translations(self) -> str:
        """The status of all editions side by side."""
        return f"{self.prefix}/translation/"

    def offline(self, tag: str) -> str:
        """The editions on this device."""
        return f"{self.prefix}/{tag}/offline/"

    def search(self, tag: str) -> str:
        """Where an edition is searched: `?q=` asks."""
        return f"{self.prefix}/{tag}/search"

    def qr(self, tag: str) -> str:
        """QR codes of the cover and of each section, for other devices."""
        return f"{self.prefix}/{tag}/qr/"

    def reading(self, tag: str) -> str:
        """What helps in reading: the text's size and colours, listening, sharing."""
        return f"{self.prefix}/{tag}/reading/"

    def manifest(self, tag: str) -> str:
        """The web app manifest in one language."""
        return f"{self.prefix}/{tag}/manifest.webmanifest"

    def edition(self, tag: str) -> str:
        """The small file that says which revision is current."""
        return f"{self.prefix}/{tag}/edition.json"

    def pack(self, tag: str, revision: str) -> str:
        """One revision of an edition as a single download."""
        return f"{self.prefix}/{tag}/edition/{revision}.json"

    def part(self, tag: str, revision: str, number: int) -> str:
        """One part of a long pack; the first is 1."""
        return f"{self.prefix}/{tag}/edition/{revision}.{number}.json"

    def patch(self, tag: str, revision: str, old: str) -> str:
        """The difference that makes a revision of an older one."""
        return f"{self.prefix}/{tag}/edition/{revision}.from.{old}.json"

    def status(self) -> str:
        """The status of every section in every locale, for machines."""
        return f"{self.prefix}/status.json"

    def badge(self, tag: str) -> str:
        """How far an edition is, as a picture for other sites."""
        return f"{self.prefix}/badges/{tag}.svg"

    def sitemap(self) -> str:
        """The sitemap, with alternates."""
        return f"{self.prefix}/sitemap.xml"

    def robots(self) -> str:
        """What robots may read, and where the sitemap is."""
        return f"{self.prefix}/robots.txt"

    def worker(self) -> str:
        """The service worker; its place gives it the whole publication as its scope."""
        return f"{self.prefix}/sw.js"

    def health(self) -> str:
        """Whether a good release serves, and what is wrong on disk."""
        return f"{self.prefix}/health"

    def static(self, name: str = "") -> str:
        """A file with a hashed name."""
        return f"{self.prefix}/static/{quote(name)}"


def slug(name: str) -> str:
    """A name as a part of an address: what is left of it in a-z and 0-9, with hyphens between."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii_only.lower())) or "publication"


def _parts(address: str) -> tuple[str, str, str]:
    """Return scheme, authority and path. Raises ValueError that says what is wrong with them."""
    scheme, separator, rest = address.partition("://")
    authority, slash, path = rest.partition("/")
    if not separator or scheme.lower() not in _SCHEMES:
        raise ValueError("begin it with https://")
    if wrong := [mark for mark in "?#@" if mark in rest]:
        raise ValueError(f"leave out {wrong[0]!r} and what belongs to it")
    if not _PATH.fullmatch(slash + path):
        raise ValueError("write its path in a-z, A-Z, 0-9, '.', '_', '~' and '-', no part empty")
    return scheme.lower(), _authority(scheme.lower(), authority.lower()), slash + path


def _authority(scheme: str, authority: str) -> str:
    match = _AUTHORITY.fullmatch(authority)
    if not match:
        raise ValueError("write its host in a-z, 0-9, '.' and '-' (other letters as xn--…)")
    host, port = match[1], int(match[2] or _SCHEMES[scheme])
    if not 1 <= port <= 65535:
        raise ValueError(f"there is no port {port}")
    return host if port == _SCHEMES[scheme] else f"{host}:{port}"
