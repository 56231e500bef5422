"""Templates for translators: content.pot from the Markdown, interface.pot from the code.

References name files and no lines, and the creation date moves only with the messages, so
that a second run changes no byte and an edit shows as that edit alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from babel.messages.extract import extract_from_dir
from jinja2 import TemplateSyntaxError

from pwa.errors import Finding, SiteError
from pwa.source.markdown import plain_text
from pwa.source.message import SEGMENTER, Key, Message
from pwa.source.publication import Publication
from pwa.translation.migrating import FIELD
from pwa.translation.po import Entry, PoFile, entry, new_file, unfilled_header

# How Jinja's own extractor must read our templates: as `pwa.pages.templates` renders them.
_METHODS: Final = [("**.py", "python"), ("**.html", "jinja2")]
_OPTIONS: Final = {
    "**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true",
                "silent": "false"}
}  # fmt: skip
_COMMENT_TAGS: Final = ("Translators:",)


def content_template(publication: Publication, *, before: PoFile | None, now: str) -> PoFile:
    """Return content.pot: every message of the publication, in reading order.

    `before` is the present template and `now` the moment (`2026-11-23 08:00+0000`) that stands
    in the header if messages have changed since.
    """
    entries = _collected(_entry(*described) for described in _described(publication))
    segmenter = {FIELD: str(SEGMENTER)}
    return _template(publication.settings.title, entries, segmenter, before=before, now=now)


def _described(publication: Publication) -> Iterator[tuple[Message, str, tuple[str, ...]]]:
    """Yield each message with its file and what translators are told about it."""
    for message in publication.outside:
        yield message, "content/publication.toml", _comments(message, message.place)
    for section in publication.sections:
        title = plain_text(section.title.msgid)
        for message in section.messages:
            yield message, section.file, _comments(message, f"{title}: {message.place}")


def _comments(message: Message, place: str) -> tuple[str, ...]:
    return (place, *message.comment.splitlines())


def _entry(message: Message, file: str, comments: tuple[str, ...]) -> Entry:
    return entry(
        msgctxt=message.msgctxt, msgid=message.msgid, extracted=comments, references=(file,)
    )


def interface_template(
    root: Path, folders: Sequence[str], *, name: str, before: PoFile | None, now: str
) -> PoFile:
    """Return interface.pot: the messages of the Python code and Jinja templates in folders.

    `folders` are relative to `root`, as references name them; `name` is that of the project.
    """
    entries = _collected(
        _interface_entry(f"{folder}/{file}", found, tuple(comments), context)
        for folder in folders
        for file, found, comments, context in sorted(_extracted(root, folder), key=_by_file)
    )
    return _template(name, entries, {}, before=before, now=now)


def _extracted(
    root: Path, folder: str
) -> Iterator[tuple[str, str | tuple[str, ...], list[str], str | None]]:
    """Yield file, message, comments and context. Raises SiteError for a faulty template."""
    files = [""]
    found = extract_from_dir(
        root / folder, method_map=_METHODS, options_map=_OPTIONS, comment_tags=_COMMENT_TAGS,
        strip_comment_tags=True, callback=lambda file, *_: files.append(file),
    )  # fmt: skip
    try:
        for file, _, message, comments, context in found:
            yield Path(file).as_posix(), message, comments, context
    except TemplateSyntaxError as error:
        fault, file = f"not a template: {error.message}", f"{folder}/{Path(files[-1]).as_posix()}"
        raise SiteError(Finding(fault, file, error.lineno)) from error


def _by_file(found: tuple[str, object, object, object]) -> str:
    return found[0]


def _interface_entry(
    file: str, message: str | tuple[str, ...], comments: tuple[str, ...], context: str | None
) -> Entry:
    one, many = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
    return entry(
        msgctxt=context,
        msgid=one,
        msgid_plural=many,
        msgstr=("", "") if many else ("",),
        extracted=comments,
        references=(file,),
        flags=("python-format",) if "%(" in one else (),
    )


def _collected(entries: Iterable[Entry]) -> Iterable[Entry]:
    made: dict[Key, Entry] = {}
    for each in entries:
        known = made.get(each.key)
        made[each.key] = _merged(known, each) if known else each
    return made.values()


def _merged(known: Entry, again: Entry) -> Entry:
    """One message used in several places; a plural form given in any of them counts."""
    plural = known if known.msgid_plural else again
    return entry(
        msgctxt=known.msgctxt,
        msgid=known.msgid,
        msgid_plural=plural.msgid_plural,
        msgstr=plural.msgstr,
        extracted=tuple(dict.fromkeys((*known.extracted, *again.extracted))),
        references=tuple(dict.fromkeys((*known.references, *again.references))),
        flags=tuple(dict.fromkeys((*known.flags, *again.flags))),
    )


def _template(
    name: str,
    entries: Iterable[Entry],
    more: Mapping[str, str],
    *,
    before: PoFile | None,
    now: str,
) -> PoFile:
    def made(date: str) -> PoFile:
        header = unfilled_header({"Project-Id-Version": name, "POT-Creation-Date": date})
        return new_file(header | dict(more), kept, flags=("fuzzy",))

    kept = tuple(entries)
    if before:
        unchanged = made(before.header.get("POT-Creation-Date", now))
        if unchanged.encode() == before.encode():
            return unchanged
    return made(now)
