"""Links, images, code and emphasis: the translation's are the source's, compared by parsing."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from langcodes import Language
from markdown_it.token import Token

from pwa.source.commonmark import parse_inline, standalone_env
from pwa.source.inline import plain
from pwa.translation.checks.base import Check, Setting, Unit

# ISO 15924: scripts that have no slanted letters of old; an emphasised word may stand plain there.
_WITHOUT_ITALICS: Final = frozenset(
    {"Arab", "Beng", "Deva", "Hans", "Hant", "Hebr", "Jpan", "Khmr", "Kore", "Laoo", "Mymr", "Thai"}
)
# Marks that are still to be seen once the text is parsed. An underscore within a name stays one.
_LEFTOVER: Final = re.compile(
    r"\*\*|~~|\]\(|`|\*|(?<![A-Za-z0-9_])__?|__?(?![A-Za-z0-9_])", re.ASCII
)
_LEFTOVER_ADVICE: Final = {
    "](": "A link is [text](address), without a space in the address.",
    "`": "Code stands between two of them: `code`.",
}
_EMPHASIS_ADVICE: Final = (
    "Marks come in pairs, without a space on their inner side. Beside letters of a script "
    "without spaces write *…* and not _…_, and leave quotation marks outside: 「**…**」."
)
_SPACE: Final = re.compile(r"\s+")
_NOTHING: Final[Counter[str]] = Counter()


@dataclass(frozen=True, slots=True)
class Markup:
    """What parsing finds in one text, each with how often; `leftovers` are marks left as text."""

    links: Counter[str]
    images: Counter[str]
    code: Counter[str]
    notes: Counter[str]
    html: Counter[str]
    leftovers: Counter[str]
    emphasised: int
    strong: int


@lru_cache(maxsize=64)
def markup(text: str) -> Markup:
    """Return the markup of a message as a page would have it."""
    tokens = parse_inline(text, standalone_env(text))
    kinds = Counter(token.type for token in tokens)
    words = "\n".join(token.content for token in tokens if token.type == "text")
    return Markup(
        links=_facts(tokens, "link_open", _target),
        images=_facts(tokens, "image", _target),
        code=_facts(tokens, "code_inline", lambda token: _SPACE.sub("", token.content)),
        notes=_facts(tokens, "footnote_ref", lambda token: f"[^{token.meta['label']}]"),
        html=_facts(tokens, "html_inline", lambda token: plain([token])),
        leftovers=Counter(_LEFTOVER.findall(words)),
        emphasised=kinds["em_open"] + kinds["strong_open"],
        strong=kinds["strong_open"],
    )


def _facts(tokens: Iterable[Token], kind: str, fact: Callable[[Token], str]) -> Counter[str]:
    facts = (fact(token) for token in tokens if token.type == kind)
    return Counter(found for found in facts if found)


def _target(token: Token) -> str:
    return str(token.attrs["src" if token.type == "image" else "href"])


def _both(unit: Unit) -> tuple[Markup, Markup] | None:
    """Return the markup of source and translation, or None where there is none to compare."""
    if unit.domain == "interface" or unit.is_code or unit.text == unit.source:
        return None
    return markup(unit.source), markup(unit.text)


def _same_links(unit: Unit, setting: Setting) -> Iterator[str]:
    """Every link leads where the source's leads.

    The same page in the reader's language is as good: `es.wikipedia.org` for `en.wikipedia.org`,
    or `/es/` for `/en-us/` within an address.
    """
    if both := _both(unit):
        lost = (both[0].links - both[1].links).elements()
        added = (both[1].links - both[0].links).elements()
        left, new = _without_counterparts([*lost], [*added], setting)
        if left or new:
            advice = (
                "Copy each address of the source into [text](address), with no space between the"
                " brackets; translate the text alone."
            )
            yield f"The translation {_differs('the link to', left, new)}. {advice}"


def _without_counterparts(
    lost: Sequence[str], added: Sequence[str], setting: Setting
) -> tuple[list[str], list[str]]:
    left, new = [], [*added]
    for link in lost:
        instead = next((one for one in new if _is_counterpart(link, one, setting)), None)
        if instead is None:
            left.append(link)
        else:
            new.remove(instead)
    return left, new


def _is_counterpart(link: str, instead: str, setting: Setting) -> bool:
    """Whether two addresses are of one page, in the source's and in the reader's language."""
    (host, path), (new_host, new_path) = _parts(link), _parts(instead)
    if host != new_host:
        old, _, site = host.partition(".")
        new, _, new_site = new_host.partition(".")
        return site == new_site != "" and _are_languages(old, new, setting)
    return len(path) == len(new_path) and all(
        old == new or _are_languages(old, new, setting)
        for old, new in zip(path, new_path, strict=True)
    )


def _parts(link: str) -> tuple[str, list[str]]:
    scheme, separator, rest = link.rstrip("/").partition("://")
    host, *path = rest.split("/") if separator else ("", *scheme.split("/"))
    return host, path


def _are_languages(old: str, new: str, setting: Setting) -> bool:
    wanted = (Language.get(setting.source_locale).language, Language.get(setting.locale).language)
    return (_language(old), _language(new)) == wanted


def _language(tag: str) -> str:
    return re.split("[-_]", tag)[0].lower()


def _same_images(unit: Unit, _setting: Setting) -> Iterator[str]:
    """Every picture is the source's."""
    if both := _both(unit):
        advice = "Copy each ![description](address); translate the description alone."
        yield from _changes("the picture", both[0].images, both[1].images, advice)


