from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.source import markdown
from pwa.translation.importing import import_content, import_interface, most_telling
from pwa.translation.po import entry, new_file, parse

FOREIGN = Path(__file__).parents[1] / "fixtures/catalogs/foreign"
HEADER = {"Language": "es", "Plural-Forms": "nplurals=2; plural=n != 1;"}


def catalog(pairs, header=HEADER, **fields):
    """A catalog from literal pairs; a msgstr that begins with `~` is fuzzy."""
    entries = [
        entry(
            msgid=msgid,
            msgstr=(text.removeprefix("~"),),
            flags=("fuzzy",) if text.startswith("~") else (),
            **fields,
        )
        for msgid, text in pairs.items()
    ]
    return parse(new_file(header, entries).encode(), file="es.po", locale="es")


def empty(*msgids):
    return catalog(dict.fromkeys(msgids, ""))


def messages(name):
    """The empty catalog of a fixture's page."""
    document = markdown.parse((FOREIGN / name).read_text(encoding="utf-8"), file=name)
    return empty(*[message.msgid for message in document.messages])


def foreign(name):
    return parse((FOREIGN / name).read_bytes(), file=name)


def said(file):
    return {each.msgid: f"{'~' * each.fuzzy}{each.msgstr[0]}" for each in file.entries}


def imported(ours, theirs):
    """What a message of ours says when one of theirs has been taken over."""
    [text] = said(import_content(empty(ours), catalog(theirs)).catalog).values()
    return text


LAMP = {
    "The _reading_ lamp": "La lámpara de _lectura_",
    "A lamp on the desk throws its light _downwards_, and your eyes rest when they leave the page."
    " Some people find that a **warm** light helps; see"
    ' [how to choose one](choosing.md "How to choose"), or the [short list](list.md "All of it").':
    "Una lámpara de escritorio echa su luz _hacia abajo_, y los ojos descansan cuando dejan la"
    " página. A algunas personas les ayuda una luz **cálida**; véase"
    ' [cómo elegirla](choosing.md "How to choose") o la [lista corta](list.md "Todo").',
    "Put it on the left if you write with your right hand":
    "Colóquela a la izquierda si escribe con la mano derecha",
    "Never look _into_ the bulb, even for a moment":
    "Nunca mire _hacia_ la bombilla, ni por un momento",
    "Unplug the lamp.": "Desenchufe la lámpara.",
    "Wait until it is cold.": "Espere a que esté fría.",
    "Watts": "Vatios",
    "Meaning": "Significado",
    "5": "5",
    r"_dim_, `a\|b`": r"_tenue_, `a\|b`",
    "40": "40",
    "bright_er": "más_clara",
    'Light is the first of painters (see [choosing](choosing.md "How to choose")).':
    'La luz es la primera de los pintores (véase [choosing](choosing.md "How to choose")).',
    r"Costs 5 \* 3 = 15 coins[^1], about `snake_case` and <https://example.org/lamps>.":
    r"Cuesta 5 \* 3 = 15 monedas[^1], unas `snake_case` y <https://example.org/lamps>.",
    r'Read _[the list](choosing.md "How to choose")_ & rest; 2 \< 3, a\_b, x\#1.':
    r'Lea _[la lista](choosing.md "How to choose")_ y descanse; 2 \< 3, a\_b, x\#1.',
    "Prices of last year.": "Precios del año pasado.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "words"), [("myst", r"a\_b, x\#1"), ("po4a", r"a\_b, x\#1"), ("mdpo", "a_b, x#1")]
)
def test_every_message_of_another_tools_catalog_is_taken_over(tool, words):
    done = import_content(messages("lamp.md"), foreign(f"{tool}.po"))
    expected = {msgid: text.replace(r"a\_b, x\#1", words) for msgid, text in LAMP.items()}
    assert said(done.catalog) == expected


def test_what_is_no_message_here_has_no_place():
    done = import_content(messages("lamp.md"), foreign("mdpo.po"))
    assert [(one.msgid, one.theirs.msgid_line) for one in done.outcomes if one.ours is None] == [
        ('[^1]: Prices "of"', 81),
        ('[choosing]: choosing.md "How to choose"', 86),
    ]


def test_lines_that_only_wrapped_a_text_are_joined_as_its_script_asks():
    assert said(import_content(messages("raw.md"), foreign("raw.po")).catalog) == {
        "The _reading_ lamp": "*読書*用ランプ",
        "A lamp on the desk throws its light _downwards_, and your eyes rest when they leave the"
        " page.": "机のランプは光を*下に*投げ、ページから目を離すと LED の光から目が休まります。",
        "Never look _into_ the bulb, even for a moment": "一瞬でも電球を*直接*見ないでください",
    }


