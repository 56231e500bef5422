r"""The grammar of PO files: text → drafts of entries, losing no character.

The grammar is GNU gettext's (its manual's "The Format of PO Files" and what its reader does
beyond that): only "\n" ends a line, white space between the parts is free, a text may go on
after blank lines, a backslash before a line's end joins lines. A draft keeps the raw text of
each part beside what it spells; the raw texts of all drafts and the tail, joined, are the file
again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pwa.translation.po_escapes import BODY, unquoted
from pwa.translation.po_faults import Faults, out_of_place, what_is_wrong

_SPACE = r"[ \t\r\f\v]*+ (?: \\\n [ \t\r\f\v]*+ )*+"
_MARKS = rf"(?: (?: \#~\|?+ | \#\| ) {_SPACE} )*+"
# Between two texts, or a keyword and its text: white space, line ends, the next line's marks.
_GAP = r"[ \t\r\f\v\n]*+ (?: \\\n [ \t\r\f\v\n]*+ | (?: \#~\|?+ | \#\| ) [ \t\r\f\v\n]*+ )*+"

# One part: blank lines, then a comment, or a keyword with or without its texts, or something
# else. Possessive, so that hostile input costs no more than its length. A comment that ends in
# a backslash takes in a next line that could be nothing else.
_PART: Final = re.compile(
    rf"""
    (?P<blank> (?: {_SPACE} {_MARKS} \n )*+ )
    (?P<raw>
      {_SPACE} (?P<marks> {_MARKS} )
      (?: (?P<comment> \#
                       [^\n]*+ (?: (?<=\\) \n (?! {_SPACE} (?: [\#"\n] | msg ) ) [^\n]++ )*+ )
      | (?P<keyword> msgctxt | msgid_plural | msgid | msgstr | domain ) (?![A-Za-z_])
        (?: {_GAP} \[ {_GAP} (?P<index> [0-9]{{1,9}} ) {_GAP} \] )?+
        (?P<texts> {_GAP} {BODY} (?: {_GAP} {BODY} )*+ )?+
      | (?P<other> [^\n]*+ )
      )
      {_SPACE} \n?+
    )
    """,
    re.VERBOSE,
)
_LINE_MARKS: Final = re.compile(rf"\n {_SPACE} ({_MARKS}) \"", re.VERBOSE)

_COMMENT_KINDS: Final = {".": "extracted", ":": "reference", ",": "flag", "!": "flag"}
_CONFLICT: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_CONFLICT_END: Final = re.compile(r"^>>>>>>>.*\n?", re.MULTILINE)

# How far an entry has come, with each part: what introduces it, its msgctxt, its msgid, its end.
_STAGES: Final = (
    dict.fromkeys(("blank", "comment", "extracted", "reference", "flag"), 0)
    | dict.fromkeys(("previous_msgctxt", "previous_msgid", "previous_msgid_plural"), 0)
    | {"msgctxt": 1, "msgid": 2}
)
_END: Final = 3


@dataclass(slots=True)
class Draft:
    """One entry as it stands in the file.

    `segments` are (kind, raw text) in file order; `fields` are (kind, its quoted texts as they
    are written, the line where it starts).
    """

    line: int = 0
    segments: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str, int]] = field(default_factory=list)
    stage: int = 0
    obsolete: bool = False
    broken: bool = False


class Scanner:
    """Reads a catalog's text once, from its first part to its last."""

    def __init__(self, text: str, faults: Faults) -> None:
        """Prepare to read; findings go to `faults`."""
        self.text = text
        self.faults = faults
        self.line = 1
        self.draft = Draft()
        self.domain: str | None = None
        self.in_conflict = False
        self.tail = ""

    def drafts(self) -> Iterator[Draft]:
        """Yield the entries that are whole; `tail` is then what follows the last one."""
        for kind, blank, raw, marks, texts in self._parts():
            draft, stage = self.draft, _STAGES.get(kind, _END)
            if stage < _END and draft.stage and stage <= draft.stage:
                if self._is_whole(draft):
                    yield draft
                draft = self.draft = Draft()
                self.domain = self.domain or "messages"
            draft.line = draft.line or self.line
            if blank:
                draft.segments.append(("blank", blank))
            draft.segments.append((kind, raw))
            if texts is not None:
                draft.fields.append((kind, texts, self.line))
                if marks or draft.obsolete or "#" in raw:
                    self._check_marks(draft, marks, raw)
                draft.stage = stage
        if not self.draft.fields:
            self.tail = "".join(raw for _, raw in self.draft.segments) + self.tail
        elif self._is_whole(self.draft):
            yield self.draft

    def _parts(self) -> Iterator[tuple[str, str, str, str, str | None]]:
        """Yield each part: its kind, blank lines before it, raw text, marks (`#~`, `#|`), texts."""
        text, match, end, position, marks = self.text, _PART.match, len(self.text), 0, ""
        while position < end:
            part = match(text, position)
            assert part is not None  # noqa: S101 (the pattern matches the empty text)
            blank, raw, here, comment, keyword, index, texts, other = part.groups()
            if here or (marks and (blank or text.startswith("\n", position - 1))):
                marks = here
            if blank:
                self.line += blank.count("\n")
            if comment is not None:
                yield _COMMENT_KINDS.get(comment[1:2], "comment"), blank, raw, marks, None
            elif other:
                position = self._stray(other, part.start("other"))
                continue
            elif keyword == "domain" and self._leaves(texts or '""'):
                self.tail = text[position:]
                return
            elif keyword is None or keyword == "domain":
                yield "blank", blank, raw, marks, None
            else:
                kind = _kind(keyword, index, marks) if marks or index else keyword
                yield kind, blank, raw, marks, texts or ""
            self.line += raw.count("\n")
            position = part.end()

    def _leaves(self, texts: str) -> bool:
        """Whether a `domain` directive ends the catalog: the first domain is the one we read."""
        name = unquoted(texts)
        if self.domain is None:
            self.domain = "messages" if self.draft.fields else name
        return name != self.domain

    def _check_marks(self, draft: Draft, marks: str, raw: str) -> None:
        """Obsolete entries carry `#~` on each line, previous ids `#|`, and others neither."""
        obsolete = "#~" in marks
        if not draft.stage:
            draft.obsolete = obsolete
        expected = {(obsolete, "|" in marks)}
        found = {("#~" in line, "|" in line) for line in _LINE_MARKS.findall(raw)}
        if draft.obsolete is not obsolete or not found <= expected:
            message = "Some lines of this entry start with `#~` or `#|` and some do not"
            advice = f"make {draft.fields[-1][0]} agree with the lines before it."
            self._break(self.line, "po-syntax", f"{message}; {advice}")

    def _is_whole(self, draft: Draft) -> bool:
        if draft.broken:
            return False
        wrong = out_of_place(tuple([kind for kind, _, _ in draft.fields]))
        if wrong is not None:
            at, code, message = wrong
            self.faults.add(draft.fields[at][2], code, message)
        return wrong is None

    def _break(self, line: int, code: str, message: str) -> None:
        """Tell what is wrong, once an entry; what belongs to it cannot be told any more."""
        if not self.draft.broken:
            self.faults.add(line, code, message)
        self.draft.broken = True
        self.draft.stage = _END

    def _stray(self, other: str, position: int) -> int:
        """Tell what stands here that cannot, and return where reading goes on."""
        newline = self.text.find("\n", position)
        after = len(self.text) if newline < 0 else newline + 1
        if other.startswith(_CONFLICT):
            after = self._conflict(position, after, opening=other.startswith("<"))
        else:
            wrong = what_is_wrong(other[:60].rstrip(), last=after == len(self.text))
            self._break(self.line, "po-syntax", wrong)
        self.line += self.text.count("\n", position, after)
        return after

    def _conflict(self, position: int, after: int, *, opening: bool) -> int:
        """Read on with the first side of a merge conflict, so that other faults are found too."""
        if opening or not self.in_conflict:
            advice = "Decide for one of the two versions and remove the marker lines."
            self.faults.add(self.line, "po-conflict", f"An unresolved merge conflict. {advice}")
        closing = None
        if self.in_conflict and not opening:
            closing = _CONFLICT_END.search(self.text, position)
        self.in_conflict = opening
        self.draft.broken, self.draft.stage = True, _END
        return closing.end() if closing else after


def _kind(keyword: str, index: str | None, marks: str) -> str:
    number = "" if index is None else f"[{int(index)}]"
    return f"{'previous_' if '|' in marks else ''}{keyword}{number}"
