"""What it costs to answer a page: beside a bare ASGI function, beside nginx, and while it changes.

Each server is a process of its own, loaded in turn; only ratios are compared, as absolute
times do not travel. Throughput is what a reader sees; requests per second of the server's
own processor time stay true while the machine is busy with other things. `wrk` is used
where it is installed.
"""

import asyncio
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pwa.web.app import SWITCH, create_app
from tests.benchmarks import corpus
from tests.ports import free_port

PATH = "/es/understanding-ketamine-therapy/"
ROUNDS = 9
SECONDS = 1
CONNECTIONS = 16
ROOT = Path(__file__).parents[2]

ENCODINGS = {"accept-encoding": "gzip, deflate, br, zstd"}
BROWSER = {
    "user-agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156.0 Mobile",
    "accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "accept-language": "es-MX,es;q=0.9,en;q=0.8",
}


@cache
def answers():
    """What our own publication answers at a page: headers and body of a 200, headers of a 304."""
    with TemporaryDirectory() as state:
        app = create_app(ROOT, watch=False, environ={"PWA_STATE": state})
        app.lookup(PATH).variant("br")
        field = (b"accept-encoding", b"br")
        _, headers, body = app.at_once("GET", PATH, [field])
        etag = (b"if-none-match", dict(headers)[b"etag"])
        return headers, body, app.at_once("GET", PATH, [field, etag])[1]


def bare_page():
    """The least that an ASGI server can be given to send the same page."""
    headers, body, _ = answers()
    return always(200, headers, body)


def bare_304():
    """The least that an ASGI server can be given to send the same 304."""
    return always(304, answers()[2], b"")


