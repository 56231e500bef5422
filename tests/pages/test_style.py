import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rcssmin import cssmin

from pwa.pages.style import StyleSheet

ROOT = Path(__file__).parents[2]
OURS = str(cssmin((ROOT / "static/style.css").read_text(encoding="utf-8")))
PAGE = b'<html lang="es"><body class="page wide"><p class="status flag">Hola <a href="/">a</a></p>'

USED = [
    "p{a:b}",
    "*{a:b}",
    "[hidden]{a:b}",
    "#id:target{a:b}",
    "a:hover::after{content:\"}\"}",
    ".status>a,p~.flag{a:b}",
    "p:not(.gone):has(table){a:b}",
    ":where([lang]){a:b}",
    "@page{margin:1cm}",
    "@import url(x.css);",
    "@media print{p{a:b}}",
    "@media print{}",
    "@supports (a:b){@media print{.wide{a:b}}}",
]  # fmt: skip
UNUSED = [
    ".with\\:escape{a:b}",
    "table{a:b}",
    ".gone{a:b}",
    "p.gone{a:b}",
    ".status table{a:b}",
    ":lang(ar){a:b}",
    ":is(table,.gone) p{a:b}",
    ":is(em,p):is(:lang(ja),:lang(zh)){a:b}",
    "@media print{table{a:b}}",
]


@pytest.mark.parametrize("rule", USED)
def test_a_rule_that_can_match_is_kept_as_it_is(rule):
    assert StyleSheet(rule).used(PAGE, ["es"]) == rule


@pytest.mark.parametrize("rule", UNUSED)
def test_a_rule_that_cannot_match_is_left_out(rule):
    assert StyleSheet(f"p{{a:b}}{rule}a{{a:b}}").used(PAGE, ["es"]) == "p{a:b}a{a:b}"


PRUNED = {
    "table,p{a:b}": "p{a:b}",
    ":is(table,p):lang(es){a:b}": "p:lang(es){a:b}",
    ".page>:is(.gone,.flag) :is(p,em) a{a:b}": ".page>.flag p a{a:b}",
    ":lang(ar),:root:is(:lang(ja),:lang(es)){a:b}": ":root:lang(es){a:b}",
    "[hidden]:is(p,em){a:b}": "[hidden]:is(p){a:b}",
}


@pytest.mark.parametrize("rule", PRUNED)
def test_of_a_list_what_can_match_is_kept(rule):
    assert StyleSheet(rule).used(PAGE, ["es"]) == PRUNED[rule]


@pytest.mark.parametrize("rule", [":is(.gone table,p){a:b}", ":where(p,.gone){a:b}"])
def test_a_list_that_would_be_less_specific_without_some_is_kept_whole(rule):
    assert StyleSheet(rule).used(PAGE, ["es"]) == rule


@pytest.mark.parametrize(
    ("locale", "ranges"), [("zh-Hans", ["zh", "zh-Hans"]), ("zh", ["zh"]), ("pt-BR", [])]
)
def test_a_language_matches_its_ranges(locale, ranges):
    sheet = StyleSheet("".join(f":lang({one}){{a:b}}" for one in ("zh", "zh-Hans", "zh-Hant")))
    assert sheet.used(PAGE, [locale]) == "".join(f":lang({one}){{a:b}}" for one in ranges)


def test_a_page_with_everything_has_the_whole_sheet():
    classes = " ".join(re.findall(r"\.([a-z][\w-]*)", OURS))
    elements = "".join(f"<{name}>" for name in re.findall(r"[a-z]+\d?", OURS))
    tags = re.findall(r":lang\(([\w-]+)", OURS)
    assert StyleSheet(OURS).used(f'<p class="{classes}">{elements}'.encode(), tags) == OURS


@given(st.text(alphabet="ap{}()[].,:;@\"'\\ "))
def test_no_sheet_however_broken_stops_a_page(text):
    assert isinstance(StyleSheet(text).used(PAGE, ["es"]), str)


def test_no_script_gives_a_class_that_a_page_does_not_have():
    """A preview's does: its pages have the whole sheet."""
    scripts = [path for path in (ROOT / "static").glob("*.js") if path.name != "preview.js"]
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert "classList" not in text
        assert "className" not in text
