"""What commands say: tables, findings, files written, what became of an import."""

import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from babel.dates import format_date
from rich.console import Console
from rich.live import Live
from rich.progress import Progress
from rich.table import Table

from pwa.addresses import Addresses
from pwa.declaring import Declaration
from pwa.errors import Finding
from pwa.explaining import Explained
from pwa.export.publish import Done
from pwa.locales import babel_locale
from pwa.review.difference import Part, Piece, difference
from pwa.review.records import SAME_MEANING, Ledger, Record, SameMeaning, Signed
from pwa.review.revocations import Revocation
from pwa.review.why import Kind
from pwa.reviewing import NewRecord
from pwa.translation.files import Written
from pwa.translation.importing import Match, Offer

# How `import` tells in what way messages were found.
_MATCHES: Mapping[Match, str] = {
    "msgid": "word for word",
    "form": "written in another way",
    "links": "alike but for their links",
}


# How it is told what became of a paragraph.
_KINDS: Mapping[Kind, str] = {"changed": "changed", "new": "put in", "gone": "taken out"}
_UNSIGNED = "since translation (nobody signed it)"
_UNKNOWN = "what it read before is not known: git does not have it either"
_NO_HISTORY = "what it read before is not known: there is no git history here"


def telling(work: str) -> AbstractContextManager[object]:
    """Show on a terminal that long work is under way; elsewhere say nothing.

    Nothing moves there: a thread that draws would keep releases from being made by several
    processes, which are forked.
    """
    if not sys.stderr.isatty():
        return nullcontext()
    console = Console(stderr=True)
    return Live(f"{work} …", console=console, auto_refresh=False, transient=True)


