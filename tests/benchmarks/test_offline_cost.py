"""What it costs to keep an edition and to bring it up to date: bodies on the wire, in Brotli.

These are counts of bytes, the same on every machine; the seconds printed beside them are not.
"""

import json
import random
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pwa.release.builder import Builder
from pwa.release.packs import unpack
from pwa.release.patches import apply_patch, make_patch
from pwa.release.release import Release
from pwa.release.representations import compress_brotli
from pwa.site import engine_root, load_site

ROOT = Path(__file__).parents[2]
SECTIONS = 500
WORDS = (ROOT / "content/a-tool-not-a-cure.md").read_text().split()

# Bytes: the first install of a language beyond the page; one changed word (edition.json and patch
# together); a word of the interface on 500 pages.
INSTALL, WORD, INTERFACE = 25_000, 500, 2_000


def wire(body: bytes) -> int:
    """Bytes of a body as the server sends it."""
    return len(compress_brotli(body))


def build(builder: Builder, root: Path) -> Release:
    return builder.build(load_site(root, environ={}))


@dataclass
class Update:
    """What a device fetches after a change: two small files."""

    edition: int
    patch: int

    @property
    def total(self) -> int:
        return self.edition + self.patch


def update(builder: Builder, root: Path, file: Path, old: str, new: str) -> Update:
    """Change a file, publish, and lead a device that keeps the Spanish edition on."""
    before = unpack(build(builder, root).packs["es"].body)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    release = build(builder, root)
    after = unpack(release.packs["es"].body)
    started = time.perf_counter()
    patch = make_patch(before, after)
    seconds = time.perf_counter() - started
    assert patch is not None
    assert apply_patch(patch, before) == after
    announced = release.representations[release.addresses.edition("es")].body
    changed = sum(before.files.get(name) != one for name, one in after.files.items())
    found = Update(wire(announced), wire(patch))
    print(f"\n{changed} of {len(after.files)} files changed: ", end="")
    print(f"edition.json {found.edition} B, patch {found.patch} B,", end="")
    print(f" together {found.total} B (made in {seconds:.2f} s)")
    return found


@pytest.fixture
def shipped(tmp_path):
    """This publication, where it can be changed."""
    for folder in ("content", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture(params=[True, False], ids=["in parts", "without parts"])
def with_parts(request):
    return request.param


def generated(root: Path, sections: int, *, with_parts: bool) -> Path:
    """A publication with sections of about 350 words, in Spanish too."""
    rng = random.Random(1)
    (root / "content").mkdir(parents=True)
    texts = {f"s{n:03}": [sentence(rng) for _ in range(14)] for n in range(sections)}
    for name, paragraphs in texts.items():
        body = "\n\n".join(paragraphs)
        (root / f"content/{name}.md").write_text(f"# Section {name}\n\n{body}\n")
    parts = tenths(list(texts)) if with_parts else ""
    settings = 'title = "Book"\naddress = "https://book.org/"\n[review]\nshow = "translated"\n'
    (root / "content/publication.toml").write_text(settings + parts)
    titles = [f"Section {name}" for name in texts]
    translate(root, [*titles, *dict.fromkeys(text for some in texts.values() for text in some)])
    return root


def tenths(names: list[str]) -> str:
    tenth = -(-len(names) // 10)
    return "".join(
        f'[[parts]]\ntitle = "Part {at}"\nsections = {json.dumps(names[at : at + tenth])}\n'
        for at in range(0, len(names), tenth)
    )


def sentence(rng: random.Random) -> str:
    words = (rng.choice(WORDS).strip("*_#`[]()>-|!") for _ in range(25))
    return "A " + " ".join(word for word in words if word.isalpha()) + "."


def translate(root: Path, texts: list[str]) -> None:
    folder = root / "locales/es/LC_MESSAGES"
    folder.mkdir(parents=True)
    entries = "".join(f'\nmsgid "{text}"\nmsgstr "Es {text}"\n' for text in texts)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    (folder / "content.po").write_text(head + entries, encoding="utf-8")
    shutil.copy(engine_root() / "locales/es/LC_MESSAGES/interface.po", folder)


def dated() -> Builder:
    return Builder(environ={"SOURCE_DATE_EPOCH": "1790000000"})


def test_the_first_install_of_a_language_is_small():
    release = build(dated(), ROOT)
    worker = wire(release.representations[release.addresses.worker()].body)
    totals = {}
    for locale, pack in release.packs.items():
        edition = wire(release.representations[release.addresses.edition(locale)].body)
        parts = [one.body for address, one in pack.files.items() if address != pack.address]
        files = sum(map(wire, parts or [pack.body]))
        totals[locale] = worker + edition + files
        told = f"sw.js {worker} + edition.json {edition} + {len(parts) or 'one'} pack {files}"
        print(f"\n{locale}: {told} = {totals[locale]} B", end="")
    assert max(totals.values()) <= INSTALL


def test_one_word_costs_little(shipped):
    catalog = shipped / "locales/es/LC_MESSAGES/content.po"
    found = update(dated(), shipped, catalog, *one_word(catalog))
    assert found.total <= WORD


def one_word(catalog: Path) -> tuple[str, str]:
    """A line of a translation, and the same with another word in it."""
    text = catalog.read_text(encoding="utf-8")
    lines = re.findall(r'^msgstr (?:""\n)?("[^"\n]{60,}")', text, re.MULTILINE)
    old = lines[len(lines) // 2]
    words = old.split(" ")
    return old, " ".join([*words[:4], "cuidadosamente", *words[5:]])


def test_one_word_costs_the_same_with_500_sections(tmp_path, with_parts):
    costs = []
    for sections in (5, SECTIONS):
        root = generated(tmp_path / str(sections), sections, with_parts=with_parts)
        catalog = root / "locales/es/LC_MESSAGES/content.po"
        costs.append(update(dated(), root, catalog, *one_word(catalog)).total)
    assert costs[1] <= min(WORD, 1.1 * costs[0])


def test_a_word_of_the_interface_on_500_pages_costs_little(tmp_path, with_parts):
    root = generated(tmp_path, SECTIONS, with_parts=with_parts)
    catalog = root / "locales/es/LC_MESSAGES/interface.po"
    found = update(dated(), root, catalog, 'msgstr "Siguiente"', 'msgstr "Próxima"')
    assert found.total <= INTERFACE
