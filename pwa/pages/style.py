"""The style sheet, of which each page holds the rules that something on it can match.

It stands within every page, so that each byte of it is a reader's: nobody pays for the typography
of another script, or for a table that is not there. Elements, classes and languages decide; ids,
attributes and states may be a script's doing, and count as given.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import tinycss2

# At-rules that hold rules (CSS Conditional 3 and 5, Cascade 6); any other one is kept as it is.
_GROUPS: Final = ("media", "supports", "container", "layer", "scope", "starting-style")

# Each begins with letters of its own: together they would take ten times as long to find.
_ELEMENT: Final = re.compile(rb"<([a-z][a-z0-9]*)")
_CLASSES: Final = re.compile(rb'class="([^"]*)"')

# An element's name can only begin a compound selector.
_LIST_OF_ONE: Final = re.compile(r":is\((\.[\w-]+|:lang\([\w-]+\))\)|(?<![^ >~+]):is\((\w+)\)")

Names = frozenset[str]

# Component values (CSS Syntax 3, §5): tinycss2 says nothing of its types.
Values = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Either selectors with their declarations, a group with its rules, or anything else."""

    head: str
    body: str
    selectors: tuple[Values, ...] = ()
    rules: tuple["Rule", ...] = ()

    def used(self, present: Names) -> str:
        """The part of it that a page with these names can use."""
        if self.rules:
            inner = "".join(rule.used(present) for rule in self.rules)
            return f"{self.head}{{{inner}}}" if inner else ""
        head = _matching(self.selectors, present) if self.selectors else self.head
        return f"{head}{self.body}" if head else ""


class StyleSheet:
    """A style sheet without comments; what a page uses of it is in the order of the whole."""

    def __init__(self, text: str) -> None:
        """Parse it, once for all pages."""
        self._rules = tuple(_rules(text))
        self._used: dict[Names, str] = {}
        self._seen: dict[Hashable, str] = {}

    def used(self, page: bytes, locales: Iterable[str]) -> str:
        """Return the rules that can match in a page with texts in these languages."""
        elements, classes = set(_ELEMENT.findall(page)), set(_CLASSES.findall(page))
        seen = (frozenset(elements), frozenset(classes), frozenset(locales))
        if seen not in self._seen:
            present = frozenset((*_present(elements, classes), *_languages(locales)))
            if present not in self._used:
                self._used[present] = "".join(rule.used(present) for rule in self._rules)
            self._seen[seen] = self._used[present]
        return self._seen[seen]


def _present(elements: Iterable[bytes], classes: Iterable[bytes]) -> Iterator[str]:
    """The names of a page's elements and classes."""
    yield from (name.decode() for name in elements)
    yield from (f".{name}" for attribute in classes for name in attribute.decode().split())


def _languages(locales: Iterable[str]) -> Iterator[str]:
    """What `:lang()` knows the locales by: zh-Hans is zh as well (RFC 4647, §3.3.2)."""
    for locale in locales:
        parts = locale.split("-")
        yield from (f":lang({'-'.join(parts[:count])})" for count in range(1, len(parts) + 1))


def _rules(text: str | Values) -> Iterator[Rule]:
    for rule in tinycss2.parse_rule_list(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            continue
        body = ";" if rule.content is None else f"{{{tinycss2.serialize(rule.content)}}}"
        head = tinycss2.serialize(rule.prelude)
        if rule.type == "qualified-rule":
            yield Rule(head, body, tuple(_listed(rule.prelude)))
        elif rule.lower_at_keyword in _GROUPS and rule.content:
            yield Rule(f"@{rule.at_keyword}{head}", "", rules=tuple(_rules(rule.content)))
        else:
            yield Rule(f"@{rule.at_keyword}{head}", body)


def _matching(selectors: Iterable[Values], present: Names) -> str:
    """Those of a list's members that can match."""
    return ",".join(_pruned(one, present) for one in selectors if _can_match(one, present))


def _pruned(selector: Values, present: Names) -> str:
    """A selector, its own lists pruned: where all members are alike, it stays as specific."""
    text = "".join(
        f"{one.name}({_matching(_listed(one.arguments), present)})"
        if _is_even(one)
        else str(one.serialize())
        for one in selector
    )
    return _LIST_OF_ONE.sub(r"\1\2", text)


def _is_even(one: Any) -> bool:  # noqa: ANN401 - tinycss2 says nothing of its types
    """Whether it is a list of equally specific selectors (Selectors 4, §17)."""
    if one.type != "function" or one.lower_name not in ("is", "where"):
        return False
    return len({_shape(member) for member in _listed(one.arguments)}) == 1


def _shape(selector: Values) -> tuple[str, ...]:
    parts = (one for one in selector if one.type != "whitespace")
    return tuple(one.value if one.type == "literal" else one.type for one in parts)


def _can_match(selector: Values, present: Names) -> bool:
    """Whether a page has all that a selector names; it is not looked into what that denies."""
    before = ""
    for one in selector:
        if one.type == "ident" and before != ":":
            name = f".{one.value}" if before == "." else one.lower_value
            if name not in present:
                return False
        if one.type == "function" and not _can_be(one.lower_name, _listed(one.arguments), present):
            return False
        before = one.value if one.type == "literal" else ""
    return True


def _can_be(pseudo: str, members: Iterable[Values], present: Names) -> bool:
    if pseudo in ("is", "where"):
        return any(_can_match(one, present) for one in members)
    if pseudo == "lang":
        return any(f":lang({tinycss2.serialize(one).strip()})" in present for one in members)
    return True


def _listed(values: Values) -> list[Values]:
    """The members of a list that commas part."""
    groups = groupby(values, lambda one: one == ",")
    return [list(members) for is_comma, members in groups if not is_comma]
