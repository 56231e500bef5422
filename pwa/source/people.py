"""content/people.toml: who may sign what, and what readers are told of them.

    [ana]
    name = "Ana Gómez"                  # shown to readers; left out or empty: withheld
    formerly = ["Ana López"]            # other names that records and catalogs have of her
    credential = "certified translator, EN>ES"
    roles = ["translation", "revision"] # also: review, publisher
    locales = ["es", "pt-BR"]           # left out: all; the source's own for its review
    git = "ana@example.org"             # or a list: the addresses that she commits with

Records hold the id, so that a name can be changed or withheld after somebody signed. Records from
before the file, which hold a name, are of the person who has, or had, that name or the mail
address beside it. Whoever leaves stays in the file, with the roles in which their word is to
count. Without the file anybody signs, by name.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, get_args

from rapidfuzz import process

from pwa import toml
from pwa.errors import Finding, RefusedError
from pwa.locales import registered
from pwa.memo import digest
from pwa.site import Site, decoded
from pwa.source.names import is_named, is_same_person, without_mail
from pwa.toml import Reader, text_line

FILE = "content/people.toml"

Role = Literal["translation", "revision", "review", "publisher"]
"""A step of ISO 17100, or a publisher's acts: to say that an edit of the source keeps its sense."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs; a `name` that is empty is withheld, no `locales` are all of them."""

    id: str
    name: str = ""
    formerly: tuple[str, ...] = ()
    credential: str = ""
    roles: tuple[Role, ...] = ()
    locales: tuple[str, ...] = ()
    git: tuple[str, ...] = ()

    @property
    def known_by(self) -> tuple[str, ...]:
        """Every name and address that is theirs."""
        return (*filter(None, (self.name,)), *self.formerly, *self.git)

    def may(self, role: Role, locale: str) -> bool:
        """Whether they have a role for a locale."""
        return role in self.roles and (not self.locales or locale in self.locales)


@dataclass(frozen=True)
class People(Mapping[str, Person]):
    """Those in people.toml by their ids; without anybody, there is no such file.

    What is signed `by` somebody holds an id or, from before the file, a name.
    """

    persons: tuple[Person, ...] = ()

    def __getitem__(self, key: str) -> Person:
        """Return the person with an id; KeyError where nobody has it."""
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids, in the order of the file."""
        return iter(self._by_id)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.persons)

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.persons}

    @cached_property
    def digest(self) -> str:
        """What stands for all that pages and statuses take from it."""
        return digest(repr(self.persons))

    def signer(self, by: str) -> Person | None:
        """Return who signed; None where it is nobody here, or might be several."""
        if by in self:
            return self[by]
        named = [one for one in self.persons if any(is_named(by, own) for own in one.known_by)]
        return named[0] if len(named) == 1 else None

    def id_of(self, by: str) -> str:
        """Return the id of who signed; what names nobody here stays as it is."""
        person = self.signer(by)
        return person.id if person else by

    def name_of(self, by: str) -> str | None:
        """Return the name that readers are shown, None where it is withheld.

        What names nobody here is shown as it is, but for mail addresses.
        """
        person = self.signer(by)
        return (person.name or None) if person else without_mail(by)

    def credential_of(self, by: str, then: str | None) -> str | None:
        """Return as what somebody signs today; as what they signed `then` where it is not said."""
        person = self.signer(by)
        return (person.credential if person else "") or then

    def is_same_person(self, one: str, other: str) -> bool:
        """Whether two who signed are one, by an id or by any of their names and addresses.

        `other` may also be a catalog's Last-Translator. Two ids with one name are taken for one
        person: let the names tell them apart.
        """
        if one == other:
            return True
        mine, theirs = self._known_by(one), self._known_by(other)
        return any(is_same_person(a, b) for a in mine for b in theirs)

    def _known_by(self, by: str) -> tuple[str, ...]:
        """An id is no name: it says nothing of people who are not in the file."""
        if by in self:
            return self[by].known_by
        found = (one.known_by for one in self.persons if _is_known(one, by))
        return (by, *(name for known_by in found for name in known_by))

    def refusal(self, by: str, role: Role, locale: str, *others: Role) -> str | None:
        """Return why somebody's word in a role does not count for a locale; None where it does.

        Nor where it does in one of the `others`.
        """
        if not self:
            return None
        person = self.signer(by)
        if person is None:
            return f"{self.stranger(by)} with the role {role}, or with this name under formerly"
        roles = (role, *others)
        able = [one for one in self.persons if any(one.may(each, locale) for each in roles)]
        if person in able:
            return None
        there, asked = ", ".join(one.id for one in able) or "nobody yet", " or ".join(roles)
        return f"{person.id} has not the role {asked} for {locale} in {FILE}; who has: {there}"

    def stranger(self, by: str) -> str:
        """Say that somebody is not in the file, who is near, and what to do."""
        person = self.signer(by)
        near = person.id if person else self._near(by)
        return f"{by} is no id in {FILE}; did you mean {near}? Else name that person there"

    def _near(self, by: str) -> str:
        names = {name: one.id for one in self.persons for name in (one.id, *one.known_by)}
        return names[process.extractOne(by, list(names), processor=str.casefold)[0]]


ANYBODY: Final = People()
"""There is no people.toml: anybody signs, by name."""


def refuse_stranger(people: People, by: str, role: Role | None, locale: str, *others: Role) -> None:
    """Raise RefusedError where `by` is not the id of somebody with this role for the locale.

    One of the `others` is as good. Without a role, where it is nobody's id.
    """
    if not people:
        return
    reason = people.stranger(by) if by not in people else None
    if not reason and role:
        reason = people.refusal(by, role, locale, *others)
    if reason:
        raise RefusedError(Finding(reason))


def _is_known(person: Person, by: str) -> bool:
    return any(is_same_person(by, own) for own in person.known_by)


def load_people(site: Site) -> People:
    """Return those in a site's people.toml, ANYBODY where it has none.

    Raises SiteError with every fault found.
    """
    path = site.root / FILE
    if not os.path.lexists(path):
        return ANYBODY
    return parse_people(decoded(site.read(path), file=FILE))


def parse_people(text: str) -> People:
    """Return those whom a people.toml names.

    Raises SiteError with every fault found: file, line, what is wrong and what to do.
    """
    reader = Reader(text, FILE)
    table = reader.table()
    if not table:
        message = "nobody is in it; name somebody, or remove the file, so that anybody may sign"
        reader.findings.append(Finding(message, FILE, 1))
    people = People(tuple(_person(reader, name, fields) for name, fields in table.items()))
    _refuse_shared_addresses(reader, people)
    reader.refuse_faults()
    return people


def person_line(text: str, name: str) -> int | None:
    """Return the line of a people.toml where somebody's table begins."""
    header = re.compile(rf"""\s*\[\s*["']?{re.escape(name)}["']?\s*\]""")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if header.match(line)), None)


