"""What a static host must add, for people: what files cannot say themselves."""

from collections.abc import Iterator
from typing import Final

from pwa.export.rules import MATCHED, MEDIA_TYPES, NOT_SENT, Host, Rule, rules

_WORDS: Final = {MATCHED: "(what the first brackets hold)", NOT_SENT: "(not sent)"}

_SIBLINGS: Final = """\
Files .br and .gz, if any: in place of those they compress (nginx: brotli_static and gzip_static;
Caddy: precompressed br gzip).
Unknown addresses: 404 with 404.html. A missing slash: redirect to the one with it."""


def host_notes(host: Host) -> str:
    """Return what a static host must add: what files cannot say themselves."""
    base = host.addresses.base
    return "\n".join(
        (
            f"Serve the folder at {base}/. For nginx and Caddy, `pwa hosting` prints a",
            "configuration; Netlify and Cloudflare Pages read _headers and _redirects in it.",
            "Any other host is to add, by the end of a file's name:",
            "",
            *(f"    .{suffix}: {media_type}" for suffix, media_type in MEDIA_TYPES.items()),
            "",
            f"and by what follows {base}, in regular expressions;",
            "of several that set the same header, the last one counts:",
            "",
            *(line for rule in rules(host) for line in _lines(rule, host)),
            _SIBLINGS,
            *_redirects(host),
        )
    )


def _lines(rule: Rule, host: Host) -> Iterator[str]:
    everything, tag = rules(host)[0], host.source_locale
    yield f"{rule.what[0].upper()}{rule.what[1:]}: {rule.pattern}"
    for name, value in rule.headers:
        # What everything is sent with is said once.
        if rule == everything or (name, value) not in everything.headers:
            yield f"    {name}: {_WORDS.get(value, value)}"
    for name, values in rule.own.items():
        yield f"    {name}: {values[tag]} (in /{tag}/; likewise in the others)"
    yield ""


def _redirects(host: Host) -> Iterator[str]:
    if host.moved:
        yield "Redirect permanently (each has a page that leads there as well):"
    for old, now in host.moves():
        yield f"    {old} -> {now}"
