"""The command line: arguments in, findings and exit codes out.

Exit codes: 0 fine, 1 findings or failure, 2 wrong use.
"""

import json
import logging
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import click
import uvicorn
from rich.console import Console
from rich.table import Table

from pwa.edition.edition import Edition, make_edition
from pwa.errors import Finding, PwaError, RefusedError
from pwa.export import export, host_notes
from pwa.locales import canonical, folder_of
from pwa.memo import Memo
from pwa.pages.status_json import status_table
from pwa.release.builder import Builder
from pwa.release.findings import findings
from pwa.release.inputs import Inputs, Reader
from pwa.review.records import Method, fields_of, write_record
from pwa.review.signing import Word, signed
from pwa.settings import Step
from pwa.site import Site, load_site, site_root
from pwa.source.publication import Publication, Section
from pwa.translation import files
from pwa.translation.importing import Match, Outcome
from pwa.web.app import create_app

# From the least; what `--fail-under` compares. A source is never revised: written is all that
# it can be before its review.
RANKS = ("untranslated", "partial", "translated", "revised", "written", "reviewed")

# How `import` tells in what way messages were found.
_MATCHES: Mapping[Match, str] = {
    "msgid": "word for word",
    "form": "written in another way",
    "links": "alike but for their links",
}


@dataclass(frozen=True)
class Here:
    """The site that a command works on, and the moment it runs."""

    root: Path
    now: datetime

    @cached_property
    def site(self) -> Site:
        """The site; raises SiteError where there is none."""
        return load_site(self.root, environ=os.environ)

    @property
    def po_date(self) -> str:
        """The moment as PO headers have it."""
        return self.now.strftime("%Y-%m-%d %H:%M+0000")

    @property
    def today(self) -> str:
        """The UTC day (ISO 8601)."""
        return self.now.date().isoformat()


class Locale(click.ParamType[str]):
    """A language tag, spelled any way that means one."""

    name = "locale"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the canonical tag; a usage error where it is none."""
        try:
            return canonical(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Day(click.ParamType[str]):
    """A date in ISO 8601."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date; a usage error where it is none."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
        except ValueError:
            self.fail(f"{value!r} is no date, such as 2027-01-31", param, ctx)


class Group(click.Group):
    """Turns our errors into findings on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            result: object = super().invoke(ctx)
            return result
        except PwaError as error:
            for finding in error.findings:
                click.echo(str(finding), err=True)
            ctx.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--site", metavar="DIR", help="The site's folder (default: PWA_SITE, else this one).")
@click.version_option(package_name="pwa-publishing")
@click.pass_context
def main(context: click.Context, site: str | None) -> None:
    """Publish Markdown in every language, as an app that reads offline."""
    context.obj = Here(site_root(site), datetime.now(UTC))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--address", help="The publication's own address (default: as bound).")
@click.option("--preview", is_flag=True, help="For translators: follow changes, mark what is open.")
@click.pass_obj
def serve(
    here: Here, host: str, port: int, workers: int, address: str | None, preview: bool
) -> None:
    """Serve the publication, and publish what changes on disk as it changes.

    Example: pwa serve --port 8080
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    shown = f"[{host}]" if ":" in host else host
    environ = os.environ | {"PWA_BOUND": f"http://{shown}:{port}"}
    # Readers leave no trace with anyone: there is no access log.
    options: dict[str, Any] = {
        "host": host, "port": port, "access_log": False, "server_header": False,
        "log_level": "info", "loop": "uvloop", "http": "httptools",
    }  # fmt: skip
    if preview:  # an open page that follows changes would be waited for without end
        options["timeout_graceful_shutdown"] = 1
    if workers == 1:
        with _telling("Making the first release"):
            app = create_app(here.root, address=address, preview=preview, environ=environ)
        uvicorn.run(app, **options)
        return
    # Told here, once: workers that cannot start would be started again without end.
    Builder(preview=preview, environ=environ).build(
        load_site(here.root, address=address, environ=environ)
    )
    os.environ |= environ | {"PWA_SITE": str(here.root.resolve())}
    os.environ |= {"PWA_ADDRESS": address} if address else {}
    os.environ |= {"PWA_PREVIEW": "1"} if preview else {}
    uvicorn.run("pwa.web.app:app_from_environment", factory=True, workers=workers, **options)


