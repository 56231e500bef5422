"""Random histories of texts and records: the engine and the model never disagree.

`make test` runs a few; `PWA_HISTORIES=10000 pytest tests/review/test_histories.py` many.
"""

import os
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pwa.durations import Period
from pwa.errors import RefusedError
from pwa.review.fingerprints import fingerprints, source_hash
from pwa.review.present import present_text
from pwa.review.records import content_of, fields_of, id_of, name_of, read_ledger
from pwa.review.same_meaning import former_texts
from pwa.review.signing import Word, signed
from pwa.review.status import is_overdue, section_status, source_status
from pwa.review.translators import elsewhere
from pwa.review_policy import ReviewPolicy
from pwa.source.front_matter import FrontMatter
from pwa.source.markdown import parse
from pwa.source.message import Message
from pwa.source.publication import Section
from pwa.translation.catalog import Catalog, Translation
from tests.review import model

HISTORIES = int(os.environ.get("PWA_HISTORIES", "100"))

# Few and short, so that texts meet again; the same name and word in two normal forms.
MSGIDS = ("a", "b", "c", "é", "e\u0301", "not a")
TEXTS = ("A", "B", "É", "E\u0301")
CONTEXTS = (None, None, "x")
STEPS = ("translation", "revision", "review")
PEOPLE = {
    "Tom": ("Tom", "TOM <tom@x.org>", "Tom, Clinic"),
    "Ana": ("Ana <ana@x.org>", "ana@x.org (MD)", "A. <ANA@x.org>"),
    "Rita": ("Rita",),
}
BEGIN = date(2026, 11, 1)

# Which of several is meant, however many there are.
which = st.integers(0, 7)
keys = st.tuples(st.sampled_from(CONTEXTS), st.sampled_from(MSGIDS))
people = st.sampled_from([(name, way) for name, ways in PEOPLE.items() for way in ways])


@dataclass
class Texts:
    """What a commit fixes: sections with their names, what the catalog says, and by whom."""

    sections: dict[str, list[tuple[str | None, str]]]
    names: dict[str, frozenset[str]]
    entries: dict[tuple[str | None, str], Translation] = field(default_factory=dict)
    last: tuple[str, str] | None = None


@dataclass
class Branch:
    """A line of history: texts, and by locale the records' files and what the model knows."""

    texts: Texts
    past: list[Texts] = field(default_factory=list)
    files: dict[str, dict[str, bytes]] = field(default_factory=lambda: {"es": {}, "en": {}})
    signed: dict[str, dict[str, model.Signed]] = field(default_factory=lambda: {"es": {}, "en": {}})
    withdrawn: dict[str, set[str]] = field(default_factory=lambda: {"es": set(), "en": set()})
    declared: dict[str, model.Declared] = field(default_factory=dict)


def day(number):
    return str(BEGIN + timedelta(days=number))


def document(keys):
    return [Message(msgid, context) for context, msgid in keys]


