"""What devices keep of each edition: packed once, and announced when it is there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock

from pwa.memo import digest
from pwa.pages.policy import common_headers
from pwa.release.packing import Contents, Kept, Packer
from pwa.release.packs import announcement
from pwa.release.release import Once, Pack, Packs
from pwa.release.representations import JSON, Body, Representation
from pwa.release.store import PackStore

# The publisher's word on each revision of an edition that was taken back.
Revoked = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Packed:
    """What devices keep of an edition, by the `id` of its contents, and what they kept before.

    A device may still be downloading that.
    """

    id: str
    now: Kept
    before: tuple[Pack, Pack]

    def then(self, id_: str, now: Kept) -> "_Packed":
        """What is kept after this."""
        were = zip(_packs(self.now), _packs(now), self.before, strict=True)
        one, aids = (b if was.address == new.address else was for was, new, b in were)
        return _Packed(id_, now, (one, aids))


class Keeping:
    """The packs of the newest editions, and of those before them.

    Those that are `stored` lie in the site's state before anybody is told of them.
    """

    def __init__(self, *, stored: bool = False) -> None:
        """Begin with nothing packed."""
        self._stored = stored
        self._packed: dict[str, _Packed] = {}
        self._announced: dict[str, tuple[str, Representation]] = {}
        self._rounds: dict[str, dict[str, int]] = {}
        self._round = 0
        # One is held while an edition is packed, the other while something is noted.
        self._lock, self._noting = Lock(), Lock()

    def expect(self, contents: Iterable[Contents]) -> None:
        """Hear of the newest editions: from now on these are newer than all before."""
        with self._noting:
            self._round += 1
            for one in contents:
                self._rounds.setdefault(one.locale, {})[one.id] = self._round

    def kept(self, contents: Contents, packer: Packer) -> Kept:
        """Return what devices keep of an edition, packed now if it has others than before."""
        with self._lock:
            last = self._packed.get(contents.locale)
            if last and last.id == contents.id:
                return last.now
            now = packer.packed(contents, last.now if last else None)
            if self._stored:
                PackStore(packer.site.state / "packs").keep({contents.locale: now.pack})
            # Somebody may be asking a release that has been replaced.
            if not last or self._is_newer(contents, last.id):
                after = last or _Packed(contents.id, now, _packs(now))
                self._packed[contents.locale] = after.then(contents.id, now)
            return now

    def _is_newer(self, contents: Contents, id_: str) -> bool:
        with self._noting:
            rounds = self._rounds.get(contents.locale, {})
            now = rounds.get(contents.id, 0)
            is_newer = now >= rounds.get(id_, 0)
            if is_newer:
                later = {one: at for one, at in rounds.items() if at >= now}
                self._rounds[contents.locale] = later
            return is_newer

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
                made |= {**last.before[0].files, **last.before[1].files, **last.now.files}
            kept = partial(_now, last) if last else Once(partial(self.kept, one, packer))
            key = digest(last.id if last else one.id, list(revoked[one.locale].items()))
            address = packer.site.addresses.edition(one.locale)
            packs[one.locale] = kept
            made[address] = self._announcement(key, one.locale, kept, revoked[one.locale], packer)
        return made, Packs(packs)

    def _announcement(
        self, key: str, locale: str, kept: Callable[[], Kept], revoked: Revoked, packer: Packer
    ) -> Representation:
        if self._announced.get(locale, ("",))[0] != key:
            # The date is git's or the environment's, and may be another for the same pages.
            body = Body(
                partial(_announced, locale, kept, revoked),
                lambda: digest(key, kept().pack.date),
                packer.shelf,
            )
            headers = common_headers(https=packer.site.addresses.is_secure)
            self._announced[locale] = (key, Representation(body, JSON, headers))
        return self._announced[locale][1]


def _packs(kept: Kept) -> tuple[Pack, Pack]:
    return kept.pack, kept.aids


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
