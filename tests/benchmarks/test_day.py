"""A day of translation: translators save, now and then something broken, while readers read.

`PWA_SAVES=500 PWA_READERS=50 PWA_SECTIONS=50 PWA_LOCALES=20 .venv/bin/pytest -s
tests/benchmarks/test_day.py` is the whole day; without them it is an hour. The server is `pwa
serve` in processes of its own, and asked over HTTP alone.

Each save writes its number into a section's title, a heading and a paragraph. So whatever a reader
gets shows of which saves it is made: of one section two numbers are a mix, and so are two sections
of which one is older than the other allows.
"""

import asyncio
import contextlib
import gzip
import hashlib
import itertools
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import time
from base64 import b64encode
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import pytest

from pwa.release.packs import revision, unpack
from pwa.release.patches import apply_patch
from tests.benchmarks.corpus import Corpus, catalog_path, messages, section_id
from tests.ports import free_port

SAVES = int(os.environ.get("PWA_SAVES", "60"))
READERS = int(os.environ.get("PWA_READERS", "20"))
TRANSLATORS = 5
# Every so many saves are broken, and mended by the next.
FAULTY = 20

# Seconds: between two pages of a reader, two looks of a translator, and two saves of one; how long
# it is quiet before the first; how long anybody waits for what has to come.
THINK, LOOK, PAUSE, QUIET, PATIENCE = 0.2, 0.02, 0.3, 8.0, 60.0

ROOT = Path(__file__).parents[2]
CORPUS = Corpus()
DECODE = {"identity": bytes, "br": brotli.decompress, "gzip": gzip.decompress}
ENCODINGS = ("br", "br", "br", "gzip", "identity")
MARK = re.compile(rb"q(\d+)v(\d+)q")
STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


@dataclass
class Catalog:
    """A locale's catalog, and the saves of each section in it: their numbers, the first 0."""

    root: Path
    folder: str
    saves: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.path = catalog_path(self.root, self.folder)
        self.text = self.path.read_text(encoding="utf-8")
        for number in range(CORPUS.sections):
            self.saves[number] = [0]
            self._mark(number, "", mark(number, 0))
        self._write(self.text)

    @property
    def tag(self) -> str:
        return self.folder.replace("_", "-")

    def save(self, number: int, save: int) -> None:
        """Say in three messages of a section which save this is."""
        before = self.saves[number][-1]
        self.saves[number].append(save)
        self._mark(number, mark(number, before), mark(number, save))
        self._write(self.text)

    def break_off(self) -> None:
        """Save what no program can read, with a number that nobody may ever see."""
        at = len(self.text) * 2 // 3
        self._write(MARK.sub(b"q0v1q", self.text[:at].encode()).decode() + '\nmsgid "cut')

    def mend(self) -> None:
        """Save what was there before."""
        self._write(self.text)

    def _mark(self, number: int, old: str, new: str) -> None:
        for text in messages(number)[:3]:
            said = f'"{old}{self.folder} {text}"'
            assert said in self.text
            self.text = self.text.replace(said, f'"{new}{self.folder} {text}"')

    def _write(self, text: str) -> None:
        part = self.path.with_suffix(".new")
        part.write_text(text, encoding="utf-8")
        part.replace(self.path)


def mark(number: int, save: int) -> str:
    return f"q{number}v{save}q "


def span(found: bytes, catalog: Catalog) -> tuple[int, float]:
    """The saves of which what was found can be: from the newest in it to the first that is not.

    Fails where there is none: it is a mix.
    """
    shown = {(int(section), int(save)) for section, save in MARK.findall(found)}
    assert shown, "no section's words"
    assert max(Counter(section for section, _ in shown).values()) == 1, f"two saves: {shown}"
    assert all(save in catalog.saves[section] for section, save in shown), "what nobody saved"
    first = max(save for _, save in shown)
    last = min(_next(catalog.saves[section], save) for section, save in shown)
    assert first < last, f"of two releases: {sorted(shown)}"
    return first, last


