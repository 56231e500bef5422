import logging
import sys

import pytest

from pwa.errors import Finding
from pwa.logs import KeyValue


def line(message, *args, level=logging.INFO, **more):
    record = logging.LogRecord("pwa", level, "", 0, message, args, more.pop("exc_info", None))
    record.created = 1.5
    vars(record).update(more)
    return KeyValue().format(record)


def test_an_event_is_one_line_of_keys_and_values():
    told = line("Serving %s", "here")
    assert told == 'time=1970-01-01T00:00:01.500Z level=info event="Serving here"'


def test_a_finding_tells_its_facts_by_name():
    finding = Finding("is no number", "content/a.md", 3, "es", "number")
    assert line("%s", finding, level=logging.ERROR).endswith(
        " level=error event=finding file=content/a.md line=3 locale=es code=number"
        ' message="is no number"'
    )


def test_what_a_finding_does_not_know_is_left_out():
    assert line("%s", Finding("is wrong")).endswith(' event=finding code=error message="is wrong"')


def test_facts_of_an_event_follow_it():
    assert line("purge", facts={"addresses": "/es/ /ar/"}).endswith(
        ' event=purge addresses="/es/ /ar/"'
    )


@pytest.mark.parametrize("text", ["two\nlines", 'a "quote"', "a=b", "", "tab\t"])
def test_whatever_is_said_is_one_line(text):
    assert len(line("%s", text).splitlines()) == 1
    assert 'event="' in line("%s", text)


def test_what_went_wrong_is_in_the_same_line():
    try:
        raise ValueError("no")
    except ValueError:
        told = line("failed", exc_info=sys.exc_info())
    assert 'trace="Traceback' in told
    assert "\n" not in told
