"""The wheel, installed where there is no checkout, publishes somebody else's site."""

import json
import re
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po

from tests.ports import free_port

ROOT = Path(__file__).parent.parent

SITE = {
    "content/publication.toml": 'title = "Harbour Notes"\nsource_locale = "en"\n',
    "content/arriving.md": "# Arriving by sea\n\nThe lights are [listed apart](lights.md).\n",
    "content/lights.md": "# Lights\n\nThe **red** one is to port.\n",
    "locales/de/LC_MESSAGES/content.po": """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Harbour Notes"
msgstr "Hafennotizen"

msgid "Lights"
msgstr "Leuchtfeuer"

msgid "The **red** one is to port."
msgstr "Das **rote** liegt an Backbord."
""",
    "locales/es/LC_MESSAGES/content.po": """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Lights"
msgstr "Luces"
""",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel and, borrowed, what it depends on."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home)
    python = home / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--no-index", wheel], check=True, capture_output=True)
    # A .pth file's folders are searched, the .pth files in them are not: so the dependencies can
    # be imported, but not the checkout, which an editable installation names in such a file.
    lent = sysconfig.get_path("purelib")
    (next(home.glob("lib/python*/site-packages")) / "lent.pth").write_text(lent)
    return python.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(installed: Path, site: Path) -> Iterator[str]:
    """Where the installed program serves the foreign site."""
    port = free_port()
    serve = [installed / "pwa", "--site", site, "serve", "--port", str(port)]
    with subprocess.Popen(serve, cwd=site, stdout=subprocess.DEVNULL) as server:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}/"
        server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the server listens; a server that ends or never listens fails the test."""
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    server.kill()
    pytest.fail("the server does not listen")


def get(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode("utf-8", errors="ignore")


def spanish_interface() -> dict[str, str]:
    """The engine's own Spanish for those of its messages that are long and without variables."""
    with (ROOT / "locales/es/LC_MESSAGES/interface.po").open("rb") as catalog:
        return {
            message.id: message.string
            for message in read_po(catalog)
            if isinstance(message.id, str) and len(message.id) > 10 and "%" not in message.id
        }


def test_the_wheel_carries_the_engine_and_none_of_the_publication(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    carried = {name.removeprefix("pwa/_engine/") for name in names if "_engine" in name}
    engine = [*ROOT.glob("static/**/*"), *ROOT.glob("manifest/*")]
    engine += ROOT.glob("locales/*/LC_MESSAGES/interface.po")
    expected = {path.relative_to(ROOT).as_posix() for path in engine if path.is_file()}
    assert carried - {"locales/interface.pot"} == expected


def test_the_installed_package_is_not_the_checkout(installed: Path) -> None:
    say = "import pwa; print(pwa.__file__)"
    run = [installed / "python", "-c", say]
    done = subprocess.run(run, check=True, capture_output=True, text=True, cwd=installed)
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)


def test_a_foreign_cover_is_in_its_language(address: str) -> None:
    assert "Hafennotizen" in get(urljoin(address, "/de/"))


def test_a_foreign_section_is_in_its_language(address: str) -> None:
    assert "Das <strong>rote</strong> liegt an Backbord." in get(urljoin(address, "/de/lights/"))


def test_the_interface_speaks_the_languages_that_the_engine_knows(address: str) -> None:
    english, spanish = (unescape(get(urljoin(address, tag))) for tag in ("/en/", "/es/"))
    shown = {theirs for ours, theirs in spanish_interface().items() if ours in english}
    assert shown
    assert {theirs for theirs in shown if theirs in spanish}


def test_the_service_worker_comes_with_the_engine(address: str) -> None:
    assert "addEventListener" in get(urljoin(address, "/sw.js"))


def test_the_manifest_has_the_publications_name_and_icons_that_are_there(address: str) -> None:
    manifest_address = urljoin(address, "/de/manifest.webmanifest")
    manifest = json.loads(get(manifest_address))
    assert manifest["name"] == "Hafennotizen"
    assert all(get(urljoin(manifest_address, icon["src"])) for icon in manifest["icons"])


def test_static_files_come_with_the_engine(address: str) -> None:
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', get(urljoin(address, "/de/"))))
    assert found
    assert all(get(urljoin(address, name)) for name in found)


def test_no_text_of_the_publication_that_the_engine_grew_up_with_is_served(address: str) -> None:
    assert "ketamine" not in get(urljoin(address, "/en/")).lower()
    assert "ketamine" not in get(urljoin(address, "/en/manifest.webmanifest")).lower()
