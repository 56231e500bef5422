"""Which blocks answer, in which order, and what is shown of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.pages.search.blocks import Block, Text
from pwa.pages.search.folding import fold, normal
from pwa.pages.search.matching import (
    LONGEST,
    MOST_RESULTS,
    MOST_WORDS,
    entries,
    excerpt,
    find,
    query_words,
)


def found(texts, query, lang="en"):
    """The texts that answer, as told by their numbers; `#` and `##` begin titles and headings."""
    made = []
    for number, text in enumerate(texts):
        kind = {"#": "title", "##": "heading"}.get(text.split(" ")[0], "text")
        words = Text(normal(text.lstrip("# ")), lang, "ltr")
        made.append(Block(kind, "one", str(number), words, Text("T", lang, "ltr"), None))
    answer = find(entries(made), query, lang)
    assert answer.count == len(answer.results) or answer.count > MOST_RESULTS
    return [int(result.anchor) for result in answer.results]


def test_titles_go_before_headings_before_text():
    assert found(["mood", "## moody", "# a low moodiness", "mood"], "mood") == [2, 1, 0, 3]


def test_whole_words_go_before_beginnings_before_what_is_inside():
    assert found(["start", "artful", "art", "part", "an art"], "art") == [2, 4, 1, 0, 3]


def test_the_worst_found_word_decides():
    assert found(["set settings", "set setting"], "set setting") == [1, 0]


def test_every_word_has_to_be_there():
    assert found(["calm mind", "calm", "mind"], "MIND calm") == [0]


def test_punctuation_joins_what_it_joins_in_the_text():
    assert found(["well-being", "being well", "well being"], "well-being") == [0, 2]


def test_german_compounds_and_inflected_forms_are_found():
    texts = ["Gesprächstherapie", "therapieren", "Therapie", "Physiotherapien"]
    assert found(texts, "therapie", "de") == [2, 1, 0, 3]


def test_arabic_words_are_found_behind_article_and_conjunction():
    assert found(["والكيتامين", "كيتامين", "دواء"], "كيتامين", "ar") == [1, 0]


def test_without_spaces_between_words_reading_order_decides():
    assert found(["この療法は", "療法"], "療法", "ja") == [0, 1]


@pytest.mark.parametrize("query", ["サーバー", "サーバ", "ｻｰﾊﾞｰ", "さーばー"])
def test_a_long_vowel_at_the_end_of_a_word_is_not_asked_for(query):
    assert found(["サーバの", "サーバーの", "サバの"], query, "ja") == [0, 1]


@pytest.mark.parametrize("query", ["", "   ", "?!", "\u00ad", "\x00"])
def test_where_no_word_is_asked_for_nothing_is_found(query):
    assert found(["a", "b"], query) == []


@pytest.mark.parametrize("query", [".*", "(a+)+$", "[", "\\", "a{9999}", "</mark>", "%s {0}"])
def test_no_query_is_a_pattern(query):
    assert found(["only"], query) == []


def test_a_query_is_cut_and_its_words_are_counted():
    assert query_words("x" * 10_000, "en") == ("x" * LONGEST,)
    assert len(query_words(" ".join(map(str, range(60))), "en")) == MOST_WORDS
    assert query_words("a A á a", "en") == ("a",)


def test_fifty_places_are_shown_and_all_are_counted():
    made = [Block("text", "s", str(n), Text("word", "en", "ltr"), Text(), None) for n in range(60)]
    answer = find(entries(made), "word", "en")
    assert (answer.count, len(answer.results)) == (60, 50)


def test_text_in_the_source_language_is_found_by_its_own_rules():
    block = Block("text", "s", ".1", Text("Insight", "en", "ltr"), Text(), None)
    assert find(entries([block]), "INSIGHT", "tr").count == 1


def shown(text, query, lang="en"):
    pieces = excerpt(normal(text), lang, query_words(query, lang))
    return "".join(f"[{p.text}]" if p.is_marked else p.text for p in pieces)


@pytest.mark.parametrize(
    ("lang", "text", "query", "marked"),
    [
        ("en", "Set and setting, set.", "set", "[Set] and setting, [set]."),
        ("en", "Resets", "set", "Re[set]s"),
        ("en", "Café — crème", "cafe creme", "[Café] — [crème]"),
        ("de", "Die Gefühle", "gefuehl", "Die [Gefühl]e"),
        ("de", "Maß", "mas", "[Maß]"),
        ("ar", "كِتَابٌ جديد", "كتاب", "[كِتَابٌ] جديد"),
        ("hi", "ज़रूरत है", "जरूरत", "[ज़रूरत] है"),
        ("ja", "カタカナのケタミン療法", "けたみん", "カタカナの[ケタミン]療法"),
        ("zh", "氯胺酮疗法，氯胺酮", "氯胺酮", "[氯胺酮]疗法，[氯胺酮]"),
    ],
)
def test_the_words_are_marked_as_they_stand_in_the_text(lang, text, query, marked):
    assert shown(text, query, lang) == marked


def test_a_long_text_is_cut_at_spaces_around_the_first_word():
    text = "before " * 40 + "word " + "after " * 80
    assert shown(text, "word").startswith("…before before")
    assert "[word] after" in shown(text, "word")
    assert shown(text, "word").endswith("after…")
    assert len(shown(text, "word")) < 260


texts = st.text(st.sampled_from("aAáb ßé,-'ー ガか療كِتَ😀"), max_size=400)


@given(texts, texts, st.sampled_from(["en", "de", "ja", "ar"]))
def test_an_excerpt_is_a_part_of_its_text(text, query, lang):
    whole, words = normal(text), query_words(query, lang)
    pieces = [p.text for p in excerpt(whole, lang, words)]
    assert "".join(pieces).removeprefix("…").removesuffix("…") in whole
    assert "" not in pieces


@given(st.lists(texts, max_size=6), texts, st.sampled_from(["en", "ja"]))
def test_a_plain_search_for_the_words_finds_the_same(blocks, query, lang):
    words = query_words(query, lang)
    made = [text for text in map(normal, blocks) if text]
    plain = [n for n, text in enumerate(made) if all(w in fold(text, lang) for w in words)]
    assert sorted(found(made, query, lang)) == (plain if words else [])