def _next(saves: list[int], save: int) -> float:
    at = bisect_right(saves, save)
    return saves[at] if at < len(saves) else math.inf


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Client:
    """One connection that stays open, and the reader or the device behind it."""

    port: int
    catalogs: list[Catalog]
    times: list[float]
    known: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator["Client"]:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield self
        finally:
            self.writer.close()

    async def ask(self, path: str, **headers: str) -> Answer:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        begun = time.perf_counter()
        self.writer.write(
            "\r\n".join((f"GET {path} HTTP/1.1", "host: 127.0.0.1", *lines, "", "")).encode()
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        found = {name.lower(): value for name, _, value in (one.partition(": ") for one in head)}
        body = await self.reader.readexactly(int(found.get("content-length", 0)))
        self.times.append(time.perf_counter() - begun)
        return Answer(int(head[0].split()[1]), found, body)

    async def page(self, path: str) -> bytes:
        """Read a page, asking only whether it is still what it was where it is known."""
        encoding = random.choice(ENCODINGS)
        etag, known = self.known.get((path, encoding), ("", b""))
        named = {"if_none_match": etag} if etag else {}
        answer = await self.ask(path, accept_encoding=encoding, **named)
        assert answer.status in ((200, 304) if etag else (200,)), f"{path}: {answer.status}"
        body = known if answer.status == 304 else whole(answer)
        self.known[path, encoding] = (answer.headers["etag"], body)
        return body

    async def read(self, path: str, catalog: Catalog) -> None:
        """Read a page that shows sections; it is of one release, and of none before the last."""
        self.no_older(f"pages {catalog.tag}", await self.page(path), catalog)

    def no_older(self, what: str, found: bytes, catalog: Catalog) -> None:
        first, last = span(found, catalog)
        assert self.newest[what] < last, f"{what}: older than what was there before"
        self.newest[what] = max(self.newest[what], first)


def whole(answer: Answer) -> bytes:
    """The body as it was before it was compressed; its ETag is its own, and so is its policy."""
    encoding = answer.headers.get("content-encoding", "identity")
    body = DECODE[encoding](answer.body)
    suffix = "" if encoding == "identity" else f"-{encoding}"
    assert answer.headers["etag"] == f'"{hashlib.sha256(body).hexdigest()[:32]}{suffix}"'
    for style in STYLE.findall(body) if answer.headers["content-type"][:9] == "text/html" else ():
        digest = b64encode(hashlib.sha256(style).digest()).decode()
        assert digest in answer.headers["content-security-policy"] + body.decode()
    return body


async def read_on(client: Client, is_over: asyncio.Event) -> None:
    """A reader: opens a page, thinks, opens another one, in one language after the other."""
    async with client.connected():
        while not is_over.is_set():
            catalog = random.choice(client.catalogs)
            for path in random.choices(paths(catalog), k=6):
                await client.read(path, catalog)
                await asyncio.sleep(random.random() * 2 * THINK)


def paths(catalog: Catalog) -> list[str]:
    """A language's pages, its cover, the page with all of them and a section's neighbours."""
    cover = f"/{catalog.tag}/"
    sections = [f"{cover}{section_id(number)}/" for number in range(CORPUS.sections)]
    often = len(sections) // 8 + 1
    return [*sections, *[cover] * often, *[f"{cover}read/"] * often]


async def keep_up(client: Client, is_over: asyncio.Event) -> None:
    """A device: asks for the news, and gets the edition that they name, as a patch if it can."""
    kept = {}
    async with client.connected():
        while not is_over.is_set():
            catalog = random.choice(client.catalogs)
            news = json.loads(whole(await client.ask(f"/{catalog.tag}/edition.json")))
            # So long a device may take before it asks for what it was told of.
            await asyncio.sleep(random.random() * THINK)
            kept[catalog.tag] = await _edition(client, news, kept.get(catalog.tag))
            texts = b"".join(one.body for one in kept[catalog.tag].files.values())
            client.no_older(f"edition {catalog.tag}", texts, catalog)
            await asyncio.sleep(random.random() * 4 * THINK)


async def _edition(client: Client, news, kept):
    """The edition that was announced: the one that is kept, patched, or the pack."""
    if kept and kept.revision == news["revision"]:
        return kept
    path = news["pack"]["address"]
    if kept:
        answer = await client.ask(f"{path.removesuffix('.json')}.from.{kept.revision}.json")
        assert answer.status in {200, 404}
        if answer.status == 200:
            found = apply_patch(whole(answer), kept)
            assert found.revision == revision(found.files, found.headers) == news["revision"]
            return found
    answer = await client.ask(path, accept_encoding="gzip")
    assert answer.status == 200, f"{path}, which was announced: {answer.status}"
    body = whole(answer)
    assert hashlib.sha256(body).hexdigest() == news["pack"]["sha256"]
    return unpack(body)


@dataclass
class Day:
    """What happens in it, and what is known of it at its end."""

    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    done: int = 0
    served: list[float] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)

    async def translate(self, client: Client) -> None:
        """A translator: saves a sentence in one of some languages, and looks till it is there."""
        async with client.connected():
            while (save := next(self.numbers)) <= SAVES:
                catalog, number = random.choice(client.catalogs), random.randrange(CORPUS.sections)
                if save % FAULTY == 0:
                    await self._blunder(client, catalog)
                catalog.save(number, save)
                begun = time.perf_counter()
                path = f"/{catalog.tag}/{section_id(number)}/"
                await eventually(lambda: self._says(client, path, mark(number, save)))  # noqa: B023
                self.served.append(time.perf_counter() - begun)
                self.done += 1
                await asyncio.sleep(random.random() * 2 * PAUSE)

    async def _says(self, client: Client, path: str, text: str) -> bool:
        return text.encode() in await client.page(path)

    async def _blunder(self, client: Client, catalog: Catalog) -> None:
        """Save something broken: the file is named, and readers notice nothing."""
        catalog.break_off()
        await eventually(lambda: _is_named(client, catalog))
        await client.read(f"/{catalog.tag}/", catalog)
        catalog.mend()

    async def watch_memory(self, pid: int, is_over: asyncio.Event) -> None:
        while not is_over.is_set():
            self.memory.append((self.done, megabytes(pid)))
            await asyncio.sleep(1)

    def quarter(self, which: int) -> float:
        """The memory in a quarter of the day, the first being 1."""
        each = SAVES / 4
        return statistics.median(mb for done, mb in self.memory if done // each == which - 1)


async def _is_named(client: Client, catalog: Catalog) -> bool:
    health = json.loads((await client.ask("/health")).body)
    return catalog.tag in {error["locale"] for error in health["errors"]}


async def eventually(holds) -> None:
    end = time.monotonic() + PATIENCE
    while not await holds():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(LOOK)


def megabytes(pid: int) -> float:
    """The memory of a process and its children, what they share counted once (proc(5), Pss)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    own = re.search(r"\nPss: +(\d+) kB", rollup)
    return int(own[1]) / 1024 + sum(megabytes(int(child)) for child in children)


@contextlib.contextmanager
def served(root: Path) -> Iterator[tuple[int, int]]:
    """`pwa serve`, with its log in a file; yields its port and process id."""
    port = free_port()
    command = [sys.executable, "-m", "pwa", "--site", str(root), "serve", "--port", str(port)]
    with (root / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stderr=log, stdin=subprocess.DEVNULL)
        try:
            yield port, process.pid
        finally:
            process.terminate()
            process.wait()


async def answers(port: int) -> bool:
    try:
        async with Client(port, [], []).connected() as client:
            return (await client.ask("/health")).status == 200
    except (OSError, asyncio.IncompleteReadError):
        return False


async def live(
    port: int, pid: int, catalogs: list[Catalog]
) -> tuple[Day, list[float], list[float]]:
    """Let everybody read, then translators save as well; the times of answers, before and then."""
    day, is_over, quiet, busy = Day(), asyncio.Event(), [], []
    await eventually(lambda: answers(port))
    readers = [Client(port, catalogs, quiet) for _ in range(READERS)]
    devices = [Client(port, catalogs, []) for _ in range(READERS // 10)]
    async with asyncio.TaskGroup() as group:
        for one in readers:
            group.create_task(read_on(one, is_over))
        await asyncio.sleep(QUIET)
        for one in readers:
            one.times = busy
        for one in devices:
            group.create_task(keep_up(one, is_over))
        group.create_task(day.watch_memory(pid, is_over))
        shares = [catalogs[number::TRANSLATORS] for number in range(TRANSLATORS)]
        await asyncio.gather(*(day.translate(Client(port, some, [])) for some in shares if some))
        is_over.set()
    return day, quiet, busy


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="tells Linux's memory")
def test_a_day_of_translation_passes_without_an_error_a_mix_or_a_leak(tmp_path: Path) -> None:
    root = CORPUS.write(tmp_path / "site").resolve()
    catalogs = [Catalog(root, folder) for folder in CORPUS.tags[1:]]
    with served(root) as (port, pid):
        begun = time.perf_counter()
        day, quiet, busy = asyncio.run(live(port, pid, catalogs))
        seconds = time.perf_counter() - begun
    log = (root / "log").read_text()
    print(f"\n{CORPUS.name}: {day.done} saves in {seconds:.0f} s, {READERS} readers, ", end="")
    print(f"{len(quiet) + len(busy)} answers; saved → served {told(day.served)}")
    print(f"answers at rest {told(quiet)}, while saving {told(busy)}: x ", end="")
    print(f"{percentile(busy, 99) / percentile(quiet, 99):.1f} at p99; memory by quarters ", end="")
    print(", ".join(f"{day.quarter(number):.0f}" for number in (1, 2, 3, 4)), "MB")
    assert "Traceback" not in log
    assert day.quarter(4) < 1.1 * day.quarter(2)


def told(times: list[float]) -> str:
    return ", ".join(f"p{at} {percentile(times, at) * 1000:.1f} ms" for at in (50, 99))


def percentile(times: list[float], at: int) -> float:
    return statistics.quantiles(times, n=100)[at - 1]
