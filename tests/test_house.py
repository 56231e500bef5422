"""The house: what stands where, what the project depends on and what it must not give away."""

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])

FOLDERS = {"pwa", "locales", "content", "static", "tests", "manifest"}
DOCUMENTS = {"README.md", "CONTRIBUTING.md", "TRANSLATING.md", "CHANGELOG.md", "LICENSE"}
TOOLS = {"pyproject.toml", "Makefile"}

IGNORED = {".git"} | {
    name.strip("/") for name in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
}
LOCK_FILES = ("*.lock", "*-lock.*", "*-shrinkwrap.json", "requirements*.txt")

# What only one machine, or only one network, has: it works nowhere else and tells where we sat.
PRIVATE = {
    "a path of one machine": r"(?<![\w.~}-])/(?:home|root|Users|opt|tmp|work|srv|mnt)/[\w.]",
    "a package index": r"https?://[^/\s]*(?:pypi|npm|registry|mirror|packages|artifact|hosted)",
    "an index setting": r"(?:index-url|find-links|registry)\s*=\s*\S*[/:]|https?://\S+/simple\b",
}


def our_files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that is kept in version control, without asking git, which may be missing."""
    for entry in folder.iterdir():
        if entry.name in IGNORED:
            continue
        if entry.is_dir():
            yield from our_files(entry)
        else:
            yield entry


def our_texts() -> Iterator[tuple[Path, str]]:
    """Every text of ours; the fixtures are other people's."""
    for path in our_files():
        if not path.is_relative_to(ROOT / "tests/fixtures"):
            yield path, path.read_bytes().decode("utf-8", errors="ignore")


def needed_at_run_time() -> dict[str, Distribution]:
    """The distributions that the engine needs when it runs, and what these need in turn."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(text) for text in PROJECT["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        if requirement.name in found or not applies(requirement):
            continue
        found[requirement.name] = distribution(requirement.name)
        waiting += [Requirement(text) for text in found[requirement.name].requires or ()]
    return found


def applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def licence(package: Distribution) -> str:
    stated = package.metadata.get_all("License-Expression", [])
    stated += package.metadata.get_all("License", [])
    stated += [
        name for name in package.metadata.get_all("Classifier", []) if name.startswith("License ::")
    ]
    return " ".join(stated)


def test_the_root_holds_what_the_design_names_and_nothing_else() -> None:
    names = {entry.name for entry in ROOT.iterdir()} - IGNORED
    assert {name for name in names if not name.startswith(".")} == FOLDERS | DOCUMENTS | TOOLS


def test_no_lock_file_is_kept() -> None:
    assert [path for path in our_files() if any(map(path.match, LOCK_FILES))] == []


@pytest.mark.parametrize("kind", PRIVATE)
def test_no_file_holds(kind: str) -> None:
    assert [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in our_texts()
        for match in re.finditer(PRIVATE[kind], text)
    ] == []


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_comment_gives_the_reason_for(requirement: str) -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    stands = next(at for at, line in enumerate(lines) if line.strip().startswith(f'"{requirement}'))
    assert lines[stands - 1].strip().startswith("# ")


def test_nothing_needed_at_run_time_is_under_the_gpl() -> None:
    licences = {name: licence(package) for name, package in needed_at_run_time().items()}
    assert all(licences.values()), licences
    assert [name for name, stated in licences.items() if "GPL" in stated] == []


@pytest.mark.parametrize("module", sorted((ROOT / "pwa").rglob("*.py")), ids=str)
def test_a_docstring_says_what_is_in(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_ci_runs_what_a_contributor_runs() -> None:
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.fixture
def user_without_rights(tmp_path: Path) -> dict[str, str]:
    """An environment in which nobody is root, nobody may use sudo and apt-get must not run."""
    for name, script in {"id": "echo 1000", "sudo": "exit 1", "apt-get": "exit 97"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    return {**os.environ, "PATH": str(tmp_path)}


def test_a_user_without_rights_is_told_the_one_command(
    user_without_rights: dict[str, str],
) -> None:
    done = subprocess.run(
        [ROOT / ".ci/apt", "some-package"],
        env=user_without_rights,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "apt-get install --yes --no-install-recommends some-package" in done.stderr
