"""The Nu HTML checker finds no error on any page."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path


def html(address: str) -> bytes:
    """What is answered, on the page for a wrong address too."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.read()


def test_nu_finds_no_error(
    pages: list[str], node_modules: Path, program: Callable[[str, str], str], tmp_path: Path
) -> None:
    files = {tmp_path / f"{number}.html": address for number, address in enumerate(pages)}
    for file, address in files.items():
        file.write_bytes(html(address))
    jar = node_modules / "vnu-jar/build/dist/vnu.jar"
    java = [program("java", "default-jre-headless"), "-jar", jar]
    check = [*java, "--errors-only", "--format", "json", "--stdout", *files]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.stdout, f"Nu did not run: {done.stderr}"
    assert [
        f"{files[tmp_path / Path(error['url']).name]}:{error['lastLine']}: {error['message']}"
        for error in json.loads(done.stdout)["messages"]
    ] == []