def always(status, headers, body):
    async def answer(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


UVICORN = ["uvicorn", "--loop", "uvloop", "--http", "httptools", "--lifespan", "off"]
UVICORN += [
    "--no-access-log",
    "--no-server-header",
    "--log-level",
    "warning",
    "--factory",
    "--port",
]

# Others that were looked at; they are run where they are installed.
OTHERS = {
    "granian": ["--interface", "asginl", "--loop", "uvloop", "--no-ws", "--factory", "--port"],
    "hypercorn": ["-k", "uvloop", "--bind"],
}


async def hypercorn_app(scope, receive, send):
    """hypercorn calls no factory, and asks for a lifespan."""
    assert scope["type"] == "http"
    await made(bare_page)(scope, receive, send)


@cache
def made(factory):
    return factory()


@contextmanager
def served(command, *, last=""):
    """Run a server in another process; yields its port and process id."""
    port = free_port()
    here = Path(__file__)
    environ = os.environ | {"PYTHONPATH": os.pathsep.join((str(here.parent), str(ROOT), *sys.path))}
    process = subprocess.Popen(
        [*command, str(port) if not last else last.format(port)], env=environ, cwd=here.parent
    )
    try:
        wait_until_open(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def on_uvicorn(factory):
    """A function of this file on uvicorn as it comes."""
    application = f"{Path(__file__).stem}:{factory.__name__}"
    return served([sys.executable, "-m", UVICORN[0], application, *UVICORN[1:]])


def ours():
    """The whole app, as `pwa serve` runs it: what makes releases is another process."""
    return served([sys.executable, "-m", "pwa", "--site", str(ROOT), "serve", "--port"])


def wait_until_open(port):
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def request(headers, path=PATH):
    lines = [f"{name}: {value}" for name, value in ({"host": "127.0.0.1"} | headers).items()]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


async def read_answer(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return head, await reader.readexactly(int(length[1])) if length else b""


async def fetch(port, headers, path=PATH):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(headers, path))
    head, body = await read_answer(reader)
    writer.close()
    return re.sub(rb"\r\ndate: [^\r]*", b"", head), body


@dataclass
class Rate:
    """Requests per second of the clock, and of the server's processor time."""

    clock: float
    processor: float


def load(server, headers):
    port, pid = server
    before, start = processor_seconds(pid), time.perf_counter()
    count = load_with_wrk if shutil.which("wrk") else load_with_asyncio
    answered = count(port, headers)
    elapsed = time.perf_counter() - start
    return Rate(answered / elapsed, answered / (processor_seconds(pid) - before))


def processor_seconds(pid):
    """User and system time of a process (proc(5), fields 14 and 15) and of its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(child) for child in children)


def load_with_wrk(port, headers):
    fields = [part for item in headers.items() for part in ("-H", ": ".join(item))]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *fields]
    url = f"http://127.0.0.1:{port}{PATH}"
    output = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx or 3xx" not in output
    return int(re.search(r"(\d+) requests in", output)[1])


def load_with_asyncio(port, headers):
    deadline = time.perf_counter() + SECONDS

    async def ask_until_deadline():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answered = 0
        while time.perf_counter() < deadline:
            writer.write(request(headers))
            await read_answer(reader)
            answered += 1
        writer.close()
        return answered

    async def ask_on_all_connections():
        return sum(await asyncio.gather(*(ask_until_deadline() for _ in range(CONNECTIONS))))

    return asyncio.run(ask_on_all_connections())


def told(ratios):
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def compared(name, mine, theirs, headers):
    """Tell the ratios, and return the median one of requests per processor second."""
    rounds = [(load(mine, headers), load(theirs, headers)) for _ in range(ROUNDS)]
    throughput = [one.clock / other.clock for one, other in rounds]
    processor = [one.processor / other.processor for one, other in rounds]
    print(
        f"\n{name}, median (range) of {ROUNDS} rounds:"
        f" throughput {told(throughput)}, by processor time {told(processor)}"
    )
    return statistics.median(processor)


@pytest.mark.parametrize("bare", [bare_page, bare_304])
def test_a_page_costs_less_than_a_bare_asgi_function(bare):
    etag = dict(answers()[0])[b"etag"].decode()
    headers = ENCODINGS | BROWSER | ({"if-none-match": etag} if bare is bare_304 else {})
    with ours() as mine, on_uvicorn(bare) as theirs:
        asyncio.run(fetch(mine[0], headers))  # the encoding is made
        assert asyncio.run(fetch(mine[0], headers)) == asyncio.run(fetch(theirs[0], headers))
        processor = compared(f"whole app / {bare.__name__}", mine, theirs, headers)
    assert processor > 0.9


@pytest.mark.parametrize("server", OTHERS)
def test_other_servers_are_compared(server):
    pytest.importorskip(server)
    application = "hypercorn_app" if server == "hypercorn" else "bare_page"
    last = "127.0.0.1:{}" if server == "hypercorn" else ""
    headers = ENCODINGS | BROWSER
    command = [sys.executable, "-m", server, f"{Path(__file__).stem}:{application}"]
    with served([*command, *OTHERS[server]], last=last) as theirs, ours() as mine:
        asyncio.run(fetch(theirs[0], headers))
        asyncio.run(fetch(mine[0], headers))
        compared(f"whole app / bare_page on {server}", mine, theirs, headers)


MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

NGINX = """
user root;
load_module {module};
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types; access_log off; keepalive_requests 1000000000;
    sendfile on; tcp_nopush on; etag off; open_file_cache max=1000;
    server {{
        listen 127.0.0.1:{port}; root {folder}/www; brotli_static on; gzip_static on;
        {headers}
    }}
}}
"""

# What nginx says of its own accord.
ITS_OWN = (b"content-type", b"content-length", b"content-encoding", b"vary")


@contextmanager
def on_nginx(folder):
    """The export, precompressed, with the same headers, on nginx: one worker process."""
    port = free_port()
    command = [sys.executable, "-m", "pwa", "--site", str(ROOT), "export", str(folder / "www")]
    address = f"http://127.0.0.1:{port}/"
    subprocess.run(
        [*command, "--precompressed", "--address", address], check=True, stdout=subprocess.DEVNULL
    )
    kept = [(n.decode(), v.decode()) for n, v in answers()[0] if n not in ITS_OWN]
    headers = "".join(f"add_header {name} {json.dumps(value)};" for name, value in kept)
    (folder / "nginx.conf").write_text(
        NGINX.format(folder=folder, module=MODULE, port=port, headers=headers)
    )
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")])
    try:
        wait_until_open(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("wrk") and MODULE.exists()),
    reason="no nginx, Brotli for it, or wrk here",
)
def test_a_page_is_served_at_half_the_rate_of_nginx_or_more(tmp_path):
    headers = ENCODINGS | BROWSER
    with on_nginx(tmp_path) as theirs, ours() as mine:
        asyncio.run(fetch(mine[0], headers))
        mine_head, mine_body = asyncio.run(fetch(mine[0], headers))
        their_head, their_body = asyncio.run(fetch(theirs[0], headers))
        assert abs(len(mine_body) - len(their_body)) < 100  # other addresses, the same page
        assert abs(len(mine_head) - len(their_head)) < 100
        processor = compared("whole app / nginx", mine, theirs, headers)
    assert processor > 0.5


def delays(published, catalog, text):
    """How long a thread waits beyond a millisecond's sleep while releases are made, in seconds.

    By the clock or the process's own processor time, whichever is less: what other programs take
    of the machine is not counted, only what is kept from it within the process.
    """
    is_over, found = threading.Event(), []

    def make():
        for number in range(10):
            catalog.write_text(text.replace("Una mirada", f"Una mirada {number}"), "utf-8")
            published.renew()
        is_over.set()

    threading.Thread(target=make).start()
    while not is_over.is_set():
        clock, processor = time.perf_counter(), time.process_time()
        time.sleep(0.001)
        waited = min(time.perf_counter() - clock, time.process_time() - processor)
        found.append(max(waited - 0.001, 0))
    return statistics.quantiles(found, n=100)[98]


def test_a_release_in_the_making_lets_answers_through(tmp_path):
    for name in ("content", "locales", "static", "manifest"):
        shutil.copytree(ROOT / name, tmp_path / name)
    catalog = tmp_path / "locales/es/LC_MESSAGES/content.po"
    text = catalog.read_text(encoding="utf-8")
    published = create_app(tmp_path, watch=False, environ={}).app.app.state.published
    default, rounds = sys.getswitchinterval(), []
    for _ in range(5):
        sys.setswitchinterval(default)
        before = delays(published, catalog, text)
        sys.setswitchinterval(SWITCH)
        rounds.append((delays(published, catalog, text), before))
    sys.setswitchinterval(default)
    ratios = [ours / before for ours, before in rounds]
    ours = statistics.median(one for one, _ in rounds)
    print(f"\np99 of a delay, with our switch / Python's ({ours * 1000:.2f} ms): {told(ratios)}")
    assert statistics.median(ratios) < 0.8


LOOKS = 8
LOOK = 3
IDLE = 0.05  # seconds of processor time in one
READERS = 10
THINK = 0.02
NUMBER = corpus.SECTIONS // 2
SECTION = f"/es/{corpus.section_id(NUMBER)}/"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A publication of the size that PWA_SECTIONS and PWA_LOCALES name."""
    return corpus.Corpus().write(tmp_path_factory.mktemp("library") / "site").resolve()


