"""The command line: arguments in, findings and exit codes out.

Exit codes: 0 fine, 1 findings or failure, 2 wrong use.
"""

import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from io import TextIOWrapper
from logging.config import dictConfig
from pathlib import Path
from typing import Any, get_args

import click

from pwa.arguments import Day, Locale, NewLocale, Span, Text
from pwa.declaring import declare
from pwa.errors import Finding, PwaError, told
from pwa.explaining import explain
from pwa.export import export, host_notes, refuse_site
from pwa.export.bucket import Bucket
from pwa.export.caddy import caddy
from pwa.export.nginx import nginx
from pwa.export.plan import Publishing
from pwa.export.publish import publish
from pwa.export.rules import Host
from pwa.here import Here, refuse_unknown
from pwa.logs import LOGGING
from pwa.pages.status_json import status_table
from pwa.release.builder import Builder
from pwa.release.findings import findings
from pwa.release.release import Release
from pwa.release.representations import Encoding
from pwa.release.shelf import Shelf, shelf_path
from pwa.release.store import PackStore
from pwa.review.records import Method
from pwa.review.signing import Word
from pwa.review_policy import Step
from pwa.reviewing import carry_over, ledger, revoke_revision, sign, withdraw
from pwa.serving import Certificate, listen, origin, run, run_behind
from pwa.site import load_site, site_root
from pwa.telling import (
    counting,
    tell_declared,
    tell_findings,
    tell_outcomes,
    tell_published,
    tell_reasons,
    tell_records,
    tell_signed,
    tell_status,
    tell_written,
    telling,
)
from pwa.translation import files
from pwa.translation.files import Planned
from pwa.web.app import described_app
from pwa.web.keeper import BEHIND, PATIENT, begin_apart, can_be_apart, stay_behind
from pwa.web.waiting import patiently

log = logging.getLogger("pwa")

FILE = click.Path(path_type=Path, dir_okay=False)

RETIRE = "Remove the offline app, and all that it keeps, from every device that calls."

# From the least; what `--fail-under` compares. A source is never revised: written is all that
# it can be before its review.
RANKS = ("untranslated", "partial", "translated", "revised", "written", "reviewed")


class Group(click.Group):
    """Turns our errors, and the system's, into findings on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            result: object = super().invoke(ctx)
            return result
        except BrokenPipeError:  # whoever reads has heard enough: click ends quietly
            raise
        except (PwaError, OSError) as error:
            for finding in told(error):
                click.echo(str(finding), err=True)
            ctx.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--site",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="The site's folder (default: PWA_SITE, else this one).",
)
@click.version_option(package_name="pwa-publishing")
@click.pass_context
def main(context: click.Context, site: str | None) -> None:
    """Publish Markdown in every language, as an app that reads offline."""
    if isinstance(sys.stdout, TextIOWrapper):  # a file's name need not be text (PEP 383)
        sys.stdout.reconfigure(errors="backslashreplace")
    context.obj = Here(site_root(site), datetime.now(UTC))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1))
@click.option("--address", help="The publication's own address (default: as bound).")
@click.option("--preview", is_flag=True, help="For translators: follow changes, mark what is open.")
@click.option("--retire-worker", "retire", is_flag=True, help=RETIRE)
@click.option("--certificate", type=FILE, help="Serve HTTPS, with this chain of certificates …")
@click.option("--key", type=FILE, help="… and its private key.")
@click.pass_obj
def serve(
    here: Here,
    host: str,
    port: int,
    workers: int,
    address: str | None,
    preview: bool,
    retire: bool,
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Serve the publication, and publish what changes on disk as it changes.

    SIGTERM stops it when all that was asked is answered; SIGHUP begins again, with the code and
    settings of now, and refuses nobody meanwhile.

    Example: pwa serve --port 8080
    """
    dictConfig(LOGGING)
    if behind := os.environ.get(BEHIND):
        _serve_behind(here.root, Path(behind))
        return
    proof = _certificate(certificate, key)
    bound = origin(host, port, secure=proof is not None)
    environ = os.environ | {"PWA_BOUND": bound}
    with listen(host, port) as listening:
        site = load_site(here.root, address=address, environ=environ)
        os.environ |= environ | {"PWA_SITE": str(here.root.absolute())}
        os.environ |= {"PWA_ADDRESS": address} if address else {}
        os.environ |= {"PWA_PREVIEW": "1" if preview else "", "PWA_RETIRE": "1" if retire else ""}
        if preview or not can_be_apart():
            # For several workers too: those that cannot start would be started again without end.
            with telling("Making the first release"):
                app, keeper = described_app(), None
        else:
            app, keeper = begin_apart(site, os.environ, retire=retire)
        log.info("Serving %s (Ctrl-C ends it)", bound + site.addresses.root())
        given = (app, listening, keeper)
        run(*given, workers=workers, preview=preview, certificate=proof)


