"""Sites made from literal texts, so that a test shows everything it is about."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import segno
from jinja2 import Environment
from starlette.testclient import TestClient

from pwa.memo import Memo
from pwa.pages import templates
from pwa.release import inputs, materials
from pwa.release.builder import Builder
from pwa.release.inputs import Reader
from pwa.release.release import Release
from pwa.review.fingerprints import fingerprints
from pwa.review.records import write_record
from pwa.site import load_site
from pwa.web.app import create_app

# A loaded machine is slow now and then, and no test is about that.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: tests wait for browsers and servers."""
    return (os.cpu_count() or 1) * 3 // 2


# What takes most of building a small site comes to the same in each: made once for all tests.
for module, pure in ((inputs, "_interface"), (materials, "_minified"), (segno, "make_qr")):
    setattr(module, pure, cache(getattr(module, pure)))

TEMPLATES: dict[tuple[str, ...], Any] = {}


def compiled(environment: Environment, *text: str) -> Any:
    if text not in TEMPLATES:
        TEMPLATES[text] = Environment.compile(environment, *text)
    return TEMPLATES[text]


templates._Environment.compile = compiled

Make = Callable[..., Path]

SETTINGS = """title = "Book"
tagline = "About it"
[review]
show_machine = "translated"
"""


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def po_text(pairs: Mapping[str, str], *, language: str = "", more: str = "") -> str:
    """A catalog from literal pairs; a msgstr that begins with `~` is fuzzy."""
    fields = (f"Language: {language}\n", "Content-Type: text/plain; charset=UTF-8\n")
    head = "\n".join(('msgid ""', 'msgstr ""', *map(quoted, fields), ""))
    entries = [
        f"{'#, fuzzy' + chr(10) if text.startswith('~') else ''}"
        f"msgid {quoted(msgid)}\nmsgstr {quoted(text.removeprefix('~'))}\n"
        for msgid, text in pairs.items()
    ]
    return "\n".join([head, *entries]) + more


def site_maker(folder: Path) -> Make:
    """A function that writes a site: `sections` as id → Markdown, `catalogs` as locale → pairs.

    A catalog without pairs is one where nobody has translated yet: none has no message at all.
    """

    def make(
        sections: Mapping[str, str] | None = None,
        catalogs: Mapping[str, Mapping[str, str]] | None = None,
        settings: str = SETTINGS,
        name: str = "site",
    ) -> Path:
        root = folder / name
        write(root / "content/publication.toml", settings)
        for section, text in (sections or {"one": "# One\n\nFirst words.\n"}).items():
            write(root / f"content/{section}.md", text)
        for locale, pairs in (catalogs or {}).items():
            path = f"locales/{locale.replace('-', '_')}/LC_MESSAGES/content.po"
            write(root / path, po_text(pairs or {"Book": ""}, language=locale))
        return root

    return make


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def make_site(tmp_path: Path) -> Make:
    """Writes a site for one test."""
    return site_maker(tmp_path)


@pytest.fixture(scope="module")
def make_shared_site(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Writes a site that a module's tests only look at."""
    return site_maker(tmp_path_factory.mktemp("shared"))


def built(root: Path, builder: Builder | None = None, address: str | None = None) -> Release:
    """The release of a site, dated so that it is the same on every machine."""
    builder = builder or Builder(environ={"SOURCE_DATE_EPOCH": "1700000000"})
    return builder.build(load_site(root, address=address, environ={}))


@pytest.fixture(scope="session")
def build() -> Callable[..., Release]:
    """A function that builds a site's release, the next one where it is given the builder."""
    return built


def signature(
    root: Path, locale: str, section: str, step: str, by: str = "Ana", **word: str
) -> Path:
    """Sign the present text of a section, whoever it is and however little it counts."""
    site = load_site(root, environ={})
    inputs = Reader(Memo()).read(site)
    [found] = [one for one in inputs.publication.sections if one.id == section]
    catalog, source = inputs.locales[locale].catalog, locale == site.settings.source_locale
    prints = fingerprints(
        [(m.key, m.msgid if source else catalog.text(m.key) or "") for m in found.messages]
    )
    fields = {"step": step, "section": section, "by": by, "method": "human", "segmenter": 1}
    fields |= {"at": "2026-01-01T00:00:00Z", **asdict(prints), **word}
    return write_record(root / f"locales/{locale}/records/{section}", fields)


@pytest.fixture(scope="session")
def sign() -> Callable[..., Path]:
    """A function that writes a record on what a section says now."""
    return signature


@pytest.fixture(scope="session")
def serve() -> Callable[..., TestClient]:
    """A function that puts a browser without a mind of its own before a site."""

    def client(root: Path, **options: Any) -> TestClient:
        app = create_app(root, watch=False, environ={}, **options)
        return TestClient(app, follow_redirects=False, raise_server_exceptions=False)

    return client


@dataclass
class Element:
    """An element of a page, with all the text within it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    within: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str | None:
        return self.attributes.get(name)


@dataclass
class _Elements(HTMLParser):
    """Every element of a page in order; a fault in nesting is an error."""

    found: list[Element] = field(default_factory=list)

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr"})

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        element = Element(tag, dict(attrs), within=tuple(one.tag for one in self.open))
        self.found.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()


@pytest.fixture(scope="session")
def elements() -> Callable[[str], list[Element]]:
    """A function that takes a page apart, and fails where elements are not well nested."""

    def parse(html: str) -> list[Element]:
        parser = _Elements()
        parser.feed(html)
        assert not parser.open
        return parser.found

    return parse
