import re
from pathlib import Path

from pwa.translation.checks.run import CHECKS, HEADER_CHECKS

ROOT = Path(__file__).parents[1]


def test_every_check_is_explained_to_translators():
    explained = re.findall(r"^\*\*`([a-z-]+)`", (ROOT / "TRANSLATING.md").read_text(), re.MULTILINE)
    assert {check.code for check in (*CHECKS, *HEADER_CHECKS)} <= set(explained)
