"""What readers of a language take for the same when they search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.pages.search.folding import SPACE, fold, fold_with_origins, normal

SAME = {
    "en": ["Café = cafe", "naïve = NAIVE", "ﬁnd = find", "don’t = don't", "self‑care = self-care",
           "co\u00adoperate = cooperate", "10\u00a0mg = 10 mg", "№ = No", "2024 = ２０２４"],
    "de": ["Gefühl = gefuhl", "Gefühl = Gefuehl", "Straße = STRASSE", "Maß = mass", "ẞ = ß",
           "Größe = groesse", "Ärzte = Aerzte"],
    "fr": ["cœur = coeur", "l’été = l'ete", "« là » = la", "Ça = ca"],
    "es": ["terapia = TERAPIA", "corazón = corazon", "¿qué? = que", "pingüino = pinguino"],
    "pt-BR": ["depressão = depressao", "ção = cao"],
    "tr": ["İLAÇ = ilaç", "ISI = ısı", "KIRIK = kırık"],
    "uk": ["Лікар = лікар", "за́мок = замок"],
    "ru": ["ёлка = елка"],
    "el": ["Θεραπεία = θεραπεια", "λόγος = ΛΟΓΟΣ"],
    "ar": ["أدوية = ادويه", "إلى = الي", "آلام = الام", "كِتَابٌ = كتاب", "كتــاب = كتاب",
           "١٢٣ = 123", "ﻻ = لا"],
    "fa": ["می‌شود = میشود", "۱۲۳ = 123", "كتاب = کتاب", "یک = يك"],
    "he": ["שָׁלוֹם = שלום", "שלומ = שלום"],
    "hi": ["ज़रूरत = जरूरत", "क़लम = कलम", "\u095b = ज", "१२३ = 123", "क्\u200dष = क्ष",
           "आँख = आंख"],
    "ja": ["ケタミン = けたみん", "ｹﾀﾐﾝ = ケタミン", "ｶﾞｽ = ガス", "ＮＭＤＡ = nmda",
           "ラーメン = らあめん", "コーヒー = こおひい", "㍑ = リットル", "が = か\u3099"],
    "zh-Hans": ["１２３ = 123", "，疗法。 = 疗法"],
    "ko": ["치료 = \u110e\u1175\u1105\u116d"],
}  # fmt: skip

DIFFERENT = {
    "en": ["sign ≠ sing", "selfcare ≠ self-care"],
    "de": ["neue ≠ neu", "Steuer ≠ Stur", "Quelle ≠ Qulle"],
    "es": ["año ≠ ano"],
    "sv": ["får ≠ far"],
    "pl": ["łaska ≠ laska"],
    "tr": ["ısı ≠ isi", "kırık ≠ kirik", "şu ≠ su"],
    "uk": ["йод ≠ иод", "їжа ≠ іжа"],
    "ar": ["سؤال ≠ سوال", "كتاب ≠ كتب"],
    "hi": ["की ≠ का", "कल ≠ काल", "क्या ≠ कया"],
    "ja": ["か ≠ が", "はは ≠ ぱぱ", "きや ≠ きゃ"],
    "zh-Hans": ["疗法 ≠ 療法"],
    "th": ["ปา ≠ ป่า"],
}


def pairs(table, sign):
    return [(tag, *text.split(f" {sign} ")) for tag, texts in table.items() for text in texts]


def same(one, other, tag):
    return fold(normal(one), tag).strip() == fold(normal(other), tag).strip()


@pytest.mark.parametrize(("tag", "one", "other"), pairs(SAME, "="))
def test_a_search_finds_either_by_the_other(tag, one, other):
    assert same(one, other, tag)


@pytest.mark.parametrize(("tag", "one", "other"), pairs(DIFFERENT, "≠"))
def test_a_search_tells_them_apart(tag, one, other):
    assert not same(one, other, tag)


def test_a_sign_of_trade_is_no_part_of_the_word():
    assert fold("Spravato™ (esketamine)", "en") == " spravato esketamine "


tags = st.sampled_from([*SAME, "az", "th", "nb", "und"])


@given(st.text(), tags)
def test_words_are_parted_and_surrounded_by_single_spaces(text, tag):
    folded = fold(normal(text), tag)
    assert folded[0] == folded[-1] == SPACE
    assert SPACE * 2 not in folded.strip() + "."


@given(st.text(), tags)
def test_origins_rise_and_stay_within_the_text(text, tag):
    folded, origins = fold_with_origins(text, tag)
    assert len(folded) == len(origins)
    assert origins == sorted(origins)
    assert all(0 <= origin <= len(text) for origin in origins)


@given(st.text(), tags)
def test_upper_case_is_found_by_lower_case(text, tag):
    plain = "".join(c for c in text if c.isascii() and c not in "Ii")
    assert fold(normal(plain.upper()), tag) == fold(normal(plain.lower()), tag)
