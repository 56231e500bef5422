"""A publication of any size, the same at every run: what the benchmarks are measured with.

`PWA_SECTIONS` and `PWA_LOCALES` scale it: 1,000 and 20 make catalogs of 8,000 messages each.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECTIONS: Final = int(os.environ.get("PWA_SECTIONS", "100"))
LOCALES: Final = int(os.environ.get("PWA_LOCALES", "10"))

# The source's first; folders of locales/ are named by gettext's rules.
TAGS: Final = (
    *("en", "es", "de", "fr", "ar", "ja", "zh_Hans", "pt_BR", "uk", "hi", "it", "nl", "pl", "tr"),
    *("sv", "cs", "ro", "ko", "vi", "fa", "el", "he", "da", "fi", "nb", "hu", "bg", "th", "id"),
)

ORIGIN: Final = Path(__file__).parents[2] / "content/a-tool-not-a-cure.md"
WORDS: Final = sorted(
    {word for word in ORIGIN.read_text(encoding="utf-8").split() if word.isalpha()}
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sections of eight messages and some 350 words in so many locales, the source's among them."""

    sections: int = SECTIONS
    locales: int = LOCALES

    @property
    def tags(self) -> tuple[str, ...]:
        """The locales' folders; beyond the real ones, private ones of the last (BCP 47, x)."""
        private = (f"{TAGS[-1]}_x_l{number}" for number in range(len(TAGS), self.locales))
        return (*TAGS[: self.locales], *private)

    @property
    def name(self) -> str:
        return f"{self.sections} sections x {self.locales} locales"

    def write(self, root: Path) -> Path:
        """Write it as a site and return its folder."""
        (root / "content").mkdir(parents=True)
        settings = 'title = "Book"\ntagline = "A long one"\n[review]\nshow = "translated"\n'
        (root / "content/publication.toml").write_text(settings, encoding="utf-8")
        sections = [messages(number) for number in range(self.sections)]
        for number, texts in enumerate(sections):
            (root / f"content/{section_id(number)}.md").write_text(
                markdown(texts), encoding="utf-8"
            )
        for tag in self.tags[1:]:
            path = catalog_path(root, tag)
            path.parent.mkdir(parents=True)
            path.write_text(catalog(tag, sections), encoding="utf-8")
        return root


def section_id(number: int) -> str:
    return f"s{number:04}"


def catalog_path(root: Path, tag: str) -> Path:
    return root / f"locales/{tag}/LC_MESSAGES/content.po"


def messages(number: int) -> tuple[str, ...]:
    """A title, a heading, four paragraphs and two items of a list."""
    rng = random.Random(number)
    return (
        f"Section {number}",
        f"What {' '.join(rng.choices(WORDS, k=4))} means, {number}",
        *(paragraph(rng, 70) for _ in range(4)),
        *(paragraph(rng, 30) for _ in range(2)),
    )


def paragraph(rng: random.Random, length: int) -> str:
    words = rng.choices(WORDS, k=length)
    words[5] = f"**{words[5]}**"
    words[9] = f"[{words[9]}](https://example.org/{words[9]})"
    return f"A {' '.join(words)}."


def markdown(texts: tuple[str, ...]) -> str:
    title, heading, *paragraphs, one, other = texts
    blocks = (
        f"# {title}",
        *paragraphs[:2],
        f"## {heading}",
        *paragraphs[2:],
        f"- {one}\n- {other}",
    )
    return "\n\n".join(blocks) + "\n"


def catalog(tag: str, sections: list[tuple[str, ...]]) -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(_entries(tag, sections))


def _entries(tag: str, sections: list[tuple[str, ...]]) -> Iterator[str]:
    for number, texts in enumerate(sections):
        for text in texts:
            where = f"#: content/{section_id(number)}.md\n"
            yield f'\n{where}msgid "{text}"\nmsgstr "{tag} {text}"\n'


def save_sentence(root: Path, tag: str, number: int, word: str) -> str:
    """Change the first words of a section's third message, as who saves a catalog does."""
    path = catalog_path(root, tag)
    text = path.read_text(encoding="utf-8")
    old = messages(number)[2]
    at = text.index(f'msgid "{old}"')
    start = text.index('msgstr "', at) + len('msgstr "')
    end = text.index(old, start)
    path.write_text(f"{text[:start]}{word} {text[end:]}", encoding="utf-8")
    return word
