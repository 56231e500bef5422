"""JSON Schemas (2020-12) of what other programs read: status.json, and the records in git.

They are the engine's own, whatever site it publishes, and stand under /static/: a schema that
changes gets another address, so that each status.json names exactly the one that it follows.
"""

from pathlib import Path

from pwa.assets import Asset, asset

_FOLDER = Path(__file__).parent / "schemas"


def _schema(name: str) -> Asset:
    return asset(f"schemas/{name}", (_FOLDER / name).read_bytes())


RECORD = _schema("record.json")
STATUS = _schema("status.json")
SCHEMAS = (RECORD, STATUS)