@contextmanager
def as_it_is_run(root):
    command = [sys.executable, "-m", "pwa", "--site", str(root), "serve"]
    with served([*command, "--address", "http://x.example/", "--port"]) as (port, pid):
        yield port, pid


SAVING = """
import sys, time
from pathlib import Path
from tests.benchmarks.corpus import save_sentence
for _ in range(int(sys.argv[3])):
    save_sentence(Path(sys.argv[1]), "es", int(sys.argv[2]), f"Palabra{time.time_ns()}")
    time.sleep(0.5)
"""


@contextmanager
def saving(root):
    """Somebody saves a sentence of the page that is asked for, again and again: elsewhere."""
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    command = ["nice", sys.executable, "-c", SAVING, str(root), str(NUMBER), str(2 * LOOK)]
    somebody = subprocess.Popen(command, env=environ)
    try:
        time.sleep(0.5)
        yield
    finally:
        somebody.wait()


async def read_on(port, until, times):
    """A reader who opens a page, thinks, and opens it again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        await asyncio.sleep(random.random() * 2 * THINK)
        begun = time.perf_counter()
        writer.write(request(ENCODINGS, SECTION))
        head, _ = await read_answer(reader)
        times.append(time.perf_counter() - begun)
        assert b" 200 " in head
    writer.close()


def paced(port):
    """How long readers who think wait, at the median and the 99th percentile, in milliseconds."""

    async def all_readers(times, until):
        await asyncio.gather(*(read_on(port, until, times) for _ in range(READERS)))

    times = []
    asyncio.run(all_readers(times, time.perf_counter() + LOOK))
    found = statistics.quantiles(times, n=100)
    return found[49] * 1000, found[98] * 1000


def saturated(port):
    """The same where all ask again at once, as many as the server can answer."""
    if not shutil.which("wrk"):
        pytest.skip("wrk")
    command = ["wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{LOOK}s"]
    command += ["-H", "accept-encoding: br", f"http://127.0.0.1:{port}{SECTION}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx or 3xx" not in output
    found = re.search(r"50%\s+([\d.]+)(\w+)\s.*?99%\s+([\d.]+)(\w+)\s", output, re.DOTALL)
    units = {"us": 0.001, "ms": 1, "s": 1000}
    return float(found[1]) * units[found[2]], float(found[3]) * units[found[4]]


def wait_until_idle(pid):
    """Until the process that makes releases does nothing any more."""
    [maker] = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    before = -1.0
    while (now := processor_seconds(maker)) - before > IDLE:
        before = now
        time.sleep(1)


def looks(load, port, pid, root):
    """Pairs of looks, while somebody saves and at rest; which one comes first changes."""
    for number in range(LOOKS):
        found = {}
        for is_saving in (number % 2 == 0, number % 2 == 1):
            wait_until_idle(pid)
            with saving(root) if is_saving else nullcontext():
                found[is_saving] = load(port)
        yield found[True], found[False]


@pytest.mark.parametrize("load", [paced, saturated])
def test_saves_do_not_keep_readers_waiting(library, load):
    """The medians of many looks each, in turn.

    Where looks at rest do not agree with each other, something else runs on the machine, and
    nothing is asserted.
    """
    with as_it_is_run(library) as (port, pid):
        load(port)
        wait_until_kept(library)
        found = list(looks(load, port, pid, library))
    for name, at in (("p50", 0), ("p99", 1)):
        busy, quiet = ([look[who][at] for look in found] for who in (0, 1))
        usual = statistics.median(quiet)
        ratio = statistics.median(busy) / usual
        pairs = [one / other for one, other in zip(busy, quiet, strict=True)]
        print(
            f"\n{load.__name__}, {name} while saving / at rest ({usual:.2f} ms): {ratio:.2f};",
            end="",
        )
        print(f" of pairs {told(pairs)}, of the best {min(busy) / min(quiet):.2f}")
    first, _, third = statistics.quantiles(quiet, n=4)
    assert ratio < 1.5 or third > 1.5 * first


def is_kept(root):
    for path in (root / ".pwa").glob("shelf.*.sqlite"):
        with closing(sqlite3.connect(path)) as file:
            return bool(file.execute("SELECT 1 FROM shelf WHERE key = 'served'").fetchall())
    return False


def wait_until_kept(root):
    """Until all pages have been made, and what is served is kept for the next start."""
    for _ in range(6000):
        if is_kept(root):
            return
        time.sleep(0.2)
    raise TimeoutError("it never was kept")


def first_page(root, path=SECTION, *, then=lambda pid: None):
    """Seconds from the command to a page; and what is looked at `then`."""
    started = time.perf_counter()
    with as_it_is_run(root) as (port, pid):
        asyncio.run(fetch(port, ENCODINGS, path))
        return time.perf_counter() - started, then(pid)


def cold(root, path):
    """Seconds to a page where nothing was ever made."""
    shutil.rmtree(root / ".pwa", ignore_errors=True)
    return first_page(root, path)[0]


def memory(pid):
    """What a process has in memory, and what those that it began have (proc(5)), in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    told = (Path(f"/proc/{one}/status").read_text() for one in (pid, *children))
    return [int(re.search(r"VmRSS:\s+(\d+)", text)[1]) // 1024 for text in told]


def of_python():
    """Seconds that a command takes which does nothing."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pwa", "--version"], check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - begun


def test_the_first_page_is_served_at_once(library):
    """A section's page, be it the first start or another; a cover is made of all sections."""
    starts = [(of_python(), cold(library, SECTION)) for _ in range(3)]
    command, page = (min(taken) for taken in zip(*starts, strict=True))
    cover = cold(library, "/es/")

    def kept(pid):
        wait_until_kept(library)
        return memory(pid)

    _, in_memory = first_page(library, then=kept)
    warm = min(first_page(library)[0] for _ in range(3))
    print(f"\n{corpus.Corpus().name}: first page {warm:.2f} s warm, {page:.2f} s cold,", end="")
    print(f" {page / command:.1f} of a command that does nothing ({command:.2f} s);", end="")
    print(f" a cover cold {cover:.2f} s;", end="")
    pages = corpus.SECTIONS * corpus.LOCALES / 1000
    print(f" in memory {in_memory[0]:.0f} MB before, and behind", end="")
    print(f" {sum(in_memory[1:]):.0f} MB, {sum(in_memory) / pages:.0f} MB a thousand pages")
    assert page < cover
    assert page < 3 * command or os.getloadavg()[0] > os.cpu_count()


def served_with(connection, word):
    """Ask for the section until a word stands there, on one connection and with little work."""
    while True:
        connection.request("GET", SECTION)
        if word.encode() in connection.getresponse().read():
            return
        time.sleep(0.002)


def test_a_saved_sentence_is_served(library):
    """From the closed file to the byte that a reader has."""
    taken = []
    with as_it_is_run(library) as (port, _):
        wait_until_kept(library)
        for number in range(LOOKS):
            with closing(HTTPConnection("127.0.0.1", port)) as connection:
                served_with(connection, "</html>")
                corpus.save_sentence(library, "es", NUMBER, f"Guardado{number}")
                begun = time.perf_counter()
                served_with(connection, f"Guardado{number}")
                taken.append((time.perf_counter() - begun) * 1000)
            time.sleep(2)
        others = os.getloadavg()[0]
    name, usual = corpus.Corpus().name, statistics.median(taken)
    print(f"\n{name}: saved to served {usual:.0f} ms, best {min(taken):.0f} ms")
    assert usual < 100 or others > os.cpu_count()
