"""A server is stopped, reloaded and moved while readers go on asking."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from pwa import serving
from pwa.errors import RefusedError
from pwa.serving import Certificate, listen
from tests.patience import eventually
from tests.ports import free_port

ROOT = Path(__file__).parents[1]
PAGES = ("/en/", "/en/one/", "/health", "/en/search?q=words", "/status.json")

# Seconds in which a connection is idle: servers close such connections while a request is on its
# way, and starting them needs the processors too.
A_MOMENT = 0.005


class Running:
    """`pwa serve` in a process of its own, away from any terminal."""

    def __init__(self, root, workers, *arguments):
        self.workers = workers
        self.port = free_port()
        command = [sys.executable, "-m", "pwa", "--site", str(root), "serve"]
        self.log = []
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--workers", str(workers), *arguments],
            cwd=ROOT,
            env=os.environ | {"PWA_STATE": str(root / ".pwa")},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.reader = threading.Thread(target=self.read_log)
        self.reader.start()

    def read_log(self):
        with self.process.stderr as lines:
            self.log.extend(lines)

    def started(self, times=1):
        """Wait until each worker has started so many times."""
        eventually(lambda: self.starts() == times * self.workers, seconds=120)

    def starts(self):
        return sum("startup complete" in line for line in self.log.copy())

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.reader.join()


@contextmanager
def running(root, *arguments, workers=1):
    server = Running(root, workers, *arguments)
    try:
        server.started()
        yield server
    finally:
        server.end()


def connected(port):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


@dataclass
class Readers:
    """Clients that keep their connections and go on asking."""

    port: int
    answered: int = 0
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, path, is_over):
        while not is_over.is_set():
            with closing(connected(self.port)) as connection:
                answered = 0
                try:
                    for _ in self.answers(connection, path, is_over):
                        answered += 1
                except (OSError, http.client.HTTPException) as error:
                    # One that was never answered had come too late: it stood in line.
                    (self.errors if answered else self.refused).append(repr(error))
                    return

    def answers(self, connection, path, is_over):
        while not is_over.is_set():
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            self.answered += answer.status == 200
            time.sleep(A_MOMENT)
            yield
            if answer.will_close:
                return

    def more_than(self, count):
        return self.answered > count

    @contextmanager
    def asking(self):
        is_over = threading.Event()
        threads = [threading.Thread(target=self.ask, args=(path, is_over)) for path in PAGES]
        for one in threads:
            one.start()
        try:
            eventually(lambda: self.answered > 100)
            yield
        finally:
            is_over.set()
            for one in threads:
                one.join(timeout=60)


@pytest.fixture
def root(make_site):
    return make_site()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reload_fails_no_request_and_refuses_no_connection(root, workers):
    with running(root, workers=workers) as server:
        readers = Readers(server.port)
        with readers.asking():
            for times in (2, 3):
                server.process.send_signal(signal.SIGHUP)
                server.started(times)
                before = readers.answered
                eventually(partial(readers.more_than, before + 100))
    assert readers.errors + readers.refused == []
    assert server.process.returncode == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_fails_no_request_on_an_open_connection(root, workers):
    with running(root, workers=workers) as server:
        readers = Readers(server.port)
        with readers.asking():
            server.process.terminate()
            eventually(lambda: len(readers.refused + readers.errors) == len(PAGES))
    assert readers.errors == []


def children(pid):
    """The processes that one has begun; of ours, those that make releases."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(one) for one in told]


