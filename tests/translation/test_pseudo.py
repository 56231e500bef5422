import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.locales import direction
from pwa.source.markdown import plain_text, render_inline
from pwa.source.normal_form import with_texts
from pwa.translation.catalog import Interface
from pwa.translation.po import entry, new_file
from pwa.translation.pseudo import (
    PSEUDO_LOCALES,
    accented,
    lengthened,
    mirrored,
    pseudo_content,
    pseudo_interface,
)

HEADER = {"Content-Type": "text/plain; charset=UTF-8"}


def rendered(text):
    return render_inline(text, resolve=lambda href, _image: href)


def template(*msgids, plural=None):
    forms = ("",) if plural is None else ("", "")
    return new_file(HEADER, [entry(msgid=m, msgid_plural=plural, msgstr=forms) for m in msgids])


def content(msgid, locale):
    [made] = pseudo_content(template(msgid), locale).entries
    return made.msgstr[0]


@given(st.text())
def test_accents_change_no_letter_into_another(text):
    bare = unicodedata.normalize("NFD", accented(text))
    assert len(accented(text)) == len(text)
    assert bare[:1] == unicodedata.normalize("NFD", text)[:1]


@given(st.text(alphabet="abc ", min_size=3, max_size=400))
def test_texts_grow_by_30_to_200_percent(text):
    grown = len(lengthened(text)) - len(text)
    assert 0.2 * len(text) <= grown <= 2.1 * len(text) + 1


def test_right_to_left_words_are_each_closed():
    assert mirrored("two words") == "\u202etwo\u202c \u202ewords\u202c"
    assert direction("ar-XB") == "rtl"


@pytest.mark.parametrize("locale", PSEUDO_LOCALES)
def test_markup_code_and_addresses_stay(locale):
    made = content("Read `code` and **this** [link](a.md#b) <https://x.example/>.", locale)
    html = rendered(made)
    for kept in ("<code>code</code>", "<strong>", 'href="a.md#b"', 'href="https://x.example/"'):
        assert kept in html
    assert ">https://x.example/<" in html
    assert "link" not in plain_text(made).split()


@pytest.mark.parametrize("locale", PSEUDO_LOCALES)
def test_interface_messages_keep_their_placeholders_and_tags(locale):
    plural = '<b class="count">%(count)s</b> of {n}'
    made = pseudo_interface(template("%(count)s of 100 %%", plural=plural), locale)
    interface = Interface.from_catalogs(locale, made)
    assert interface.findings == ()
    assert '<b class="count">%(count)s</b>' in interface.ngettext("%(count)s of 100 %%", "…", 3)


@given(st.text())
def test_texts_left_as_they_are_read_as_before(text):
    assert rendered(with_texts(text, lambda run: run)) == rendered(text)
