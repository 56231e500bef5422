"""All checks over a catalog: what is looked at, what is silenced, and what none of them does."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis.strategies import lists, sampled_from, text

import pwa.translation.checks as package
from pwa.translation.checks.base import Setting, Unit
from pwa.translation.checks.run import CHECKS, HEADER_CHECKS, check_catalog
from pwa.translation.po import entry, parse

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
LINK = 'msgid "[a](b.md)"\nmsgstr "a"\n'
LOCALES = ("es", "ar", "fa", "ja", "zh-Hans", "hi", "ru", "fr", "ga", "tr", "th", "x-none")
# Bits of what checks look for: hypothesis puts them together in ways that nobody thought of.
BITS = (
    *("**", "_", "`", "[", "](", ")", "![", "<", ">", "&lt;", "\\", "~~", "[^1]", "  \n", "\n"),
    *("%", "%(a)s", "{b}", "1", "0.5", ",", "12", " ", "\u00a0", "mg", "%", "/kg", "°C", "五万"),
    *("October", "10月", "2023", "-", "pm", ":", "“", "」", "¿", "?", "؟", "\u200b", "\u202b"),
    *("not", "no", "word", "слово", "كلمة", "言葉", "शब्द", "https://a.example/b", ".", "e\u0301"),
)
TEXTS = lists(sampled_from(BITS), max_size=20).map("".join) | text(max_size=40)


def found(po, locale="es", domain="content"):
    catalog = parse((HEADER + po).encode(), file="x.po")
    setting = Setting(locale, "en")
    return check_catalog(catalog, setting, domain=domain, file="locales/es/x.po")


def test_a_finding_says_where_it_is_and_what_kind_of_fault():
    [finding] = found(f"# A remark.\n{LINK}")
    place = (finding.file, finding.line, finding.locale, finding.code, finding.severity)
    assert place == ("locales/es/x.po", 6, "es", "links", "error")


@pytest.mark.parametrize(
    "po",
    [
        f"#, fuzzy\n{LINK}",
        'msgid "[a](b.md)"\nmsgstr ""\n',
        '#~ msgid "[a](b.md)"\n#~ msgstr "a"\n',
        f"# check-ignore: links\n{LINK}",
        f"# Elsewhere.\n# check-ignore: numbers, links (the page is gone)\n{LINK}",
    ],
)
def test_what_readers_do_not_see_or_translators_silenced_is_passed_over(po):
    assert found(po) == []


def test_silencing_one_check_silences_no_other():
    assert [one.code for one in found(f"# check-ignore: numbers\n{LINK}")] == ["links"]


def test_every_plural_form_is_looked_at():
    forms = 'msgstr[0] "c"\nmsgstr[1] "%(n)s d"\nmsgstr[2] "d"\n'
    po = f'msgid "a %(n)s"\nmsgid_plural "%(n)s b"\n{forms}'
    assert [one.code for one in found(po, domain="interface")] == ["placeholders"]


def test_a_half_filled_message_is_told_with_its_line_and_its_texts_are_looked_at():
    po = 'msgid "a %(n)s"\nmsgid_plural "%(n)s b"\nmsgstr[0] " c"\nmsgstr[1] ""\nmsgstr[2] ""\n'
    [first, second] = found(po, domain="interface")
    assert (first.code, first.line) == ("plural-count", 6)
    assert "Fill in msgstr[1], msgstr[2]" in first.message
    assert second.code == "edge-space"


@pytest.mark.parametrize(
    ("field", "code"), [("Plural-Forms: x", "plural-rule"), ("Language: fr", "language")]
)
def test_the_header_is_looked_at_and_the_fields_line_told(field, code):
    header = HEADER.replace('8\\n"', f'8\\n"\n"X-A: b\\n"\n"{field}\\n"')
    setting = Setting("es", "en")
    catalog = parse(header.encode(), file="x.po")
    [finding] = check_catalog(catalog, setting, domain="content", file="x.po")
    assert (finding.code, finding.line) == (code, 4)


def test_every_family_is_listed():
    families = {
        path.stem
        for path in Path(package.__path__[0]).glob("*.py")
        if "\nCHECKS: " in path.read_text(encoding="utf-8")
    }
    listed = {check.run.__module__.rpartition(".")[2] for check in CHECKS}
    assert families - {"run"} == listed


def test_every_check_has_a_code_of_its_own_and_a_title():
    checks = (*CHECKS, *HEADER_CHECKS)
    assert len({check.code for check in checks}) == len(checks)
    assert [check.code for check in checks if not check.title.endswith((".", ","))] == []


@given(TEXTS, TEXTS, sampled_from(LOCALES), sampled_from(("content", "interface")))
@example("1.2.3 mg", "1.2.3 g", "es", "content")
def test_no_text_makes_a_check_fail(source, text, locale, domain):
    unit = Unit(entry(msgid=source, msgstr=(text,)), source, text, domain)
    for check in (*CHECKS, *HEADER_CHECKS):
        for finding in check.findings(unit, Setting(locale, "en"), file="x.po"):
            assert finding.message.endswith((".", ")", ";"))


@given(TEXTS, sampled_from(("content", "interface")))
def test_a_translation_that_is_its_source_is_at_most_untranslated(source, domain):
    unit = Unit(entry(msgid=source, msgstr=(source,)), source, source, domain)
    setting = Setting("es", "en")
    codes = {
        finding.code for check in CHECKS for finding in check.findings(unit, setting, file="x.po")
    }
    assert codes <= {"untranslated"}
