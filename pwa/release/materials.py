"""What all pages are made with: style sheet, scripts, icons, manifest, templates."""

import base64
import mimetypes
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import minify
from rcssmin import cssmin

from pwa.assets import Asset, asset
from pwa.errors import Finding, SiteError
from pwa.memo import Memo, digest
from pwa.pages.book import Picture
from pwa.pages.frame import Frame
from pwa.pages.manifest import FILE as MANIFEST
from pwa.pages.manifest import SCREENSHOT, SCREENSHOTS, Screenshot, icon_files, read_manifest
from pwa.pages.templates import FOLDER, TemplateFile, Templates
from pwa.release.inputs import Inputs
from pwa.release.packs import File
from pwa.release.representations import SCRIPT
from pwa.site import Site

# A script that exports is a module; every other one is wrapped in a function of its own.
_EXPORTS = re.compile(r"^export ", re.MULTILINE)

STYLE = "static/style.css"
WORKER = "static/sw.js"
PAGE_SCRIPT = "static/page.js"
FIRST_SCRIPT = "static/first.js"

# What helps in reading, by name: modules that pages ask for when they are wanted.
AIDS = {name: f"static/{name}.js" for name in ("search", "reading", "listening", "app", "sharing")}

# Takes the worker's place where nothing is to be kept: it removes the other one, and itself.
RETIRE = "static/retire.js"

# For previews alone: marks, a script that follows changes.
PREVIEW_STYLE = "static/preview.css"
PREVIEW_SCRIPT = "static/preview.js"
ICON = "manifest/icon.svg"
APPLE_ICON = "manifest/apple-touch-icon-180.png"


@dataclass(frozen=True, slots=True)
class Materials:
    """The frame of all pages, and the files that are served beside them.

    `assets` are everything under /static/, by the path that each has on disk; `manifest` is the
    web app manifest's source; `worker` the service worker's script.
    """

    frame: Frame
    assets: Mapping[str, Asset]
    manifest: Mapping[str, Any]
    worker: bytes

    @property
    def images(self) -> dict[str, str]:
        """The address of each file that stands beside the manifest."""
        return {
            name.removeprefix("manifest/"): self.frame.addresses.static(one.name)
            for name, one in self.assets.items()
            if name.startswith("manifest/")
        }

    @property
    def screenshots(self) -> list[Screenshot]:
        """What an installation shows of the app, by language and form."""
        return [
            Screenshot.of(name, self.frame.addresses.static(one.name), one.data)
            for name, one in self.assets.items()
            if name.startswith(f"manifest/{SCREENSHOTS}/")
        ]

    @property
    def pictures(self) -> dict[str, str]:
        """The content's images as data URLs (RFC 2397), by address."""
        return {
            address: f"data:{one.media_type};base64,{base64.b64encode(one.data).decode()}"
            for address, one in self.drawn.items()
        }

    @property
    def drawn(self) -> dict[str, Picture]:
        """The content's images, by address."""
        return {
            address: Picture(file.media_type, file.body)
            for address, file in self.kept.items()
            if file.media_type.startswith("image/")
        }

    @property
    def digest(self) -> str:
        """What stands for the frame and the assets, whose names hold their hashes."""
        return digest(self.frame.digest, [one.name for one in self.assets.values()])

    @property
    def kept(self) -> dict[str, File]:
        """What pages show offline, by address: the content's files and the icon."""
        own = (name for name in self.assets if name.startswith("content/"))
        return dict(map(self._file, (*own, ICON)))

    @property
    def script(self) -> str:
        """The name of the file that pages run: a device has it from the page that it opened."""
        return self.assets[PAGE_SCRIPT].name

    @property
    def aids(self) -> dict[str, File]:
        """What the aids to reading run, by address."""
        return dict(map(self._file, AIDS.values()))

    def _file(self, name: str) -> tuple[str, File]:
        one = self.assets[name]
        return self.frame.addresses.static(one.name), File(_media_type(name), one.data)


