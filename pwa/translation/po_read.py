"""Drafts → entries: what the texts, comments, flags and references of a catalog say."""

import re
from typing import Final

from pwa.source.message import MAX_MESSAGE
from pwa.translation.po_bytes import Faults
from pwa.translation.po_entry import Entry, Key, Segment
from pwa.translation.po_syntax import Draft, unescape

MAX_ENTRIES: Final = 200_000

_SPACES: Final = " \t\r\f\v"


class Reader:
    """Turns drafts into entries and tells what is wrong with their texts."""

    def __init__(self, charset: str, faults: Faults) -> None:
        """Read texts in `charset`; findings go to `faults`."""
        self.charset = charset
        self.faults = faults
        self.first: dict[Key, int] = {}

    def read(self, drafts: list[Draft]) -> list[Entry]:
        """Return the entries, without those that are broken."""
        if len(drafts) > MAX_ENTRIES:
            message = f"The catalog has {len(drafts):,} entries; split it below {MAX_ENTRIES:,}."
            self.faults.add(None, "po-limit", message)
            return []
        whole = (draft for draft in drafts if draft.forms and not draft.broken)
        return [self._entry(draft) for draft in whole if not self.faults.enough]

    def _entry(self, draft: Draft) -> Entry:
        texts = {kind: self._text(draft, kind) for kind in draft.texts}
        forms = [kind for kind in texts if kind.startswith("msgstr")]
        segments = tuple(draft.segments)
        comments = {kind for kind, _ in segments}
        made = Entry(
            msgid=texts["msgid"],
            msgstr=tuple(texts[kind] for kind in forms),
            msgctxt=texts.get("msgctxt"),
            msgid_plural=texts.get("msgid_plural"),
            comments=_comments(segments, "comment", 1) if "comment" in comments else (),
            extracted=_comments(segments, "extracted", 2) if "extracted" in comments else (),
            references=_references(segments) if "reference" in comments else (),
            flags=_flags(segments) if "flag" in comments else (),
            previous_msgctxt=texts.get("previous_msgctxt"),
            previous_msgid=texts.get("previous_msgid"),
            previous_msgid_plural=texts.get("previous_msgid_plural"),
            obsolete=draft.obsolete,
            line=draft.line,
            msgid_line=draft.lines["msgid"],
            msgstr_line=draft.lines[forms[0]],
            segments=segments,
        )
        self._check_unique(made)
        return made

    def _text(self, draft: Draft, kind: str) -> str:
        try:
            text = unescape(draft.texts[kind], self.charset)
        except ValueError:
            self._broken_escape(draft, kind)
            return ""
        if "\0" in text:
            advice = "Remove it, or restore the file from an earlier version."
            message = f"{kind} contains the character NUL. {advice}"
            self.faults.add(draft.lines[kind], "po-syntax", message)
        if len(text) > MAX_MESSAGE:
            message = f"{kind} has {len(text):,} characters; shorten it below {MAX_MESSAGE:,}."
            self.faults.add(draft.lines[kind], "po-limit", message)
        return text

    def _broken_escape(self, draft: Draft, kind: str) -> None:
        """Tell which of a field's lines does not unescape."""
        raw = "".join(raw for name, raw in draft.segments if name == kind)
        for number, line in enumerate(raw.split("\n"), start=draft.lines[kind]):
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
        self.faults.add(draft.lines[kind], "po-escape", message)

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


def _shortened(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}…"


def _comments(segments: tuple[Segment, ...], kind: str, mark: int) -> tuple[str, ...]:
    """Return what the comment lines of one kind say, without their mark of that length."""
    texts = "".join(text for name, text in segments if name == kind)
    lines = (_bare(line) for line in texts.removesuffix("\n").split("\n"))
    return tuple(line[mark:].removeprefix(" ") for line in lines)


def _bare(line: str) -> str:
    """Strip a comment's line end, indentation, and the `#~` that obsolete entries may carry."""
    bare = line.rstrip("\r").lstrip(_SPACES)
    return bare[2:].lstrip(_SPACES) if bare.startswith("#~") else bare


def _references(segments: tuple[Segment, ...]) -> tuple[str, ...]:
    text = " ".join(_comments(segments, "reference", 2))
    # GNU gettext isolates file names that hold white space with FSI and PDI.
    found = re.findall(r"\u2068[^\u2069]*\u2069|[^ \t\r\f\v]+", text)
    return tuple(name.strip("\u2068\u2069") for name in found)


def _flags(segments: tuple[Segment, ...]) -> tuple[str, ...]:
    pieces = ",".join(_comments(segments, "flag", 2)).split(",")
    flags: list[str] = []
    for piece in pieces:
        # GNU gettext parts flags at white space too; only `fuzzy` matters enough to follow it.
        flags += piece.split() if "fuzzy" in piece.split() else [piece.strip()]
    return tuple(flag for flag in flags if flag)
