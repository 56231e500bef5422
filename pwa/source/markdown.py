"""Markdown and messages: what a section says, block by block, and what it looks like translated.

A document is parsed once. Its messages are the blocks that catalogs translate, in their normal
form (pwa/source/normal_form.py). It is rendered once for each language: a translated block from
its message, parsed inline with the document's references; any other from the source itself.
"""

from collections.abc import Iterator, Mapping

from pwa.source.commonmark import Env, fresh_env, parse_blocks, parse_inline, standalone_env
from pwa.source.inline import InlineWriter, Resolve, attribute, plain
from pwa.source.prose import is_plain
from pwa.source.rendering import Mark, Piece, Rendering, Translate, inline_html
from pwa.source.segmentation import Segmentation


class Document:
    """A parsed section. It never changes, and several threads may render it at once.

    `messages` are in document order, repeats kept, the title (the first h1, where it is a
    message) at its place; `links` and `anchors` (the ids in the body) are the source's, and so is
    `title_anchor`, for whoever writes the h1; `findings` are warnings for the author.
    """

    def __init__(self, segmentation: Segmentation, env: Env) -> None:
        """Take over what segmentation found; use `parse`."""
        self.messages = tuple(segmentation.messages)
        self.links = tuple(segmentation.links)
        self.title = segmentation.title
        self.title_anchor = segmentation.title_anchor
        self._body: tuple[Piece, ...] = tuple(segmentation.pieces)
        self._notes = segmentation.notes
        self._env = env
        self._referred = segmentation.referred
        labels = dict.fromkeys([*self._referred, *segmentation.notes])
        self._numbers = {label: number for number, label in enumerate(labels, 1)}
        self.anchors = frozenset([*segmentation.anchors, *self._note_anchors()])
        self.findings = tuple(segmentation.findings)

    def render(
        self,
        *,
        translate: Translate,
        resolve: Resolve,
        fallback: Mapping[str, str] | None = None,
        shift: int = 0,
        id_prefix: str = "",
        mark: Mark | None = None,
    ) -> str:
        """The section's body in one language: all but the title.

        `translate` gives a message's translation; None shows the source, in a block that carries
        the `fallback` attributes (say `{"lang": "en", "dir": "ltr"}`). `resolve` gives every
        destination its address on the page. `shift` moves headings down; `id_prefix` goes before
        every id, and before links to them, where several sections share a page. `mark` gives the
        block of a message further attributes.
        """
        targets = self.anchors | {self.title_anchor}
        writer = InlineWriter(resolve, notes=self._numbers, anchors=targets, prefix=id_prefix)
        rendering = Rendering(writer, fresh_env(self._env), translate, fallback, shift, mark)
        return rendering.html(self._body) + self._endnotes(rendering)

    def _endnotes(self, rendering: Rendering) -> str:
        # Every note is written before any is left out: a note may refer to another one.
        written = {label: rendering.html(self._notes[label]) for label in self._numbers}
        referred = rendering.writer.referred
        shown = [label for label in written if label in self._referred or referred[label]]
        items = "".join(_endnote(rendering.writer, label, written[label]) for label in shown)
        return f'<section class="footnotes">\n<ol>\n{items}</ol>\n</section>\n' if items else ""

    def _note_anchors(self) -> Iterator[str]:
        for label in self._referred:
            yield f".fn-{self._numbers[label]}"
            yield f".fnref-{self._numbers[label]}"


def parse(text: str, *, file: str, first_line: int = 1) -> Document:
    """Parse a section's Markdown, without its front matter.

    `file` and `first_line` (where the text begins in it) are for messages and findings. A block
    of more than MAX_MESSAGE characters is a SourceError.
    """
    env: Env = {}
    segmentation = Segmentation(parse_blocks(text, env), env, file, first_line)
    return Document(segmentation, env)


def render_inline(text: str, *, resolve: Resolve) -> str:
    """The inline HTML of a message that stands alone, such as a summary or tagline."""
    return inline_html(text, {}, InlineWriter(resolve))


def plain_text(text: str) -> str:
    """A message without its markup and footnotes, for titles and descriptions."""
    return text if is_plain(text) else plain(parse_inline(text, standalone_env(text)))


def _endnote(writer: InlineWriter, label: str, body: str) -> str:
    """One footnote; its links back go to the end of its last paragraph."""
    count = writer.referred[label]
    links = "".join(_link_back(writer, label, number) for number in range(1, count + 1))
    paragraph, closing = body.removesuffix("</p>\n"), "</p>\n"
    if paragraph == body:
        closing = ""
    return f"<li{attribute('id', writer.note_id(label))}>{paragraph}{links}{closing}</li>\n"


def _link_back(writer: InlineWriter, label: str, number: int) -> str:
    target = attribute("href", f"#{writer.reference_id(label, number)}")
    again = f"<sup>{number}</sup>" if number > 1 else ""
    # U+FE0E asks for the arrow as text: some devices would draw an emoji.
    return f' <a{target} class="footnote-back" role="doc-backlink">↩\ufe0e{again}</a>'
