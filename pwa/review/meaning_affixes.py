"""Words that are other ones but for how they begin or end: indicated, contraindicated.

Whatever is put before a word, or taken from it, turns it; so does another beginning of its kind
(hypotension, hypertension). A letter that was forgotten is a typo.
"""

import re
from typing import Final

# What words begin with in the languages that have lists, Latin and Greek first.
_LISTED: Final = (
    "ante anti contra counter contre gegen intra inter infra extra exo endo supra super sub "
    "sur sobre sotto sopra sous soto iper hyper hiper hypo hipo ipo over under über unter "
    "mono uni bi di tri multi poly poli macro micro makro mikro pre pré pos post pós pro per "
    "para peri after be ab ob on un in im il ir en ein aus auf zu ent ver non dis dés des de "
    "mis mal mé me ex ed eu dys brady tachy tachi taqui bradi up down out re trans co auto "
    "hetero homo self semi ana cata kata less more nicht schein best worst left right до "
    "после недо пере под над без бес не анти противо гипо гипер меж внутри вне в вы за от при "
    "під після перед проти гіпо гіпер між зі від ви о у"
)
_BEGINNINGS: Final = frozenset(_LISTED.split())
_FEWEST: Final = 3
_ROOT: Final = 4
# One letter before a word is a letter forgotten, but for the Greek one that denies.
_DENYING_LETTER: Final = "a"
_ENDINGS: Final = (("less", "ful"), ("less", ""), ("los", ""), ("los", "voll"), ("frei", ""))
_HYPHEN: Final = re.compile(
    r"\b(anti|contra|counter|hyper|hypo|hiper|hipo|iper|ipo|under|over|mal|non|un|dis|mis|pre|"
    r"post|sub|super|intra|inter|micro|macro|mono|poly|multi|semi|pro|extra|nicht|in|im|de|re)"
    r"[-‐‑](?=[^\W\d_])",
    re.IGNORECASE,
)


def joined(text: str) -> str:
    """Return a text whose beginnings of words stand without a hyphen: nonaddictive."""
    return _HYPHEN.sub(r"\1", text)


def turns(one: str, other: str) -> bool:
    """Whether two different words are one but for a beginning or an ending that turns it."""
    return (
        _begins(one, other) or _begins(other, one) or _begin_apart(one, other) or _end(one, other)
    )


def denies_apart(beginning: str) -> bool:
    """Whether what stands before a word denies it as soon as no space is between."""
    return beginning == _DENYING_LETTER or beginning in _BEGINNINGS


def _begins(word: str, other: str) -> bool:
    beginning = word.removesuffix(other)
    long_enough = len(beginning) > 1 or beginning in (_DENYING_LETTER, "о", "в", "у")
    return word.endswith(other) and len(other) >= _FEWEST and long_enough


def _begin_apart(one: str, other: str) -> bool:
    """Whether each of two words is the same root behind one of the beginnings."""
    roots = (
        {word[len(begin) :] for begin in _BEGINNINGS if word.startswith(begin)}
        for word in (one, other)
    )
    return any(len(root) >= _ROOT for root in set.intersection(*roots)) and not _typo(one, other)


def _typo(one: str, other: str) -> bool:
    """Whether both begin alike for ears: inusual and unusual deny both."""
    same = (("un", "in"), ("dis", "des"))
    return any(one.startswith(kinds) and other.startswith(kinds) for kinds in same)


def _end(one: str, other: str) -> bool:
    ends = ((one, other), (other, one))
    return any(
        word.endswith(denying) and word.removesuffix(denying) + kept == plain
        for word, plain in ends
        for denying, kept in _ENDINGS
    )
