"""What catalogs mean: fuzzy and empty never count, and a broken message takes no page down."""

import pytest
from jinja2 import Environment

from pwa.errors import CatalogError
from pwa.translation.catalog import Catalog, Interface, Translation
from pwa.translation.checks.base import Setting
from pwa.translation.checks.run import check_catalog
from pwa.translation.po import PoFile, entry, new_file, parse

HEADER = {"Content-Type": "text/plain; charset=UTF-8"}
SPANISH = HEADER | {"Plural-Forms": "nplurals=2; plural=(n != 1);"}


def content(text: str) -> Catalog:
    return Catalog.of(parse(text.encode(), file="content.po", locale="es"), locale="es")


def catalog(*pairs: tuple[str, str], header: dict[str, str] = SPANISH) -> PoFile:
    made = [entry(msgid=msgid, msgstr=(msgstr,)) for msgid, msgstr in pairs]
    return parse(new_file(header, made).encode(), file="interface.po", locale="es")


def plural(*forms: str, header: dict[str, str] = SPANISH) -> PoFile:
    made = entry(msgid="%(num)s page", msgid_plural="%(num)s pages", msgstr=forms)
    return parse(new_file(header, [made]).encode(), file="interface.po", locale="es")


# --- content --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "state", "text"),
    [
        ('msgid "a"\nmsgstr "b"\n', "translated", "b"),
        ('msgid "a"\nmsgstr ""\n', "missing", None),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "fuzzy", None),
        ('#, fuzzy\nmsgid "a"\nmsgstr ""\n', "missing", None),
        ('#~ msgid "a"\n#~ msgstr "b"\n', "missing", None),
        ('msgid "other"\nmsgstr "b"\n', "missing", None),
        ('msgctxt ""\nmsgid "a"\nmsgstr "b"\n', "missing", None),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n', "translated", "b"),
    ],
)
def test_a_message_is_missing_fuzzy_or_translated(raw, state, text):
    found = content(raw)
    assert (found.state((None, "a")), found.text((None, "a"))) == (state, text)


def test_the_header_is_no_translation():
    found = content('msgid ""\nmsgstr "Language: es\\n"\n')
    assert found.text((None, "")) is None
    assert found.translations == {}


def test_a_msgctxt_makes_another_message():
    found = content('msgctxt "verb"\nmsgid "Read"\nmsgstr "Leer"\n')
    assert found.text(("verb", "Read")) == "Leer"
    assert found.text((None, "Read")) is None


def test_an_entry_knows_its_line_and_its_previous_msgid():
    found = content('# c\n#, fuzzy\n#| msgid "old"\nmsgid "a"\nmsgstr "b"\n')
    assert found.translations[None, "a"] == Translation("b", fuzzy=True, previous_msgid="old")
    assert found.lines[None, "a"] == 4
    assert found.previous((None, "a")) == "old"


def test_a_confirmed_entry_has_no_previous():
    assert content('#| msgid "old"\nmsgid "a"\nmsgstr "b"\n').previous((None, "a")) is None


@pytest.mark.parametrize(
    ("header", "translator"),
    [
        ("Last-Translator: Inés <ines@example.org>\\n", "Inés <ines@example.org>"),
        ("Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n", None),
        ("Last-Translator: \\n", None),
        ("Language: es\\n", None),
    ],
)
def test_nobody_is_no_translator(header, translator):
    assert content(f'msgid ""\nmsgstr "{header}"\n').last_translator == translator


def test_in_an_empty_catalog_everything_is_missing():
    assert Catalog.empty("es").state((None, "a")) == "missing"


@pytest.mark.parametrize(
    ("raw", "before"),
    [
        ('msgid "a"\nmsgstr "b"\n', []),
        ('#~ msgid "a"\n#~ msgstr "b"\n', [((None, "a"), "b")]),
        (
            '#, fuzzy\n#~| msgid "old"\n#~ msgid "a"\n#~ msgstr "b"\n',
            [((None, "a"), "b"), ((None, "old"), "b")],
        ),
        (
            '#, fuzzy\n#~| msgctxt "y"\n#~| msgid "old"\n#~ msgctxt "x"\n#~ msgid "a"\n'
            '#~ msgstr "b"\n',
            [(("x", "a"), "b"), (("y", "old"), "b")],
        ),
    ],
)
def test_obsolete_entries_tell_what_was_there_before(raw, before):
    assert list(content(raw).before) == before


def test_what_obsolete_entries_tell_stands_in_the_digest_whatever_their_order():
    one, other = '#~ msgid "a"\n#~ msgstr "b"\n\n', '#~ msgid "c"\n#~ msgstr "d"\n\n'
    assert content(one + other).digest == content(other + one).digest != content(one).digest


# --- the interface --------------------------------------------------------------------------


def test_a_message_comes_from_the_first_catalog_that_has_it():
    site, engine = catalog(("a", "sitio")), catalog(("a", "motor"), ("b", "motor"), ("c", ""))
    found = Interface.from_catalogs("es", site, engine)
    assert [found.gettext(message) for message in "abc"] == ["sitio", "motor", "c"]


def test_fuzzy_and_obsolete_messages_are_not_used():
    raw = b'#, fuzzy\nmsgid "a"\nmsgstr "x"\n\n#~ msgid "b"\n#~ msgstr "x"\n'
    found = Interface.from_catalogs("es", parse(raw, file="interface.po"))
    assert (found.gettext("a"), found.gettext("b")) == ("a", "b")
    assert found.gettext("") == ""


