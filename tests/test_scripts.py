"""What can be told of the scripts without running them; .ci/types checks their types."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.js")}
TEMPLATES = "".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "pwa/pages/templates").glob("*.html")
)


def test_the_engine_stays_short() -> None:
    assert len(SCRIPTS["sw.js"].splitlines()) < 600


def test_engine_and_page_speak_one_protocol() -> None:
    numbers = [
        re.search(r"const PROTOCOL = (\d+);", SCRIPTS[name]) for name in ("sw.js", "page.js")
    ]
    assert len({number and number[1] for number in numbers}) == 1


def test_the_page_script_finds_in_the_templates_all_that_it_looks_for() -> None:
    wanted = set(re.findall(r"\[(data-[a-z-]+)", SCRIPTS["page.js"]))
    assert len(wanted) > 20
    assert {name for name in wanted if not re.search(rf"\s{name}\b", TEMPLATES)} == set()


@pytest.mark.parametrize("name", ["sw.js", "page.js", "retire.js"])
def test_no_sentence_that_a_person_reads_stands_in_a_script(name: str) -> None:
    """What an Error says is for a developer's console."""
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", SCRIPTS[name], flags=re.DOTALL)
    code = re.sub(r"(?:Error|demand)\(.*\)|\"use strict\"", "", code)
    texts = re.findall(r'"([^"\n]*)"', code)
    assert [text for text in texts if re.search(r"[A-Za-z]{2} [a-z]{2}", text)] == []