@contextmanager
def counting(work: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows on a terminal how many are done, of how many."""
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task(work, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def tell_json(value: object) -> None:
    """Print for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def tell_published(done: Done, addresses: Addresses, *, dry_run: bool) -> None:
    """Say how much was published, and what a cache in front of it has to forget."""
    verbs = ("to write", "to remove") if dry_run else ("written", "removed")
    click.echo(
        f"{done.written} objects {verbs[0]}, {done.kept} unchanged, {done.removed} {verbs[1]}"
    )
    if done.stale:
        click.echo("\nA cache in front of it is to forget:")
    for name in done.stale:
        click.echo(addresses.root() + re.sub(r"(^|/)index\.html$", r"\1", name))


def tell_written(written: Iterable[Written]) -> None:
    """Say of each file whether it had to be written."""
    for one in written:
        click.echo(f"{one.file} {'written' if one.changed else 'left as it is'}")


def tell_signed(made: Iterable[NewRecord]) -> None:
    """Name each record's file, and the sections that the signed text is part of as well."""
    for one in made:
        click.echo(f"{one.file} written")
        for other in one.sharing:
            click.echo(f"  shares messages with {other}")


def tell_declared(made: Iterable[Declaration]) -> None:
    """Name each record's file, the edits that it declares, and where else their texts stand."""
    for one in made:
        click.echo(f"{one.file} written")
        for was, now in one.edits:
            click.echo(f"  {_difference(difference(was[1], now[1]))}")
        for other in one.sharing:
            click.echo(f"  shares messages with {other}")


def tell_findings(found: Sequence[Finding], form: str) -> None:
    """Print what is wrong, as text or as JSON."""
    if form == "json":
        tell_json([asdict(finding) for finding in found])
        return
    for finding in found:
        click.echo(f"{finding.severity}: {finding} [{finding.code}]")
    click.echo(f"Found: {len(found)}." if found else "Nothing found.")


def tell_status(table: Mapping[str, Any], form: str) -> None:
    """Print what sections are worth, as a table or as JSON; `table` is status.json's object."""
    if form == "json":
        tell_json(table)
        return
    shown = Table("locale", "section", "status", "flags", "origin", "messages")
    for locale, edition in table["locales"].items():
        for section, one in edition["sections"].items():
            flags = [name for name in ("outdated", "changed", "overdue") if one[name]]
            counts = f"{one['messages']['translated']}/{one['messages']['total']}"
            origin = one["origin"] or "–"
            shown.add_row(locale, section, one["status"], ", ".join(flags), origin, counts)
    _console().print(shown)


def tell_reasons(reasons: Iterable[Explained]) -> None:
    """Say of sections that are not what they were what moved, with the differences."""
    for one in reasons:
        click.echo(f"\n{one.locale} {one.section}")
        for line in _reason(one):
            click.echo(f"  {line}")


def _reason(one: Explained) -> Iterator[str]:
    names = (_language(one.source_locale), _language(one.locale))
    record = one.why.record
    since = f"since {_day(record.at)} ({record.step} by {record.by})" if record else _UNSIGNED
    for count, language in (
        (one.why.in_source, names[0]),
        (one.why.in_text, f"{names[1]} alone"),
    ):
        if count:
            paragraphs = "paragraph" if one.why.total == 1 else "paragraphs"
            yield f"{count} of {one.why.total} {paragraphs} changed in {language} {since}"
    if not one.why.changes:
        yield f"the paragraphs stand in another order {since}"
    for change in one.why.changes:
        yield f"{_KINDS[change.kind]}:"
        for language, told in ((one.source_locale, change.source), (one.locale, change.text)):
            if told and told.pieces:
                yield f"  {language}: {_difference(told.pieces)}"
            if told and not told.known:
                yield f"  {language}: {_UNKNOWN if one.has_history else _NO_HISTORY}"
        if change.awaits:
            yield f"  {one.locale}: not translated yet"


def _difference(pieces: Iterable[Piece]) -> str:
    """As `git diff --word-diff` writes it."""
    marks: Mapping[Part, str] = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join("".join(marks[piece.part].format(piece.text) for piece in pieces).split("\n"))


def _day(moment: str) -> str:
    return format_date(datetime.fromisoformat(moment), "d MMMM y", locale="en")


def _language(tag: str) -> str:
    return babel_locale(tag).get_display_name("en") or tag


def tell_records(ledger: Ledger) -> None:
    """Print who signed, declared or took back what, a line a record."""
    shown = Table("record", "section", "step", "by", "method", "at", "due")
    for one in ledger.signed:
        shown.add_row(*_signature(one))
    _console().print(shown)


def _signature(one: Signed) -> tuple[str | None, ...]:
    match one:
        case Record():
            return one.id, one.section, one.step, one.by, one.method, one.at, one.due
        case SameMeaning():
            return one.id, one.section, SAME_MEANING, one.by, None, one.at, None
        case Revocation():
            return one.id, one.of[:12], "revocation", one.by, None, one.at, None


def tell_outcomes(name: str, outcomes: Sequence[Offer]) -> None:
    """Say what of a catalog was taken over, and list what was not."""
    taken = Counter(outcome.match for outcome in outcomes if outcome.taken)
    fuzzy = sum(outcome.fuzzy for outcome in outcomes if outcome.taken)
    there = sum(outcome.there for outcome in outcomes)
    click.echo(f"{name}: {taken.total()} translations taken over, {fuzzy} of them fuzzy")
    for match, how in _MATCHES.items():
        if taken[match]:
            click.echo(f"  {how}: {taken[match]}")
    if there:
        click.echo(f"  there already: {there}")
    refused = [_refusal(name, outcome) for outcome in outcomes if outcome.refused]
    unknown = [
        f"{_at(name, outcome)}: {_shown(outcome.msgid)}"
        for outcome in outcomes
        if outcome.ours is None
    ]
    for title, lines in (("not overwritten", refused), ("not matched", unknown)):
        if lines:
            click.echo("\n".join((f"  {title}: {len(lines)}", *(f"    {line}" for line in lines))))


def _console() -> Console:
    """Wide enough for a table where the output is no terminal."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


def _refusal(name: str, outcome: Offer) -> str:
    ours = " | ".join(outcome.ours.msgstr) if outcome.ours else ""
    texts = f"kept {_shown(ours)}, not taken {_shown(' | '.join(outcome.texts))}"
    return f"{_at(name, outcome)}: {_shown(outcome.msgid)}: {texts}"


def _at(name: str, outcome: Offer) -> str:
    return f"{name}:{outcome.theirs.msgid_line}"


def _shown(text: str) -> str:
    """The beginning of a text, on one line."""
    return f"“{textwrap.shorten(text, 70, placeholder=' …')}”"
