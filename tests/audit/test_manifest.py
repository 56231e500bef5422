"""PWABuilder's checks of the manifest, and what a screenshot may weigh."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.audit.conftest import get

FOLDER = Path(__file__).parents[2] / "manifest/screenshots"

VALIDATE = """import { validateManifest } from "MODULE";
import { readFileSync } from "node:fs";
const checked = await validateManifest(JSON.parse(readFileSync(0)), true);
console.log(JSON.stringify(checked.filter(({ valid }) => !valid)));
"""

# What an app has that takes files, links or a share from others, is rated as games are, or is sold
# in a shop as well: none of it is true of this one, and to say so would be no improvement.
NOT_OURS = {
    "edge_side_panel", "file_handlers", "iarc_rating_id", "note_taking",
    "prefer_related_applications", "protocol_handlers", "related_applications",
    "scope_extensions", "share_target", "tab_strip", "widgets", "launch_handler",
    "display_override",
}  # fmt: skip

LIGHT = 40_000


def test_pwabuilder_does_not_complain(
    address: str,
    locales: list[str],
    node_modules: Path,
    program: Callable[[str, str], str],
    tmp_path: Path,
) -> None:
    module = (node_modules / "@pwabuilder/manifest-validation/dist/index.js").as_uri()
    script = tmp_path / "validate.mjs"
    script.write_text(VALIDATE.replace("MODULE", module))
    wrong = {}
    for locale in locales:
        text = get(f"{address}/{locale}/manifest.webmanifest")
        members = json.loads(text)
        done = subprocess.run(
            [program("node", "nodejs"), script], input=text, capture_output=True, check=True
        )
        wrong[locale] = {
            one["member"]: one["errorString"]
            for one in json.loads(done.stdout)
            if one["member"] in members or one["member"] not in NOT_OURS
        }
    assert {locale: complaints for locale, complaints in wrong.items() if complaints} == {}


def test_every_language_has_screenshots_and_they_are_light(locales: list[str]) -> None:
    files = {file.name: file.stat().st_size for file in FOLDER.iterdir()}
    assert {name.split(".")[0] for name in files} == set(locales)
    assert {name: size for name, size in files.items() if size > LIGHT} == {}
