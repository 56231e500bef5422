"""A bucket that speaks S3, under a prefix, through obstore."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from pwa.errors import Finding, PublishError
from pwa.export.objects import Object, decoded

# Where each object of ours carries its digest, and the name that it was given: below a publication
# another may lie, whose objects have longer names here than they were given.
_DIGEST: Final = "pwa-digest"
_NAME: Final = "pwa-name"

# A bucket's name (Amazon S3, "General purpose bucket naming rules"), and what needs no escapes.
_ADDRESS: Final = re.compile(
    r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/(?!\.)[A-Za-z0-9._-]+)*/?)"
)

# The address of a store, as its client takes it (RFC 3986 §3.2, without what needs escapes).
_ENDPOINT: Final = re.compile(
    r"https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?"
)

# Objects that one request may remove (S3, DeleteObjects).
_AT_ONCE: Final = 1000

_MAY_NOT: Final = (
    "these credentials may not do that: they need s3:ListBucket on the bucket,"
    " s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it"
)

_NO_KEYS: Final = "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"

# What the store's own words mean, the first that is found in them.
_FAULTS: Final[Mapping[str, str]] = {
    "Missing AccessKeyId": _NO_KEYS,
    "Missing SecretAccessKey": _NO_KEYS,
    # Where there is nothing else, Amazon's own machines have credentials at this address.
    "169.254.169.254": _NO_KEYS,
    "NoSuchBucket": "there is no such bucket; make it, or mend the name",
    "InvalidAccessKeyId": "the store does not know this access key; see AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "the secret key is another one; see AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": "the credentials have expired; ask for new ones",
    "AccessDenied": _MAY_NOT,
    "PermanentRedirect": "the bucket is in another region; set AWS_REGION",
    "AuthorizationHeaderMalformed": "the bucket is in another region; set AWS_REGION",
    "error sending request": "the store cannot be reached; see the endpoint and the network",
    # An answer to HEAD says no more than this.
    "403 Forbidden": _MAY_NOT,
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Objects by their names, which begin after the prefix."""

    address: str
    store: S3Store

    @classmethod
    def at(cls, address: str, environ: Mapping[str, str], endpoint: str | None = None) -> "Bucket":
        """Return the bucket at `s3://bucket/prefix`, with the credentials of this process.

        obstore finds these itself, as AWS's own tools do. `environ` says how often to try; the
        store's own address, where it is not Amazon's, is `endpoint` or in `environ`. Raises
        PublishError for what is no such address, and for what cannot be used of the others.
        """
        match = _ADDRESS.fullmatch(address)
        if not match:
            what = f"{address!r} is no address of a bucket, such as s3://bucket/prefix"
            raise PublishError(Finding(what))
        endpoint = _endpoint(endpoint, environ)
        options: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
        retries = _attempts(environ) - 1
        with _told(address):
            store = S3Store(
                match[1],
                prefix=(match[2] or "").strip("/") or None,
                client_options={"allow_http": (endpoint or "").startswith("http://")},
                retry_config={"max_retries": retries, "retry_timeout": timedelta(seconds=60)},
                **options,
            )
        return cls(address, store)

    def listed(self) -> dict[str, tuple[str, datetime]]:
        """Return the ETag of everything in it, and when it was put there by the store's clock."""
        with self._telling():
            return {
                one["path"]: (one["e_tag"] or "", one["last_modified"])
                for page in obstore.list(self.store)
                for one in page
            }

    def read(self, name: str) -> bytes | None:
        """Return what readers get of an object; None where there is none, or it is damaged."""
        with self._telling(name):
            try:
                found = obstore.get(self.store, name)
            except FileNotFoundError:
                return None
            return decoded(bytes(found.bytes()), found.attributes.get("Content-Encoding"))

    def digest(self, name: str) -> str | None:
        """Return the digest that an object carries; None where it is none of ours."""
        with self._telling(name):
            try:
                found = obstore.get(self.store, name, options={"head": True}).attributes
            except FileNotFoundError:
                return None
        return found.get(_DIGEST) if found.get(_NAME) == quote(name) else None

    def write(self, one: Object) -> str:
        """Put an object in its place, whole or not at all; return its ETag."""
        headers = {name.title(): value for name, value in one.headers}
        with self._telling(one.name):
            done = obstore.put(
                self.store,
                one.name,
                one.stored(),
                attributes={**headers, _DIGEST: one.digest, _NAME: quote(one.name)},
                use_multipart=False,
            )
        return done["e_tag"] or ""

    def remove(self, names: list[str]) -> None:
        """Remove objects; what is not there is removed already."""
        with self._telling():
            for start in range(0, len(names), _AT_ONCE):
                obstore.delete(self.store, names[start : start + _AT_ONCE])

    def _telling(self, name: str = "") -> AbstractContextManager[None]:
        """What is told of an object, or of the bucket."""
        return _told(f"{self.address.rstrip('/')}/{name}" if name else self.address)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Raise PublishError for what the store says, in words that help."""
    try:
        yield
    except (BaseError, FileNotFoundError, ValueError) as error:
        said = str(error)
        meant = next((words for sign, words in _FAULTS.items() if sign in said), None)
        what = meant or said.partition("\n\nDebug source")[0]
        raise PublishError(Finding(what, where)) from error


def _endpoint(given: str | None, environ: Mapping[str, str]) -> str | None:
    """The store's own address, where one is given."""
    found = given or environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL")
    if found and not _ENDPOINT.fullmatch(found):
        what = f"{found!r} is no address of a store, such as https://store.example"
        raise PublishError(Finding(what))
    return found


def _attempts(environ: Mapping[str, str]) -> int:
    """How often a request is made before its fault is told."""
    given = environ.get("AWS_MAX_ATTEMPTS") or "5"
    if not re.fullmatch("[1-9][0-9]{0,2}", given):
        raise PublishError(Finding(f"AWS_MAX_ATTEMPTS is {given!r}; set a number, from 1 to 999"))
    return int(given)
