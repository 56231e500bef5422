"""One message of a catalog with its translation, and how a change is written.

An entry keeps its raw text in segments, one a field. A changed copy writes anew the segments
of the fields that differ; all others stay as they are, byte for byte.
"""

import dataclasses
import re
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from pwa.source.message import Key
from pwa.translation import po_write

Segment = tuple[str, str]
"""The kind of a piece of the file (a field, a kind of comment, blank lines) and its raw text."""

_LISTS: Final = {
    "comment": "comments",
    "extracted": "extracted",
    "reference": "references",
    "flag": "flags",
}
_TEXTS: Final = (
    "previous_msgctxt",
    "previous_msgid",
    "previous_msgid_plural",
    "msgctxt",
    "msgid",
    "msgid_plural",
)
# The order in which GNU gettext writes the parts of an entry; the forms of msgstr follow.
_RANK: Final = {kind: rank for rank, kind in enumerate(("blank", *_LISTS, *_TEXTS))}


class Fields(TypedDict, total=False):
    """What an entry consists of, as `entry` and `Entry.replace` take it."""

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    msgstr: tuple[str, ...]
    comments: tuple[str, ...]
    extracted: tuple[str, ...]
    references: tuple[str, ...]
    flags: tuple[str, ...]
    previous_msgctxt: str | None
    previous_msgid: str | None
    previous_msgid_plural: str | None
    obsolete: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a catalog with its translation.

    `msgstr` holds one text, or one for each plural form; `comments` are the translators' (`#`),
    `extracted` come from the source (`#.`), `references` name places in the source (`#:`).
    `line` is that of its first line, `msgid_line` and `msgstr_line` where those fields start;
    all are 0 in an entry that was made and not read. `wrap` tells whether long texts are broken
    into lines when they are written anew.
    """

    msgid: str
    msgstr: tuple[str, ...] = ("",)
    msgctxt: str | None = None
    msgid_plural: str | None = None
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous_msgctxt: str | None = None
    previous_msgid: str | None = None
    previous_msgid_plural: str | None = None
    obsolete: bool = False
    line: int = 0
    msgid_line: int = 0
    msgstr_line: int = 0
    segments: tuple[Segment, ...] = ()
    wrap: bool = dataclasses.field(default=True, compare=False)

    @property
    def key(self) -> Key:
        """What identifies the message."""
        return (self.msgctxt, self.msgid)

    @property
    def previous_key(self) -> Key | None:
        """What identified the message when it was translated, None where that is not kept.

        Without a context of its own (`#| msgctxt`) it had that of the message.
        """
        if self.previous_msgid is None:
            return None
        context = self.msgctxt if self.previous_msgctxt is None else self.previous_msgctxt
        return context, self.previous_msgid

    @property
    def identity(self) -> tuple[str | None, str, str | None]:
        """What tells it apart from messages that are the same but for their plural form."""
        return (self.msgctxt, self.msgid, self.msgid_plural)

    @property
    def fuzzy(self) -> bool:
        """Whether the translation waits for somebody to confirm it."""
        return "fuzzy" in self.flags

    @property
    def raw(self) -> str:
        """The entry's lines as they are written, with the blank lines before it."""
        return "".join(text for _, text in self.segments)

    def replace(self, **changes: Unpack[Fields]) -> "Entry":
        """Return a changed copy; only the lines of the fields that differ are written anew."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return self
        changed = dataclasses.replace(self, **changes)
        return _with_segments(changed, _rewritten(self, changed))

    def unwrapped(self) -> "Entry":
        """Return the entry written anew, its lines ending only where the message's do."""
        return _written_anew(dataclasses.replace(self, wrap=False))

    def with_line_end(self, newline: str = "\n") -> "Entry":
        """Return the entry with its last line ended: the last one of a file may lack that."""
        ended = _ended(self.segments, newline)
        return self if ended is self.segments else _with_segments(self, ended)

    def with_newlines(self, newline: str) -> "Entry":
        """Return the entry with these line ends."""
        texts = ((kind, re.sub(r"\r?\n", newline, text)) for kind, text in self.segments)
        return _with_segments(self, tuple(texts))


def entry(**fields: Unpack[Fields]) -> Entry:
    """Return a new entry, written as GNU gettext would, after one blank line."""
    return _written_anew(Entry(**fields))


def _written_anew(made: Entry) -> Entry:
    written = ((kind, _written(kind, value, made)) for kind, value in _values(made).items())
    return _with_segments(made, (("blank", "\n"), *written))


