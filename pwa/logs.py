"""What a server says of itself: a line an event, `key=value`, which people read and programs parse.

Nothing of a reader is in it: no address, no user agent, no query string. There is no log of
requests at all; whoever stands in front, nginx say, has one of its own to be switched off.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from pwa.errors import Finding

# What can stand as it is; everything else is quoted as JSON does (a superset of logfmt's quotes).
_PLAIN = re.compile(r"[^\s\"=]+")


# For `logging.config`: ours and the server's words alike, in every process.
LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "pwa.logs.KeyValue"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # It tells of each event, also of those that change nothing.
    "loggers": {"watchfiles": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}


class KeyValue(logging.Formatter):
    """time, level, event; the facts of a finding by name; what went wrong as `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        return " ".join(f"{key}={_value(str(value))}" for key, value in self._pairs(record))

    def _pairs(self, record: logging.LogRecord) -> Iterator[tuple[str, object]]:
        moment = datetime.fromtimestamp(record.created, UTC)
        yield "time", moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        yield "level", record.levelname.lower()
        finding = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if isinstance(finding, Finding):
            yield "event", "finding"
            facts = ("file", "line", "locale", "code", "message")
            yield from ((name, value) for name in facts if (value := getattr(finding, name)))
        else:
            yield "event", record.getMessage()
        yield from getattr(record, "facts", {}).items()
        if record.exc_info:
            yield "trace", self.formatException(record.exc_info)


def _value(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
