"""What devices keep of each edition: packed once, and announced when it is there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock

from pwa.memo import digest
from pwa.pages.policy import common_headers
from pwa.release.packing import Contents, Kept, Packer
from pwa.release.packs import announcement
from pwa.release.release import Pack, Packs
from pwa.release.representations import JSON, Body, Representation

# The publisher's word on each revision of an edition that was taken back.
Revoked = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Packed:
    """What devices keep of an edition, by the `id` of its contents, and the pack before.

    A device may still be downloading that.
    """

    id: str
    now: Kept
    before: Pack


class Keeping:
    """The packs of the newest editions, and of those before them."""

    def __init__(self) -> None:
        """Begin with nothing packed."""
        self._packed: dict[str, _Packed] = {}
        self._announced: dict[str, tuple[str, Representation]] = {}
        self._lock = Lock()

    def kept(self, contents: Contents, packer: Packer) -> Kept:
        """Return what devices keep of an edition, packed now if it has others than before."""
        with self._lock:
            last = self._packed.get(contents.locale)
            if last and last.id == contents.id:
                return last.now
            now = packer.packed(contents, last.now if last else None)
            is_same = last and last.now.pack.address == now.pack.address
            before = (last.before if is_same else last.now.pack) if last else now.pack
            self._packed[contents.locale] = _Packed(contents.id, now, before)
            return now

    def served(
        self, contents: Iterable[Contents], revoked: Mapping[str, Revoked], packer: Packer
    ) -> tuple[dict[str, Representation], Packs]:
        """Return what is answered of that, and the packs: the last ones till others are packed.

        Of an edition that never was, they are packed when they are asked for.
        """
        made: dict[str, Representation] = {}
        packs: dict[str, Callable[[], Kept]] = {}
        for one in contents:
            last = self._packed.get(one.locale)
            if last:
                made |= {**last.before.files, **last.now.files}
            kept = partial(_now, last) if last else partial(self.kept, one, packer)
            key = digest(last.id if last else one.id, list(revoked[one.locale].items()))
            address = packer.site.addresses.edition(one.locale)
            packs[one.locale] = kept
            made[address] = self._announcement(key, one.locale, kept, revoked[one.locale], packer)
        return made, Packs(packs)

    def _announcement(
        self, key: str, locale: str, kept: Callable[[], Kept], revoked: Revoked, packer: Packer
    ) -> Representation:
        if self._announced.get(locale, ("",))[0] != key:
            body = Body(partial(_announced, locale, kept, revoked), lambda: key, packer.shelf)
            headers = common_headers(https=packer.site.addresses.is_secure)
            self._announced[locale] = (key, Representation(body, JSON, headers))
        return self._announced[locale][1]


def _now(packed: _Packed) -> Kept:
    return packed.now


def _announced(locale: str, kept: Callable[[], Kept], revoked: Revoked) -> bytes:
    now = kept()
    return announcement(
        locale,
        now.pack.date,
        now.pack.revision,
        now.pack.described,
        script=now.script,
        aids=now.aids.revision,
        parts=now.pack.parts,
        revoked=revoked,
    )