def gather(
    site: Site, inputs: Inputs, memo: Memo, *, preview: bool, retire: bool = False
) -> Materials:
    """Return the materials of a site; what it lacks is the engine's own.

    A preview, and who has the worker `retire`, keeps nothing on devices, and has what was kept
    removed. Raises SiteError for a faulty manifest or a file that it names in vain.
    """
    source = read_manifest(site.read_text(site.file(MANIFEST)).encode())
    names = [
        PAGE_SCRIPT,
        *AIDS.values(),
        ICON,
        APPLE_ICON,
        *(f"manifest/{name}" for name in icon_files(source)),
        *_screenshots(site),
    ]
    names += [PREVIEW_SCRIPT] if preview else []
    assets = {name: _asset(site, name, memo) for name in dict.fromkeys(names)}
    assets |= {f"content/{name}": one for name, one in inputs.publication.assets.items()}
    retire = retire or preview
    frame = _frame(site, inputs, assets, memo, preview=preview, retire=retire)
    worker = _script(site, site.file(RETIRE if retire else WORKER), memo)
    return Materials(frame, assets, source, worker)


def _screenshots(site: Site) -> Iterator[str]:
    """Yield the site's own: another's would show another publication."""
    for path in site.files(site.root / "manifest" / SCREENSHOTS):
        if SCREENSHOT.fullmatch(path.name):
            yield site.relative(path)


def _own(script: str) -> str:
    """A script with its names for itself, so that they can be short: a module's are."""
    return script if _EXPORTS.search(script) else f"(()=>{{{script}\n}})()"


def _asset(site: Site, name: str, memo: Memo) -> Asset:
    path = site.file(name)
    if not os.path.lexists(path):
        raise SiteError(Finding(f"{name} is named but does not exist; add it", MANIFEST))
    data = _script(site, path, memo) if name.endswith(".js") else site.read(path)
    return asset(name.partition("/")[2], data)


def _first(site: Site, memo: Memo) -> str:
    """The script in every head, which knows where the publication is."""
    script = _script(site, site.file(FIRST_SCRIPT), memo, lambda one: one)
    return script.decode().replace("PREFIX", site.addresses.root())


def _script(site: Site, path: Path, memo: Memo, form: Callable[[str], str] = _own) -> bytes:
    """A script as devices run it; what a licence asks for (`/*!`) stays."""
    text = form(site.read_text(path))
    try:
        return memo(("script", digest(text)), lambda: _minified(text)).encode()
    except minify.MinifyError as error:
        what, _, place = str(error).partition(" on line ")
        line = int(place.split()[0]) if place else 0
        raise SiteError(Finding(f"is no JavaScript: {what}", site.relative(path), line)) from error


def _minified(script: str) -> str:
    made: str = minify.string("application/javascript", script)
    return made


def _frame(
    site: Site,
    inputs: Inputs,
    assets: Mapping[str, Asset],
    memo: Memo,
    *,
    preview: bool,
    retire: bool,
) -> Frame:
    addresses = site.addresses
    return Frame(
        templates=_templates(site, memo),
        addresses=addresses,
        settings=site.settings,
        locales=tuple(inputs.locales),
        style=_style(site, memo, [STYLE, PREVIEW_STYLE] if preview else [STYLE]),
        script=addresses.static(assets[PAGE_SCRIPT].name),
        icons={
            "svg": addresses.static(assets[ICON].name),
            "apple": addresses.static(assets[APPLE_ICON].name),
        },
        first=_first(site, memo),
        aids={name: addresses.static(assets[path].name) for name, path in AIDS.items()},
        worker="" if retire else addresses.worker(),
        preview=addresses.static(assets[PREVIEW_SCRIPT].name) if preview else "",
    )


def _style(site: Site, memo: Memo, names: Sequence[str]) -> str:
    text = "\n".join(_sheet(site, site.file(name)) for name in names)
    return memo(("style", digest(text)), lambda: str(cssmin(text)))


def _sheet(site: Site, path: Path) -> str:
    """A style sheet that can stand within a page."""
    text = site.read_text(path)
    end = text.lower().find("</style")
    if end >= 0:
        what = "</style cannot stand in a style sheet: every page holds it; write <\\/style"
        raise SiteError(Finding(what, site.relative(path), text.count("\n", 0, end) + 1))
    return text


def _templates(site: Site, memo: Memo) -> Templates:
    """The site's own templates before the engine's, and the pictures that they include."""
    files = {
        path.relative_to(folder).as_posix(): TemplateFile(site.relative(path), site.read_text(path))
        for folder in (FOLDER, site.root / "templates")
        for pattern in ("*.html", "*.svg", "*.css", "*.opf")
        for path in site.files(folder, pattern)
    }
    key = digest(sorted((name, one.file, one.text) for name, one in files.items()))
    return memo(("templates", key), lambda: Templates(files))


def _media_type(name: str) -> str:
    if name.endswith(".js"):
        return SCRIPT
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