@pytest.mark.parametrize("text", ["Una\nlínea", "*tal* cual", "a\\_b"])
def test_what_matches_word_for_word_is_taken_word_for_word(text):
    assert imported("One line", {"One line": text}) == text


@pytest.mark.parametrize(
    ("ours", "theirs", "text", "expected"),
    [
        ("_a_ b", "*a*\nb", "*á*\nb", "_á_ b"),
        ("a  \nb", "a b", "á b", "á b"),
        ("a  \nb", "a\\\nb", "á\\\nb", "á  \nb"),
        (r"2 \< 3", "2 < 3", "2 < 3", r"2 \< 3"),
        (r"\# 1", "# 1", "# 1", r"\# 1"),
        (r"`a\|b` c", "`a|b`  c", "`a|b` ç", r"`a\|b` ç"),
        ("<https://a.org>", "[https://a.org](https://a.org)", "<https://a.org>", "<https://a.org>"),
        ("Note [^n]", "Note\n[^n]", "Nota[^n]", "Nota[^n]"),
        ("Said", "> Said\n> ", "> Dicho\n", "Dicho"),
        ("Body", "[^n]: Body", "[^n]: Texto", "Texto"),
    ],
)
def test_what_renders_alike_is_the_same_message(ours, theirs, text, expected):
    assert imported(ours, {theirs: text}) == expected


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("_a_ b", "**a** b"), ("`a`", "a"), ("a", "A"), ("a.", "a"), ("a _b_\nc\n", "a *b* c")],
)
def test_what_renders_otherwise_is_not(ours, theirs):
    assert imported(ours, {theirs: "x"}) == ""


@pytest.mark.parametrize(
    ("theirs", "text", "expected"),
    [
        ("[a][x] and [b][y]", "[β][y] y [α][x]", "[β](b.md) y [α](a.md)"),
        ("[a] and [b][]", "[α][a] y [β][b]", "[α](a.md) y [β](b.md)"),
        ("[a](old.md) and [b](b.md)", "[α](old.md) y [β](b.md)", "[α](a.md) y [β](b.md)"),
        ("[a][x] and [b][y]", "[α][x] y [β](https://es.org)", "[α](a.md) y [β](https://es.org)"),
        ("[a][x] and [b][y]", "[α] y [β][y]", r"~\[α\] y [β](b.md)"),
        ("[a][x] and [b][x]", "[α][x] y [β][x]", "~[α](b.md) y [β](b.md)"),
    ],
)
def test_links_lead_where_ours_do(theirs, text, expected):
    assert imported("[a](a.md) and [b](b.md)", {theirs: text}) == expected


def test_each_message_that_differs_only_in_its_link_takes_its_own():
    done = import_content(empty("[next](a.md)", "[next](b.md)"), catalog({"[next][x]": "[más][x]"}))
    assert list(said(done.catalog).values()) == ["[más](a.md)", "[más](b.md)"]


def test_a_table_in_one_message_is_taken_apart_where_its_translation_is_as_long():
    table = "| A | B |\n|---|---|\n| c | d |\n"
    longer = f"{table}| e | f |\n"
    ours = empty("A", "B", "c", "x")
    whole = import_content(ours, catalog({table: table.upper()}))
    assert said(whole.catalog) == {"A": "A", "B": "B", "c": "C", "x": ""}
    assert [one.msgid for one in whole.outcomes if one.ours is None] == ["d"]
    assert import_content(ours, catalog({table: longer})).catalog is ours


def test_what_is_translated_stays():
    ours = catalog({"One": "Uno", "Two": "Dos", "Three": "~Tres"})
    done = import_content(ours, catalog({"One": "Un", "Two": "Dos", "Three": "Trés"}))
    assert done.catalog.encode() == ours.encode()
    found = {one.msgid: (one.taken, one.there, one.refused) for one in done.outcomes}
    assert found == {
        "One": (False, False, True),
        "Two": (False, True, False),
        "Three": (False, False, True),
    }
    [refused] = [one for one in done.outcomes if one.msgid == "One"]
    assert (refused.ours.msgstr, refused.texts) == (("Uno",), ("Un",))


def test_only_the_lines_of_what_is_taken_over_change():
    ours = empty("One", "Two")
    before = ours.encode().decode()
    done = import_content(ours, catalog({"Two": "Dos"}))
    expected = before.replace('msgid "Two"\nmsgstr ""', 'msgid "Two"\nmsgstr "Dos"')
    assert done.catalog.encode().decode() == expected


def test_what_waits_for_somebody_to_confirm_it_still_does():
    theirs = catalog({"One": "~Uno"}, previous_msgid="Won")
    [taken] = import_content(empty("One"), theirs).catalog.entries
    assert (taken.msgstr, taken.fuzzy, taken.previous_msgid) == (("Uno",), True, "Won")


