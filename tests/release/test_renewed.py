"""Whatever is saved, one after the other: a release is the one that is made from nothing."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.errors import PwaError
from pwa.release.builder import Builder
from pwa.site import load_site
from tests.conftest import po_text, signature, site_maker, write

DATED = {"SOURCE_DATE_EPOCH": "1700000000"}

SECTIONS = ("one", "two", "three")
SOURCES = ("# {}\n\nShared words.\n", "# {}\n\nOwn words of {}.\n\nShared words.\n", "# Same\n")
SAID = ("Book", "One", "Two", "Three", "Same", "Shared words.", "Own words of Two.", "Gone.")
TEXTS = ("", "~Viejo", "Texto", "Otro *texto*", "[enlace](one.md)")
SETTINGS = (
    'title = "Book"\ntagline = "About it"\n[review]\nshow_machine = "translated"\n',
    'title = "Book"\nname = "B"\ndiscreet = true\n[review]\nshow = "revised"\n',
    'title = "Book"\n[[parts]]\ntitle = "A part"\nsections = ["two", "one"]\n',
    "title =",
)
INTERFACE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Contents"\n'

MORE = (
    "# a comment\n",
    "msgid",
    '#, fuzzy\n#| msgid "Shared words."\nmsgid "Own words of One."\nmsgstr "Palabras"\n',
    '#~ msgid "Gone."\n#~ msgstr "Ido."\n',
)

LOCALES = st.sampled_from(["es", "ar"])
SECTION = st.sampled_from(SECTIONS)
EDITS = st.one_of(
    st.tuples(st.just("say"), LOCALES, st.sampled_from(SAID), st.sampled_from(TEXTS)),
    st.tuples(st.just("say"), LOCALES, st.sampled_from(SAID), st.sampled_from(TEXTS)),
    st.tuples(st.just("add"), LOCALES, st.sampled_from(MORE)),
    st.tuples(st.just("write"), SECTION, st.sampled_from(SOURCES)),
    st.tuples(st.just("remove"), SECTION),
    st.tuples(st.just("set"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("sign"), LOCALES, SECTION, st.sampled_from(["translation", "revision"])),
    st.tuples(st.just("speak"), LOCALES, st.sampled_from(["Lo que hay", ""])),
    st.tuples(st.just("leave"), LOCALES),
)  # fmt: skip


class Site:
    """A site that is edited."""

    def __init__(self, folder: Path) -> None:
        self.said = {locale: {"Book": "", "One": "Uno", "Two": "~Dos"} for locale in ("es", "ar")}
        self.root = site_maker(folder)({one: _source(one, SOURCES[1]) for one in SECTIONS})
        for locale in self.said:
            self._write_catalog(locale)

    def edit(self, what: str, where: str, *more: str) -> Path:
        """Carry out an edit, and return what changed on disk."""
        done: Path = getattr(self, f"_{what}")(where, *more)
        return done

    def _say(self, locale: str, msgid: str, text: str) -> Path:
        self.said[locale][msgid] = text
        return self._write_catalog(locale)

    def _add(self, locale: str, more: str) -> Path:
        return self._write_catalog(locale, f"\n{more}")

    def _write_catalog(self, locale: str, more: str = "") -> Path:
        path = self.root / f"locales/{locale}/LC_MESSAGES/content.po"
        write(path, po_text(self.said[locale], language=locale, more=more))
        return path

    def _write(self, section: str, text: str) -> Path:
        path = self.root / f"content/{section}.md"
        write(path, _source(section, text))
        return path

    def _remove(self, section: str) -> Path:
        path = self.root / f"content/{section}.md"
        path.unlink(missing_ok=True)
        return path

    def _set(self, text: str) -> Path:
        path = self.root / "content/publication.toml"
        write(path, text)
        return path

    def _sign(self, locale: str, section: str, step: str) -> Path:
        try:
            return signature(self.root, locale, section, step)
        except (PwaError, KeyError, ValueError):  # there is nothing to sign
            return self.root / "content"

    def _speak(self, locale: str, text: str) -> Path:
        path = self.root / f"locales/{locale}/LC_MESSAGES/interface.po"
        write(path, f'{INTERFACE}msgstr "{text}"\n')
        return path

    def _leave(self, locale: str) -> Path:
        path = self.root / f"locales/{locale}"
        shutil.rmtree(path, ignore_errors=True)
        return path


def _source(section: str, text: str) -> str:
    return text.format(section.title(), section.title())


def released(builder: Builder, site: Site, changed: list[Path] | None) -> Any:
    """All that is answered, but for packs of releases before; None where something is faulty."""
    try:
        begun = builder.begin(load_site(site.root, environ={}), changed)
        release = builder.complete(begun)
    except PwaError:
        return None
    if release is None or release.errors:
        return None
    answers = {
        **begun.answers,
        **{one.address: one.files[one.address] for one in release.packs.values()},
    }
    return (
        release.id,
        {a: (one.body, one.variant("identity").raw_headers) for a, one in answers.items()},
        {locale: (one.lost, one.failed) for locale, one in release.messages.items()},
        {address: make().body for address, make in release.later.items()},
    )


@settings(max_examples=8)
@given(st.lists(st.tuples(EDITS, st.booleans()), min_size=1, max_size=6))
def test_a_release_is_the_one_that_is_made_from_nothing(edits):
    with TemporaryDirectory() as folder:
        site, builder = Site(Path(folder)), Builder(environ=DATED)
        released(builder, site, None)
        for edit, is_tidied in edits:
            renewed = released(builder, site, [site.edit(*edit)])
            if is_tidied:
                builder.tidy()
            assert renewed == released(Builder(environ=DATED), site, None)
