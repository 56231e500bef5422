"""Lighthouse on a cover and a section of every language, as on a phone with a slow connection."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

# The least score of each category.
LEAST = {"performance": 0.9, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}

# Speed varies with what else the machine does: the best of so many runs counts.
RUNS = 3


def scores(lighthouse: list[str | Path], address: str, chromium: str) -> dict[str, float]:
    """What Lighthouse gives to a page, from 0 to 1, by category; nothing where it fails."""
    options = ["--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox"]
    command = [*lighthouse, address, *options, f"--only-categories={','.join(LEAST)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    print(done.stderr, end="")
    categories = json.loads(done.stdout or "{}").get("categories", {})
    return {name: category["score"] or 0 for name, category in categories.items()}


def below(given: dict[str, float]) -> dict[str, float]:
    """The categories that are worth less than they must be."""
    return {name: given.get(name, 0) for name in LEAST if given.get(name, 0) < LEAST[name]}


def best(lighthouse: list[str | Path], address: str, chromium: str) -> dict[str, float]:
    """The best score of each category; one run where that one is good enough."""
    found: dict[str, float] = {}
    for _ in range(RUNS):
        given = scores(lighthouse, address, chromium)
        found = {name: max(found.get(name, 0), given.get(name, 0)) for name in LEAST}
        if not below(found):
            break
    return found


def looked_at(address: str, locales: list[str], pages: list[str]) -> list[str]:
    """The cover of each language, and the page with the longest address, which is a section."""
    covers = [f"{address}/{tag}/" for tag in locales]
    return [*covers, *(max((p for p in pages if p.startswith(c)), key=len) for c in covers)]


def test_lighthouse_is_content(
    address: str,
    locales: list[str],
    pages: list[str],
    chromium: str,
    node_modules: Path,
    program: Callable[[str, str], str],
) -> None:
    lighthouse = [program("node", "nodejs"), node_modules / "lighthouse/cli/index.js"]
    worse = {}
    for page in looked_at(address, locales, pages):
        given = best(lighthouse, page, chromium)
        print(page, *(f"{name} {score:.0%}" for name, score in given.items()), sep="  ")
        worse[page] = below(given)
    assert {page: categories for page, categories in worse.items() if categories} == {}
