"""What devices keep of an edition: its pack, and what helps in reading it beside that."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from pwa.locales import folder_of
from pwa.pages.policy import common_headers, framed_headers, svg_headers
from pwa.pages.search.answers import Search
from pwa.release.collection import language
from pwa.release.dates import edition_date
from pwa.release.materials import Materials
from pwa.release.packs import File, KeptHeaders, describe, in_parts, pack, part, revision
from pwa.release.release import Pack
from pwa.release.representations import HTML, IMMUTABLE, JSON, SVG, Body, Representation
from pwa.release.shelf import Shelf
from pwa.site import Site

# The files of an edition by address, each made when it is asked for.
Files = Mapping[str, Callable[[], File]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What devices are to keep of one edition, not packed yet; `id` stands for all of it.

    `script` is the name of the file that its pages run, which comes with the pages.
    """

    id: str
    locale: str
    script: str
    edition: Files
    aids: Files
    headers: KeptHeaders


def contents_of(
    id_: str,
    found: Mapping[str, Representation],
    aids: Mapping[str, Representation],
    search: Search,
    materials: Materials,
) -> Contents:
    """Return what devices are to keep of an edition of which these files have been found.

    `aids` are pages that help in reading it.
    """
    addresses, locale = materials.frame.addresses, search.language
    documents = (language(locale), *framed_headers(https=addresses.is_secure))
    return Contents(
        id_,
        locale,
        materials.script,
        edition={**_files(found), **_constant(materials.kept)},
        aids={
            addresses.search(locale): lambda: File(HTML, search.page),
            **_files(aids),
            **_constant(materials.aids),
        },
        headers={HTML: dict(documents), SVG: dict(svg_headers())},
    )


def _files(found: Mapping[str, Representation]) -> Files:
    return {address: partial(_file, one) for address, one in found.items()}


def _file(one: Representation) -> File:
    return File(one.media_type, one.body)


def _constant(files: Mapping[str, File]) -> Files:
    return {address: partial(_same, file) for address, file in files.items()}


def _same(file: File) -> File:
    return file


@dataclass(frozen=True, slots=True)
class Kept:
    """What devices are to keep of one edition, and of what helps in reading it.

    `script` is as `Contents` has it.
    """

    pack: Pack
    aids: Pack
    script: str

    @property
    def files(self) -> dict[str, Representation]:
        """What is answered at each address of theirs."""
        return {**self.pack.files, **self.aids.files}


@dataclass(frozen=True, slots=True)
class Packer:
    """Packs the editions of a site; what did not change keeps its pack, date included.

    `environ` may set the date of editions. A pack's bytes are not held: they follow from pages
    that are on the `shelf`.
    """

    site: Site
    environ: Mapping[str, str]
    shelf: Shelf

    def packed(self, contents: Contents, last: Kept | None) -> Kept:
        """Return what devices keep of an edition; `last` is what they kept of the one before."""
        edition, aids = contents.edition, contents.aids
        return Kept(
            self._pack(contents, edition, last.pack if last else None),
            self._pack(contents, aids, last.aids if last else None),
            contents.script,
        )

    def _pack(self, contents: Contents, made: Files, last: Pack | None) -> Pack:
        locale, headers = contents.locale, contents.headers
        files = _read(made, made)
        current = revision(files, headers)
        if last and last.revision == current:
            return last
        address, addresses = self.site.addresses.pack(locale, current), self.site.addresses
        described = describe(address, pack(locale, current, files, headers))
        whole = partial(_whole, locale, current, made, headers)
        answers = {address: self._answer(address, whole, str(described["sha256"]))}
        for number, some in enumerate(in_parts(files), 1):
            make = partial(_part, locale, current, number, made, some, headers)
            name = addresses.part(locale, current, number)
            answers[name] = self._answer(name, make)
        return Pack(current, self._date(locale), address, answers, described)

    def _answer(self, address: str, make: Callable[[], bytes], sha256: str = "") -> Representation:
        """What is answered at an address that changes with its content."""
        common = common_headers(https=self.site.addresses.is_secure)
        body = Body(make, lambda: address, self.shelf, sha256)
        return Representation(body, JSON, common, cache_control=IMMUTABLE)

    def _date(self, locale: str) -> str:
        inputs = ("content", f"locales/{folder_of(locale)}")
        # Records of no section: an edition is not newer for having been taken back.
        revocations = [f"{inputs[1]}/records/*.json"]
        return edition_date(self.site.root, inputs, self.environ, without=revocations)


def _whole(locale: str, current: str, made: Files, headers: KeptHeaders) -> bytes:
    return pack(locale, current, _read(made, made), headers)


def _part(
    locale: str,
    current: str,
    number: int,
    made: Files,
    some: Collection[str],
    headers: KeptHeaders,
) -> bytes:
    return part(locale, current, number, _read(made, some), headers)


def _read(made: Files, addresses: Collection[str]) -> dict[str, File]:
    return {address: made[address]() for address in addresses}