def _with_segments(each: Entry, segments: tuple[Segment, ...]) -> Entry:
    return dataclasses.replace(each, segments=segments)


def _values(each: Entry) -> dict[str, str | tuple[str, ...]]:
    """Return what each kind of segment spells, in gettext's order; kinds without lines lack."""
    lists = {kind: getattr(each, name) for kind, name in _LISTS.items()}
    texts = {kind: getattr(each, kind) for kind in _TEXTS}
    forms = {_form(each, index): text for index, text in enumerate(each.msgstr)}
    return (
        {kind: lines for kind, lines in lists.items() if lines}
        | {kind: text for kind, text in texts.items() if text is not None}
        | forms
    )


def _form(each: Entry, index: int) -> str:
    return "msgstr" if each.msgid_plural is None else f"msgstr[{index}]"


def _rank(kind: str) -> int:
    return _RANK.get(kind, len(_RANK))


def _is_message(kind: str) -> bool:
    return _rank(kind) > _RANK["flag"]


def _rewritten(old: Entry, new: Entry) -> tuple[Segment, ...]:
    newline = "\r\n" if "\r\n" in old.raw else "\n"
    before, after = _values(old), _values(new)
    segments = _ended_within(old.segments, newline)
    if _shares_lines(old.segments):
        before = {kind: value for kind, value in before.items() if not _is_message(kind)}
    if old.obsolete is not new.obsolete:
        segments = tuple(_toggled(segment, obsolete=new.obsolete) for segment in segments)
    for kind in {**before, **after}:
        if before.get(kind) != after.get(kind):
            text = _written(kind, after[kind], new) if kind in after else ""
            segments = _with_segment(segments, kind, text.replace("\n", newline))
    return _ended_within(segments, newline)


def _shares_lines(segments: tuple[Segment, ...]) -> bool:
    """Whether fields cannot be told apart by lines: two on one, or a text across two."""
    texts = [text for kind, text in segments if _is_message(kind)]
    return any(not text.endswith("\n") for text in texts[:-1]) or any(
        "\\\n" in text for text in texts
    )


def _ended(segments: tuple[Segment, ...], newline: str) -> tuple[Segment, ...]:
    if not segments or segments[-1][1].endswith("\n"):
        return segments
    kind, text = segments[-1]
    return (*segments[:-1], (kind, text + newline))


def _ended_within(segments: tuple[Segment, ...], newline: str) -> tuple[Segment, ...]:
    ended = (_ended((segment,), newline)[0] for segment in segments[:-1])
    return (*ended, *segments[-1:])


def _with_segment(segments: tuple[Segment, ...], kind: str, text: str) -> tuple[Segment, ...]:
    """Put the text where the kind's first lines stand, else where the kind belongs."""
    places = [at for at, segment in enumerate(segments) if segment[0] == kind]
    beyond = (at for at, segment in enumerate(segments) if _rank(segment[0]) > _rank(kind))
    at = places[0] if places else next(beyond, len(segments))
    rest = (segment for segment in segments[at:] if segment[0] != kind)
    return (*segments[:at], *([(kind, text)] if text else []), *rest)


def _toggled(segment: Segment, *, obsolete: bool) -> Segment:
    """Make a field's lines obsolete, or live again; what they say stays as it is wrapped."""
    kind, text = segment
    if not obsolete:
        text = re.sub(r"(?m)^([ \t\r\f\v]*)#~\|", r"\1#|", text)
        return kind, re.sub(r"(?m)^([ \t\r\f\v]*)#~[ \t]?", r"\1", text)
    if not _is_message(kind):
        return segment
    text = re.sub(r"(?m)^([ \t\r\f\v]*)#\|", r"\1#~|", text)
    return kind, re.sub(r"(?m)^(?=[ \t\r\f\v]*[^ \t\r\f\v\n#])", "#~ ", text)


def _written(kind: str, value: str | tuple[str, ...], each: Entry) -> str:
    if isinstance(value, tuple):
        return _written_list(kind, value)
    previous = kind.startswith("previous_")
    mark = ("#~" if each.obsolete else "#" if previous else "") + ("|" if previous else "")
    prefix = f"{mark} " if mark else ""
    wrap = each.wrap and "no-wrap" not in each.flags
    return po_write.field(kind.removeprefix("previous_"), value, prefix=prefix, wrap=wrap)


def _written_list(kind: str, lines: tuple[str, ...]) -> str:
    if kind == "reference":
        return po_write.references(lines)
    if kind == "flag":
        return po_write.flags(lines)
    return po_write.comments("#" if kind == "comment" else "#.", lines)
