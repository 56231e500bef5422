"""Catalogs against GNU msgmerge and Babel: right pairs after edits, and time as ratios."""

import io
import random
import shutil
import statistics
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pwa.translation.merge import update
from pwa.translation.po import Entry, PoFile, entry, new_file, parse

CONTENT = Path(__file__).parents[2] / "content"
HEADER = {
    "POT-Creation-Date": "2026-11-01 10:00+0000",
    "PO-Revision-Date": "2026-11-02 10:00+0000",
    "Language": "es",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
MESSAGES, EDITS = 2_500, 500
MANY, CHANGED = 10_000, 0.05
ROUNDS = 5

needs_msgmerge = pytest.mark.skipif(
    shutil.which("msgmerge") is None, reason="GNU gettext (msgmerge) is not installed"
)


def sentences(count: int, rng: random.Random) -> list[str]:
    """Texts in the publication's words, each word after one that it follows there."""
    words = " ".join(path.read_text("utf-8") for path in sorted(CONTENT.glob("*.md"))).split()
    after = defaultdict(list)
    for word, following in pairwise(words):
        after[word].append(following)
    made: dict[str, None] = {}
    while len(made) < count:
        text = [rng.choice(words)]
        for _ in range(rng.randint(3, 40)):
            text.append(rng.choice(after[text[-1]] or words))
        made[" ".join(text)] = None
    return list(made)


def catalog(messages: list[str]) -> PoFile:
    entries = [
        entry(msgid=text, msgstr=(f"{at}: {text[::-1]}",), references=("content/a.md",))
        for at, text in enumerate(messages)
    ]
    return new_file(HEADER, entries)


def template(messages: list[str]) -> PoFile:
    made = [entry(msgid=text, references=("content/a.md",)) for text in dict.fromkeys(messages)]
    return new_file(HEADER | {"POT-Creation-Date": "2026-11-22 10:00+0000"}, made)


# --- right pairs ----------------------------------------------------------------------------


def another_word(words: list[str], rng: random.Random) -> list[list[str]]:
    words[rng.randrange(len(words))] = "carefully"
    return [words]


def more_words(words: list[str], rng: random.Random) -> list[list[str]]:
    at = rng.randrange(len(words))
    return [[*words[:at], "in", "most", "clinics,", *words[at:]]]


def fewer_words(words: list[str], rng: random.Random) -> list[list[str]]:
    at = rng.randrange(len(words) - 1)
    return [words[:at] + words[at + 2 :]]


def every_fourth_word(words: list[str], rng: random.Random) -> list[list[str]]:
    return [["perhaps" if at % 4 == 3 else word for at, word in enumerate(words)]]


def another_number(words: list[str], rng: random.Random) -> list[list[str]]:
    return [[*words, f"({rng.randrange(100)} %)"]]


def another_order(words: list[str], rng: random.Random) -> list[list[str]]:
    third = len(words) // 3 or 1
    return [words[third:] + words[:third]]


def split(words: list[str], rng: random.Random) -> list[list[str]]:
    half = len(words) // 2
    return [words[:half], words[half:]]


WAYS = (
    another_word,
    more_words,
    fewer_words,
    every_fourth_word,
    another_number,
    another_order,
    split,
)


def planted(messages: list[str], rng: random.Random) -> tuple[list[str], dict[str, str]]:
    """Return the messages after edits, in part in other places, and what each edited one was."""
    at = set(rng.sample(range(len(messages)), EDITS))
    edited: list[str] = []
    was: dict[str, str] = {}
    for number, text in enumerate(messages):
        way = WAYS[number % len(WAYS)]
        pieces = way(text.split(), rng) if number in at else [text.split()]
        new = [" ".join(piece) for piece in pieces]
        was |= {one: text for one in new if one != text}
        edited += new
    for _ in range(EDITS // 5):
        edited.insert(rng.randrange(len(edited)), edited.pop(rng.randrange(len(edited))))
    return edited, {new: old for new, old in was.items() if new not in messages}


def judged(updated: PoFile, old: PoFile, was: dict[str, str]) -> Counter[str]:
    texts = {each.msgid: each.msgstr for each in old.entries}
    live = {each.msgid: each for each in updated.entries if not each.obsolete}
    return Counter(judgement(live[new], texts[source]) for new, source in was.items())


def judgement(each: Entry, right: tuple[str, ...]) -> str:
    if not each.msgstr[0]:
        return "none"
    return "right" if each.msgstr == right else "wrong"


def merged(folder: Path, old: PoFile, wanted: PoFile) -> bytes:
    (folder / "old.po").write_bytes(old.encode())
    (folder / "new.pot").write_bytes(wanted.encode())
    return run_msgmerge(folder)


def run_msgmerge(folder: Path) -> bytes:
    command = ["msgmerge", "--previous", "--quiet", "old.po", "new.pot"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


@needs_msgmerge
def test_as_many_right_pairs_as_msgmerge(tmp_path):
    rng = random.Random(7)
    messages = sentences(MESSAGES, rng)
    old = catalog(messages)
    edited, was = planted(messages, rng)
    wanted = template(edited)
    ours = judged(update(old, wanted), old, was)
    theirs = judged(parse(merged(tmp_path, old, wanted), file="merged.po"), old, was)
    print(f"\n{EDITS} edits, {len(was)} new messages: ours {dict(ours)}, msgmerge {dict(theirs)}")
    assert len(was) > EDITS
    assert ours["right"] >= theirs["right"]
    assert ours["wrong"] <= theirs["wrong"]


# --- time -----------------------------------------------------------------------------------


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratios(ours: Callable[[], object], theirs: Callable[[], object]) -> Iterator[float]:
    """Yield how long ours takes for each second of theirs, one after the other."""
    for _ in range(ROUNDS):
        yield seconds(ours) / seconds(theirs)


@needs_msgmerge
def test_an_update_is_not_slower_than_msgmerge(tmp_path):
    rng = random.Random(1)
    messages = sentences(MANY, rng)
    edited = [
        f"{text} {rng.randrange(10)} times" if rng.random() < CHANGED else text for text in messages
    ]
    merged(tmp_path, catalog(messages), template(edited))

    def ours() -> bytes:
        old, new = (
            parse((tmp_path / name).read_bytes(), file=name) for name in ("old.po", "new.pot")
        )
        return update(old, new).encode()

    ratio = statistics.median(ratios(ours, lambda: run_msgmerge(tmp_path)))
    print(f"\n{MANY} messages, 5 % changed, read, updated and written: ours / msgmerge {ratio:.2f}")
    assert ratio <= 1


def test_all_messages_may_change_at_once():
    rng = random.Random(3)
    messages = sentences(MANY, rng)
    old = catalog(messages)
    one, all_of_them = (
        [f"{text} now" for text in messages[:count]] for count in (MANY // 10, MANY)
    )
    few = seconds(lambda: update(old, template(one + messages[MANY // 10 :])))
    every = seconds(lambda: update(old, template(all_of_them)))
    print(f"\n{MANY} messages, all changed / a tenth changed: {every / few:.1f}")
    assert every < 30 * few


def test_reading_takes_no_more_than_twice_babels_time():
    data = catalog(sentences(MANY, random.Random(2))).encode()
    found = list(ratios(lambda: parse(data, file="es.po"), lambda: read_po(io.BytesIO(data))))
    print(f"\n{MANY} messages read: ours / Babel {statistics.median(found):.2f}")
    assert statistics.median(found) < 2