def asked(port, path):
    with closing(connected(port)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()


PROC = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no proc(5)")


@PROC
def test_where_no_releases_are_made_what_was_is_served_and_another_process_makes_them(root):
    with running(root) as server:
        assert json.loads(asked(server.port, "/health"))["status"] == "ok"
        before = asked(server.port, "/en/one/")
        [maker] = children(server.process.pid)
        os.kill(maker, signal.SIGKILL)
        eventually(lambda: json.loads(asked(server.port, "/health"))["status"] == "degraded")
        assert asked(server.port, "/en/one/") == before
        (root / "content/one.md").write_text("# One\n\nOther words.\n", encoding="utf-8")
        eventually(lambda: b"Other words" in asked(server.port, "/en/one/"))
        eventually(lambda: json.loads(asked(server.port, "/health"))["status"] == "ok")
    assert any("has ended (-9); it is begun again" in line for line in server.log)


@PROC
def test_the_process_that_makes_releases_outlives_nobody(root):
    with running(root) as server:
        [maker] = children(server.process.pid)
        server.process.kill()
        eventually(lambda: not Path(f"/proc/{maker}").exists())


def maker(server):
    """The process that makes releases, by what it is told; None until it has begun."""
    for one in children(server.process.pid):
        if b"\0PWA_BEHIND=" in Path(f"/proc/{one}/environ").read_bytes():
            return one
    return None


@contextmanager
def making_held(server):
    """While nobody makes a release: who would is stopped before it can."""
    eventually(lambda: maker(server))
    held = maker(server)
    os.kill(held, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(held, signal.SIGCONT)


@PROC
@pytest.mark.parametrize("workers", [1, 2])
def test_a_sections_page_is_served_before_there_is_a_release_and_as_it_is_then(root, workers):
    server = Running(root, workers)
    try:
        with making_held(server):
            server.started()
            before = asked(server.port, "/en/one/")
            assert b"First words" in before
            assert not (root / ".pwa/static").exists()
        assert b"First words" in asked(server.port, "/en/read/")
        assert json.loads(asked(server.port, "/health"))["status"] == "ok"
        assert asked(server.port, "/en/one/") == before
    finally:
        server.end()


@PROC
@pytest.mark.parametrize("workers", [1, 2])
def test_where_the_first_release_cannot_be_made_the_server_ends_whoever_waits_for_it(root, workers):
    (root / "content/two.md").write_bytes(b"\xff")
    server = Running(root, workers)
    with making_held(server):
        server.started()
        with closing(connected(server.port)) as waiting:
            waiting.request("GET", "/en/")
    assert server.process.wait(timeout=25) == 1
    server.reader.join()
    assert "content/two.md" in "".join(server.log)


# Whatever the port: another address makes other pages.
AT_HOME = ("--address", "http://x.example/")


def kept_for_the_next_start(root):
    [shelf] = (root / ".pwa").glob("shelf.*.sqlite")
    with closing(sqlite3.connect(shelf)) as file:
        return file.execute("SELECT * FROM shelf WHERE key = 'served'").fetchall()


def test_what_changed_while_nothing_was_served_is_served_from_the_start(root):
    with running(root, *AT_HOME) as server:
        eventually(lambda: kept_for_the_next_start(root))
    (root / "content/one.md").write_text("# One\n\nOther words.\n", encoding="utf-8")
    with running(root, *AT_HOME) as server:
        assert b"Other words" in asked(server.port, "/en/one/")


def test_where_nothing_seems_to_have_changed_nothing_is_waited_for(root):
    section = root / "content/one.md"
    with running(root, *AT_HOME) as server:
        eventually(lambda: kept_for_the_next_start(root))
        before = asked(server.port, "/en/one/")
    text, seen = section.read_bytes(), section.stat()
    # As large and as old as it was, and nothing that a release can be made of.
    section.write_bytes(b"\xff" * len(text))
    os.utime(section, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    with running(root, *AT_HOME) as server:
        assert asked(server.port, "/en/one/") == before
        assert json.loads(asked(server.port, "/health"))["status"] == "degraded"
        section.write_bytes(text)
        eventually(lambda: json.loads(asked(server.port, "/health"))["status"] == "ok")


def test_a_reload_serves_with_the_settings_of_now(root):
    settings = root / "content/publication.toml"
    with running(root, "--address", "http://x.example/") as server:
        settings.write_text('title = "Another"\n', encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        server.started(2)
        with closing(connected(server.port)) as connection:
            connection.request("GET", "/en/")
            assert b"Another" in connection.getresponse().read()


@pytest.fixture
def certificate(tmp_path):
    """One that names this machine, signed by itself."""
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [*command, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True
    )
    return Certificate(chain, key)


BREAKS = {
    "settings": ("content/publication.toml", 'titel = "Another"\n'),
    "a section": ("content/one.md", "---\nsources: [\n---\n# One\n"),
}


@PROC
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("what", BREAKS)
def test_a_reload_that_could_not_serve_leaves_what_serves(root, what, workers):
    path, broken = BREAKS[what]
    with running(root, *AT_HOME, workers=workers) as server:
        before, makers = asked(server.port, "/en/"), len(children(server.process.pid))
        (root / path).write_text(broken, encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        eventually(lambda: any("Nothing is begun anew" in line for line in server.log))
        assert asked(server.port, "/en/") == before
        assert server.starts() == workers
        eventually(lambda: len(children(server.process.pid)) == makers)
    assert server.process.returncode == 0


@PROC
def test_a_reload_whose_workers_cannot_start_leaves_no_process_behind(root, certificate):
    proof = ["--certificate", str(certificate.chain), "--key", str(certificate.key)]
    with running(root, *AT_HOME, *proof, workers=2) as server:
        before = len(children(server.process.pid))
        certificate.key.write_text("no key", encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        eventually(lambda: any("aborting the restart" in line for line in server.log))
        eventually(lambda: len(children(server.process.pid)) == before)
        assert server.process.poll() is None


def test_a_certificate_that_is_none_is_told_and_not_reloaded(root, certificate):
    proof = ["--certificate", str(certificate.chain), "--key", str(certificate.key)]
    with running(root, *AT_HOME, *proof) as server:
        certificate.key.write_text("no key", encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        eventually(lambda: any("Nothing is begun anew" in line for line in server.log))
        assert server.process.poll() is None


def test_a_socket_that_is_handed_over_is_listened_to(root):
    """As systemd does it (sd_listen_fds(3)): the third file, for this process alone."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        done = subprocess.run(
            [sys.executable, "-c", HANDED, str(listening.fileno())],
            pass_fds=[listening.fileno()],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
    assert done.stdout == f"{port}\n"


HANDED = """
import os, sys
from pwa.serving import listen
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
print(listen("127.0.0.1", 1).getsockname()[1])
"""


def test_a_socket_for_another_process_is_left_alone(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as others:
        monkeypatch.setattr(serving, "HANDED_OVER", others.fileno())
        monkeypatch.setenv("LISTEN_PID", str(os.getppid()))
        with listen("127.0.0.1", 0) as listening:
            assert listening.getsockname() != others.getsockname()


@pytest.mark.parametrize("workers", [1, 2])
def test_with_a_certificate_https_is_served(root, certificate, workers):
    proof = ["--certificate", str(certificate.chain), "--key", str(certificate.key)]
    trusted = ssl.create_default_context(cafile=str(certificate.chain))
    with running(root, *proof, workers=workers) as server:
        connection = http.client.HTTPSConnection("localhost", server.port, context=trusted)
        with closing(connection):
            connection.request("GET", "/en/")
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.headers["strict-transport-security"]
        assert any(f"https://127.0.0.1:{server.port}/" in line for line in server.log)


def test_a_key_of_another_certificate_is_refused(certificate, tmp_path):
    other = tmp_path / "other.pem"
    other.write_text("no key", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"other\.pem"):
        Certificate(certificate.chain, other).check()


def test_a_log_is_lines_of_keys_and_values_and_names_no_reader(root):
    with running(root) as server:
        headers = {"user-agent": "Unusual/1", "accept-language": "tlh"}
        with closing(connected(server.port)) as connection:
            for path in ("/en/", "/en/search?q=secret", "/nowhere?q=secret", "/%ff"):
                connection.request("GET", path, headers=headers)
                connection.getresponse().read()
        with socket.create_connection(("127.0.0.1", server.port)) as broken:
            broken.sendall(b"secret nonsense\r\n\r\n")
            broken.recv(1)
    told = "".join(server.log)
    assert all(re.match(r"time=\S+Z level=\w+ event=", line) for line in server.log)
    assert not re.search("Unusual|secret|nowhere|tlh", told)
