"""What it costs to answer a page, against a bare ASGI function that sends the same bytes.

Each server is a process of its own, loaded in turn; only ratios are compared, as absolute
times do not travel. Throughput is what a reader sees; requests per second of the server's
own processor time stay true while the machine is busy with other things. `wrk` is used
where it is installed.
"""

import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from pwa.release.builder import Builder
from pwa.site import load_site
from pwa.web.app import create_app

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
def page():
    """A page of our own publication, in every process the same."""
    return Builder().build(load_site(ROOT, environ={})).representations[PATH]


def whole_app():
    """The app under test: what `pwa serve` runs."""
    return create_app(ROOT, watch=False, environ={"PWA_STATE": mkdtemp()})


def bare_page():
    """The least that an ASGI server can be given to send the same page."""
    variant = page().variant("br")
    return always(200, variant.raw_headers, variant.body)


def bare_304():
    """The least that an ASGI server can be given to send the same 304."""
    return always(304, page().variant("br").not_modified_headers, b"")


def always(status, headers, body):
    async def answer(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


@contextmanager
def served(factory):
    """Run an app of this file on uvicorn in another process; yields its port and process id."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    here = Path(__file__)
    command = [sys.executable, "-m", "uvicorn", f"{here.stem}:{factory.__name__}", "--factory"]
    options = ["--app-dir", str(here.parent), "--port", str(port), "--loop", "uvloop"]
    options += ["--http", "httptools", "--lifespan", "off", "--no-access-log"]
    process = subprocess.Popen([*command, *options, "--log-level", "warning"])
    try:
        wait_until_open(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def wait_until_open(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def request(headers):
    lines = [f"{name}: {value}" for name, value in ({"host": "127.0.0.1"} | headers).items()]
    return "\r\n".join([f"GET {PATH} HTTP/1.1", *lines, "", ""]).encode()


async def read_answer(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head)
    return head, await reader.readexactly(int(length[1])) if length else b""


async def fetch(port, headers):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(headers))
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
    """User and system time of a process (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


@pytest.mark.parametrize(
    ("bare", "condition"),
    [(bare_page, {}), (bare_304, {"if-none-match": page().variant("br").etag.decode()})],
)
def test_a_page_costs_little_more_than_a_bare_asgi_function(bare, condition):
    headers = ENCODINGS | BROWSER | condition
    with served(whole_app) as ours, served(bare) as theirs:
        assert asyncio.run(fetch(ours[0], headers)) == asyncio.run(fetch(theirs[0], headers))
        rounds = [(load(ours, headers), load(theirs, headers)) for _ in range(ROUNDS)]
    throughput = [mine.clock / least.clock for mine, least in rounds]
    processor = [mine.processor / least.processor for mine, least in rounds]
    print(
        f"\nwhole app / {bare.__name__}, median (range) of {ROUNDS} rounds:"
        f" throughput {told(throughput)}, by processor time {told(processor)}"
    )
    assert statistics.median(processor) > 0.7