def _serve_behind(root: Path, folder: Path) -> None:
    """Be the process that makes releases, which whoever serves them has begun."""
    stay_behind(folder)
    make = partial(described_app, folder)
    with telling("Making the first release"):
        app = patiently(root, make) if PATIENT in os.environ else make()
    run_behind(app, folder)


def _certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    if chain is None and key is None:
        return None
    if chain is None or key is None:
        raise click.UsageError("a certificate and its key go together: --certificate, --key")
    proof = Certificate(chain, key)
    proof.check()
    return proof


@main.command()
@click.pass_obj
def extract(here: Here) -> None:
    """Write the templates that translators work from: content.pot, interface.pot.

    Example: pwa extract
    """
    _write(here, files.extract(here.site, now=here.po_date))


def _write(here: Here, planned: Planned) -> None:
    tell_written(carry_over(here, planned))
    tell_written(files.write(here.site, planned))


@main.command()
@click.argument("locales", nargs=-1, required=True, type=NewLocale())
@click.pass_obj
def init(here: Here, locales: Sequence[str]) -> None:
    """Begin new locales: both catalogs, ready to translate.

    Example: pwa init it pt-BR
    """
    for locale in locales:
        tell_written(files.begin(here.site, locale, now=here.po_date))


@main.command()
@click.argument("locales", nargs=-1, type=Locale())
@click.pass_obj
def update(here: Here, locales: Sequence[str]) -> None:
    """Bring catalogs up to the present source: fuzzy with the previous text, nothing lost.

    Example: pwa update es
    """
    _write(here, files.extract(here.site, now=here.po_date))
    faults: list[Finding] = []
    former = here.former()
    for locale in dict.fromkeys(locales) or here.site.catalog_folders():
        try:
            _write(here, files.update(here.site, locale, now=here.po_date, former=former))
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
    with telling("Comparing messages"):
        done = files.take_over(here.site, locale, others)
    for name, outcomes in done.outcomes.items():
        tell_outcomes(name, outcomes)
    tell_written(done.written)
    if done.faults:
        raise PwaError(*done.faults)


@main.command()
@click.argument("locales", nargs=-1, type=Locale())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def check(here: Here, locales: Sequence[str], form: str) -> None:
    """Say what is wrong, with file and line; exit with 1 where anything is but notes.

    Example: pwa check es --format json
    """
    found = [f for f in _findings(here, locales) if not locales or _concerns(f, locales)]
    tell_findings(found, form)
    if any(finding.severity != "note" for finding in found):
        sys.exit(1)


@main.command()
@click.argument("locales", nargs=-1, type=Locale())
@click.option("--section", "sections", multiple=True, metavar="ID", help="Only these, and why.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--fail-under", type=click.Choice(RANKS), help="Exit with 1 where one is worth less.")
@click.pass_obj
def status(
    here: Here, locales: Sequence[str], sections: Sequence[str], form: str, fail_under: str | None
) -> None:
    """Show what every section is worth in every locale.

    Of sections named with --section that are not what somebody signed, what moved since is shown.

    Example: pwa status es ar --fail-under translated
    """
    editions = here.editions()
    refuse_unknown(locales, [edition.locale for edition in editions], "locale")
    refuse_unknown(sections, [s.id for e in editions for s in e.sections], "section")
    chosen = [edition for edition in editions if not locales or edition.locale in locales]
    table = status_table(chosen, address=here.site.addresses.base, today=here.today)
    for locale in table["locales"].values():
        kept = locale["sections"].items()
        locale["sections"] = {name: one for name, one in kept if not sections or name in sections}
    tell_status(table, form)
    if form == "table":
        tell_reasons(explain(here, chosen, sections))
    if fail_under and _least(table) < RANKS.index(fail_under):
        sys.exit(1)