def _person(reader: Reader, name: str, fields: object) -> Person:
    there = reader.within(person_line(reader.text, name))
    if not _ID.fullmatch(name):
        there.fault(name, f"{name!r} is no id; use a-z, 0-9, '.', '_' and '-'")
    if not isinstance(fields, dict):
        there.fault(name, f'{name}: expected a table: [{name}], and below it name = "…"')
        return Person(name)
    for key, value in fields.items():
        if isinstance(value, dict):
            there.fault(f"{name}.{key}", f'an id with a dot stands in quotes: ["{name}.{key}"]')
            return Person(name)
    return Person(name, **there.read(fields, _KEYS))


def _refuse_shared_addresses(reader: Reader, people: People) -> None:
    owners = Counter(mail.casefold() for one in people.persons for mail in {*one.git})
    for mail, count in owners.items():
        if count > 1:
            who = ", ".join(one.id for one in people.persons if mail in map(str.casefold, one.git))
            message = f"git: {mail} is of {who}; an address is one person's: keep it with one"
            reader.findings.append(Finding(message, FILE, _mail_line(reader.text, mail)))


def _mail_line(text: str, mail: str) -> int | None:
    return text_line(text.casefold(), mail, occurrence=2)


def _names(reader: Reader, value: object) -> tuple[str, ...]:
    return tuple(toml.text(reader, item) for item in _listed(value))


def _roles(reader: Reader, value: object) -> tuple[Role, ...]:
    return tuple(toml.one_of(*get_args(Role))(reader, one) for one in toml.strings(reader, value))


def _locales(reader: Reader, value: object) -> tuple[str, ...]:
    listed = tuple(registered(one) for one in toml.strings(reader, value))
    if not listed:
        raise ValueError("no locale is listed; name one, or leave the key out for all")
    return listed


def _mails(reader: Reader, value: object) -> tuple[str, ...]:
    listed = tuple(toml.string(reader, item) for item in _listed(value))
    for one in listed:
        if not _MAIL.fullmatch(one):
            raise ValueError(f"{one!r} is no mail address, such as ana@example.org")
    return listed


def _listed(value: object) -> list[object]:
    """One alone is a list of one."""
    return value if isinstance(value, list) else [value]


_KEYS: Mapping[str, Any] = {
    "name": toml.string,
    "formerly": _names,
    "credential": toml.string,
    "roles": _roles,
    "locales": _locales,
    "git": _mails,
}
