"""Catalogs brought up to their template, as GNU msgmerge does it and more gently.

A message that is still there keeps its entry; one near a vanished message takes its translation
over as fuzzy, with the previous msgid; what vanished becomes obsolete and comes back when its
message does; a change of the source that is taken back brings the translation back as it was, and
one that keeps the meaning leaves it as it is. Lines whose content does not change stay byte for
byte, and a second run changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final

from pwa.locales import canonical, folder_of
from pwa.memo import digest
from pwa.source.message import NO_FORMER, Former, Key
from pwa.translation import po_write
from pwa.translation.migrating import FIELD, migrated
from pwa.translation.near import Place, nearest
from pwa.translation.plurals import plural_forms
from pwa.translation.po import Entry, PoFile, entry, new_file, unfilled_header

# Other tools leave such a line (`#.`) out when they update, and then previous msgids alone count.
_CONFIRMED: Final = "last confirmed: "
_UNKNOWN: Final = f"{_CONFIRMED}unknown"
_FORMAT_FLAG: Final = re.compile(r"(?:no-|possible-|impossible-)?[a-z-]+-format")


def init(template: PoFile, *, locale: str) -> PoFile:
    """Return a new catalog for a locale, every message untranslated."""
    tag = canonical(locale)
    known = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date")
    first = {name: template.header.get(name, "") for name in known}
    header = unfilled_header(first, language=folder_of(tag)) | {"Plural-Forms": plural_forms(tag)}
    segmenter = {FIELD: template.header[FIELD]} if FIELD in template.header else {}
    return update(new_file(header | segmenter, locale=tag), template)


def update(catalog: PoFile, template: PoFile, former: Former = NO_FORMER) -> PoFile:
    """Return the catalog with the template's messages.

    What one of `former` says is said of the message that it became. Entries keep their order; new
    ones follow what they follow in the template, and what becomes obsolete goes to the end. Of
    the header only POT-Creation-Date moves, and only where something else did; PO-Revision-Date
    and Last-Translator are the translator's. What another version of the segmenter wrote is
    migrated first.
    """
    wanted = template.live
    catalog = migrated(catalog, template)
    styled = catalog.styled()
    old, forms = styled.entries, catalog.plural_rule(catalog.locale or "und").count
    sources = _sources(old, wanted, former)
    live = [
        _brought_up(old[sources[each.key]], each, former.get(each.key, ()), forms)
        if each.key in sources
        else _untranslated(each, forms)
        for each in wanted
    ]
    updated = styled.with_entries(_arranged(old, live, sources))
    return catalog if updated.entries == old else _dated(updated, template)


def _dated(updated: PoFile, template: PoFile) -> PoFile:
    name = "POT-Creation-Date"
    date = template.header.get(name)
    return updated.with_header_field(name, date) if date and name in updated.header else updated


# --- one entry ------------------------------------------------------------------------------


def _brought_up(source: Entry, wanted: Entry, former: Sequence[Key], forms: int) -> Entry:
    """Return an entry of the catalog as the template has its message now."""
    is_same = source.identity == wanted.identity
    followed = source.replace(
        extracted=(*wanted.extracted, *_followed_marks(source, moves=not is_same)),
        references=wanted.references,
        flags=_flags(source.flags, wanted.flags),
        obsolete=False,
    )
    if any(_was(source, key, wanted.msgid_plural) for key in (wanted.key, *former)):
        followed = _confirmed(followed)
    elif not is_same and source.key not in former:
        followed = _doubted(followed)
    return followed if is_same else _renamed(followed, wanted, forms)


def _untranslated(wanted: Entry, forms: int) -> Entry:
    return entry(
        msgctxt=wanted.msgctxt,
        msgid=wanted.msgid,
        msgid_plural=wanted.msgid_plural,
        msgstr=("",) * (1 if wanted.msgid_plural is None else forms),
        comments=wanted.comments,
        extracted=wanted.extracted,
        references=wanted.references,
        flags=_flags((), wanted.flags),
    )


def _was(source: Entry, key: Key, plural: str | None) -> bool:
    """Whether an update made the entry fuzzy when it was no more the message that is told here.

    And nobody has touched the translation since: what was written for the text in between must
    not come back as confirmed.
    """
    was = _previous(source) == (*key, plural) != source.identity
    return source.fuzzy and was and _is_untouched(source)


def _previous(each: Entry) -> tuple[str | None, str | None, str | None]:
    return (each.previous_msgctxt, each.previous_msgid, each.previous_msgid_plural)


def _is_untouched(source: Entry) -> bool:
    """Whether a translation is still the one that was confirmed, as far as its note tells.

    Without one, another tool has updated the catalog, and the previous msgid tells alone; but such
    tools also drop the note of what is obsolete.
    """
    marks = _marks(source)
    return marks == _mark(source) if marks else not source.obsolete


def _mark(each: Entry) -> tuple[str, ...]:
    """The comment line that tells whether a translation is still the one that was confirmed."""
    return (f"{_CONFIRMED}{digest(each.msgstr)[:8]}",)


def _marks(each: Entry) -> tuple[str, ...]:
    return tuple(line for line in each.extracted if line.startswith(_CONFIRMED))


def _followed_marks(source: Entry, *, moves: bool) -> tuple[str, ...]:
    """Return the note for a doubt that stays.

    Nobody knows any more what another tool dropped from an obsolete entry; and what was in doubt
    before its message changed was not confirmed for what the message was.
    """
    marks = _marks(source) if source.fuzzy else ()
    is_dropped = source.obsolete and not marks
    is_never = moves and _previous(source) == source.identity
    is_unknown = source.fuzzy and source.previous_msgid is not None and (is_dropped or is_never)
    return (_UNKNOWN,) if is_unknown else marks


def _confirmed(each: Entry) -> Entry:
    return each.replace(
        extracted=tuple(line for line in each.extracted if not line.startswith(_CONFIRMED)),
        flags=tuple(flag for flag in each.flags if flag != "fuzzy"),
        previous_msgctxt=None,
        previous_msgid=None,
        previous_msgid_plural=None,
    )


def _doubted(each: Entry) -> Entry:
    """Mark as fuzzy; the previous msgid stays the one that was translated."""
    if each.fuzzy or not any(each.msgstr):
        return each
    return each.replace(
        extracted=(*each.extracted, *_mark(each)),
        flags=("fuzzy", *each.flags),
        previous_msgctxt=each.msgctxt,
        previous_msgid=each.msgid,
        previous_msgid_plural=each.msgid_plural,
    )


def _renamed(each: Entry, wanted: Entry, forms: int) -> Entry:
    """Give a translation another message, with as many forms as that takes."""
    msgstr, comments = each.msgstr, each.comments
    if wanted.msgid_plural is None:
        msgstr = each.msgstr[:1]
        comments += tuple(_form_lines(each.msgstr[1:]))
    elif each.msgid_plural is None:
        msgstr = each.msgstr * forms
    return each.replace(
        msgctxt=wanted.msgctxt,
        msgid=wanted.msgid,
        msgid_plural=wanted.msgid_plural,
        msgstr=msgstr,
        comments=comments,
    )


def _form_lines(texts: Sequence[str]) -> Iterable[str]:
    """Yield forms that have no place any more as comment lines, so that nothing is lost."""
    for index, text in enumerate(texts, start=1):
        if text:
            yield from po_write.field(f"msgstr[{index}]", text).splitlines()


def _flags(own: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Keep what translators and tools set; how a message is formatted is the template's."""
    kept = [flag for flag in own if flag in wanted or not _FORMAT_FLAG.fullmatch(flag)]
    return (*kept, *(flag for flag in wanted if flag not in kept and flag != "fuzzy"))


