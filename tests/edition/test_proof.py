import pytest

from pwa.edition.edition import Proof, make_edition
from pwa.edition.proof import proofed
from pwa.memo import Memo
from pwa.release.inputs import Reader
from pwa.site import load_site

TEXT = "# One\n\nFirst.\n\nSecond.\n\nThird.\n"
SETTINGS = 'title = "Book"\n[review]\nshow = "reviewed"\n'


@pytest.fixture
def both(make_site):
    """The section as readers see it, and as a proof."""
    catalog = {"One": "Uno", "First.": "~Primero.", "Second.": ""}
    root = make_site({"one": TEXT}, {"es": catalog}, settings=SETTINGS)
    inputs = Reader(Memo()).read(load_site(root, environ={}))
    one = inputs.locales["es"]
    edition = make_edition(inputs.publication, "es", one.catalog, one.ledger, Memo())
    return edition.sections[0], proofed(edition, one.catalog).sections[0]


def test_readers_see_nothing_of_a_proof(both):
    readers, _ = both
    assert (readers.texts, readers.proofs, readers.shown) == ({}, {}, "source")


def test_a_proof_shows_every_text_whatever_the_policy_says(both):
    _, proof = both
    assert set(proof.texts.values()) == {"Uno", "Primero."}
    assert proof.shown == "translation"


def test_a_proof_folds_nothing_away(make_site):
    """Who translates a section of high risk sees the translation, whatever readers see first."""
    settings = 'title = "Book"\n[review]\noutdated = "source"\n'
    root = make_site({"one": TEXT}, {"es": {"One": "Uno", "Second.": "Segundo."}}, settings)
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    fuzzy = '\n#, fuzzy\n#| msgid "Gone."\nmsgid "First."\nmsgstr "Primero."\n'
    catalog.write_text(catalog.read_text() + fuzzy)
    inputs = Reader(Memo()).read(load_site(root, environ={}))
    one = inputs.locales["es"]
    edition = make_edition(inputs.publication, "es", one.catalog, one.ledger, Memo())
    assert set(edition.sections[0].earlier.values()) == {"Uno", "Segundo."}
    proof = proofed(edition, one.catalog).sections[0]
    assert (proof.shown, proof.earlier) == ("translation", {})


def test_a_proof_tells_where_each_open_message_belongs(both):
    _, proof = both
    file = "locales/es/LC_MESSAGES/content.po"
    assert proof.proofs == {
        (None, "First."): Proof("fuzzy", f"{file}:10"),
        (None, "Second."): Proof("missing", f"{file}:13"),
        (None, "Third."): Proof("missing", file),
    }


def test_a_proof_changes_no_status(both):
    readers, proof = both
    assert readers.state == proof.state


def test_a_source_has_no_proof(make_site):
    inputs = Reader(Memo()).read(load_site(make_site(), environ={}))
    one = inputs.locales["en"]
    edition = make_edition(inputs.publication, "en", one.catalog, one.ledger, Memo())
    assert proofed(edition, one.catalog) is edition
