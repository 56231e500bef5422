"""Translations taken over from other people's catalogs.

What a catalog made for mdBook says stands under the same msgid, and is taken word for word. What
other tools write in another way is found by what it renders to, and its translation is written
in the normal form (pwa/translation/foreign.py). Nothing that a catalog has is ever overwritten,
be it confirmed or fuzzy.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from pwa.source.message import MAX_MESSAGE
from pwa.source.normal_form import from_cell
from pwa.translation import foreign
from pwa.translation.po import Entry, PoFile

Match = Literal["msgid", "form", "links"]
"""How a message was found: word for word, by what it renders to, by that but for its links."""

_ORDER: Final = ("msgid", "form", "links", None)
# Any rule for plural forms shows within these.
_NUMBERS: Final = (*range(201), 1_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation that another catalog offers, and what became of it.

    `theirs` is the entry that it stands in, `msgid` the message (one of several where the other
    tool takes a table or quotation for one) and `texts` its translation. `place` is where the
    entry stands in our catalog that it is for, and `ours` that entry as it was before; without
    one it has no place here. `fuzzy` says that somebody has to confirm it.
    """

    theirs: Entry
    msgid: str
    texts: tuple[str, ...]
    match: Match | None = None
    place: int | None = None
    fuzzy: bool = False
    ours: Entry | None = None

    @property
    def taken(self) -> bool:
        """Whether it was taken over: there was nothing yet."""
        return self.ours is not None and not any(self.ours.msgstr)

    @property
    def there(self) -> bool:
        """Whether the same text was there already."""
        return self.ours is not None and self.ours.msgstr == self.texts

    @property
    def refused(self) -> bool:
        """Whether another text was there already, which stays."""
        return self.ours is not None and not self.taken and not self.there


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalog with what it took over, and what became of every translation offered."""

    catalog: PoFile
    outcomes: tuple[Offer, ...]


def import_content(catalog: PoFile, other: PoFile) -> Imported:
    """Take over what another catalog says of Markdown messages, however it writes them."""
    ours = _Messages(catalog.entries)
    return _imported(catalog, [offer for each in _said(other) for offer in ours.offers(each)])


def import_interface(catalog: PoFile, other: PoFile) -> Imported:
    """Take over what another catalog says of the same interface messages."""
    places = {each.identity: at for at, each in enumerate(catalog.entries) if not each.obsolete}
    forms = _forms(catalog, other)
    offers = (_interface_offer(each, places.get(each.identity), forms) for each in _said(other))
    return _imported(catalog, offers)


def most_telling(outcomes: Iterable[Offer]) -> Sequence[Offer]:
    """Of what became of translations in several catalogs, that where they found their place.

    A message of the interface is no misfit for not being one of the content.
    """
    by_message: defaultdict[tuple[int, str], list[Offer]] = defaultdict(list)
    for outcome in outcomes:
        by_message[outcome.theirs.line, outcome.msgid].append(outcome)
    return [one for group in by_message.values() for one in _most_telling(group)]


def _most_telling(group: Sequence[Offer]) -> Sequence[Offer]:
    placed = [one for one in group if one.ours is not None]
    return [one for one in placed if not one.refused] or placed or group[:1]


# --- what is offered ------------------------------------------------------------------------


def _said(other: PoFile) -> Iterator[Entry]:
    """Yield what is translated, obsolete or not."""
    return (each for each in other.entries if each.msgid and any(each.msgstr))


def _imported(catalog: PoFile, offers: Iterable[Offer]) -> Imported:
    """Fill what is empty, first with what is confirmed and found word for word."""
    entries = list(catalog.entries)
    outcomes: list[Offer] = []
    for offer in sorted(offers, key=_order):
        if offer.place is None:
            if not offer.theirs.obsolete:  # else it is no news that it finds no place
                outcomes.append(offer)
            continue
        ours = entries[offer.place]
        outcomes.append(replace(offer, ours=ours))
        if outcomes[-1].taken:
            entries[offer.place] = _filled(ours, offer)
    outcomes.sort(key=lambda outcome: outcome.theirs.line)
    return Imported(catalog.with_entries(entries), tuple(outcomes))


def _order(offer: Offer) -> tuple[bool, int]:
    return offer.fuzzy, _ORDER.index(offer.match)


def _filled(ours: Entry, offer: Offer) -> Entry:
    """Return our entry translated; a translator's notes come along, other flags do not."""
    kept = tuple(flag for flag in ours.flags if flag != "fuzzy")
    before = offer.theirs if offer.fuzzy and offer.match == "msgid" else Entry("")
    notes = (note for note in offer.theirs.comments if note not in ours.comments)
    return ours.replace(
        msgstr=offer.texts,
        flags=("fuzzy", *kept) if offer.fuzzy else kept,
        comments=(*ours.comments, *notes),
        previous_msgctxt=before.previous_msgctxt,
        previous_msgid=before.previous_msgid,
        previous_msgid_plural=before.previous_msgid_plural,
    )


# --- content --------------------------------------------------------------------------------

