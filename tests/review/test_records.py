import json
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pwa.pages.schemas import RECORD
from pwa.review.fingerprints import source_hash
from pwa.review.records import (
    SAME_MEANING,
    Method,
    Record,
    SameMeaning,
    Withdrawal,
    content_of,
    fields_of,
    id_of,
    name_of,
    read_ledger,
    read_record,
    write_record,
)
from pwa.review.revocations import Revocation, notes_by_revision
from pwa.review_policy import Step

REPOSITORY = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(
    json.loads(RECORD.data), format_checker=Draft202012Validator.FORMAT_CHECKER
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


BEFORE = [[None, "It helps"], ["menu", "Rest"]]
DECLARED = {
    "step": "same-meaning",
    "section": "one",
    "by": "Ana",
    "at": "2026-11-23T10:00:00Z",
    "segmenter": 1,
    "messages": [[source_hash(tuple(key)), "b" * 12] for key in BEFORE],
    "before": BEFORE,
}


def file(base=FIELDS, **changes):
    fields = {**base, **changes}
    content = content_of(fields)
    name = name_of(fields["step"], fields["at"], content)
    return f"locales/es/records/{fields['section']}/{name}", content


def foreign(content, at=FIELDS["at"]):
    """A file that another tool wrote, under the name that fits its content."""
    return f"locales/es/records/one/{name_of('revision', at, content)}", content


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


def test_a_declared_edit_reads_back(tmp_path):
    path = write_record(tmp_path / "one", DECLARED)
    declared = read_record(f"one/{path.name}", path.read_bytes())
    assert isinstance(declared, SameMeaning)
    assert declared.before == ((None, "It helps"), ("menu", "Rest"))
    assert json.loads(content_of(fields_of(declared))) == json.loads(path.read_bytes())


def test_declared_edits_are_no_signatures_and_are_withdrawn_like_them():
    later, sooner = file(DECLARED, at="2026-11-24T00:00:00Z"), file(DECLARED)
    both = ledger(later, sooner)
    assert [one.at[8:10] for one in both.same_meanings] == ["23", "24"]
    assert both.records == ()
    found = ledger(later, sooner, withdrawal(id_of(sooner[1])))
    assert ([one.at[8:10] for one in found.same_meanings], found.findings) == (["24"], ())


@pytest.mark.parametrize(
    "changes",
    [
        {"before": [[None, "It hurts"], BEFORE[1]]}, {"before": BEFORE[:1]}, {"before": []},
        {"before": [["menu", "It helps"], BEFORE[1]]}, {"before": "It helps"},
        {"before": [[None], BEFORE[1]]}, {"before": [[None, 1], BEFORE[1]]}, {"before": None},
        {"messages": [["a" * 12, "b" * 12]] * 2}, {"messages": None}, {"section": None},
        {"messages": [[pair[0], "short"] for pair in DECLARED["messages"]]},
        {"segmenter": "1"}, {"by": ""},
    ],
)  # fmt: skip
def test_a_declared_edit_without_its_old_texts_is_a_finding(changes):
    name = f"{name_of('same-meaning', DECLARED['at'], content_of({**DECLARED, **changes}))}"
    found = ledger((f"locales/es/records/one/{name}", content_of({**DECLARED, **changes})))
    assert found.same_meanings == ()
    assert [(one.code, one.file) for one in found.findings] == [
        ("record", f"locales/es/records/one/{name}")
    ]


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


@pytest.mark.parametrize("name", ["due", "credential", "note"])
def test_null_is_a_field_that_is_left_out(name):
    [record] = ledger(foreign(json.dumps({"v": 1, **FIELDS, name: None}).encode())).records
    assert getattr(record, name) is None


@pytest.mark.parametrize("name", FIELDS.keys() - {"at", "step"})
def test_null_stands_for_nothing_that_is_needed(name):
    found = ledger(foreign(json.dumps({"v": 1, **FIELDS, name: None}).encode()))
    assert (found.records, len(found.findings)) == ((), 1)


WRITTEN = content_of(FIELDS)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + WRITTEN, WRITTEN + b"\n \t", WRITTEN.replace(b"\n", b"\r\n"),
        WRITTEN.replace(b"Ana", b"\\u0041na"), WRITTEN.replace(b'"v": 1', b'"v": 1, "more": [1.5]'),
    ],
)  # fmt: skip
def test_any_json_of_the_same_meaning_is_read(content):
    [record] = ledger(foreign(content)).records
    assert (record.by, record.id) == ("Ana", id_of(content))