class Histories(RuleBasedStateMachine):
    @initialize(
        one=st.lists(keys, min_size=1, max_size=3),
        two=st.lists(keys, min_size=1, max_size=2),
        distinct=st.booleans(),
        required=st.sampled_from([("revision", "review"), ("review",), STEPS]),
        interval=st.sampled_from([None, (0, 3), (1, 0)]),
    )
    def begin(self, one, two, distinct, required, interval):
        texts = Texts(
            {"one": one, "two": two}, {"one": frozenset({"one"}), "two": frozenset({"two"})}
        )
        texts.entries |= {key: Translation("A", False, None) for key in [*one, *two]}
        self.here, self.there = Branch(texts), None
        span = Period(*interval) if interval else None
        self.policy = ReviewPolicy(required=required, distinct=distinct, interval=span)
        self.rules = model.Rules(required, distinct, interval)
        self.today = 10
        self.renamed = 0

    # --- what people do to texts ---------------------------------------------------------

    def edit(self):
        """Keep what there was, for an undo, and return what may be changed."""
        self.here.past.append(deepcopy(self.here.texts))
        return self.here.texts

    def section(self, number):
        ids = sorted(self.here.texts.sections)
        return ids[number % len(ids)]

    def key(self, number):
        there = sorted({key for keys in self.here.texts.sections.values() for key in keys}, key=str)
        return there[number % len(there)] if there else (None, "a")

    def update(self, texts, before, now):
        """As gettext does: a message near a vanished one is fuzzy, with the previous msgid."""
        old = texts.entries.get(before)
        there = {key for keys in texts.sections.values() for key in keys}
        if old and now not in texts.entries and before not in there:
            previous = old.previous_msgid if old.fuzzy else before[1]
            texts.entries[now] = Translation(old.text, True, previous)

    @rule(number=which, place=which, now=keys, keeps_previous=st.booleans())
    def change_a_paragraph(self, number, place, now, keeps_previous):
        texts, section = self.edit(), self.section(number)
        if keys := texts.sections[section]:
            before = keys[place % len(keys)]
            for each in texts.sections.values():
                each[:] = [now if key == before and keeps_previous else key for key in each]
            keys[place % len(keys)] = now
            self.update(texts, before, now)

    @rule(number=which, place=which, msgid=st.sampled_from(MSGIDS), is_updated=st.booleans())
    def mend_a_paragraph(self, number, place, msgid, is_updated):
        """Edit the source wherever it says something, and declare that it means the same."""
        texts, section = self.edit(), self.section(number)
        if keys := texts.sections[section]:
            before = keys[place % len(keys)]
            now = (before[0], msgid)
            for each in texts.sections.values():
                each[:] = [now if key == before else key for key in each]
            if before in texts.entries and now not in texts.entries and is_updated:
                texts.entries[now] = texts.entries[before]
            self.declare(section, model.Declared(before, now))

    @rule(number=which, was=keys, now=keys)
    def declare_by_hand(self, number, was, now):
        self.declare(self.section(number), model.Declared(was, now))

    def declare(self, section, edit):
        at = f"{day(self.today)}T09:00:00Z"
        fields = {
            "step": "same-meaning",
            "section": section,
            "by": "Tom",
            "at": at,
            "segmenter": 1,
            "messages": [[source_hash(edit.was), source_hash(edit.now)]],
            "before": [edit.was],
        }
        content = content_of(fields)
        self.here.files["en"][f"{section}/{name_of('same-meaning', at, content)}"] = content
        self.here.declared[id_of(content)] = edit

    @rule(
        how=st.sampled_from(["add", "delete", "reorder", "rename", "split"]),
        number=which,
        place=which,
        key=keys,
    )
    def restructure(self, how, number, place, key):
        texts, section = self.edit(), self.section(number)
        keys = texts.sections[section]
        if how == "add":
            keys.insert(place % (len(keys) + 1), key)
        elif how == "delete":
            del keys[place % 3 : place % 3 + 1]
        elif how == "reorder":
            keys.reverse()
        elif how == "rename":
            self.succeed(texts, section, keys)
        elif how == "split" and len(texts.sections) < 4:
            self.succeed(texts, section, keys[:1], keys[1:])

    def succeed(self, texts, old, *parts):
        """Put sections with new ids in the place of one, which the first has as `formerly`."""
        del texts.sections[old]
        names = texts.names.pop(old)
        for keys in parts:
            self.renamed += 1
            new = f"new{self.renamed}"
            texts.sections[new], texts.names[new] = keys, names | {new}
            names = frozenset()

    @rule(number=which, text=st.sampled_from(TEXTS), person=st.none() | people)
    def translate(self, number, text, person):
        texts = self.edit()
        texts.entries[self.key(number)] = Translation(text, False, None)
        texts.last = person or texts.last

    @rule(text=st.sampled_from(TEXTS))
    def translate_all(self, text):
        texts = self.edit()
        for key in {key for keys in texts.sections.values() for key in keys}:
            if key not in texts.entries or texts.entries[key].fuzzy:
                texts.entries[key] = Translation(text, False, None)

    @rule(number=which, previous=st.none() | st.sampled_from(MSGIDS))
    def doubt(self, number, previous):
        entries, key = self.edit().entries, self.key(number)
        if key in entries:
            entries[key] = replace(entries[key], fuzzy=True, previous_msgid=previous)

    @rule(number=which)
    def empty(self, number):
        entries, key = self.edit().entries, self.key(number)
        if key in entries:
            entries[key] = replace(entries[key], text="")

    @rule(person=st.none() | people)
    def somebody_else_saves_the_catalog(self, person):
        self.edit().last = person

    @precondition(lambda self: self.here.past)
    @rule(back=which)
    def undo(self, back):
        past = self.here.past
        texts = deepcopy(past[-1 - back % min(3, len(past))])
        self.edit()
        self.here.texts = texts

    # --- what people say about them ------------------------------------------------------

    @rule(
        locale=st.sampled_from(["es", "es", "es", "en"]),
        number=which,
        step=st.sampled_from(STEPS),
        person=people,
        method=st.sampled_from(["human", "human", "post-edited", "machine"]),
        due=st.none() | st.integers(-2, 3),
        clock=st.sampled_from([0, 0, 0, -3, 1]),
        by_hand=st.booleans(),
    )
    def sign(self, locale, number, step, person, method, due, clock, by_hand):
        at = f"{day(self.today + clock)}T10:00:00Z"
        due = None if due is None else day(self.today + due)
        self.say(locale, self.section(number), step, person, method, at, due, by_hand=by_hand)

    @rule(
        number=which,
        second=st.integers(0, 2),
        due=st.none() | st.integers(-1, 2),
        translator=st.sampled_from(["human", "machine", "post-edited"]),
    )
    def sign_everything_off(self, number, second, due, translator):
        """As it should be: one translates, a second revises, a third reviews."""
        section, at = self.section(number), f"{day(self.today)}T12:00:0{second}Z"
        due = None if due is None else day(self.today + due)
        for step, name in zip(STEPS, PEOPLE, strict=True):
            method = translator if step == "translation" else "human"
            self.say("es", section, step, (name, PEOPLE[name][0]), method, at, due)

    def say(self, locale, section, step, person, method, at, due, *, by_hand=False):
        desk = self.desk(section, locale)
        text = model.present(desk)
        moment = at if by_hand else model.moment(desk, step, at)
        fields = {
            "step": step,
            "section": section,
            "by": person[1],
            "method": method,
            "at": moment,
            **asdict(fingerprints([((c, msgid), msgstr) for c, msgid, msgstr in text])),
            "segmenter": 1,
            "due": due,
        }
        while not by_hand and id_of(content_of(fields)) in desk.withdrawn:
            fields["at"] = model.later(fields["at"], 1)
        content = content_of(fields)
        record = model.Signed(
            id_of(content), fields["at"], step, section, person[0], method, due, text
        )
        expected = model.may_sign(desk, record)
        if by_hand or self.command_takes(locale, section, {**fields, "at": at}, content, expected):
            path = f"{section}/{name_of(step, fields['at'], content)}"
            self.here.files[locale][path] = content
            self.here.signed[locale][record.id] = record

    def command_takes(self, locale, section, fields, content, expected):
        word = Word(fields["step"], fields["by"], fields["method"], fields["at"], due=fields["due"])
        keys = self.here.texts.sections[section]
        messages = tuple(document(keys))
        one = Section(
            section, "", parse("", file=""), Message("t"), None, FrontMatter(), messages, digest=""
        )
        records = self.ledger(locale).of(self.here.texts.names[section])
        catalog = self.catalog() if locale == "es" else Catalog.empty("en")
        try:
            made = signed(
                word, one, catalog, records, self.policy,
                source_locale="en", withdrawn=self.here.withdrawn[locale],
                elsewhere=self.elsewhere(section, locale), former=self.former(),
            )  # fmt: skip
        except RefusedError:
            assert not expected, "refused, though it counts"
            return False
        assert expected, "taken, though it changes nothing"
        assert content_of(fields_of(made)) == content
        return True

    @rule(locale=st.sampled_from(["es", "es", "en"]), number=which)
    def withdraw(self, locale, number):
        there = sorted([*self.here.signed[locale], *(self.here.declared if locale == "en" else ())])
        if there:
            of = there[number % len(there)]
            at = f"{day(self.today)}T11:00:00Z"
            content = content_of({"step": "withdrawal", "of": of, "by": "Tom", "at": at})
            self.here.files[locale][f"one/{name_of('withdrawal', at, content)}"] = content
            self.here.withdrawn[locale].add(of)

    @rule(days=st.integers(1, 2))
    def days_pass(self, days):
        self.today += days

    # --- what git does -------------------------------------------------------------------

    @rule()
    def switch_branch(self):
        self.here, self.there = self.there or deepcopy(self.here), self.here

    @precondition(lambda self: self.there)
    @rule(takes_theirs=st.booleans())
    def merge(self, takes_theirs):
        there, self.there = self.there, None
        for locale in ("es", "en"):
            self.here.files[locale] |= there.files[locale]
            self.here.signed[locale] |= there.signed[locale]
            self.here.withdrawn[locale] |= there.withdrawn[locale]
        self.here.declared |= there.declared
        if takes_theirs:
            self.edit()
            self.here.texts = there.texts

    # --- what both say -------------------------------------------------------------------

    def desk(self, section, locale):
        texts, is_source = self.here.texts, locale == "en"
        nothing = Translation("", False, None)
        found = [(key, texts.entries.get(key, nothing)) for key in texts.sections[section]]
        lines = [
            model.Line(*key, key[1])
            if is_source
            else model.Line(*key, one.text, one.fuzzy, one.previous_msgid)
            for key, one in found
        ]
        return model.Desk(
            lines=tuple(lines),
            names=texts.names[section],
            records=tuple(self.here.signed[locale].values()),
            withdrawn=frozenset(self.here.withdrawn[locale]),
            rules=self.rules,
            source=self.msgids(),
            last=texts.last[0] if texts.last else None,
            is_source=is_source,
            declared=tuple(
                edit
                for one, edit in sorted(self.here.declared.items())
                if one not in self.here.withdrawn["en"]
            ),
        )

    def msgids(self):
        sections = self.here.texts.sections.values()
        return frozenset(msgid for keys in sections for _, msgid in keys)

    def catalog(self):
        texts = self.here.texts
        return Catalog("es", "es.po", texts.entries, texts.last[1] if texts.last else None)

    def ledger(self, locale):
        files = [(f"locales/{locale}/records/{p}", c) for p, c in self.here.files[locale].items()]
        return read_ledger(files, locale=locale)

    def former(self):
        keys = [key for keys in self.here.texts.sections.values() for key in keys]
        return former_texts(self.ledger("en").same_meanings, keys, "en")

    def elsewhere(self, section, locale):
        ids, catalog, ledger = self.here.texts.names[section], self.catalog(), self.ledger(locale)
        texts = [(key, catalog.text(key) or "") for key in self.here.texts.sections[section]]
        return elsewhere(ledger, ids, present_text(texts, self.former()), ledger.of(ids))

    def verdict(self, section, locale):
        texts, ledger = self.here.texts, self.ledger(locale)
        assert ledger.findings == ()
        messages, records = document(texts.sections[section]), ledger.of(texts.names[section])
        if locale == "en":
            state = source_status(messages, records, self.policy.interval, former=self.former())
        else:
            state = section_status(
                messages,
                self.catalog(),
                records,
                self.policy,
                msgids=self.msgids(),
                elsewhere=self.elsewhere(section, locale),
                former=self.former(),
            )
        late = is_overdue(state, day(self.today))
        return model.Verdict(state.status, state.outdated, state.changed, late, state.origin)

    @invariant()
    def engine_and_model_agree(self):
        for section in self.here.texts.sections:
            for locale in ("es", "en"):
                expected = model.judge(self.desk(section, locale), day(self.today))
                assert self.verdict(section, locale) == expected


def test_no_history_leads_to_a_wrong_status():
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