def _same_notes(unit: Unit, _setting: Setting) -> Iterator[str]:
    """Every mark of a footnote is the source's."""
    if both := _both(unit):
        advice = "Copy the marks as they are, such as [^1]."
        yield from _changes("the footnote", both[0].notes, both[1].notes, advice)


def _same_code(unit: Unit, _setting: Setting) -> Iterator[str]:
    """All code is still there, as it was.

    Spaces in it do not count. A name may stand in place of “it”, or “it” for the second time.
    """
    if both := _both(unit):
        fewer = both[0].code - both[1].code
        is_changed = any(code not in both[0].code for code in both[1].code)
        lost = [code for code in fewer if is_changed or code not in both[1].code]
        if lost:
            advice = "Copy it letter by letter between `…`, which are grave accents."
            yield f"The translation {_differs('the code', lost, _NOTHING)}. {advice}"


def _no_raw_html(unit: Unit, _setting: Setting) -> Iterator[str]:
    """No HTML that the source does not have: readers would see it as text."""
    if both := _both(unit):
        added = both[1].html - both[0].html
        if added:
            advice = "Readers would see it as text: remove it."
            yield f"The translation {_differs('the HTML', _NOTHING, added)}. {advice}"


def _same_strong(unit: Unit, _setting: Setting) -> Iterator[str]:
    """What is bold in the source is bold in the translation."""
    if (both := _both(unit)) and both[0].strong > both[1].strong:
        counts = f"{both[0].strong} in the source, {both[1].strong} in the translation"
        yield f"Bold text has been lost ({counts}). Put **…** around the words it belongs to."


def _same_emphasis(unit: Unit, setting: Setting) -> Iterator[str]:
    """What is emphasised in the source is emphasised in the translation.

    Bold is emphasis too. Where a script has no slanted letters of old, a word may stand plain.
    """
    if Language.get(setting.locale).maximize().script in _WITHOUT_ITALICS:
        return
    if (both := _both(unit)) and both[0].emphasised > both[1].emphasised:
        if both[0].strong > both[1].strong:
            return  # told as such
        counts = f"{both[0].emphasised} in the source, {both[1].emphasised} in the translation"
        yield f"Emphasis has been lost ({counts}). Put _…_ around the words it belongs to."


def _no_leftover_marks(unit: Unit, _setting: Setting) -> Iterator[str]:
    """No mark is left over that marks nothing and that readers would see."""
    if both := _both(unit):
        for mark in both[1].leftovers - both[0].leftovers:
            advice = _LEFTOVER_ADVICE.get(mark, _EMPHASIS_ADVICE)
            yield f"Readers will see the mark {mark} as it stands: it marks nothing. {advice}"


def _changes(what: str, source: Counter[str], text: Counter[str], advice: str) -> Iterator[str]:
    if source != text:
        yield f"The translation {_differs(what, source - text, text - source)}. {advice}"


def _differs(what: str, lost: Iterable[str], added: Iterable[str]) -> str:
    parts = (("lacks", _listed(lost)), ("adds", _listed(added)))
    return " and ".join(f"{verb} {what} {listed}" for verb, listed in parts if listed)


def _listed(facts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(facts))


CHECKS: Final = (
    Check("links", _same_links, "error"),
    Check("images", _same_images, "error"),
    Check("footnotes", _same_notes, "error"),
    Check("code", _same_code),
    Check("raw-html", _no_raw_html),
    Check("bold", _same_strong),
    Check("emphasis", _same_emphasis),
    Check("leftover-marks", _no_leftover_marks),
)
