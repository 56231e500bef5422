"""What an author tells translators' tools, in HTML comments.

    <!-- i18n:skip -->              the next block is no message
    <!-- i18n:comment: For … -->    a remark for the translators of the next message
    <!-- i18n:context: menu -->     the msgctxt of the next message
    <!-- i18n:code -->              the next code block is a message

They are those of mdbook-i18n-helpers and two more; its older prefix `mdbook-xgettext:` is
understood as well. Within a block a directive speaks of that block.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

# HTML's own rule for where a comment ends; an unclosed one reaches to the end of the text.
COMMENT = re.compile(r"<!--(?:-?>|(.*?)(?:--!?>|\Z))", re.DOTALL)
_DIRECTIVE = re.compile(r"(?:i18n|mdbook-xgettext)\s*:\s*([\w-]*):?(.*)", re.DOTALL)


class Kind(Enum):
    """Everything a directive can ask for."""

    SKIP = "skip"
    COMMENT = "comment"
    CONTEXT = "context"
    CODE = "code"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: what it asks for, and the text that comes with it.

    An unknown directive keeps its name as its text.
    """

    kind: Kind
    text: str = ""


def find_directives(html: str) -> tuple[Directive, ...]:
    """The directives in a piece of HTML, in order; none when it has no such comment."""
    comments = ((comment[1] or "").strip("- \t\n") for comment in COMMENT.finditer(html))
    found = map(_DIRECTIVE.fullmatch, comments)
    return tuple(_directive(match[1], match[2]) for match in found if match)


def without_comments(html: str) -> str:
    """What is left of raw HTML when its comments are taken out."""
    return COMMENT.sub("", html)


class Pending:
    """What directives have asked for and no block has taken yet.

    `warn` takes what is wrong with a directive, its line and the finding's code.
    """

    def __init__(self, warn: Callable[[str, int, str], None]) -> None:
        """Start with nothing asked for."""
        self._warn = warn
        self._forget()

    def _forget(self) -> None:
        self._comments: list[str] = []
        self._context: str | None = None
        self._skip = False
        self._code: int | None = None

    def ask(self, directives: Iterable[Directive], line: int) -> None:
        """Note what directives on a line ask of the blocks to come."""
        for directive in directives:
            match directive.kind:
                case Kind.SKIP:
                    self._skip = True
                case Kind.COMMENT:
                    self._comments.append(directive.text)
                case Kind.CONTEXT:
                    self._context = directive.text or None
                case Kind.CODE:
                    self._code = line
                case Kind.UNKNOWN:
                    self._warn(_unknown(directive.text), line, "unknown-directive")

    def skips_block(self) -> bool:
        """A block begins: whether it is to be skipped. It is none of code, else `takes_code`."""
        if self._code is not None:
            self._warn(_MISPLACED_CODE, self._code, "misplaced-directive")
            self._code = None
        skip = self._skip
        if skip:
            self._forget()
        return skip

    def takes_code(self) -> bool:
        """A code block begins: whether it is to be a message."""
        wanted, self._code = self._code is not None, None
        skipped = self.skips_block()
        return wanted and not skipped

    def remarks(self) -> tuple[str | None, str]:
        """A message is made: its context, and the comments on it a line each."""
        remarks = self._context, "\n".join(self._comments)
        self._forget()
        return remarks


_MISPLACED_CODE = "“i18n:code” is not followed by a code block"


def _unknown(name: str) -> str:
    known = ", ".join(kind.value for kind in Kind if kind.value)
    return f"no directive is called “{name}”; the known ones are {known}"


def _directive(name: str, text: str) -> Directive:
    kinds = {kind.value: kind for kind in Kind if kind.value}
    kind = kinds.get(name, Kind.UNKNOWN)
    return Directive(kind, name if kind is Kind.UNKNOWN else " ".join(text.split()))