@pytest.mark.parametrize(
    "content",
    [
        WRITTEN + b"x", WRITTEN + WRITTEN, WRITTEN + b"\0", WRITTEN.decode().encode("utf-16"),
        WRITTEN.replace(b'"v": 1', b'"v": 1, "by": "Ben"'),
        WRITTEN.replace(b'"v": 1', b'"v": true'), WRITTEN.replace(b'"v": 1', b'"v": 1.0'),
        WRITTEN.replace(b'"segmenter": 1', b'"segmenter": true'),
        WRITTEN.replace(b'"segmenter": 1', b'"segmenter": NaN'),
        WRITTEN.replace(b'"segmenter": 1', b'"segmenter": 1' + b"0" * 5000),
        WRITTEN.replace(b'"v": 1', b'"v": 1, "more": -Infinity'),
        WRITTEN.replace(b'"v": 1', b'"v": 1, "more": ' + b"[" * 100_000 + b"]" * 100_000),
        WRITTEN.replace(b"Ana", b"\\ud800"), WRITTEN.replace(b"Ana", b"\xed\xa0\x80"),
        WRITTEN.replace(b'"Ana"', b'"Ana", "due": "\\u0662026-01-01"'),
    ],
)  # fmt: skip
def test_what_readers_could_take_for_different_things_is_a_finding(content):
    found = ledger(foreign(content))
    assert (found.records, [one.code for one in found.findings]) == ((), ["record"])


@given(st.binary(max_size=40), st.integers(0, len(WRITTEN)), st.integers(0, 40))
def test_whatever_a_file_holds_is_read_or_reported(junk, at, cut):
    content = WRITTEN[:at] + junk + WRITTEN[at + cut :]
    found = ledger(foreign(content))
    assert len(found.records) + len(found.findings) == 1


def test_line_ends_that_git_gave_a_file_change_no_record():
    path, content = file()
    [record] = ledger((path, content.replace(b"\n", b"\r\n"))).records
    assert record.id == id_of(content)


def test_a_withdrawal_of_nothing_is_a_finding():
    [finding] = ledger(file(), withdrawal("0" * 12)).findings
    assert "000000000000" in finding.message


def test_a_withdrawal_is_not_withdrawn():
    path, content = file()
    first = withdrawal(id_of(content))
    found = ledger((path, content), first, withdrawal(id_of(first[1])))
    assert found.records == ()
    assert ["sign again" in finding.message for finding in found.findings] == [True]


def test_a_section_may_be_called_records():
    path, content = file(section="about/records/one")
    assert len(ledger((path, content)).records) == 1


def test_the_ledger_knows_where_each_record_lies():
    path, content = file()
    assert ledger((path, content)).files == {id_of(content): path}


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
    assert set(asdict(record)) - {"id", "credential", "due", "note", "was"} == set(FIELDS)


