"""A glossary's file: its terms, and its faults with their lines."""

import pytest
from hypothesis import given
from hypothesis.strategies import binary

from pwa.translation.checks.base import Term
from pwa.translation.glossary import forms, read_glossary

HEADER = "source,translation,note\n"
PAIN = (Term("pain", "dolor"),)


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    return read_glossary(data, file="locales/es/glossary.csv", locale="es")


def test_a_line_is_a_term_with_its_note():
    terms, faults = read(f'{HEADER}off-label,fuera de indicación,"Not a, but b."\n')
    assert terms == (Term("off-label", "fuera de indicación", "Not a, but b."),)
    assert faults == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}pain,dolor,\n",
        f"{HEADER}pain,dolor\n",
        f"{HEADER}\n  ,,\n pain , dolor ,\n",
        "source;translation;note\r\npain;dolor;\r\n",
        "source\ttranslation\tnote\npain\tdolor\t\n",
        '"Source","Translation","Note"\n"pain","dolor",""\n',
        f"\ufeff{HEADER}pain,dolor,\n",
    ],
)
def test_what_spreadsheets_save_is_read(text):
    assert read(text) == (PAIN, ())


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("pain,dolor,\n", 1, "The first line must be source,translation,note."),
        ("", 1, "The first line"),
        (f"{HEADER}pain,dolor,a,b\n", 2, "There are 4 cells"),
        (f"{HEADER}pain,dolor,\n,dolor,\n", 3, "The source is empty"),
        (f'{HEADER}pain,dolor,"two\nlines"\ncure,,\n', 4, "“cure” has no translation"),
        (f"{HEADER}\ncure,!,\n", 3, "“cure” has no translation"),
        (f'{HEADER}pain,dolor,\ncure,"cura,\n', 3, "quotation mark without its pair"),
        (f"{HEADER}pain,dolor,\n".encode() + b"cure,\xe9,\n", 3, "not UTF-8"),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, says):
    _, [fault] = read(text)
    place = (fault.file, fault.line, fault.locale, fault.code)
    assert place == ("locales/es/glossary.csv", line, "es", "glossary-file")
    assert says in fault.message


def test_the_lines_around_a_fault_are_read():
    terms, faults = read(f"{HEADER}cure,,\npain,dolor,\n")
    assert terms == PAIN
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("dolor", ("dolor",)),
        ("puede / quizá", ("puede", "quizá")),
        ("!cura; curar", ("cura", "curar")),
        ("説明書（紙）／冊子", ("説明書", "冊子")),
        ("عيادة؛ مركز", ("عيادة", "مركز")),
        ("y/o", ("y/o",)),
        ("(you)", ()),
    ],
)
def test_a_cell_lists_forms(cell, expected):
    assert forms(cell) == expected


def test_a_source_in_parentheses_is_a_remark_to_people():
    [term], faults = read(f"{HEADER}(you),,Say “usted”.\n")
    assert (forms(term.source), faults) == ((), ())


def test_an_exclamation_mark_forbids():
    terms, _ = read(f"{HEADER}cure,!cura,\npain,dolor,\n")
    assert [term.is_forbidden for term in terms] == [True, False]


@given(binary(max_size=80))
def test_any_file_is_read_or_its_fault_is_told(data):
    terms, faults = read(HEADER.encode() + data)
    assert all(term.source for term in terms)
    assert all(fault.line and fault.line > 1 for fault in faults)
