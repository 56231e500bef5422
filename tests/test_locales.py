import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.locales import (
    accepted,
    canonical,
    direction,
    folder_of,
    meant,
    negotiate,
    own_name,
    registered,
    tag_of,
)

PUBLISHED = ("en", "es", "ar", "ja", "pt-BR", "zh-Hans")


@pytest.mark.parametrize(
    ("written", "tag"),
    [("es", "es"), ("pt_br", "pt-BR"), ("ZH-hans", "zh-Hans"), ("sr-latn-rs", "sr-Latn-RS")],
)
def test_a_tag_is_spelled_as_bcp_47_does(written, tag):
    assert canonical(written) == tag


@pytest.mark.parametrize("written", ["", "*", "a", "not a tag", "x" * 40, "en--us", "../etc"])
def test_what_is_no_language_tag_is_refused(written):
    with pytest.raises(ValueError, match="language tag"):
        canonical(written)


@pytest.mark.parametrize("tag", ["es", "pt-BR", "zh-Hans", "kab", "sr-Latn", "es-419", "en-XA"])
def test_a_registered_language_can_be_begun(tag):
    assert registered(tag.lower()) == tag


@pytest.mark.parametrize(
    ("written", "meant"), [("jp", "ja"), ("ua", "uk"), ("CZ", "cs"), ("xx", None), ("mars", None)]
)
def test_a_country_is_no_language_but_tells_which(written, meant):
    with pytest.raises(ValueError, match="no registered language") as told:
        registered(written)
    assert (f"; {meant} may be" in str(told.value)) == bool(meant)


@pytest.mark.parametrize("tag", ["es", "pt-BR", "zh-Hans", "sr-Latn-RS"])
def test_folder_and_tag_are_inverse(tag):
    assert tag_of(folder_of(tag)) == tag


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("he", "rtl"), ("ku-Arab", "rtl"), ("ar-XB", "rtl"), ("ja", "ltr"),
     ("az", "ltr"), ("az-Arab", "rtl"), ("en-XA", "ltr")],
)  # fmt: skip
def test_direction_follows_the_script(tag, expected):
    assert direction(tag) == expected


def test_languages_are_named_as_they_call_themselves():
    assert [own_name(tag) for tag in ("es", "ar", "ja", "zh-Hant")] == [
        "español", "العربية", "日本語", "中文 (繁體)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("prefix", "tag"),
    [("pt-br", "pt-BR"), ("pt_BR", "pt-BR"), ("pt", "pt-BR"), ("zh-CN", "zh-Hans"), ("ES", "es")],
)
def test_a_prefix_means_the_locale_that_is_the_same_after_likely_subtags(prefix, tag):
    assert meant(prefix, PUBLISHED) == tag


@pytest.mark.parametrize("prefix", ["es-MX", "zh-TW", "fr", "", "*", "favicon.ico", "a" * 10_000])
def test_another_language_is_not_meant(prefix):
    assert meant(prefix, PUBLISHED) is None


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("es-MX,es;q=0.9", "es"),
        ("fr, ja;q=0.5", "ja"),
        ("ja;q=0.1, ar;q=0.2", "ar"),
        ("zh-CN", "zh-Hans"),
        ("pt-PT", "pt-BR"),
        ("es;q=0, ja", "ja"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_the_reader_gets_the_wanted_language(header, tag):
    assert negotiate(header, PUBLISHED, "en") == tag


def test_ukrainian_readers_are_not_sent_to_russian():
    assert negotiate("uk", ("en", "ru"), "en") == "en"


def test_weights_order_the_ranges_and_ties_keep_their_order():
    assert accepted("a;q=0.1, b, c;q=0.5, d") == ["b", "d", "c", "a"]


@given(st.text(max_size=3000))
def test_any_header_is_harmless(header):
    assert negotiate(header, PUBLISHED, "en") in PUBLISHED


@given(st.text(max_size=80))
def test_any_prefix_is_harmless(prefix):
    assert meant(prefix, PUBLISHED) in {None, *PUBLISHED}
