"""Placeholders and tags of interface messages: what the engine puts a value into.

The templates format every interface message with `%` and take it for HTML, so a translation
with other placeholders or tags would fail there, or change the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pwa.translation.plurals import PluralForms
from pwa.translation.po import Entry

# Printf conversions (named ones as Jinja formats them), str.format fields, and tags.
PLACEHOLDER: Final = re.compile(
    r"%%|%\(\w+\)[#0\- +]*\d{0,3}(?:\.\d{1,3})?[a-zA-Z]|%.?|\{[^{}]*\}|<[^>]*>?", re.DOTALL
)
_NAMED: Final = re.compile(r"%\(|\{\w|<")


def placeholders(text: str) -> Counter[str]:
    """Return the placeholders and tags of a text; `%%`, a percent sign, is none.

    A named one counts once however often it stands there: it has the same value each time.
    """
    found = Counter(PLACEHOLDER.findall(text))
    return Counter(
        {mark: 1 if _NAMED.match(mark) else n for mark, n in found.items() if mark != "%%"}
    )


def placeholder_fault(entry: Entry, form: int | None, forms: PluralForms | None) -> str | None:
    """Return what is wrong with the text of an entry, or with one of its plural forms, or None.

    A plural form needs what the plural msgid has; one that serves a single number (`forms`)
    may leave some of it out, since “one paragraph” need not say 1.
    """
    found = placeholders(entry.msgstr[form or 0])
    if form is None or entry.msgid_plural is None:
        return _difference(placeholders(entry.msgid), found)
    wanted = placeholders(entry.msgid_plural)
    fault = _difference(wanted, found)
    is_allowed = found <= wanted | placeholders(entry.msgid)
    if fault and is_allowed and forms and forms.serves_one_number(form):
        return None
    return fault


def _difference(wanted: Counter[str], found: Counter[str]) -> str | None:
    lost, added = (wanted - found).elements(), (found - wanted).elements()
    parts = [*_said("lacks", lost), *_said("has", added)]
    if not parts:
        return None
    advice = "Use exactly the source's placeholders and tags, and %% for a percent sign"
    return f"The translation {' and '.join(parts)}. {advice}; till then the source text is shown."


def _said(verb: str, marks: Iterable[str]) -> Iterator[str]:
    listed = ", ".join(sorted(marks))
    if listed:
        yield f"{verb} {listed}"


def plural_count_fault(entry: Entry, forms: PluralForms) -> str | None:
    """Return what is wrong with the number of an entry's plural forms, or None.

    An entry that nobody has begun to translate lacks none.
    """
    if entry.msgid_plural is None or not any(entry.msgstr):
        return None
    count, wanted = len(entry.msgstr), forms.count
    if count != wanted:
        fault = f"It has {count} plural forms where the catalog's header says {wanted}: write"
        return f"{fault} {_listed(range(wanted))}. Till then the source text is shown."
    empty = [form for form, text in enumerate(entry.msgstr) if not text]
    if not empty:
        return None
    return f"Fill in {_listed(empty)} as well. Till then the source text is shown."


def _listed(forms: Iterable[int]) -> str:
    return ", ".join(f"msgstr[{form}]" for form in forms)