@main.command()
@click.argument("locale", type=Locale())
@click.argument("sections", nargs=-1)
@click.option("--step", type=click.Choice(get_args(Step)))
@click.option(
    "--by",
    type=Text(),
    metavar="NAME",
    help="Who says so; where there is a content/people.toml, the id there.",
)
@click.option(
    "--credential", type=Text(), metavar="TEXT", help="As what: “certified translator, EN>ES”."
)
@click.option("--method", type=click.Choice(get_args(Method)), default="human", show_default=True)
@click.option("--due", type=Day(), metavar="DATE", help="When it has to be done again.")
@click.option("--note", type=Text(), metavar="TEXT")
@click.option("--list", "listed", is_flag=True, help="List the records of the locale instead.")
@click.option(
    "--withdraw", "withdrawn", metavar="RECORD", help="Take a record back instead, by its id."
)
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
    withdrawn: str | None,
) -> None:
    """Record who translated, revised or reviewed sections, bound to exactly the present text.

    Example: pwa review es a-tool-not-a-cure --step revision --by "Name"
    """
    if listed:
        tell_records(ledger(here, locale))
        return
    if not by:
        raise click.UsageError("say who signs: --by NAME")
    if withdrawn:
        click.echo(f"{withdraw(here, locale, withdrawn, by, note or None)} written")
        return
    if not step or not sections:
        raise click.UsageError("name the sections, and the step with --step")
    if due and due < here.today:
        reason = f"{due} has passed (today is {here.today}, UTC): name the day when it is due again"
        raise click.BadParameter(reason, param_hint="--due")
    word = Word(step, by, method, here.moment, credential or None, due, note or None)
    tell_signed(sign(here, locale, sections, word))


@main.command()
@click.argument("locale", type=Locale())
@click.argument("revision")
@click.option("--by", type=Text(), required=True, metavar="NAME", help="Who says so.")
@click.option("--note", type=Text(), required=True, metavar="TEXT", help="What readers are told.")
@click.pass_obj
def revoke(here: Here, locale: str, revision: str, by: str, note: str) -> None:
    """Take a published revision back: devices that keep it tell their readers at next contact.

    REVISION is its name in edition.json; of editions that are kept here, how that begins (12
    digits or more) is enough.

    Example: pwa revoke es 1f0c2a9d44b7 --by "Name" --note "The dose in it is wrong."
    """
    if not by or not note:
        raise click.UsageError("say who takes it back, and what readers are told: --by, --note")
    done = revoke_revision(here, locale, revision, by, note)
    click.echo(f"{done.file} written")
    if not done.is_known:
        click.echo(f"no edition known here is {done.revision}: see that it is the one meant")


@main.group(name="source")
def source_group() -> None:
    """Say of the source what nobody can see in it.

    Example: pwa source same-meaning a-tool-not-a-cure --by "Name"
    """


@source_group.command(name="same-meaning")
@click.argument("sections", nargs=-1, required=True)
@click.option(
    "--by",
    type=Text(),
    metavar="NAME",
    help="Who says so; where there is a content/people.toml, the id there.",
)
@click.option("--note", type=Text(), metavar="TEXT")
@click.pass_obj
def same_meaning(here: Here, sections: Sequence[str], by: str | None, note: str | None) -> None:
    """Declare that the edits of sections (a typo, a comma) keep the meaning, before updating.

    Translations stay as they are, and what was signed stays signed. Refused where numbers, units,
    negations, links or words like “may” differ.

    Example: pwa source same-meaning a-tool-not-a-cure --by "Name"
    """
    if not by:
        raise click.UsageError("say who declares it: --by NAME")
    tell_declared(declare(here, sections, by, note or None))


@main.command(name="export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", help="Where it will be served (default: publication.toml).")
@click.option("--retire-worker", "retire", is_flag=True, help=RETIRE)
@click.option("--precompressed", is_flag=True, help="Put .br and .gz beside each text.")
@click.pass_obj
def export_command(
    here: Here, folder: Path, address: str | None, retire: bool, precompressed: bool
) -> None:
    """Write the release as plain files for any static host, and say what that must add.

    Example: pwa export public --address https://example.org/
    """
    site = load_site(here.root, address=address, environ=os.environ)
    refuse_site(folder, site)
    with telling("Making the release"):
        release = _release(here, address, retire=retire)
    with telling("Writing files"):
        shelf = Shelf(shelf_path(site.state)) if precompressed else None
        done = export(release, folder, today=here.today, precompressed=precompressed, shelf=shelf)
    PackStore(site.state / "packs").keep(release.packs)  # what may have to be revoked
    click.echo(f"{done.written} files written, {done.kept} unchanged, {done.removed} removed\n")
    click.echo(host_notes(Host.of(release)))


