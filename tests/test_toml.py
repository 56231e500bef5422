import pytest

from pwa import toml
from pwa.errors import SiteError
from pwa.toml import Reader

TEXT = """name = "all"
[one]
name = 1
[two]
colour = "red"
"""
KNOWN = {"name": toml.string}


def reader():
    return Reader(TEXT, "file.toml")


def test_a_fault_is_told_with_its_file_and_line():
    found = reader()
    found.read({"nmae": 1, "name": 1}, KNOWN)
    assert [str(one) for one in found.findings] == [
        "file.toml: unknown key nmae; did you mean name?",
        "file.toml:1: name: expected a string",
    ]


def test_a_table_has_lines_of_its_own():
    found = reader()
    found.within(2).read({"name": 1}, KNOWN)
    assert [one.line for one in found.findings] == [3]


def test_what_a_table_does_not_write_is_told_where_it_begins():
    found = reader()
    found.within(2).fault("colour", "there is none")
    assert [one.line for one in found.findings] == [2]


def test_a_table_whose_place_is_not_known_is_looked_for_everywhere():
    assert reader().within(None) == reader()


def test_faults_refuse_the_file_together():
    found = reader()
    found.fault("one", "first")
    found.fault("two", "second")
    with pytest.raises(SiteError) as raised:
        found.refuse_faults()
    assert [(one.line, one.message) for one in raised.value.findings] == [
        (2, "first"),
        (4, "second"),
    ]
