"""The process that makes releases, for as long as another one serves them."""

import atexit
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from threading import Event, Thread
from typing import Final

from pwa.errors import Finding, PwaError, RefusedError
from pwa.site import Site, load_site, site_root
from pwa.web.front import Front, Meanwhile
from pwa.web.kept import kept, stamp
from pwa.web.narrow import Narrow
from pwa.web.together import HTTP, SWITCHES
from pwa.web.waiting import ending_when_told

# In the environment of that process: the folder of the sockets, whose child it is, and that it is
# to wait until releases can be made, as something is served without it. FOLDER is for whoever is
# to serve.
FOLDER: Final = "PWA_FOLDER"
BEHIND: Final = "PWA_BEHIND"
PARENT: Final = "PWA_PARENT"
PATIENT: Final = "PWA_PATIENT"

# Seconds before it is begun again, each time twice as many where it ends at once, and between two
# looks at whether it answers, or is an orphan.
PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
LOOK: Final = 0.02

# Bytes of a socket's path: 108 with its end on Linux (unix(7)), fewer elsewhere.
LONGEST_PATH: Final = 103

# Readers come first.
NICE: Final = 10

log = logging.getLogger("pwa")


def can_be_apart() -> bool:
    """Whether releases can be made by a process of their own here."""
    return hasattr(socket, "AF_UNIX") and os.name == "posix"


class Keeper:
    """Has the process that makes releases run: `command`, in an environment that tells it so.

    What it is told by signals from elsewhere it does not heed: it is needed to the end.
    """

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], *, patient: bool
    ) -> None:
        """Begin it. Whoever is `patient` serves without it for as long as it takes."""
        self._command = command
        self.folder = _folder()
        self.lead()
        self._environ = {**environ, BEHIND: str(self.folder), PARENT: str(os.getpid())}
        self.code: int | None = None
        self._is_patient = patient
        self._is_over = Event()
        self._keeping = Thread(target=self._keep, daemon=True)
        self._process = self._begun(patient=patient)

    def wait(self) -> int | None:
        """Wait until it answers; return its exit code where it ended instead."""
        while not answers(self.folder):
            if self._process.poll() is not None:
                return self._process.returncode
            time.sleep(LOOK)
        return None

    def keep(self) -> None:
        """From now on, begin it again where it ends.

        Where it ends before it ever answered, and nobody is patient, that is the end: `code` is its
        exit code, which has this process end as if it had been told to.
        """
        self._keeping.start()

    def lead(self) -> None:
        """Whoever begins to serve from now on asks this one."""
        os.environ[FOLDER] = str(self.folder)

    def successor(self) -> "Keeper | None":
        """Return one that has another process run, with the code and settings of now.

        None where that can make no releases, which it has said why; this one goes on.
        """
        other = Keeper(self._command, self._environ, patient=False)
        if other.wait() is None:
            other.keep()
            return other
        other.end()
        self.lead()
        log.error("Nothing is begun anew: what would begin cannot serve; what serves goes on")
        return None

    def end(self) -> None:
        """End it, when everybody is answered: what it holds is on disk, or is made again."""
        self._is_over.set()
        self._process.kill()
        while self._keeping.is_alive():  # it may have begun another one just now
            self._keeping.join(LOOK)
            self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begun(self, *, patient: bool) -> subprocess.Popen[bytes]:
        environ = self._environ | ({PATIENT: "1"} if patient else {})
        # A group of its own: what a terminal says is for whoever serves. But in the same session,
        # as Linux weighs sessions alike, however nice (sched(7), autogroup).
        return subprocess.Popen(  # noqa: S603 - a command of our own
            self._command,
            env=environ,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def _keep(self) -> None:
        if not self._is_patient and (code := self.wait()) is not None:
            self._give_up(code)
            return
        pause, begun = PAUSE, time.monotonic()
        while True:
            code = self._process.wait()
            pause = PAUSE if time.monotonic() - begun > LONGEST_PAUSE else pause
            if self._is_over.wait(pause):
                return
            log.error("The process that makes releases has ended (%d); it is begun again", code)
            pause, begun = min(2 * pause, LONGEST_PAUSE), time.monotonic()
            try:
                self._process = self._begun(patient=True)
            except OSError:
                log.exception("It cannot be begun")

    def _give_up(self, code: int) -> None:
        if not self._is_over.is_set():
            log.error("The first release cannot be made: the process for it has ended (%d)", code)
            self.code = code
            shutil.rmtree(self.folder, ignore_errors=True)  # so that nobody waits for it
            os.kill(os.getpid(), signal.SIGTERM)


def _folder() -> Path:
    """Return a new folder, in which a socket's path is not too long."""
    example = os.fsencode(Path(gettempdir(), "pwa-12345678", SWITCHES))
    short = "/tmp" if len(example) > LONGEST_PATH else None  # noqa: S108 - a new one in it
    return Path(mkdtemp(prefix="pwa-", dir=short))


def begin_apart(site: Site, environ: Mapping[str, str], *, retire: bool) -> tuple[Front, Keeper]:
    """Have releases made by another process, and return what serves them.

    Where what was served was kept, that is served for as long as a release takes; else a site of
    which none can be made has this process end (`Keeper.keep`).
    """
    found = kept(site, stamp(site, environ, retire=retire))
    command = [sys.executable, "-m", "pwa", "--site", str(site.root), "serve"]
    keeper = Keeper(command, environ, patient=found is not None)
    return Front(keeper.folder, found or Narrow(site, retire=retire)), keeper


def front_from_environment() -> Front:
    """Return what each of several worker processes serves; it waits until something can be."""
    folder = Path(os.environ[FOLDER])
    retire = bool(os.environ.get("PWA_RETIRE"))
    found: Meanwhile | None = None
    with suppress(PwaError):  # which the process that makes releases tells, and goes on serving
        site = load_site(site_root(None), environ=os.environ)
        found = kept(site, stamp(site, os.environ, retire=retire)) or Narrow(site, retire=retire)
    with ending_when_told():
        while found is None and not answers(folder):
            time.sleep(LOOK)
    return Front(folder, found)


def answers(folder: Path) -> bool:
    """Whether the process behind a folder's sockets is there."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(folder / HTTP))
        return True
    return False


def stay_behind(folder: Path) -> None:
    """Be the process that makes releases: last to be served, told by nobody to end, no orphan.

    Raises RefusedError where nobody has begun it as that.
    """
    if PARENT not in os.environ:
        what = f"{BEHIND} is set, which `pwa serve` sets for a process of its own; unset it"
        raise RefusedError(Finding(what))
    os.nice(NICE)
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    parent = int(os.environ[PARENT])  # who may be gone by now

    def look(*_: object) -> None:
        if os.getppid() != parent:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)

    # A thread would do, but only while there is none can pages be made by several processes.
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, PAUSE, PAUSE)
    # At its end Python lets go of handlers: the next alarm would be the end.
    atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)
