"""What devices keep of an edition: its pack, and what helps in reading it beside that."""

from collections.abc import Mapping
from dataclasses import dataclass

from pwa.locales import folder_of
from pwa.memo import Memo
from pwa.pages.policy import common_headers
from pwa.release.collection import Collection
from pwa.release.dates import edition_date
from pwa.release.materials import Materials
from pwa.release.packs import File, KeptHeaders, pack, parts, revision
from pwa.release.release import Pack
from pwa.release.representations import HTML, IMMUTABLE, JSON, Representation
from pwa.site import Site


@dataclass(frozen=True, slots=True)
class Kept:
    """What devices are to keep of one edition, and of what helps in reading it."""

    pack: Pack
    aids: Pack

    @property
    def files(self) -> dict[str, Representation]:
        """What is answered at each address of theirs."""
        return {**self.pack.files, **self.aids.files}


@dataclass(frozen=True, slots=True)
class Packer:
    """Packs the editions of a site; what did not change keeps its pack, date included.

    `environ` may set the date of editions.
    """

    site: Site
    environ: Mapping[str, str]
    memo: Memo

    def packed(
        self, locale: str, found: Collection, pages: Mapping[str, bytes], materials: Materials
    ) -> Kept:
        """Return what devices keep of an edition of which all files have been found.

        `pages` are those of its aids, by address.
        """
        headers = found.kept_headers(locale)
        own = {address: File(one.media_type, one.body) for address, one in found.made.items()}
        aids = {address: File(HTML, page) for address, page in pages.items()}
        return Kept(
            self._pack(locale, own | materials.kept, headers),
            self._pack(locale, aids | materials.aids, headers),
        )

    def _pack(self, locale: str, files: Mapping[str, File], headers: KeptHeaders) -> Pack:
        current = revision(files, headers)
        address = self.site.addresses.pack(locale, current)

        def made() -> Pack:
            bodies = {address: pack(locale, current, files, headers)}
            for number, part in enumerate(parts(locale, current, files, headers), 1):
                bodies[self.site.addresses.part(locale, current, number)] = part
            whole = {name: self._representation(body) for name, body in bodies.items()}
            return Pack(current, self._date(locale), address, whole)

        return self.memo(("pack", locale, current), made)

    def _representation(self, body: bytes) -> Representation:
        common = common_headers(https=self.site.addresses.is_secure)
        return Representation(body, JSON, common, cache_control=IMMUTABLE)

    def _date(self, locale: str) -> str:
        inputs = ("content", f"locales/{folder_of(locale)}")
        # Records of no section: an edition is not newer for having been taken back.
        revocations = [f"{inputs[1]}/records/*.json"]
        return edition_date(self.site.root, inputs, self.environ, without=revocations)
