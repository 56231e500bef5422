import re
from pathlib import Path

from pwa.translation.checks.run import CHECKS, HEADER_CHECKS

ROOT = Path(__file__).parents[1]


def test_every_check_is_explained_to_translators():
    text = (ROOT / "TRANSLATING.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\*\*`([a-z-]+)`\*\* \((error|warning)\b", text, re.MULTILINE))
    assert {(check.code, check.severity) for check in (*CHECKS, *HEADER_CHECKS)} <= explained


def test_every_fault_of_a_catalogs_file_is_explained_to_translators():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pwa").rglob("*.py"))
    codes = set(re.findall(r'"(po-[a-z]+)"', source))
    text = (ROOT / "TRANSLATING.md").read_text(encoding="utf-8")
    assert codes
    assert codes <= set(re.findall(r"`(po-[a-z]+)`", text))