_Place: TypeAlias = tuple[int, bool]
"""A place in our catalog, and whether the text stands there as in a table cell."""


class _Messages:
    """Our messages, to be found by their msgid, by what they render to, and without links."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._live = [at for at, each in enumerate(entries) if not each.obsolete and each.msgid]
        self._by_key = {entries[at].key: at for at in self._live}
        self._by_form = self._index(foreign.appearance)
        self._by_links = self._index(foreign.appearance_without_targets)

    def _index(self, key: Callable[[str], str]) -> Mapping[str, Sequence[_Place]]:
        found: defaultdict[str, list[_Place]] = defaultdict(list)
        for at in self._live:
            msgid = self._entries[at].msgid
            if foreign.is_code(msgid):
                continue
            found[key(msgid)].append((at, False))
            if "\\|" in msgid:
                found[key(from_cell(msgid))].append((at, True))
        return found

    def offers(self, theirs: Entry) -> Iterator[Offer]:
        """Yield a translation for each message that it is for, or for none."""
        offer = Offer(theirs, theirs.msgid, theirs.msgstr, fuzzy=theirs.fuzzy)
        if theirs.msgid_plural is not None:
            yield offer
        elif theirs.key in self._by_key:
            yield replace(offer, match="msgid", place=self._by_key[theirs.key])
        elif theirs.obsolete or max(map(len, (theirs.msgid, *theirs.msgstr))) > MAX_MESSAGE:
            yield offer
        else:
            yield from self._alike(offer) or self._by_block(offer) or [offer]

    def _by_block(self, offer: Offer) -> Sequence[Offer]:
        """Return what the blocks within the message are for, unless none is known."""
        msgids = foreign.blocks(offer.msgid, offer.msgid)
        texts = foreign.blocks(offer.texts[0], offer.msgid)
        if len(msgids) != len(texts):
            return []
        pieces = (
            replace(offer, msgid=msgid, texts=(text,))
            for msgid, text in zip(msgids, texts, strict=True)
        )
        found = [one for piece in pieces for one in self._alike(piece) or [piece]]
        return found if any(one.match for one in found) else []

    def _alike(self, offer: Offer) -> Sequence[Offer]:
        """Return the offer for each message that renders like it."""
        places = self._by_form.get(foreign.appearance(offer.msgid), ())
        if places:
            return [self._in_our_form(offer, place) for place in self._fitting(offer, places)]
        linkless = foreign.appearance_without_targets(offer.msgid)
        places = self._by_links.get(linkless, ()) if "<" in linkless else ()
        return [self._with_our_targets(offer, place) for place in self._fitting(offer, places)]

    def _fitting(self, offer: Offer, places: Sequence[_Place]) -> Sequence[_Place]:
        """Return the places with the same msgctxt, or all: what they say is the same."""
        same = [place for place in places if self._fits(offer, place)]
        return same or places

    def _fits(self, offer: Offer, place: _Place) -> bool:
        return self._entries[place[0]].msgctxt == offer.theirs.msgctxt

    def _in_our_form(self, offer: Offer, place: _Place) -> Offer:
        at, cell = place
        text = foreign.in_our_form(offer.texts[0], table_cell=cell)
        doubtful = offer.fuzzy or not self._fits(offer, place)
        return replace(offer, texts=(text,), match="form", place=at, fuzzy=doubtful)

    def _with_our_targets(self, offer: Offer, place: _Place) -> Offer:
        at, cell = place
        ours = self._entries[at].msgid
        text, whole = foreign.with_our_targets(offer.texts[0], offer.msgid, ours, table_cell=cell)
        doubtful = offer.fuzzy or not whole or not self._fits(offer, place)
        return replace(offer, texts=(text,), match="links", place=at, fuzzy=doubtful)


# --- interface ------------------------------------------------------------------------------


def _interface_offer(theirs: Entry, place: int | None, forms: "_Forms") -> Offer:
    offer = Offer(theirs, theirs.msgid, theirs.msgstr, fuzzy=theirs.fuzzy)
    if place is None or theirs.msgid_plural is None:
        return offer if place is None else replace(offer, match="msgid", place=place)
    if len(theirs.msgstr) <= max(forms.places):
        return offer
    texts = tuple(theirs.msgstr[form] for form in forms.places)
    doubtful = theirs.fuzzy or not forms.certain
    return replace(offer, texts=texts, match="msgid", place=place, fuzzy=doubtful)


@dataclass(frozen=True, slots=True)
class _Forms:
    """For each plural form of ours the one of theirs; not certain where one would be several."""

    places: tuple[int, ...]
    certain: bool


def _forms(catalog: PoFile, other: PoFile) -> _Forms:
    """Two rules for one language may differ in the number and order of their forms."""
    tag = catalog.locale or "und"
    ours, theirs = catalog.plural_rule(tag), other.plural_rule(tag)
    served = [
        Counter(theirs.form(number) for number in _NUMBERS if ours.form(number) == form)
        for form in range(ours.count)
    ]
    places = tuple(max(forms, key=forms.__getitem__, default=0) for forms in served)
    return _Forms(places, certain=all(len(forms) == 1 for forms in served))
