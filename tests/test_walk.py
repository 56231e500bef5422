"""A translator's whole loop, from “I speak Italian” to a mended page, on one site.

After each step the difference of the catalog is what the step meant, and nothing else.
"""

import difflib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.translation.checks.run import CHECKS, HEADER_CHECKS
from pwa.translation.po import parse
from pwa.web.published import Published

IT = "locales/it/LC_MESSAGES"
SETTINGS = """title = "Garden"
short_name = "Garden"
publisher = "P"
contact = "c@x.org"
address = "https://garden.example.net/"
"""
GLOSSARY = 'source,translation,note\ncompost,composto,\n"by hand",!magia,no promises\n'

# A paragraph, a sound translation, and what a tired translator might write: by the check's code.
CONTENT = {
    "leftover-marks": ("Water at night.", "Annaffia di notte.", "** Annaffia ** di notte."),
    "links": ("Read [on](two.md).", "Leggi [oltre](two.md).", "Leggi [oltre](due.md)."),
    "images": ("See ![a leaf](leaf.svg).", "Ecco ![una foglia](leaf.svg).", "Ecco una foglia."),
    "code": ("Type `make test` first.", "Prima scrivi `make test`.", "Prima scrivi `fai prova`."),
    "bold": ("Dig **deep** holes.", "Scava buche **profonde**.", "Scava buche profonde."),
    "emphasis": ("Plants are _shy_.", "Le piante sono _timide_.", "Le piante sono timide."),
    "numbers": ("Wait 45 minutes.", "Aspetta 45 minuti.", "Aspetta 54 minuti."),
    "units": ("Give 50 mg of ash.", "Dai 50 mg di cenere.", "Dai 50 g di cenere."),
    "dates": ("On 10 October 2023.", "Il 10 ottobre 2023.", "Il 10 novembre 2023."),
    "negation": ("Do not cut it.", "Non tagliarlo.", "Taglialo."),
    "caution": ("Ash may help it.", "La cenere può aiutarlo.", "La cenere lo aiuta."),
    "end-mark": ("Does it drain?", "Drena bene?", "Drena bene"),
    "pairs": ("Keep it (dry).", "Tienilo (asciutto).", "Tienilo (asciutto."),
    "glossary": ("Use compost.", "Usa il composto.", "Usa il letame."),
    "forbidden": ("Sow by hand.", "Semina a mano.", "Semina con magia."),
    "double-space": ("Leave the leaves.", "Lascia le foglie.", "Lascia  le foglie."),
    "edge-space": ("Rain fills it.", "La pioggia lo riempie.", "La pioggia lo riempie. "),
    "invisible": ("Bees like blue.", "Le api amano il blu.", "Le api amano il\u200b blu."),
    "script": ("Behind the pond.", "Dietro lo stagno.", "Dietro la лужа."),
    "look-alike": ("Sharpen the knife.", "Affila il coltello.", "Affila il coltell\u043e."),
    "decomposed": ("Frogs eat, too.", "Le rane però mangiano.", "Le rane pero\u0300 mangiano."),
    "broken-character": ("Birds drink.", "Gli uccelli bevono.", "Gli uccelli bevon\ufffd."),
    "bidi": ("Close the gate.", "Chiudi il cancello.", "Chiudi \u202bil cancello."),
    "untranslated": ("The other water runs.", "L'altra acqua scorre.", "The other water runs."),
    "raw-html": ("Frost comes early.", "Il gelo arriva presto.", "Il <b>gelo</b> arriva presto."),
    "footnotes": ("A note[^1] on it.", "Una nota[^1] su ciò.", "Una nota su ciò."),
    "icon-length": ("Garden", "Giardino", "Il mio giardino"),
}  # fmt: skip
BESIDE = {"One": "Uno", "Seeds.": "Semi.", "Two": "Due", "Here it goes on.": "Qui si continua."}
SOUND = {source: good for source, good, _ in CONTENT.values()} | BESIDE

# Other languages' marks and letters; tests/translation/checks plants them.
OTHERS = {
    "french-spaces", "spanish-marks", "full-width-marks", "arabic-marks", "han", "bidi-marks",
    "letters",
}  # fmt: skip


