"""Links, images, code and emphasis of a translation are those of the source."""

import pytest

LINK = "Read [the leaflet](leaflet.md) first."
WIKIPEDIA = "[Pain](https://en.wikipedia.org/wiki/Pain)"

FAULTS = {
    "links": [
        (LINK, "Lea [el folleto](folleto.md) antes.", "es", "folleto.md"),
        (LINK, "Lea el folleto antes.", "es", "lacks the link to leaflet.md"),
        (LINK, "Lea [el folleto] (leaflet.md) antes.", "es", "leaflet.md"),
        (LINK, "اقرأ [النشرة](leaflet.md‎) أولاً.", "ar", "leaflet.md"),
        (LINK, "まず[説明書]（leaflet.md）をお読みください。", "ja", "leaflet.md"),
        (LINK, "पहले [पर्चा](leaflet.md) और [यह](more.md) पढ़ें।", "hi", "adds the link to more.md"),
        (WIKIPEDIA, "[Dolor](https://ja.wikipedia.org/wiki/Pain)", "es", "ja.wikipedia.org"),
        (WIKIPEDIA, "[Dolor](https://es.example.org/wiki/Pain)", "es", "es.example.org"),
        ("[a](x.md) [b](x.md)", "[a](x.md) b", "es", "x.md"),
        ("<https://a.example>", "https://a.example", "es", "https://a.example"),
    ],
    "images": [
        ("![A cell](cell.svg)", "![Una célula](celula.svg)", "es", "celula.svg"),
        ("![A cell](cell.svg)", "[細胞](cell.svg)", "ja", "lacks the picture cell.svg"),
    ],
    "footnotes": [
        ("So it seems.[^1]", "Así parece.", "es", "[^1]"),
        ("So it seems.[^1]", "そのようです。[^2]", "ja", "[^2]"),
    ],
    "code": [
        ("Run `make test`.", "Ejecute `hacer test`.", "es", "maketest"),
        ("Run `make`.", "شغّل «make».", "ar", "make"),
        ("The `a` calls `a`.", "Esto, `a`, llama a `á`.", "es", "a"),
        ("Run `a` and `b`.", "`a と `b` を実行します。", "ja", "a"),
    ],
    "raw-html": [
        ("A cell", "Una <b>célula</b>", "es", "<b>"),
        ("A cell", '<span dir="ltr">خلية</span>', "fa", "<span"),
    ],
    "bold": [
        ("This is **not** so.", "Esto no es así.", "es", "1 in the source, 0"),
        ("**One** and **two**", "**Uno** y _dos_", "es", "2 in the source, 1"),
        ("It is **ketamine**.", "それは**「ケタミン」**です。", "ja", "1 in the source, 0"),
    ],
    "emphasis": [
        ("You _may_ stop.", "Puede parar.", "es", "1 in the source, 0"),
        ("You _may_ and _can_ stop.", "Вы _можете_ остановиться.", "ru", "2 in the source, 1"),
    ],
    "leftover-marks": [
        ("It is **ketamine**.", "それは**「ケタミン」**です。", "ja", "**"),
        ("It is _ketamine_.", "それは_ケタミン_です。", "ja", "_"),
        ("It is _ketamine_.", "Es _ketamina.", "es", "_"),
        ("Run `make` now.", "Ejecute `make ahora.", "es", "`"),
        (LINK, "Lea [el folleto](leaf let.md) antes.", "es", "]("),
        ("~~Old~~", "~~ Viejo ~~", "es", "~~"),
    ],
}
LOOK_ALIKES = {
    "links": [
        (LINK, "Antes lea [el folleto](leaflet.md).", "es"),
        (LINK, "[النشرة](leaflet.md): اقرأها أولاً.", "ar"),
        (WIKIPEDIA, "[Dolor](https://es.wikipedia.org/wiki/Dolor)", "es"),
        ("[MS](https://x.example/en-us/a)", "[MS](https://x.example/zh-TW/a)", "zh-Hant"),
        ("[a](https://a.example/)", "[a](https://a.example)", "es"),
        ('[a](b.md "A title")', '[a](b.md "Un título")', "es"),
        ("Not [a link]", "Kein [Verweis]", "de"),
    ],
    "images": [("![A cell](cell.svg)", "![細胞](cell.svg)", "ja")],
    "footnotes": [("One[^a] two[^b]", "二[^b]と一[^a]", "ja")],
    "code": [
        ("It is `[0,1]`.", "Es `[0, 1]`.", "es"),
        ("The `a` calls `a`.", "Esto llama a `a`.", "es"),
        ("It calls `a`.", "`b` llama a `a`.", "es"),
    ],
    "raw-html": [("n<sub>1</sub>", "n<sub>1</sub>は", "ja"), ("A", "あ<!-- 訳注 -->", "ja")],
    "bold": [("**Not** so", "**ليس** كذلك", "ar"), ("Not so", "**No** es así", "es")],
    "emphasis": [
        ("You _may_ stop.", "やめても構いません。", "ja"),
        ("You _may_ stop.", "可以停止。", "zh-Hans"),
        ("You _may_ stop.", "يجوز لك التوقف.", "ar"),
        ("You _may_ stop.", "**Puede** parar.", "es"),
        ("You _may_ stop.", "*Puede* parar.", "es"),
    ],
    "leftover-marks": [
        ("Two * three", "Dos * tres", "es"),
        ("A name", "DNS_over_HTTP という名前", "ja"),
        ("An _ example", "Un _ ejemplo", "es"),
        ("Bold", "「**太字**」", "ja"),
        ("Stars", r"Estrellas \* y \_", "es"),
    ],
}


def test_what_differs_is_found(told, fault):
    *case, says = fault
    [message] = told(*case)
    assert says in message


def test_what_only_looks_different_is_left_alone(told, look_alike):
    assert told(*look_alike) == []


@pytest.mark.parametrize("code", FAULTS)
def test_code_blocks_and_the_interface_are_no_markdown(told, code):
    source, text, locale, _ = FAULTS[code][0]
    assert told(code, source, text, locale, domain="interface") == []
    assert told(code, source, text, locale, extracted=("A section: code",)) == []