@main.command()
@click.pass_obj
def extract(here: Here) -> None:
    """Write the templates that translators work from: content.pot, interface.pot.

    Example: pwa extract
    """
    _tell(files.extract(here.site, now=here.po_date))


@main.command()
@click.argument("locales", nargs=-1, required=True, type=Locale())
@click.pass_obj
def init(here: Here, locales: Sequence[str]) -> None:
    """Begin new locales: both catalogs, ready to translate.

    Example: pwa init it pt-BR
    """
    for locale in locales:
        _tell(files.begin(here.site, locale, now=here.po_date))


@main.command()
@click.argument("locales", nargs=-1, type=Locale())
@click.pass_obj
def update(here: Here, locales: Sequence[str]) -> None:
    """Bring catalogs up to the present source: fuzzy with the previous text, nothing lost.

    Example: pwa update es
    """
    _tell(files.extract(here.site, now=here.po_date))
    faults: list[Finding] = []
    for locale in locales or here.site.catalog_folders():
        try:
            _tell(files.update(here.site, locale, now=here.po_date))
        except PwaError as error:
            faults.extend(error.findings)
    if faults:
        raise PwaError(*faults)


@main.command(name="import")
@click.argument("locale", type=Locale())
@click.argument("others", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.pass_obj
def import_command(here: Here, locale: str, others: Sequence[Path]) -> None:
    """Take over translations from other catalogs; what is translated already stays.

    Example: pwa import es old-book/po/es.po
    """
    with _telling("Comparing messages"):
        done = files.take_over(here.site, locale, others)
    for name, outcomes in done.outcomes.items():
        _tell_outcomes(name, outcomes)
    _tell(done.written)
    if done.faults:
        raise PwaError(*done.faults)


@main.command()
@click.argument("locales", nargs=-1, type=Locale())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def check(here: Here, locales: Sequence[str], form: str) -> None:
    """Say what is wrong, with file and line; exit with 1 where something is.

    Example: pwa check es --format json
    """
    found = [f for f in _findings(here, locales) if not locales or f.locale in (None, *locales)]
    if form == "json":
        click.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            click.echo(f"{finding.severity}: {finding}")
        click.echo(f"Found: {len(found)}." if found else "Nothing found.")
    if any(finding.severity == "error" for finding in found):
        sys.exit(1)


@main.command()
@click.argument("locales", nargs=-1, type=Locale())
@click.option("--section", "sections", multiple=True, metavar="ID", help="Only these sections.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--fail-under", type=click.Choice(RANKS), help="Exit with 1 where one is worth less.")
@click.pass_obj
def status(
    here: Here, locales: Sequence[str], sections: Sequence[str], form: str, fail_under: str | None
) -> None:
    """Show what every section is worth in every locale.

    Example: pwa status es ar --fail-under translated
    """
    editions = [e for e in _editions(here) if not locales or e.locale in locales]
    _refuse_unknown(locales, [edition.locale for edition in editions], "locale")
    _refuse_unknown(sections, [s.id for e in editions for s in e.sections], "section")
    table = status_table(editions, address=here.site.addresses.base, today=here.today)
    for locale in table["locales"].values():
        kept = locale["sections"].items()
        locale["sections"] = {name: one for name, one in kept if not sections or name in sections}
    if form == "json":
        click.echo(json.dumps(table, ensure_ascii=False, indent=1))
    else:
        _console().print(_status_table(table))
    if fail_under and _least(table) < RANKS.index(fail_under):
        sys.exit(1)


@main.command()
@click.argument("locale", type=Locale())
@click.argument("sections", nargs=-1)
@click.option("--step", type=click.Choice(get_args(Step)))
@click.option("--by", metavar="NAME", help="Who says so.")
@click.option("--credential", metavar="TEXT", help="As what: “certified translator, EN>ES”.")
@click.option("--method", type=click.Choice(get_args(Method)), default="human", show_default=True)
@click.option("--due", type=Day(), metavar="DATE", help="When it has to be done again.")
@click.option("--note", metavar="TEXT")
@click.option("--list", "listed", is_flag=True, help="List the records of the locale instead.")
@click.option("--withdraw", metavar="RECORD", help="Take a record back instead, by its id.")
@click.pass_obj
def review(
    here: Here,
    locale: str,
    sections: Sequence[str],
    step: Step | None,
    by: str | None,
    credential: str | None,
    method: Method,
    due: str | None,
    note: str | None,
    listed: bool,
    withdraw: str | None,
) -> None:
    """Record who translated, revised or reviewed sections, bound to exactly the present text.

    Example: pwa review es a-tool-not-a-cure --step revision --by "Name"
    """
    if listed:
        _list_records(here, locale)
        return
    by, note = _said(by), _said(note)
    if not by:
        raise click.UsageError("say who signs: --by NAME")
    if withdraw:
        _withdraw(here, locale, withdraw, by, note)
        return
    if not step or not sections:
        raise click.UsageError("name the sections, and the step with --step")
    word = Word(step, by, method, _moment(here.now), _said(credential), due, note)
    _sign(here, locale, sections, word)


@main.command(name="export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", help="Where it will be served (default: publication.toml).")
@click.pass_obj
def export_command(here: Here, folder: Path, address: str | None) -> None:
    """Write the release as plain files for any static host, and say what that must add.

    Example: pwa export public --address https://example.org/
    """
    site = load_site(here.root, address=address, environ=os.environ)
    with _telling("Making the release"):
        release = Builder(environ=os.environ).build(site)
    if release.errors:
        raise PwaError(*release.errors)
    with _telling("Writing files"):
        done = export(release, folder, today=here.today)
    click.echo(f"{done.written} files written, {done.kept} unchanged, {done.removed} removed\n")
    click.echo(host_notes(release))


def _telling(work: str) -> AbstractContextManager[object]:
    """Show on a terminal that long work is under way; elsewhere say nothing."""
    return Console(stderr=True).status(f"{work} …") if sys.stderr.isatty() else nullcontext()


def _console() -> Console:
    """Wide enough for a table where the output is no terminal."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


def _said(text: str | None) -> str | None:
    """What was given in an option, None where that is nothing to read."""
    return (text or "").strip() or None


def _moment(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _findings(here: Here, locales: Sequence[str]) -> Sequence[Finding]:
    """What is wrong, what stands in the way of looking included."""
    try:
        there = (here.site.settings.source_locale, *here.site.catalog_folders())
        _refuse_unknown(locales, there, "locale")
        return findings(here.site)
    except PwaError as error:
        return error.findings


def _inputs(here: Here) -> Inputs:
    """Everything on disk; raises CatalogError where a catalog cannot be read."""
    inputs = Reader(Memo(), drafts=True).read(here.site)
    broken = [finding for finding in inputs.findings if finding.code.startswith("po-")]
    if broken:
        raise PwaError(*broken)
    return inputs


def _editions(here: Here) -> list[Edition]:
    inputs, memo = _inputs(here), Memo()
    return [
        make_edition(inputs.publication, locale, one.catalog, one.ledger, memo)
        for locale, one in inputs.locales.items()
    ]


def _refuse_unknown(named: Sequence[str], known: Sequence[str], kind: str) -> None:
    for name in named:
        if name not in known:
            there = ", ".join(dict.fromkeys(known)) or "none"
            raise RefusedError(Finding(f"no {kind} {name} here; there are: {there}"))


def _tell(written: Iterable[files.Written]) -> None:
    for one in written:
        click.echo(f"{one.file} {'written' if one.changed else 'left as it is'}")


def _tell_outcomes(name: str, outcomes: Sequence[Outcome]) -> None:
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


def _refusal(name: str, outcome: Outcome) -> str:
    ours = " | ".join(outcome.ours.msgstr) if outcome.ours else ""
    texts = f"kept {_shown(ours)}, not taken {_shown(' | '.join(outcome.texts))}"
    return f"{_at(name, outcome)}: {_shown(outcome.msgid)}: {texts}"


def _at(name: str, outcome: Outcome) -> str:
    return f"{name}:{outcome.theirs.msgid_line}"


def _shown(text: str) -> str:
    """The beginning of a text, on one line."""
    return f"“{textwrap.shorten(text, 70, placeholder=' …')}”"


def _status_table(table: dict[str, Any]) -> Table:
    shown = Table("locale", "section", "status", "flags", "origin", "messages")
    for locale, edition in table["locales"].items():
        for section, one in edition["sections"].items():
            flags = [name for name in ("outdated", "changed", "overdue") if one[name]]
            counts = f"{one['messages']['translated']}/{one['messages']['total']}"
            origin = one["origin"] or "–"
            shown.add_row(locale, section, one["status"], ", ".join(flags), origin, counts)
    return shown


def _least(table: dict[str, Any]) -> int:
    sections = (s for locale in table["locales"].values() for s in locale["sections"].values())
    return min((RANKS.index(section["status"]) for section in sections), default=len(RANKS))


def _sign(here: Here, locale: str, sections: Sequence[str], word: Word) -> None:
    """Sign all the sections or, where one is refused, none."""
    inputs = _inputs(here)
    _refuse_unknown([locale], list(inputs.locales), "locale")
    by_id = {section.id: section for section in inputs.publication.sections}
    _refuse_unknown(sections, list(by_id), "section")
    one = inputs.locales[locale]
    made = [
        signed(
            word,
            by_id[section],
            one.catalog,
            one.ledger.of(by_id[section].ids),
            here.site.settings.review,
            source_locale=here.site.settings.source_locale,
        )
        for section in sections
    ]
    for record in made:
        folder = here.site.locales / folder_of(locale) / "records" / record.section
        path = write_record(folder, fields_of(record))
        click.echo(f"{here.site.relative(path)} written")
        for other in _sharing(inputs.publication, by_id[record.section]):
            click.echo(f"  shares messages with {other}")


def _sharing(publication: Publication, section: Section) -> list[str]:
    keys = {message.key for message in section.messages}
    return [
        other.id
        for other in publication.sections
        if other.id != section.id and keys & {message.key for message in other.messages}
    ]


def _list_records(here: Here, locale: str) -> None:
    inputs = _inputs(here)
    _refuse_unknown([locale], list(inputs.locales), "locale")
    shown = Table("record", "section", "step", "by", "method", "at", "due")
    for record in inputs.locales[locale].ledger.records:
        shown.add_row(
            record.id, record.section, record.step, record.by, record.method, record.at, record.due
        )
    _console().print(shown)


def _withdraw(here: Here, locale: str, record: str, by: str, note: str | None) -> None:
    inputs = _inputs(here)
    _refuse_unknown([locale], list(inputs.locales), "locale")
    records = {one.id: one for one in inputs.locales[locale].ledger.records}
    _refuse_unknown([record], list(records), "record")
    folder = here.site.locales / folder_of(locale) / "records" / records[record].section
    fields = {"step": "withdrawal", "of": record, "by": by, "at": _moment(here.now), "note": note}
    path = write_record(folder, fields)
    click.echo(f"{here.site.relative(path)} written")
