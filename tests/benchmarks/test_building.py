"""How long releases take to make: whole, and after one changed sentence (a ratio in one run)."""

import random
import statistics
import time
from pathlib import Path

from pwa.release.builder import Builder
from pwa.site import load_site

SECTIONS, LOCALES = 100, ("ar", "de", "es", "fr", "hi", "ja", "pt_BR", "uk", "zh_Hans", "it")
WORDS = (Path(__file__).parents[2] / "content/a-tool-not-a-cure.md").read_text().split()
ROUNDS = 5


def generated(root: Path) -> Path:
    """A site with 100 sections of about 350 words and ten complete catalogs."""
    rng = random.Random(1)
    (root / "content").mkdir()
    settings = 'title = "Book"\n[review]\nshow = "translated"\n'
    (root / "content/publication.toml").write_text(settings)
    paragraphs = [[sentence(rng) for _ in range(14)] for _ in range(SECTIONS)]
    for number, texts in enumerate(paragraphs):
        body = "\n\n".join(texts)
        (root / f"content/s{number:03}.md").write_text(f"# Section {number}\n\n{body}\n")
    for locale in LOCALES:
        write_catalog(root, locale, paragraphs)
    return root


def sentence(rng: random.Random) -> str:
    words = (rng.choice(WORDS).strip("*_#`[]()>-|!") for _ in range(25))
    return "A " + " ".join(word for word in words if word.isalpha()) + "."


def write_catalog(root: Path, locale: str, paragraphs: list[list[str]]) -> None:
    texts = {text for section in paragraphs for text in section}
    texts |= {f"Section {number}" for number in range(SECTIONS)}
    entries = "".join(f'\nmsgid "{text}"\nmsgstr "{locale} {text}"\n' for text in sorted(texts))
    path = root / f"locales/{locale}/LC_MESSAGES/content.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    path.write_text(head + entries, encoding="utf-8")


def seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_one_changed_sentence_costs_a_small_part_of_the_whole(tmp_path):
    root = generated(tmp_path)
    builder = Builder(environ={"SOURCE_DATE_EPOCH": "0"})
    site = load_site(root, environ={})
    whole = seconds(lambda: builder.build(site))
    catalog = root / "locales/es/LC_MESSAGES/content.po"
    after = []
    for number in range(ROUNDS):
        text = catalog.read_text(encoding="utf-8")
        catalog.write_text(text.replace('msgstr "es', f'msgstr "es{number}', 1), encoding="utf-8")
        made = builder.memo.made
        after.append(seconds(lambda: builder.build(site)))
        assert builder.memo.made > made
    ratio = statistics.median(after) / whole
    print(f"\n{SECTIONS} sections x {len(LOCALES) + 1} locales: one sentence / whole = {ratio:.3f}")
    print(f"whole {whole:.2f} s, one sentence {statistics.median(after):.3f} s on this machine")
    assert ratio < 0.15