def test_a_confirmed_translation_goes_before_a_fuzzy_one():
    assert imported("_One_", {"_One_": "~Fuzzy", "*One*": "*Uno*"}) == "_Uno_"


def test_a_translators_note_comes_along_and_other_flags_do_not():
    theirs = catalog({"One": "Uno"}, comments=("Sic.",)).entries[0].replace(flags=("no-wrap",))
    [taken] = import_content(empty("One"), new_file(HEADER, [theirs])).catalog.entries
    assert (taken.comments, taken.flags) == (("Sic.",), ())


def test_an_obsolete_translation_counts_word_for_word():
    theirs = catalog({"One": "Uno", "*Two*": "*Dos*", "Gone": "Ido"}, obsolete=True)
    done = import_content(empty("One", "_Two_"), theirs)
    assert said(done.catalog) == {"One": "Uno", "_Two_": ""}
    assert [one.msgid for one in done.outcomes] == ["One"]


def test_another_context_is_for_somebody_to_confirm():
    ours = new_file(HEADER, [entry(msgid="Open", msgctxt="verb"), entry(msgid="Shut")])
    theirs = new_file(
        HEADER,
        [
            entry(msgid="Open", msgstr=("Abierto",)),
            entry(msgid="Open", msgctxt="verb", msgstr=("Abrir",)),
            entry(msgid="Shut", msgctxt="verb", msgstr=("Cerrar",)),
        ],
    )
    done = import_content(ours, theirs)
    assert said(done.catalog) == {"Open": "Abrir", "Shut": "~Cerrar"}
    assert [one.texts for one in done.outcomes if one.refused] == [("Abierto",)]


@given(
    st.dictionaries(
        st.sampled_from(["a", "_b_", "*b*", "[c](d)", "[c][d]", "> e", "e"]),
        st.sampled_from(["", "x", "~x", "*y*", "[z][d]", "> x"]),
    )
)
def test_a_second_import_changes_no_byte(theirs):
    ours = catalog({"a": "", "_b_": "", "[c](f)": "", "e": "kept"})
    once = import_content(ours, catalog(theirs)).catalog
    again = import_content(once, catalog(theirs))
    assert again.catalog.encode() == once.encode()
    assert not any(one.taken for one in again.outcomes)
    assert said(once)["e"] == "kept"


# --- the interface --------------------------------------------------------------------------


def plural(texts, forms, msgid="%(n)s page", msgid_plural="%(n)s pages"):
    made = entry(msgid=msgid, msgid_plural=msgid_plural, msgstr=texts)
    return new_file({"Language": "es", "Plural-Forms": forms}, [made])


TWO = "nplurals=2; plural=n != 1;"
SWAPPED = "nplurals=2; plural=n == 1;"
THREE = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"


@pytest.mark.parametrize(
    ("ours", "theirs", "texts", "expected"),
    [
        (TWO, TWO, ("a", "b"), ("a", "b")),
        (TWO, SWAPPED, ("b", "a"), ("a", "b")),
        (THREE, TWO, ("a", "b"), ("a", "b", "b")),
        (TWO, THREE, ("a", "m", "b"), ("~a", "~b")),
        ("broken", TWO, ("a", "b"), ("a", "b", "b")),
        (TWO, THREE, ("a", "b"), ("", "")),
    ],
)
def test_plural_forms_go_where_the_rules_of_both_say(ours, theirs, texts, expected):
    count = len(expected)
    file = plural(("",) * count, ours)
    file = parse(file.encode(), file="es.po", locale="es")
    [taken] = import_interface(file, plural(texts, theirs)).catalog.entries
    assert tuple(f"{'~' * taken.fuzzy}{text}" for text in taken.msgstr) == expected


def test_an_interface_message_is_the_same_letter_by_letter():
    ours = empty("_Read_ %(n)s", "Open")
    done = import_interface(ours, catalog({"*Read* %(n)s": "x", "Open": "Abrir"}))
    assert said(done.catalog) == {"_Read_ %(n)s": "", "Open": "Abrir"}
    singular = import_interface(empty("%(n)s page"), plural(("a", "b"), TWO))
    assert said(singular.catalog) == {"%(n)s page": ""}


def test_a_message_of_one_domain_is_no_misfit_in_the_other():
    theirs = catalog({"Lamp": "Lámpara", "Open": "Abrir", "Both": "Ambos", "Neither": "Ninguno"})
    content = import_content(catalog({"Lamp": "", "Both": "Los dos"}), theirs)
    interface = import_interface(empty("Open", "Both"), theirs)
    found = most_telling([*content.outcomes, *interface.outcomes])
    assert {(one.msgid, one.taken, one.refused) for one in found} == {
        ("Lamp", True, False),
        ("Open", True, False),
        ("Both", True, False),
        ("Neither", False, False),
    }
    assert len(found) == 4