# --- where each message of the template comes from ------------------------------------------


def _sources(old: Sequence[Entry], wanted: Sequence[Entry], former: Former) -> dict[Key, int]:
    """Return the place in the catalog from which each message gets its translation."""
    known: dict[Key, int] = {}
    for index, each in enumerate(old):
        if each.key not in known or not each.obsolete:
            known[each.key] = index
    sources = {each.key: known[each.key] for each in wanted if each.key in known}
    sources |= _kept(old, wanted, known, former)
    new = [each for each in wanted if each.key not in sources]
    spare = [i for i, each in enumerate(old) if each.key not in sources and _is_work(each)]
    sources |= _taken_back(old, new, spare)
    new = [each for each in new if each.key not in sources]
    used = set(sources.values())
    sources |= _near(old, wanted, new, [index for index in spare if index not in used])
    return sources | _kept(old, wanted, sources, former)


def _kept(
    old: Sequence[Entry], wanted: Sequence[Entry], known: Mapping[Key, int], former: Former
) -> dict[Key, int]:
    """Find what was said of messages before edits that keep the meaning."""
    found: dict[Key, int] = {}
    for each in wanted:
        own = each.key in known and _is_work(old[known[each.key]])
        before = (known[key] for key in former.get(each.key, ()) if key in known)
        source = next((index for index in before if any(old[index].msgstr)), None)
        if source is not None and not own:
            found[each.key] = source
    return found