def test_messages_with_context_and_with_forms_are_found():
    raw = (
        b'msgctxt "verb"\nmsgid "Read"\nmsgstr "Leer"\n\n'
        b'msgctxt "k"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n'
    )
    both = new_file(SPANISH).encode() + raw
    found = Interface.from_catalogs("es", parse(both, file="interface.po"))
    assert found.pgettext("verb", "Read") == "Leer"
    assert found.gettext("Read") == "Read"
    assert [found.npgettext("k", "a", "as", n) for n in (1, 2)] == ["b", "bs"]


def test_each_catalog_counts_by_its_own_header():
    two, cldr = plural("%(num)s hoja", "%(num)s hojas"), plural(*["%(num)s p"] * 3, header=HEADER)
    for first in (two, cldr):
        found = Interface.from_catalogs("es", first)
        assert found.findings == ()
        assert found.ngettext("%(num)s page", "%(num)s pages", 5) != "%(num)s pages"


@pytest.mark.parametrize(("number", "text"), [(1, "one"), (0, "many"), (2, "many"), (1.5, "many")])
def test_without_a_translation_the_source_has_two_forms(number, text):
    assert Interface.from_catalogs("ja").ngettext("one", "many", number) == text


def test_a_message_with_an_empty_form_is_left_to_the_source():
    found = Interface.from_catalogs("es", plural("%(num)s página", ""))
    assert found.ngettext("%(num)s page", "%(num)s pages", 1) == "%(num)s page"
    assert found.findings == ()


@pytest.mark.parametrize(
    ("msgid", "msgstr", "wrong"),
    [
        ("%(date)s", "%(fecha)s", "lacks %(date)s and has %(fecha)s"),
        ("%(date)s", "%(date)", "lacks %(date)s and has %("),
        ("%(date)s", "%(date)d", "has %(date)d"),
        ("%(date)s", "hoy", "lacks %(date)s"),
        ("all", "100 % de", "has % "),
        ("all", "100 %", "has %"),
        ("{name}", "{nombre}", "has {nombre}"),
        ("bold", "<b>negrita</b>", "has </b>, <b>"),
        ("bold", "<script", "has <script"),
    ],
)
def test_a_broken_message_shows_the_source_and_is_told(msgid, msgstr, wrong):
    found = Interface.from_catalogs("es", catalog((msgid, msgstr)))
    assert found.gettext(msgid) == msgid
    (finding,) = found.findings
    assert wrong in finding.message
    assert (finding.file, finding.line, finding.locale) == ("interface.po", 7, "es")


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("100%%", "el 100 %%"),
        ("%(a)s, %(b)s", "%(b)s y %(a)s"),
        ("a", "a, a"),
        ("<b>a</b>", "<b>b</b>"),
    ],
)
def test_a_message_in_another_order_is_fine(msgid, msgstr):
    found = Interface.from_catalogs("es", catalog((msgid, msgstr)))
    assert (found.gettext(msgid), found.findings) == (msgstr, ())


def test_a_form_for_one_number_need_not_repeat_it():
    assert Interface.from_catalogs("es", plural("una página", "%(num)s páginas")).findings == ()
    found = Interface.from_catalogs("es", plural("%(num)s página", "unas páginas"))
    assert "lacks %(num)s" in found.findings[0].message


def test_a_message_with_too_few_forms_shows_the_source():
    found = Interface.from_catalogs("es", plural("%(num)s página"))
    assert found.ngettext("%(num)s page", "%(num)s pages", 1) == "%(num)s page"
    assert "1 plural forms where the catalog's header says 2" in found.findings[0].message


@pytest.mark.parametrize(
    "file", [catalog(("%(a)s %s", "%(b)s %s %s")), plural("%(n)s"), plural("%(n)s <b>", "x")]
)
def test_what_is_not_used_is_told_as_the_checks_tell_it(file):
    checked = check_catalog(file, Setting("es", "en"), domain="interface", file=file.file)
    unused = {one for one in checked if one.severity == "error"}
    assert set(Interface.from_catalogs("es", file).findings) == unused
    assert unused


def test_a_broken_plural_forms_header_is_an_error_with_its_line():
    with pytest.raises(CatalogError, match="Plural-Forms cannot be used") as caught:
        Interface.from_catalogs("es", catalog(header=HEADER | {"Plural-Forms": "n != 1"}))
    assert (caught.value.findings[0].line, caught.value.findings[0].locale) == (4, "es")


def test_jinja_formats_with_it():
    broken = catalog(("Hello %(name)s", "Hola % %(nombre)s"), ("Bye %(name)s", "Adiós, %(name)s"))
    found = Interface.from_catalogs("es", broken, plural("una página", "%(num)s páginas"))
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    env.install_gettext_translations(found, newstyle=True)  # type: ignore[attr-defined]
    template = env.from_string(
        "{{ gettext('Hello %(name)s', name='A') }}, {{ gettext('Bye %(name)s', name='<A>') }}, "
        "{{ ngettext('%(num)s page', '%(num)s pages', 3) }}"
    )
    assert template.render() == "Hello A, Adiós, &lt;A&gt;, 3 páginas"
