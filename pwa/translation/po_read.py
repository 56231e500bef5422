"""Drafts → entries: what the texts, comments, flags and references of a catalog say."""

import re
from collections.abc import Iterable
from typing import Final

from pwa.source.message import MAX_MESSAGE, Key
from pwa.translation.po_bytes import Decoded, undecoded_at
from pwa.translation.po_entry import Entry, Segment
from pwa.translation.po_escapes import unescape
from pwa.translation.po_faults import Faults
from pwa.translation.po_syntax import Draft

MAX_ENTRIES: Final = 200_000

_SPACES: Final = " \t\r\f\v"
# How long the mark of each kind of comment is: `#`, `#.`, `#:`, `#,`.
_MARKS: Final = {"comment": 1, "extracted": 2, "reference": 2, "flag": 2}
# GNU gettext isolates file names that hold white space with FSI and PDI.
_NAME: Final = re.compile(r"\u2068[^\u2069]*\u2069|[^ \t\r\f\v]+")


class Reader:
    """Turns drafts into entries and tells what is wrong with their texts."""

    def __init__(self, decoded: Decoded, faults: Faults) -> None:
        """Read what was drafted from a file; findings go to `faults`."""
        self.charset = decoded.charset
        self.suspect = decoded.undecoded or "\0" in decoded.text
        self.faults = faults
        self.first: dict[Key, int] = {}

    def read(self, drafts: Iterable[Draft]) -> list[Entry]:
        """Return the entries."""
        entries: list[Entry] = []
        for draft in drafts:
            if len(entries) == MAX_ENTRIES:
                message = f"The catalog has more than {MAX_ENTRIES:,} entries; split it."
                self.faults.add(draft.line, "po-limit", message)
                break
            entries.append(self._entry(draft))
        return entries

    def _entry(self, draft: Draft) -> Entry:
        segments = tuple(draft.segments)
        said = _said(segments)
        texts = {kind: self._text(draft, kind, quoted, at) for kind, quoted, at in draft.fields}
        lines = {kind: line for kind, _, line in draft.fields}
        forms = [kind for kind in texts if kind[:6] == "msgstr"]
        made = Entry(
            msgid=texts["msgid"],
            msgstr=tuple([texts[kind] for kind in forms]),
            msgctxt=texts.get("msgctxt"),
            msgid_plural=texts.get("msgid_plural"),
            comments=tuple(said.get("comment", ())),
            extracted=tuple(said.get("extracted", ())),
            references=_references(said["reference"]) if "reference" in said else (),
            flags=_flags(said["flag"]) if "flag" in said else (),
            previous_msgctxt=texts.get("previous_msgctxt"),
            previous_msgid=texts.get("previous_msgid"),
            previous_msgid_plural=texts.get("previous_msgid_plural"),
            obsolete=draft.obsolete,
            line=draft.line,
            msgid_line=lines["msgid"],
            msgstr_line=lines[forms[0]],
            segments=segments,
        )
        self._check_unique(made)
        return made

    def _text(self, draft: Draft, kind: str, quoted: str, line: int) -> str:
        try:
            text = unescape(quoted, self.charset)
        except ValueError:
            self._broken_escape(draft, kind, line)
            return ""
        if not quoted or self.suspect or len(text) > MAX_MESSAGE:
            self._check(draft, kind, text, line)
        return text

    def _check(self, draft: Draft, kind: str, text: str, line: int) -> None:
        raw = _raw(draft, kind)
        undecoded = undecoded_at(raw)
        if '"' not in raw:
            advice = 'write it in quotation marks ("" where there is none).'
            self.faults.add(line, "po-syntax", f"{kind} has no text; {advice}")
        if "\0" in text:
            advice = "Remove it, or restore the file from an earlier version."
            self.faults.add(line, "po-syntax", f"{kind} contains the character NUL. {advice}")
        if undecoded is not None:
            advice = "Save the file as UTF-8 and declare charset=UTF-8 in its header."
            message = f"The line holds bytes that are not {self.charset.upper()}. {advice}"
            self.faults.add(line + raw.count("\n", 0, undecoded), "po-encoding", message)
        if len(text) > MAX_MESSAGE:
            message = f"{kind} has {len(text):,} characters; shorten it below {MAX_MESSAGE:,}."
            self.faults.add(line, "po-limit", message)

    def _broken_escape(self, draft: Draft, kind: str, first: int) -> None:
        """Tell which of a field's lines does not unescape."""
        for number, line in enumerate(_raw(draft, kind).split("\n"), start=first):
            try:
                unescape(line, self.charset)
            except UnicodeError:
                continue
            except ValueError as error:
                advice = r"Write \\ for a backslash; other escapes are \n, \t and \"."
                self.faults.add(number, "po-escape", f"Broken escape: {error}. {advice}")
                return
        message = (
            f"Escapes in {kind} spell bytes that are not {self.charset.upper()}. Write the letters."
        )
        self.faults.add(first, "po-escape", message)

    def _check_unique(self, made: Entry) -> None:
        if made.obsolete:
            return
        line = self.first.setdefault(made.key, made.msgid_line)
        if line == made.msgid_line:
            return
        what = f"The message {_shortened(made.msgid)!r}" if made.msgid else "The header"
        advice = "Keep the better translation and remove the other entry."
        message = f"{what} is already defined in line {line}. {advice}"
        self.faults.add(made.msgid_line, "po-duplicate", message)


def _raw(draft: Draft, kind: str) -> str:
    return next(raw for name, raw in draft.segments if name == kind)


def _shortened(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}…"


def _said(segments: tuple[Segment, ...]) -> dict[str, list[str]]:
    """Return what the comment lines of each kind say, without their marks."""
    said: dict[str, list[str]] = {}
    for kind, raw in segments:
        if kind in _MARKS:
            said.setdefault(kind, []).append(_bare(raw)[_MARKS[kind] :].removeprefix(" "))
    return said


def _bare(line: str) -> str:
    """Strip a comment's line end, indentation, and the `#~` that obsolete entries may carry."""
    bare = line.rstrip("\r\n").lstrip(_SPACES)
    return bare[2:].lstrip(_SPACES) if bare.startswith("#~") else bare


def _references(lines: list[str]) -> tuple[str, ...]:
    return tuple([name.strip("\u2068\u2069") for name in _NAME.findall(" ".join(lines))])


def _flags(lines: list[str]) -> tuple[str, ...]:
    flags: list[str] = []
    for piece in ",".join(lines).split(","):
        # GNU gettext parts flags at white space too; only `fuzzy` matters enough to follow it.
        flags += piece.split() if "fuzzy" in piece.split() else [piece.strip()]
    return tuple(flag for flag in flags if flag)
