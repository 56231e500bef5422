"""Wrong addresses that plainly mean one of ours."""

from collections.abc import Iterator

from pwa.locales import meant
from pwa.release.release import Release


def meant_address(release: Release, path: str) -> str | None:
    """Return the address that a wrong path means, None where it means none.

    Meant are a missing slash or one too many, a language tag that is the same one after likely
    subtags (`/pt-br/`, `/zh-CN/`), and a section's former id; also several of these at once.
    """
    for candidate in _candidates(release, path):
        if candidate != path and _exists(release, candidate):
            return candidate
    return None


def _candidates(release: Release, path: str) -> Iterator[str]:
    prefix = release.addresses.prefix
    yield f"{path}/"
    if not path.startswith(f"{prefix}/"):
        return
    yield path.removesuffix("/")
    tag, slash, rest = path.removeprefix(f"{prefix}/").partition("/")
    locale = tag if tag in release.locales else meant(tag, release.locales)
    if locale:
        yield f"{prefix}/{locale}/{rest}"
        yield f"{prefix}/{locale}/{rest}/" if slash and rest else f"{prefix}/{locale}/"
        now = release.moved.get(rest.removesuffix("/"))
        if now:
            yield release.addresses.section(locale, now)


def _exists(release: Release, address: str) -> bool:
    addresses = release.addresses
    own = {addresses.root(), addresses.start(), addresses.health(), addresses.status()}
    own |= {addresses.search(locale) for locale in release.locales}
    return address in release.representations or address in own