OURS = sorted(REPOSITORY.glob("locales/*/records/**/*.json"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parts[-4]} {path.name}")
def test_a_record_of_this_publication_is_as_the_schema_says(path):
    assert [error.message for error in SCHEMA.iter_errors(json.loads(path.read_bytes()))] == []


def revocation(of="a" * 64, at="2026-11-24T10:00:00Z", note="Wrong dose."):
    content = content_of({"step": "revocation", "of": of, "by": "Eva", "at": at, "note": note})
    return f"locales/es/records/{name_of('revocation', at, content)}", content


def test_a_revocation_is_a_record_of_the_edition_and_of_no_section():
    found = ledger(file(), revocation())
    [one] = found.revocations
    assert (one.of, one.by, one.note) == ("a" * 64, "Eva", "Wrong dose.")
    assert (found.findings, found.digest) == ((), ledger(file()).digest)


def test_a_revocation_can_be_withdrawn():
    path, content = revocation()
    assert ledger((path, content), withdrawal(id_of(content))).revocations == ()


def test_the_last_word_on_each_revision_counts_and_the_newest_is_the_first():
    found = ledger(
        revocation("b" * 64, at="2026-11-23T10:00:00Z", note="First."),
        revocation("a" * 64, at="2026-11-24T10:00:00Z"),
        revocation("b" * 64, at="2026-11-25T10:00:00Z", note="Last."),
    )
    notes = notes_by_revision(found.revocations)
    assert list(notes.items()) == [("b" * 64, "Last."), ("a" * 64, "Wrong dose.")]


@pytest.mark.parametrize("of", ["a" * 12, "A" * 64, ""])
def test_a_revocation_names_its_revision_in_full(of):
    assert [one.code for one in ledger(revocation(of)).findings] == ["record"]


def test_a_written_revocation_is_as_the_schema_says():
    assert SCHEMA.is_valid(json.loads(revocation()[1]))


def test_a_written_withdrawal_is_as_the_schema_says():
    assert SCHEMA.is_valid(json.loads(withdrawal("0" * 12)[1]))


# Values near to those that are right: each is right for one field or another, or nearly so.
texts = st.sampled_from(["", " ", "\u2003", "Ana", " Ana", "one\ntwo", "آنا"]) | st.text()
moments = st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}".zfill(20))
near = [
    "2026-11-23T10:00:00Z\n", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z", "0000-01-01",
    "2026-11-23 10:00:00Z", "2026-11-23T10:00:00+00:00", "٢٠٢٦-11-23T10:00:00Z", "2026-1-2",
    "a" * 64, "A" * 64, "a" * 64 + "\n", "a" * 63, "human", "machine", "Human", "2026-02-30",
]  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers(-2, 2) | texts | moments | st.dates().map(str)
    | st.sampled_from(near)
)  # fmt: skip
values = scalars | st.lists(st.lists(scalars, max_size=3), max_size=3) | st.just({"a": 1})
whole = {
    "v": 1, "credential": "EN>ES", "due": "2026-12-01", "note": "Fine.", "was": "0" * 12,
    "of": "0" * 64, "before": BEFORE, **FIELDS,
}  # fmt: skip
steps = st.sampled_from(
    [*get_args(Step), "withdrawal", "same-meaning", "revocation", "approval", None]
)


@given(
    step=steps,
    changes=st.dictionaries(
        st.sampled_from([*whole.keys() - {"step"}, "more"]), values, max_size=3
    ),
    without=st.sets(st.sampled_from(sorted(whole)), max_size=2),
)
def test_the_schema_accepts_exactly_what_is_read(step, changes, without):
    made = {**whole, "step": step, **(DECLARED if step == "same-meaning" else {}), **changes}
    made = {name: value for name, value in made.items() if name not in without}
    assert is_read(made) == SCHEMA.is_valid(made)


def is_read(made):
    """Whether a file with these fields, in the place that they ask for, is a record."""
    assume(is_day(made.get("at")))
    assume(made.get("step") != "same-meaning" or is_hashed(made))
    content = json.dumps(made).encode()
    section, step, at = made.get("section"), made.get("step"), made.get("at")
    try:
        read_record(f"{section}/{name_of(str(step), str(at), content)}", content)
    except ValueError:
        return False
    return True


def is_hashed(made):
    """False where old texts are not those that the hashes are of, which no schema tells."""
    if not SCHEMA.is_valid(made):
        return True
    hashes = [source_hash(tuple(key)) for key in made["before"]]
    return [old for old, _ in made["messages"]] == hashes


def is_day(at):
    """False for the 30th of February and the like, which no schema tells from another day."""
    if not (isinstance(at, str) and SCHEMA.evolve(schema=AT).is_valid(at)):
        return True
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return False
    return True


PROPERTIES = SCHEMA.schema["properties"]
AT = {name: PROPERTIES["at"][name] for name in ("maxLength", "pattern")}


def test_the_schema_has_every_field_and_word():
    defined = SCHEMA.schema["$defs"]
    for kind, name, also in (
        (Record, "signature", set()),
        (Withdrawal, "withdrawal", {"step"}),
        (SameMeaning, "same_meaning", {"step"}),
        (Revocation, "revocation", {"step"}),
    ):
        described = PROPERTIES.keys() | defined[name]["properties"].keys()
        assert described == {one.name for one in fields(kind)} - {"id"} | {"v"} | also
    steps = [*get_args(Step), "withdrawal", SAME_MEANING, "revocation"]
    assert PROPERTIES["step"]["enum"] == steps
    assert defined["signature"]["properties"]["method"]["enum"] == list(get_args(Method))
