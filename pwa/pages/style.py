"""The style sheet, of which each page holds the rules that something on it can match.

It stands within every page, so that each byte of it is a reader's: nobody pays for the typography
of another script, or for a table that is not there. Elements, classes and languages decide; ids,
attributes and states may be a script's doing, and count as given.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# At-rules that hold rules (CSS Conditional 3 and 5, Cascade 6); any other one is kept as it is.
_GROUPS: Final = ("@media", "@supports", "@container", "@layer", "@scope", "@starting-style")

# A string, an escape or one character: what stands in strings opens and closes nothing.
_PIECE: Final = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|.""", re.DOTALL)

# What simple selectors begin with (Selectors 4, §17).
_SIMPLE: Final = re.compile(r"\[[^\]]*\]|#[\w-]+|::?(?P<pseudo>[\w-]+)|(?P<name>\.?[A-Za-z][\w-]*)")

_PRESENT: Final = re.compile(r'<([a-z][a-z0-9]*)|\bclass="([^"]*)"')

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page must have for a selector to match in it.

    That is each of `names` (`table`, `.status`, `:lang(ar)`), and one of each of `choices`.
    """

    names: Names = frozenset()
    choices: tuple[tuple["Wanted", ...], ...] = ()

    def is_met(self, present: Names) -> bool:
        """Whether a page with these names may have what is selected."""
        return self.names <= present and all(
            any(one.is_met(present) for one in choice) for choice in self.choices
        )

    def all_names(self) -> Iterator[str]:
        """Every name that makes a difference."""
        yield from self.names
        for choice in self.choices:
            for one in choice:
                yield from one.all_names()


@dataclass(frozen=True, slots=True)
class Rule:
    """Either selectors with their declarations, a group with its rules, or anything else."""

    head: str
    body: str
    selectors: tuple[tuple[str, Wanted], ...] = ()
    rules: tuple["Rule", ...] = ()

    def used(self, present: Names) -> str:
        """The part of it that a page can use."""
        if self.rules:
            inner = "".join(rule.used(present) for rule in self.rules)
            return f"{self.head}{{{inner}}}" if inner else ""
        kept = [text for text, wanted in self.selectors if wanted.is_met(present)]
        if self.selectors and not kept:
            return ""
        return f"{','.join(kept) or self.head}{self.body}"

    def all_names(self) -> Iterator[str]:
        """Every name that makes a difference."""
        for _, wanted in self.selectors:
            yield from wanted.all_names()
        for rule in self.rules:
            yield from rule.all_names()


class StyleSheet:
    """A style sheet without comments; what a page uses of it is in the order of the whole."""

    def __init__(self, text: str) -> None:
        """Parse it, once for all pages."""
        self.text = text
        self._rules = tuple(_rules(text))
        self._names = frozenset(name for rule in self._rules for name in rule.all_names())
        self._used: dict[Names, str] = {}

    def used(self, html: str, locales: Iterable[str]) -> str:
        """Return the rules that can match in a page with texts in these languages."""
        present = self._names & {*_present(html), *_languages(locales)}
        if present not in self._used:
            self._used[present] = "".join(rule.used(present) for rule in self._rules)
        return self._used[present]


def _present(html: str) -> Iterator[str]:
    """The names of a page's elements and classes."""
    for element, classes in set(_PRESENT.findall(html)):
        yield element
        yield from (f".{name}" for name in classes.split())


def _languages(locales: Iterable[str]) -> Iterator[str]:
    """What `:lang()` knows the locales by: zh-Hans is zh as well (RFC 4647, §3.3.2)."""
    for locale in locales:
        parts = locale.split("-")
        yield from (f":lang({'-'.join(parts[:count])})" for count in range(1, len(parts) + 1))


def _rules(text: str) -> Iterator[Rule]:
    at = 0
    while at < len(text):
        head, at = _until(text, at, "{;")
        if text[at : at + 1] != "{":
            at += 1
            yield Rule(f"{head};", "")
            continue
        body, at = _until(text, at + 1, "}")
        at += 1
        yield _rule(head, body)


def _rule(head: str, body: str) -> Rule:
    if head.startswith(_GROUPS) and body.strip():
        return Rule(head, "", rules=tuple(_rules(body)))
    if head.startswith("@"):
        return Rule(head, f"{{{body}}}")
    selectors = tuple((one, _wanted(one)) for one in _listed(head))
    return Rule(head, f"{{{body}}}", selectors)


def _wanted(selector: str) -> Wanted:
    """What a selector wants. One with an escape is not looked into, nor is what it denies."""
    if "\\" in selector:
        return Wanted()
    names, choices, at = set[str](), [], 0
    while at < len(selector):
        found = _SIMPLE.match(selector, at)
        at = found.end() if found else at + 1
        if found and found["name"]:
            name = found["name"]
            names.add(name if name.startswith(".") else name.lower())
        elif selector[at : at + 1] == "(":
            inner, at = _until(selector, at + 1, ")")
            choices += _choices(found["pseudo"] if found else "", inner)
            at += 1
    return Wanted(frozenset(names), tuple(choices))


def _choices(pseudo: str, inner: str) -> list[tuple[Wanted, ...]]:
    if pseudo in ("is", "where"):
        return [tuple(map(_wanted, _listed(inner)))]
    if pseudo == "lang":
        return [tuple(Wanted(frozenset({f":lang({one})"})) for one in _listed(inner))]
    return []


def _listed(selectors: str) -> list[str]:
    """The members of a list."""
    found, at = [], 0
    while at <= len(selectors):
        one, at = _until(selectors, at, ",")
        found.append(one.strip())
        at += 1
    return found


def _until(text: str, at: int, ends: str) -> tuple[str, int]:
    """The text up to the first of `ends` outside of strings and brackets, and where that is."""
    begin, depth = at, 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        character = piece[0] if piece else text[at]
        if depth == 0 and character in ends:
            break
        depth += (character in "([{") - (character in ")]}")
        at += len(character)
    return text[begin:at], at
