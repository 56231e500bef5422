"""A locale's glossary, `locales/<locale>/glossary.csv`: how the publication's terms are said.

    source,translation,note
    off-label,fuera de indicación,Not «fuera de etiqueta».
    cure,!cura / curar,
    not a cure,no es una cura / no como cura,

A cell may hold several forms, separated by ` / ` or `;`. What stands in parentheses explains: it
belongs to no form, and a line whose source is wholly in parentheses is a remark to people. A
translation that begins with `!` lists words that the publication does not use; `*` at a word's
end stands for any ending. Other lines may hold such a word in a longer form: there it is allowed.
"""

import csv
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pwa.errors import Finding
from pwa.translation.checks.base import Term

if TYPE_CHECKING:
    import _csv

COLUMNS: Final = ("source", "translation", "note")

_PARENTHESES: Final = re.compile(r"\s*[(（][^()（）]*[)）]")
_BETWEEN_FORMS: Final = re.compile(r"\s+/\s+|\s*[;；؛／]\s*")


def read_glossary(
    data: bytes, *, file: str, locale: str
) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    """Return the lines of a glossary, and what is wrong with it.

    A line that cannot be used is left out, and a finding says why.
    """
    rows = list(_rows(data))
    terms = tuple(row for _, row in rows if isinstance(row, Term))
    faults = ((line, row) for line, row in rows if isinstance(row, str))
    return terms, tuple(Finding(row, file, line, locale, "glossary-file") for line, row in faults)


@lru_cache(maxsize=4096)
def forms(cell: str) -> tuple[str, ...]:
    """Return the forms that a cell lists, without `!` and explanations in parentheses."""
    listed = _BETWEEN_FORMS.split(_PARENTHESES.sub("", cell.removeprefix("!")))
    return tuple(form.strip() for form in listed if form.strip())


def _rows(data: bytes) -> Iterator[tuple[int, Term | str]]:
    """Yield each line's number with its term, or with what is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield line, "This is not UTF-8. Save the spreadsheet as “CSV UTF-8”."
        return
    delimiter = _delimiter(text)
    if delimiter is None:
        yield 1, f"The first line must be {','.join(COLUMNS)}."
        return
    yield from _terms(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def _delimiter(text: str) -> str | None:
    """Return what stands between cells: spreadsheets also save semicolons or tabs."""
    header = text.partition("\n")[0].replace('"', "").strip().lower()
    return next((mark for mark in ",;\t" if header == mark.join(COLUMNS)), None)


def _terms(reader: "_csv.Reader") -> Iterator[tuple[int, Term | str]]:
    next(reader)
    line = reader.line_num + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, _term([cell.strip() for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        yield (
            line,
            f"The line cannot be read ({error}). Look for a quotation mark without its pair.",
        )


def _term(cells: list[str]) -> Term | str:
    if len(cells) > len(COLUMNS):
        return f'There are {len(cells)} cells, not 3. Put a cell with a comma in it between "…".'
    source, translation, note = [*cells, "", ""][: len(COLUMNS)]
    if not source:
        return "The source is empty. Write the term of the source in the first cell."
    if not forms(translation) and forms(source):
        return f"“{source}” has no translation. Write it, or put the source in parentheses."
    return Term(source, translation, note)