class Walk:
    """A site on disk, and what a translator does to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / IT / "content.po"
        self.interface = root / IT / "interface.po"

    def pwa(self, *arguments: str, code: int = 0) -> str:
        command = ["--site", str(self.root), *arguments]
        done = CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": "0"})
        assert done.exit_code == code, done.output
        return done.output

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old} is there {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def translate(self, texts: dict[str, str]) -> None:
        for msgid, msgstr in texts.items():
            self.edit(self.content, entry(msgid, ""), entry(msgid, msgstr))

    def state(self, section: str = "one") -> dict:
        table = json.loads(self.pwa("status", "it", "--format", "json"))
        return table["locales"]["it"]["sections"][section]

    def lines(self) -> list[str]:
        return self.content.read_text(encoding="utf-8").splitlines()


def entry(msgid: str, msgstr: str) -> str:
    said = (json.dumps(text, ensure_ascii=False) for text in (msgid, msgstr))
    return "msgid {}\nmsgstr {}\n".format(*said)


def difference(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """Without the minute in which the template was made: it may be another one now."""
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    lines = [line for line in changed if "POT-Creation-Date" not in line]
    gone = [line[2:] for line in lines if line[0] == "-"]
    return gone, [line[2:] for line in lines if line[0] == "+"]


def msgstr(text: str) -> str:
    return f"msgstr {json.dumps(text, ensure_ascii=False)}"


@pytest.fixture
def walk(make_site):
    paragraphs = [source for source, _, _ in CONTENT.values() if source != "Garden"]
    one = "\n\n".join(["# One", *paragraphs, "[^1]: Seeds."])
    walk = Walk(make_site({"one": one, "two": "# Two\n\nHere it goes on."}, settings=SETTINGS))
    (walk.root / "content/leaf.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return walk


def test_from_a_new_locale_to_a_mended_page(walk, serve):
    # A new locale: every message there, none translated, and the page in English.
    walk.pwa("init", "it")
    assert walk.state()["status"] == "untranslated"

    # Ten messages translated in the file: they show, each under its own language.
    ten = dict(list(SOUND.items())[:10])
    before = walk.lines()
    walk.translate(ten)
    gone, come = difference(before, walk.lines())
    assert gone == ['msgstr ""'] * 10
    assert come == [msgstr(text) for text in ten.values()]
    page = serve(walk.root).get("/it/one/").text
    assert "Annaffia di notte." in page
    assert ' lang="en" dir="ltr">Does it drain?</p>' in page
    assert walk.state()["messages"]["translated"] == 10

    # The rest as well.
    walk.translate({msgid: text for msgid, text in SOUND.items() if msgid not in ten})
    walk.root.joinpath("locales/it/glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    assert walk.state()["status"] == "translated"
    assert json.loads(walk.pwa("check", "it", "--format", "json")) == []

    # The English changes by a word: the old translation is there still, but not shown.
    walk.edit(walk.root / "content/one.md", "Wait 45 minutes.", "Wait 45 minutes or more.")
    before = walk.lines()
    walk.pwa("update", "it")
    gone, come = difference(before, walk.lines())
    assert gone == ['msgid "Wait 45 minutes."']
    confirmed = next(line for line in come if line.startswith("#. last confirmed: "))
    assert come == [
        confirmed,
        "#, fuzzy",
        '#| msgid "Wait 45 minutes."',
        'msgid "Wait 45 minutes or more."',
    ]
    state = walk.state()
    assert (state["status"], state["outdated"]) == ("partial", True)
    client = serve(walk.root)
    assert ' lang="en" dir="ltr">Wait 45 minutes or more.</p>' in client.get("/it/one/").text

    # Mended in the file: text, and the mark taken away.
    before = walk.lines()
    marked = '#, fuzzy\n#| msgid "Wait 45 minutes."\n'
    now = "Wait 45 minutes or more."
    walk.edit(
        walk.content,
        marked + entry(now, "Aspetta 45 minuti."),
        entry(now, "Aspetta almeno 45 minuti."),
    )
    gone, come = difference(before, walk.lines())
    assert gone == ["#, fuzzy", '#| msgid "Wait 45 minutes."', msgstr("Aspetta 45 minuti.")]
    assert come == [msgstr("Aspetta almeno 45 minuti.")]
    assert (walk.state()["status"], walk.state()["outdated"]) == ("translated", False)
    assert "Aspetta almeno 45 minuti." in serve(walk.root).get("/it/one/").text

    # Done: nothing more to bring up to date, nothing wrong.
    before = walk.lines()
    walk.pwa("update", "it")
    assert difference(before, walk.lines()) == ([confirmed], [])
    walk.pwa("update", "it")
    assert difference(before, walk.lines()) == ([confirmed], [])
    assert json.loads(walk.pwa("check", "it", "--format", "json")) == []


def planted(walk: Walk) -> dict[str, int]:
    """Plant every fault of the content; return, by check, the line where it stands."""
    for source, good, bad in CONTENT.values():
        walk.edit(walk.content, entry(source, good), entry(source, bad))
    lines = walk.lines()
    return {code: lines.index(msgstr(bad)) + 1 for code, (_, _, bad) in CONTENT.items()}


def test_a_fault_of_every_kind_is_found_with_its_line_and_gone_once_mended(walk):
    walk.pwa("init", "it")
    walk.translate(SOUND)
    (walk.root / "locales/it/glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    sound, interface = walk.content.read_bytes(), walk.interface.read_bytes()
    wanted = planted(walk) | planted_in_the_interface(walk)
    found = json.loads(walk.pwa("check", "it", "--format", "json", code=1))
    places = {(one["code"], one["line"]) for one in found}
    assert set(wanted.items()) - places == set()
    every = {check.code for check in (*CHECKS, *HEADER_CHECKS)}
    assert every - set(wanted) == OTHERS
    walk.content.write_bytes(sound)
    walk.interface.write_bytes(interface)
    assert json.loads(walk.pwa("check", "it", "--format", "json")) == []


def planted_in_the_interface(walk: Walk) -> dict[str, int]:
    """Plant faults that content cannot have, in messages of the engine's own interface."""
    catalog = parse(walk.interface.read_bytes(), file="interface.po")
    long = "Una parola lunghissima che su nessun telefono starebbe mai su una riga sola"
    button = next(e for e in catalog.entries if any(t.startswith("a button") for t in e.extracted))
    value = next(e for e in catalog.entries if "%(" in e.msgid and e.msgid_plural is None)
    several = next(e for e in catalog.entries if e.msgid_plural is not None)
    changed = {
        button.key: button.replace(msgstr=(long,)),
        value.key: value.replace(msgstr=("Niente",)),
        several.key: several.replace(msgstr=("%(num)s cosa",)),
    }
    made = catalog.with_entries(changed.get(e.key, e) for e in catalog.entries)
    made = made.with_header_field("Plural-Forms", "nplurals=2; plural=(n > 5);")
    made = made.with_header_field("Language", "fr")
    walk.interface.write_bytes(made.encode())
    again = parse(walk.interface.read_bytes(), file="interface.po")
    at = {e.key: e.msgstr_line for e in again.entries}
    return {
        "button-length": at[button.key],
        "placeholders": at[value.key],
        "plural-count": at[several.key],
        "plural-rule": again.header_line("Plural-Forms"),
        "language": again.header_line("Language"),
    }


def test_a_file_that_cannot_be_read_is_told_with_its_line_and_keeps_the_page(walk):
    walk.pwa("init", "it")
    walk.translate(SOUND)
    published = Published(walk.root, nobody, environ={})
    text = walk.content.read_text(encoding="utf-8")
    broken = text.replace(msgstr("Uno"), 'msgstr "Uno')
    walk.content.write_text(broken, encoding="utf-8")
    [finding] = json.loads(walk.pwa("check", "it", "--format", "json", code=1))
    line = broken.splitlines().index('msgstr "Uno') + 1
    assert (finding["file"], finding["line"]) == (f"{IT}/content.po", line)
    assert finding["locale"] == "it"
    published.renew()
    assert "Annaffia di notte." in published.lookup("/it/one/").body.decode()
    assert [error.line for error in published.errors] == [line]


async def nobody(scope, receive, send):
    raise AssertionError("not asked for")
