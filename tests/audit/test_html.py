"""The Nu HTML checker finds no error on any page."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from pwa.release.release import Release

ROOT = Path(__file__).parents[2]


def html(address: str) -> bytes:
    """What is answered, on the page for a wrong address too."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.read()


def unlisted(release: Release) -> Iterator[tuple[str, bytes]]:
    """What is shown where something failed, where no server chooses, and in one file to save."""
    for locale, messages in release.messages.items():
        yield f"500 in {locale}", messages.failed
    yield "the root of an export", release.doorway
    for address, made in release.later.items():
        if address.endswith(".html"):
            yield address, made().body


def test_nu_finds_no_error(
    pages: list[str],
    build: Callable[[Path], Release],
    node_modules: Path,
    program: Callable[[str, str], str],
    tmp_path: Path,
) -> None:
    found = [*((address, html(address)) for address in pages), *unlisted(build(ROOT))]
    files = {tmp_path / f"{number}.html": address for number, (address, _) in enumerate(found)}
    for file, (_, text) in zip(files, found, strict=True):
        file.write_bytes(text)
    jar = node_modules / "vnu-jar/build/dist/vnu.jar"
    java = [program("java", "default-jre-headless"), "-jar", jar]
    check = [*java, "--errors-only", "--format", "json", "--stdout", *files]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.stdout, f"Nu did not run: {done.stderr}"
    assert [
        f"{files[tmp_path / Path(error['url']).name]}:{error['lastLine']}: {error['message']}"
        for error in json.loads(done.stdout)["messages"]
    ] == []
