"""What catalogs mean to the rest of the engine: translations of content and of the interface.

A fuzzy or empty entry is never a translation, and the header (the empty msgid) is no message.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from pwa.errors import CatalogError, Finding
from pwa.memo import digest
from pwa.source.message import Key
from pwa.translation.pieces import Before, Pieces, Translation, pieces_of, read_again
from pwa.translation.placeholders import placeholder_fault, plural_count_fault
from pwa.translation.plurals import PluralForms, plural_forms, rule_of
from pwa.translation.po import Entry, PoFile, parse

State = Literal["missing", "fuzzy", "translated"]


@dataclass(frozen=True)
class Catalog:
    """The content messages of one locale.

    `before` are texts that it had before, as obsolete entries (`#~`, `#~|`) keep them. `digest`
    stands for what it says: comments, order, wrapping and other headers change it not.
    """

    locale: str
    file: str
    translations: Mapping[Key, Translation] = field(default_factory=dict)
    last_translator: str | None = None
    before: Before = ()
    digest: str = ""
    pieces: Pieces = field(default=(), compare=False, repr=False)

    @classmethod
    def empty(cls, locale: str) -> "Catalog":
        """Return a catalog in which every message is missing."""
        return cls(locale, "")

    @classmethod
    def of(cls, catalog: PoFile, *, locale: str) -> "Catalog":
        """Return what a file says; of a message with plural forms the first one counts."""
        return cls._of_pieces(pieces_of(catalog), catalog.file, locale)

    def again(self, data: bytes) -> "Catalog | None":
        """Return what the file says now; None where it has to be read as a whole."""
        pieces = read_again(data, self.pieces)
        if pieces is None:
            return None
        now = self if pieces == self.pieces else self._of_pieces(pieces, self.file, self.locale)
        # A message that is there twice is a fault.
        is_good = len(now.translations) == sum(len(piece.keys) for _, piece in pieces)
        return now if is_good else None

    @classmethod
    def _of_pieces(cls, placed: Pieces, file: str, locale: str) -> "Catalog":
        pieces = [piece for _, piece in placed]
        found: dict[Key, Translation] = {}
        for piece in pieces:
            found.update(zip(piece.keys, piece.said, strict=True))
        known = next((piece.translator for piece in pieces if piece.headers), None)
        before = tuple(sorted({one for piece in pieces for one in piece.before}, key=repr))
        says = sum(piece.says for piece in pieces)
        facts = digest(f"{says:x}", known, before)
        return cls(locale, file, MappingProxyType(found), known, before, facts, placed)

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """The line of each message's msgid."""
        return {
            key: line + at
            for line, piece in self.pieces
            for key, at in zip(piece.keys, piece.at, strict=True)
        }

    def state(self, key: Key) -> State:
        """Return what the catalog has for a message; without a text it is missing, fuzzy or not."""
        found = self.translations.get(key)
        if found is None or not found.text:
            return "missing"
        return "fuzzy" if found.fuzzy else "translated"

    def text(self, key: Key) -> str | None:
        """Return the translation, or None where there is none that may be shown."""
        found = self.translations.get(key)
        return found.text if found and found.text and not found.fuzzy else None

    def previous(self, key: Key) -> str | None:
        """Return what a fuzzy message read when it was translated, where that is known."""
        found = self.translations.get(key)
        return found.previous_msgid if found and found.fuzzy else None


def parse_catalog(data: bytes, *, file: str, locale: str) -> PoFile:
    """Read the file of a locale's catalog.

    Raises CatalogError with all that is wrong with it, and for a file that was emptied: every
    catalog has a header.
    """
    parsed = parse(data, file=file, locale=locale)
    if parsed.header_entry is None:
        again = f"move it away, run: pwa init {locale}, and then: pwa import {locale} FILE"
        message = f"The catalog has no header; take the file back from version control, or {again}"
        raise CatalogError(Finding(message, file, 1, locale, "po-header"))
    return parsed


@dataclass(frozen=True, slots=True)
class InterfaceMessage:
    """An interface message that may be used, with the rule that picks its form for a number."""

    texts: tuple[str, ...]
    forms: PluralForms

    def text(self, number: float) -> str:
        return self.texts[self.forms.form(number)]


@dataclass(frozen=True, slots=True)
class Interface:
    """The interface messages of one locale, as Jinja's i18n extension and Python call them.

    The texts are %-formats. One whose placeholders or tags differ from its message's is not
    used (formatting it would fail, or change the page), nor is one that lacks plural forms: the
    source text stands there instead, and `findings` says so as the checks do. `digest` stands for
    what the messages say, `untranslated` makes the text of a message without a translation.
    """

    locale: str
    messages: Mapping[Key, InterfaceMessage] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    digest: str = ""
    untranslated: Callable[[str], str] = str

    @classmethod
    def from_catalogs(cls, locale: str, *catalogs: PoFile) -> "Interface":
        """Take each message from the first catalog that has it, whole and confirmed.

        Raises CatalogError where a catalog's `Plural-Forms` cannot be read.
        """
        messages: dict[Key, InterfaceMessage] = {}
        findings: list[Finding] = []
        for catalog in catalogs:
            forms = _forms(catalog, locale)
            for each in (one for one in catalog.confirmed if all(one.msgstr)):
                faults = [
                    Finding(fault, catalog.file, each.msgstr_line, locale, code)
                    for code, fault in _faults(each, forms)
                ]
                findings += faults
                if not faults:
                    messages.setdefault(each.key, InterfaceMessage(each.msgstr, forms))
        says = sorted((repr(key), one.texts) for key, one in messages.items())
        forms_said = [catalog.header.get("Plural-Forms") for catalog in catalogs]
        said = digest(locale, says, forms_said)
        return cls(locale, MappingProxyType(messages), tuple(findings), said)

    def gettext(self, message: str) -> str:
        """Return the translation of a message, or the message."""
        return self._singular((None, message))

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a message that has a msgctxt, or the message."""
        return self._singular((context, message))

    def ngettext(self, singular: str, plural: str, number: float) -> str:
        """Return the form for a number, or the source's."""
        return self._plural((None, singular), plural, number)

    def npgettext(self, context: str, singular: str, plural: str, number: float) -> str:
        """Return the form for a number of a message that has a msgctxt, or the source's."""
        return self._plural((context, singular), plural, number)

    def _singular(self, key: Key) -> str:
        found = self.messages.get(key)
        return found.texts[0] if found else self.untranslated(key[1])

    def _plural(self, key: Key, plural: str, number: float) -> str:
        found = self.messages.get(key)
        if found is None or len(found.texts) != found.forms.count:
            return self.untranslated(key[1] if number == 1 else plural)
        return found.text(number)


def _forms(catalog: PoFile, locale: str) -> PluralForms:
    try:
        return rule_of(catalog.header, locale)
    except ValueError as error:
        line = catalog.header_line("Plural-Forms")
        advice = f"For this language it can be: {plural_forms(locale)}"
        message = f"The header Plural-Forms cannot be used: {error}. {advice}"
        found = Finding(message, catalog.file, line, locale, "plural-forms")
        raise CatalogError(found) from error


def _faults(each: Entry, forms: PluralForms) -> Iterator[tuple[str, str]]:
    """Yield why an entry cannot be used, each with the code of the check that says the same."""
    lacking = plural_count_fault(each, forms)
    if lacking:
        yield "plural-count", lacking
    for form, text in enumerate(each.msgstr):
        fault = placeholder_fault(each, form, forms) if text else None
        if fault:
            yield "placeholders", fault