def _is_work(each: Entry) -> bool:
    """Whether a translator has left anything in an entry."""
    return any(each.msgstr) or bool(each.comments)


def _taken_back(old: Sequence[Entry], new: Sequence[Entry], spare: Sequence[int]) -> dict[Key, int]:
    """Find what was translated when the source read what it reads again."""
    by_previous: defaultdict[str | None, list[int]] = defaultdict(list)
    for index in spare:
        by_previous[old[index].previous_msgid].append(index)
    found: dict[Key, int] = {}
    for each in new:
        candidates = by_previous[each.msgid]
        source = next((i for i in candidates if _was(old[i], each.key, each.msgid_plural)), None)
        if source is not None:
            found[each.key] = source
            candidates.remove(source)
    return found


def _near(
    old: Sequence[Entry], wanted: Sequence[Entry], new: Sequence[Entry], spare: Sequence[int]
) -> dict[Key, int]:
    """Find the vanished and obsolete entries that new messages are near to."""
    new_keys = {each.key for each in new}
    places = [place for place in _places(wanted) if place.key in new_keys]
    vanished = {place.key: place for place in _places([one for one in old if not one.obsolete])}
    obsolete = ((i, Place(old[i].key, _texts(old[i]))) for i in spare if old[i].obsolete)
    candidates = {i: vanished[old[i].key] for i in spare if not old[i].obsolete} | dict(obsolete)
    indexes = list(candidates)
    pairs = nearest(places, list(candidates.values()))
    return {places[number].key: indexes[match] for number, match in pairs.items()}


def _places(entries: Sequence[Entry]) -> list[Place]:
    keys: list[Key | None] = [None, *(each.key for each in entries), None]
    return [
        Place(each.key, _texts(each), keys[at], keys[at + 2]) for at, each in enumerate(entries)
    ]


def _texts(each: Entry) -> tuple[str, ...]:
    previous = each.previous_msgid if each.fuzzy else None
    return (each.msgid,) if previous is None else (each.msgid, previous)


# --- where each entry stands ----------------------------------------------------------------


def _arranged(
    old: Sequence[Entry], live: Sequence[Entry], sources: Mapping[Key, int]
) -> list[Entry]:
    """Return the entries that are and the obsolete ones, each where its source stood."""
    standing: defaultdict[int, list[Entry]] = defaultdict(list)
    at = -1
    for each in live:
        source = sources.get(each.key)
        if source is not None and source not in standing and not old[source].obsolete:
            at = source
        standing[at].append(each)
    # An obsolete entry that only lent its text to a near message stays.
    exact = {index for key, index in sources.items() if old[index].key == key}
    for index, each in enumerate(old):
        if each.obsolete and index not in exact:
            standing[index].append(each)
    arranged = [each for index in sorted(standing) for each in standing[index]]
    return arranged + _vanished(old, live, set(sources.values()))


def _vanished(old: Sequence[Entry], live: Sequence[Entry], used: Set[int]) -> list[Entry]:
    """Return what becomes obsolete: work on vanished messages, and no second copies."""
    kept = {(each.msgid, each.msgstr, each.comments) for each in live}
    return [
        each.replace(obsolete=True, extracted=_marks(each), references=())
        for index, each in enumerate(old)
        if not each.obsolete and index not in used and _is_work(each)
        if not (each.fuzzy and (each.previous_msgid, each.msgstr, each.comments) in kept)
    ]
