"""How much of what a plain search for a substring finds is found, and how much else.

The truth shares no code with the engine: Unicode's compatibility form in one case, and `in`.
"""

import random
import re
import unicodedata
from pathlib import Path

import pytest

from pwa.pages.search import matching
from pwa.pages.search.blocks import Block, Text
from pwa.pages.search.folding import normal
from pwa.translation.catalog import parse_catalog

ROOT = Path(__file__).parents[3]
OURS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/content.po"))
OTHERS = sorted((ROOT / "tests/fixtures/catalogs").glob("comprehensive-rust.*.po"))
WORDS = 200
UNSPACED = {"ja", "zh"}

# Marks that a reader does not type; a letter's own signs, as in Devanagari, are none of them.
UNTYPED = re.compile("[\u0300-\u036f\u064b-\u0652\u200c\u200d\u00ad]")

# Arabic letters in the forms that are written for one another.
FORMS = str.maketrans("أإآٱىیکةۀ", "ااااييكهه")


def tag_of(path):
    return path.stem.rpartition(".")[2] if path in OTHERS else path.parts[-3].replace("_", "-")


def texts_of(path, *, source=False):
    """The texts of a catalog, links, code and marks of emphasis taken out."""
    parsed = parse_catalog(path.read_bytes(), file=path.name, locale=tag_of(path))
    found = [one.msgid if source else one.msgstr[0] for one in parsed.confirmed]
    bare = (re.sub(r"\]\([^)]*\)|`[^`]*`|[*_\[]", "", text or "") for text in found)
    return [text for text in map(normal, bare) if text]


def comparable(text):
    plain = unicodedata.normalize("NFKD", text.translate(FORMS))
    return unicodedata.normalize("NFC", UNTYPED.sub("", plain)).casefold()


def words_of(texts, language):
    """Words as they stand in the texts; where nothing parts them, runs of one script."""
    one = (
        r"[一-龥]{2,4}|[ァ-ヴー]{3,8}"
        if language in UNSPACED
        else r"[^\W\d_](?:\w|[\u0900-\u0963])+"
    )
    found = sorted({word for text in texts for word in re.findall(one, text)})
    return random.Random(7).sample(found, min(WORDS, len(found)))


def measured(texts, tag):
    """Recall and precision over words of the texts."""
    entries = matching.entries(
        Block("text", "s", str(number), Text(text, tag, "ltr"), Text(), None)
        for number, text in enumerate(texts)
    )
    wanted = got = both = 0
    for word in words_of(texts, tag.partition("-")[0]):
        truth = {str(n) for n, text in enumerate(texts) if comparable(word) in comparable(text)}
        found = {result.anchor for result in matching.find(entries, word, tag).results}
        wanted, got, both = wanted + len(truth), got + len(found), both + len(truth & found)
    return both / wanted, both / got


@pytest.mark.parametrize(
    "path", [*OURS, *OTHERS], ids=lambda path: f"{path.parts[-3]}-{tag_of(path)}"
)
def test_a_search_finds_what_a_plain_search_finds_and_little_else(path, monkeypatch):
    monkeypatch.setattr(matching, "MOST_RESULTS", 10_000)
    assert min(measured(texts_of(path), tag_of(path))) >= 0.98


def test_so_it_does_in_the_language_of_the_source(monkeypatch):
    monkeypatch.setattr(matching, "MOST_RESULTS", 10_000)
    assert min(measured(texts_of(OURS[0], source=True), "en")) >= 0.98
