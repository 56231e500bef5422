import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.review.records import (
    Record,
    content_of,
    fields_of,
    id_of,
    name_of,
    read_ledger,
    read_record,
    write_record,
)

FIELDS = {
    "step": "revision",
    "section": "one",
    "by": "Ana",
    "method": "human",
    "at": "2026-11-23T10:00:00Z",
    "source": "0" * 64,
    "text": "1" * 64,
    "messages": [["a" * 12, "b" * 12]],
    "segmenter": 1,
}


def file(**changes):
    fields = {**FIELDS, **changes}
    content = content_of(fields)
    name = name_of(fields["step"], fields["at"], content)
    return f"locales/es/records/{fields['section']}/{name}", content


def withdrawal(of, at="2026-11-24T10:00:00Z"):
    content = content_of({"step": "withdrawal", "of": of, "by": "Ana", "at": at})
    return f"locales/es/records/one/{name_of('withdrawal', at, content)}", content


def ledger(*files):
    return read_ledger(files, locale="es")


def test_a_written_record_reads_back(tmp_path):
    path = write_record(tmp_path / "one", FIELDS)
    record = read_record(f"one/{path.name}", path.read_bytes())
    assert isinstance(record, Record)
    assert record.by == "Ana"
    assert record.id == id_of(path.read_bytes())
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@given(
    by=st.text(min_size=1).filter(str.strip),
    note=st.none() | st.text(min_size=1).filter(str.strip),
    due=st.none() | st.dates().map(str),
)
def test_fields_and_record_are_inverse(by, note, due):
    path, content = file(by=by, note=note, due=due)
    record = read_record(path.partition("/records/")[2], content)
    assert json.loads(content_of(fields_of(record))) == json.loads(content)


def test_the_file_name_is_one_on_every_system():
    content = content_of(FIELDS)
    name = f"20261123T100000Z-review-{id_of(content)}.json"
    assert name_of("review", FIELDS["at"], content) == name


def test_records_count_in_order_of_time():
    later, sooner = file(at="2026-11-24T00:00:00Z"), file(at="2026-11-22T00:00:00Z")
    assert [one.at[:10] for one in ledger(later, sooner).records] == ["2026-11-22", "2026-11-24"]


def test_a_withdrawn_record_counts_for_nothing():
    path, content = file()
    assert ledger((path, content), withdrawal(id_of(content))).records == ()


def test_the_same_record_twice_is_one():
    path, content = file()
    assert len(ledger((path, content), (path, content)).records) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"step": "approval"}, {"method": "guess"}, {"at": "yesterday"}, {"by": " "},
        {"source": "short"}, {"messages": "x"}, {"messages": [["a"]]}, {"segmenter": "1"},
        {"due": "soon"}, {"due": "2026-02-31"}, {"at": "2026-99-99T99:99:99Z"}, {"v": 2},
    ],
)  # fmt: skip
def test_a_record_that_says_nonsense_is_a_finding(changes):
    found = ledger(file(**changes))
    assert found.records == ()
    assert [finding.code for finding in found.findings] == ["record"]


def test_a_changed_file_no_longer_fits_its_name():
    path, content = file()
    [finding] = ledger((path, content.replace(b"Ana", b"Bob"))).findings
    assert finding.file == path
    assert "name does not fit" in finding.message


def test_a_record_in_another_sections_folder_is_a_finding():
    path, content = file()
    [finding] = ledger((path.replace("/one/", "/two/"), content)).findings
    assert "folder does not fit" in finding.message


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"null", b'{"v": 1}'])
def test_what_is_no_record_is_a_finding(content):
    assert len(ledger(("locales/es/records/one/x.json", content)).findings) == 1


def test_one_faulty_record_hides_no_other():
    path, content = file()
    found = ledger((path, content), ("locales/es/records/one/x.json", b"{"))
    assert len(found.records) == 1


def test_a_record_is_of_its_section_under_any_of_its_ids():
    found = ledger(file(section="old"))
    assert found.of(frozenset({"new", "old"})) == found.records
    assert found.of(frozenset({"new"})) == ()


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_record(tmp_path, FIELDS)
    assert list(tmp_path.iterdir()) == []


def test_a_record_has_every_field_of_its_file():
    path, content = file()
    record = read_record(path.partition("/records/")[2], content)
    assert set(asdict(record)) - {"id", "credential", "due", "note"} == set(FIELDS)
