r"""The grammar of PO files: text → drafts of entries, losing no character.

The grammar is GNU gettext's (its manual's "The Format of PO Files" and what its reader does
beyond that): only "\n" ends a line, white space between the parts is free, a text may go on
after blank lines. A draft keeps the raw text of each part beside what it spells; the raw texts
of all drafts and the tail, joined, are the file again.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from pwa.translation.po_bytes import Faults

_SPACE = r"[ \t\r\f\v]*+"
_PREFIX = r"(?: \#~\|?+ | \#\| )"
_BODY = r'"(?: [^"\\\n]++ | \\(?s:.) )*+"'
# Between two texts, or a keyword and its text: white space, line ends, the next line's prefix.
_GAP = rf"[ \t\r\f\v\n]*+ {_PREFIX}?+ {_SPACE}"

# One part: blank lines, then a comment, or a keyword with or without its texts, or texts that
# belong to none. Possessive, so that hostile input costs no more than its length.
_PART: Final = re.compile(
    rf"""
    (?P<blank> (?: {_SPACE} \n )*+ )
    {_SPACE} (?P<prefix> {_PREFIX} )?+ {_SPACE}
    (?: (?P<comment> \#(?![~|]) [^\n]*+ )
    | (?: (?P<keyword> msgctxt | msgid_plural | msgid | msgstr ) (?![A-Za-z_])
          (?: {_GAP} \[ {_SPACE} (?P<index> [0-9]{{1,9}} ) {_SPACE} \] )?+
      )?+
      (?P<texts> {_GAP} {_BODY} (?: {_GAP} {_BODY} )*+ )?+
    )
    {_SPACE} \n?+
    """,
    re.VERBOSE,
)
_BODIES: Final = re.compile(_BODY, re.VERBOSE)
_PREFIXES: Final = re.compile(rf"\n{_SPACE}({_PREFIX}?+){_SPACE}\"", re.VERBOSE)

_CONFLICT: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_CONFLICT_END: Final = re.compile(r"^>>>>>>>.*\n?", re.MULTILINE)
_COMMENT_KINDS: Final = {".": "extracted", ":": "reference", ",": "flag", "!": "flag"}
_ESCAPE: Final = re.compile(r"\\(?:x(?P<hex>[0-9A-Fa-f]+)|(?P<octal>[0-7]{1,3})|(?s:.))")
_SIMPLE_ESCAPES: Final = {
    "\\a": "\a",
    "\\b": "\b",
    "\\f": "\f",
    "\\n": "\n",
    "\\r": "\r",
    "\\t": "\t",
    "\\v": "\v",
    '\\"': '"',
    "\\\\": "\\",
    "\\\n": "",  # a line that goes on, as in C
}
_SPACES: Final = " \t\r\f\v"
_RESTORE: Final = "Complete the entry, or restore it from an earlier version of the file."


@dataclass(slots=True)
class Draft:
    """One entry as it stands in the file.

    `segments` are (kind, raw text) in file order; `texts` holds, for each field, its quoted
    texts as they are written; `lines` the line where each field starts.
    """

    line: int = 0
    segments: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    forms: int = 0
    obsolete: bool = False
    started: bool = False
    broken: bool = False


class Scanner:
    """Reads a catalog's text once, from its first part to its last."""

    def __init__(self, text: str, faults: Faults) -> None:
        """Prepare to read; findings go to `faults`."""
        self.text = text
        self.faults = faults
        self.drafts: list[Draft] = []
        self.draft = Draft()
        self.line = 1
        self.pending: list[str] = []  # blank lines and bare prefixes before the next part
        self.in_conflict = False

    def scan(self) -> tuple[list[Draft], str]:
        """Return the entries and the file's tail (blank lines and comments after the last)."""
        position, end, prefix, match = 0, len(self.text), "", _PART.match
        while position < end and not self.faults.enough:
            part = match(self.text, position)
            if part is None or part.end() == position:
                position = self._unexpected(position)
                continue
            blank, here, comment, keyword, _, texts = part.groups()
            if here or blank or self.text.startswith("\n", position - 1) or not position:
                prefix = here or ""
            self.line += blank.count("\n")
            if keyword is not None:
                self._keyword(part, prefix)
            elif comment is not None:
                self._comment(part)
            elif texts is not None:
                self._orphan()
            else:
                self.pending.append(part[0])
            self.line += part[0].count("\n", len(blank))
            position = part.end()
        return self.drafts, self._finish()

    def _comment(self, part: re.Match[str]) -> None:
        if self.draft.started or self.draft.broken:
            self._next_entry()
        self._keep(part, _COMMENT_KINDS.get(part["comment"][1:2], "comment"))

    def _keyword(self, part: re.Match[str], prefix: str) -> None:
        keyword, index = part.group("keyword", "index")
        previous = prefix.endswith("|")
        kind = f"previous_{keyword}" if previous else keyword
        if self._starts_entry(kind):
            self._next_entry()
        draft = self.draft
        if index is not None:
            kind = f"{kind}[{int(index)}]"
        if not draft.broken:
            self._check_place(kind, keyword, index, previous=previous)
            self._check_prefixes(kind, prefix, part[0])
        self._keep(part, kind)
        draft.lines.setdefault(kind, self.line)
        draft.texts.setdefault(kind, part["texts"] or "")
        draft.started = draft.started or not previous
        if keyword == "msgstr":
            draft.forms += 1

    def _starts_entry(self, kind: str) -> bool:
        draft = self.draft
        if kind == "msgctxt" or kind.startswith("previous_"):
            return draft.started or draft.broken
        return kind == "msgid" and ("msgid" in draft.texts or draft.forms > 0 or draft.broken)

    def _check_place(self, kind: str, keyword: str, index: str | None, *, previous: bool) -> None:
        texts = self.draft.texts
        if previous and (keyword == "msgstr" or kind in texts):
            self._fault("po-syntax", f"`#| {keyword}` does not belong here; remove the line.")
        elif keyword == "msgid_plural" and not previous:
            if "msgid" not in texts or self.draft.forms or kind in texts:
                self._misplaced("msgid_plural", "directly after the entry's msgid")
        elif keyword == "msgstr":
            self._check_form(index)
        elif index is not None:
            self._fault("po-syntax", f"{keyword} takes no number in brackets; remove it.")

    def _check_form(self, index: str | None) -> None:
        draft = self.draft
        plural = "msgid_plural" in draft.texts
        if "msgid" not in draft.texts:
            self._misplaced("msgstr", "after a msgid")
        elif index is None and (plural or draft.forms):
            wanted = "msgstr[0], msgstr[1] …" if plural else "one msgstr"
            self._fault("po-plural", f"A msgstr is out of place: this entry takes {wanted}.")
        elif index is not None and not plural:
            self._fault("po-plural", "msgstr[…] needs a msgid_plural before it; write msgstr.")
        elif index is not None and int(index) != draft.forms:
            message = f"msgstr[{int(index)}] stands where msgstr[{draft.forms}] belongs; number"
            self._fault("po-plural", f"{message} the plural forms 0, 1, 2 … without a gap.")

    def _check_prefixes(self, kind: str, prefix: str, raw: str) -> None:
        """Obsolete entries carry `#~` on each line, previous ids `#|`, and others neither."""
        draft = self.draft
        obsolete = prefix.startswith("#~")
        if not draft.started:
            draft.obsolete = obsolete
        mixed = draft.started and draft.obsolete is not obsolete
        if not mixed and "\n" in raw and ("#" in raw or prefix):
            mixed = any(found != prefix for found in _PREFIXES.findall(raw.lstrip()))
        if mixed:
            message = "Some lines of this entry start with `#~` or `#|` and some do not"
            self._fault("po-syntax", f"{message}; make {kind} agree with the lines before it.")

    def _misplaced(self, keyword: str, place: str) -> None:
        self._fault("po-syntax", f"{keyword} stands in the wrong place; it belongs {place}.")

    def _orphan(self) -> None:
        if not self.draft.broken:
            advice = "Put a keyword (msgid, msgstr) before it, or remove it."
            self._fault("po-syntax", f"This text belongs to no keyword. {advice}")

    def _keep(self, part: re.Match[str], kind: str) -> None:
        draft, blank = self.draft, part["blank"]
        draft.line = draft.line or self.line
        before = "".join([*self.pending, blank])
        if before:
            draft.segments.append(("blank", before))
            self.pending.clear()
        draft.segments.append((kind, part[0][len(blank) :]))

    def _next_entry(self) -> None:
        draft = self.draft
        if not draft.broken:
            self._check_complete(draft)
        self.drafts.append(draft)
        self.draft = Draft()

    def _check_complete(self, draft: Draft) -> None:
        empty = next((kind for kind, texts in draft.texts.items() if not texts), None)
        if not draft.forms:
            first = "msgid" if "msgid" in draft.texts else next(iter(draft.texts))
            line = draft.lines[first]
            self.faults.add(line, "po-syntax", f"The entry is cut short: no msgstr. {_RESTORE}")
        elif empty is not None:
            message = f'{empty} has no text; write it in quotation marks ("" where there is none).'
            self.faults.add(draft.lines[empty], "po-syntax", message)

    def _finish(self) -> str:
        if self.draft.started or self.draft.texts:
            self._next_entry()
        return "".join([*(raw for _, raw in self.draft.segments), *self.pending])

    def _fault(self, code: str, message: str) -> None:
        self.faults.add(self.line, code, message)
        self.draft.broken = True

    def _unexpected(self, position: int) -> int:
        """Tell what stands here that cannot, and return where reading goes on."""
        newline = self.text.find("\n", position)
        after = len(self.text) if newline < 0 else newline + 1
        rest = self.text[position : min(after, position + 60)].rstrip()
        if rest.startswith(_CONFLICT):
            after = self._conflict(position, after, opening=rest.startswith("<"))
        elif not self.draft.broken:
            self._fault("po-syntax", _what_is_wrong(rest, last=after == len(self.text)))
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
        self.draft.broken = True  # what belongs to it cannot be told any more
        return closing.end() if closing else after


def _what_is_wrong(rest: str, *, last: bool) -> str:
    if rest.startswith('"'):
        where = "The file ends in the middle of this text" if last else "This text is cut short"
        return f"{where}: its closing quotation mark is missing. {_RESTORE}"
    if re.match(r"domain\b", rest):
        advice = "Split the file (one catalog a domain) and remove the line."
        return f"`domain` directives are not supported. {advice}"
    word = re.match(r"[A-Za-z_]+", rest)
    what = f"The keyword {word[0]!r} is not known" if word else f"{rest[:20]!r} cannot stand here"
    return f"{what}; only comments, msgctxt, msgid, msgid_plural, msgstr and quoted text can."


def unescape(texts: str, charset: str) -> str:
    """Return what quoted texts in a row spell.

    Octal and hexadecimal escapes are bytes in the catalog's charset, as in GNU gettext.
    Raises ValueError where an escape is broken or the bytes do not decode.
    """
    if "\n" not in texts and texts.count('"') == 2:
        bodies = [texts.strip(_SPACES)[1:-1]]
    else:
        bodies = [body[1:-1] for body in _BODIES.findall(texts)]
    text = "".join(bodies)
    if "\\" not in text:
        return text
    try:
        return _ESCAPE.sub(lambda found: _SIMPLE_ESCAPES[found[0]], text)
    except KeyError:
        return b"".join(_bytes_of(body, charset) for body in bodies).decode(charset)


def _bytes_of(body: str, charset: str) -> bytes:
    pieces, position = [], 0
    for found in _ESCAPE.finditer(body):
        pieces += [body[position : found.start()].encode(charset), _escaped(found, charset)]
        position = found.end()
    return b"".join([*pieces, body[position:].encode(charset)])


def _escaped(found: re.Match[str], charset: str) -> bytes:
    number = int(found["hex"], 16) if found["hex"] else None
    if found["octal"]:
        number = int(found["octal"], 8)
    if number is not None:
        return bytes([number & 0xFF])
    try:
        return _SIMPLE_ESCAPES[found[0]].encode(charset)
    except KeyError:
        raise ValueError(f"{found[0]} is no escape") from None