@main.command()
@click.argument("server", type=click.Choice(["nginx", "caddy"]))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", help="Where it will be served (default: publication.toml).")
@click.pass_obj
def hosting(here: Here, server: str, folder: Path, address: str | None) -> None:
    """Print a configuration with which a server answers from an exported folder as we do.

    It says the same headers and redirects; for the same sizes, export with --precompressed.

    Example: pwa hosting nginx public --address https://example.org/ > example.conf
    """
    site = load_site(here.root, address=address, environ=os.environ)
    release = Builder(environ=os.environ).begin(site).release
    _refuse_faults(release)
    write = {"nginx": nginx, "caddy": caddy}[server]
    click.echo(write(Host.of(release), folder.absolute()), nl=False)


@main.command(name="publish")
@click.argument("bucket", metavar="s3://BUCKET/PREFIX")
@click.option("--address", help="Where readers find it (default: publication.toml).")
@click.option("--endpoint", metavar="URL", help="The store's address, where it is not Amazon's.")
@click.option(
    "--encoding",
    type=click.Choice(["identity", "gzip", "br"]),
    default="identity",
    show_default=True,
    help="How texts are stored: as they are, for a CDN that compresses, or for readers directly.",
)
@click.option(
    "--grace",
    type=Span(),
    default="P7D",
    show_default=True,
    help="How long files that nothing names any more are kept (ISO 8601).",
)
@click.option("--retire-worker", "retire", is_flag=True, help=RETIRE)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.pass_obj
def publish_command(
    here: Here,
    bucket: str,
    address: str | None,
    endpoint: str | None,
    encoding: Encoding,
    grace: timedelta,
    retire: bool,
    dry_run: bool,
) -> None:
    """Bring an object store up to the release: what changed, content before what names it.

    Credentials are taken from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and the like.
    A run that is cut short can be repeated: it does what is missing.

    Example: pwa publish s3://bucket/book --address https://example.org/book/ --dry-run
    """
    place = Bucket.at(bucket, os.environ, endpoint)
    with telling("Making the release"):
        release = _release(here, address, retire=retire)
    packs, shelf = PackStore(here.site.state / "packs"), Shelf(shelf_path(here.site.state))
    publishing = Publishing(release, here.now, encoding, grace, packs, shelf)
    with counting("Writing objects") as progress:
        done = publish(publishing, place, dry_run=dry_run, progress=progress)
    if not dry_run:
        packs.keep(release.packs)  # what may have to be revoked
    tell_published(done, release.addresses, dry_run=dry_run)


def _release(here: Here, address: str | None, *, retire: bool = False) -> Release:
    """The release of what is on disk; raises PwaError where something in it is broken."""
    site = load_site(here.root, address=address, environ=os.environ)
    release = Builder(retire=retire, shelve=True, environ=os.environ).build(site)
    _refuse_faults(release)
    return release


def _refuse_faults(release: Release) -> None:
    if release.errors:
        raise PwaError(*release.errors)


def _concerns(finding: Finding, locales: Sequence[str]) -> bool:
    """Whether a finding is for those who work on these locales; notes are for the publisher."""
    return finding.locale in locales or (finding.locale is None and finding.severity != "note")


def _findings(here: Here, locales: Sequence[str]) -> Sequence[Finding]:
    """What is wrong, what stands in the way of looking included."""
    try:
        there = (here.site.settings.source_locale, *here.site.catalog_folders())
        refuse_unknown(locales, there, "locale")
        return findings(here.site, here.moment)
    except (PwaError, OSError) as error:
        return told(error)


def _least(table: dict[str, Any]) -> int:
    sections = (s for locale in table["locales"].values() for s in locale["sections"].values())
    return min((RANKS.index(section["status"]) for section in sections), default=len(RANKS))
