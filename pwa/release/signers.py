"""What `pwa check` says of people: whom people.toml does not know, and who committed whose word."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import get_args

from pwa.errors import Finding
from pwa.release.committers import committers, is_shallow
from pwa.release.inputs import Inputs, record_files
from pwa.review.records import Ledger, Record, Recorded, Withdrawal, read_record
from pwa.review_policy import Step
from pwa.settings import FILE as SETTINGS
from pwa.site import Site
from pwa.source.people import FILE, People, person_line

CODE = "signer"


def signer_findings(site: Site, inputs: Inputs) -> Iterator[Finding]:
    """Yield what is odd about the people of a site; nothing where it has no people.toml.

    What strangers sign and counts for nothing `pwa.review.objections` reports.
    """
    people = inputs.publication.people
    if not people:
        return
    yield from _idle_locales(site, people)
    yield from _roles_of_nobody(site, inputs)
    for locale, one in inputs.locales.items():
        yield from _strangers(one.ledger, people, locale)
    yield from _committed_by_others(site, inputs)


def _idle_locales(site: Site, people: People) -> Iterator[Finding]:
    text = site.read_text(site.root / FILE)
    there = {site.settings.source_locale, *site.catalog_folders()}
    for person in people.values():
        for tag in (tag for tag in person.locales if tag not in there):
            message = f"{person.id}: {tag} has no catalog here; begin it with: pwa init {tag}"
            line = person_line(text, person.id)
            yield Finding(message, FILE, line, code="people", severity="note")


def _roles_of_nobody(site: Site, inputs: Inputs) -> Iterator[Finding]:
    """Steps that the policy asks of published translations, and that nobody there may sign."""
    settings, publication = site.settings, inputs.publication
    risks = {section.front.risk for section in publication.sections}
    required = {step for risk in risks for step in settings.review_of(risk).required}
    kept_back = {settings.source_locale, *settings.draft}
    published = [locale for locale in inputs.locales if locale not in kept_back]
    for role in (step for step in get_args(Step) if step in required):
        able = [one for one in publication.people.values() if role in one.roles]
        waiting = [tag for tag in published if not any(one.may(role, tag) for one in able)]
        if waiting:
            message = (
                f"nobody has the role {role} for {', '.join(waiting)}, and required in "
                f"{SETTINGS} asks for it, so that no section there can become reviewed: "
                "give somebody the role, or require less"
            )
            yield Finding(message, FILE, code="people", severity="warning")


def _strangers(ledger: Ledger, people: People, locale: str) -> Iterator[Finding]:
    """That a machine translated, and that a word is taken back, counts whoever says it.

    Still the publisher should know.
    """
    machines = (one for one in ledger.records if one.method == "machine")
    translations = (one for one in machines if one.step == "translation")
    words: tuple[Recorded, ...] = (*translations, *ledger.withdrawals, *ledger.revocations)
    for one in words:
        if people.signer(one.by) is None:
            message = f"{people.stranger(one.by)}; what the file says counts all the same"
            yield Finding(message, ledger.files[one.id], 1, locale, CODE, "warning")


def _committed_by_others(site: Site, inputs: Inputs) -> Iterator[Finding]:
    people = inputs.publication.people
    if not any(person.git for person in people.values()):
        return
    if is_shallow(site.root):
        message = "git has but a part of the history here: who committed which record is not known"
        advice = "git fetch --unshallow gets the rest"
        yield Finding(f"{message}; {advice}", FILE, code=CODE, severity="note")
        return
    mails = committers(site.root)
    for locale, one in inputs.locales.items():
        for path, signed in _signed(site, locale, one.ledger):
            if path in mails and not _is_own(people, signed.by, mails[path]):
                yield _by_another(signed, mails[path], path, locale)


def _signed(site: Site, locale: str, ledger: Ledger) -> Iterator[tuple[str, Recorded]]:
    """Yield what counts, in the file in which its signer wrote it.

    A record that was written anew by another segmenter's rules, and so is committed by whoever
    updates, is in the file of the one that it stands for.
    """
    found = {one.id: (path, one) for path, one in _read(site, locale)}
    counted: tuple[Recorded, ...] = (*ledger.signed, *ledger.withdrawals)
    for path, one in (found[each.id] for each in counted):
        yield _as_written(path, one, found)


def _as_written(
    path: str, word: Recorded, found: Mapping[str, tuple[str, Recorded]]
) -> tuple[str, Recorded]:
    before = found.get(word.was or "") if isinstance(word, Record) else None
    return _as_written(*before, found) if before else (path, word)


def _read(site: Site, locale: str) -> Iterator[tuple[str, Recorded]]:
    """What the files of a locale hold; those that are no records are told of elsewhere."""
    for path, content in record_files(site, locale)[0]:
        with suppress(ValueError):
            yield path, read_record(path.partition("/records/")[2], content)


def _is_own(people: People, by: str, mail: str) -> bool:
    """Whether an address is the signer's; of a name, from before people.toml, nothing is asked."""
    addresses = people[by].git if by in people else ()
    return not addresses or mail.casefold() in map(str.casefold, addresses)


def _by_another(signed: Recorded, mail: str, path: str, locale: str) -> Finding:
    by, undo = signed.by, f"take it back with --withdraw {signed.id}"
    if isinstance(signed, Withdrawal):
        undo = "delete this file"
    message = (
        f"signed by {by}, but committed by {mail}, which is no git address of {by} in {FILE}: "
        f"ask {by}; add the address there if that was right, else {undo}"
    )
    return Finding(message, path, 1, locale, CODE, "warning")
