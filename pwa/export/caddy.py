"""A configuration of Caddy that answers from an exported folder as our own server does."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pwa.export.readers import misspelt, wanted
from pwa.export.rules import MATCHED, MEDIA_TYPES, NOT_SENT, Host, Rule, rules
from pwa.pages.policy import Headers, common_headers, hosted_headers

# What is no page: what the export keeps for itself, for other hosts, or compressed for this one.
_HIDDEN: Final = r"(/\.|(/index\.html|/404\.html|\.br|\.gz|/_headers|/_redirects)$)"

_SITE: Final = """\
# Written by `pwa hosting caddy`: a whole Caddyfile, or a part to import. It follows from settings
# and languages, not from texts: write it anew when these change, or sections move.

{origin} {{
    root * "{folder}"
{maps}
    handle_path {path}/* {{
        route {{
{common}
            # The validator is the ETag: a file's date says when it came to this machine.
            header {{
                -Last-Modified
                -Accept-Ranges
                defer
            }}
            @refused not method GET HEAD
            header @refused Allow "GET, HEAD"
            respond @refused 405
            @doorway path / /start
            header @doorway Cache-Control "private, no-store"
            header @doorway Vary Accept-Language
            redir @doorway {path}/{{pwa_reader}}/{{pwa_query}} 302
            redir /start/ {path}/start{{pwa_query}} 301
            @searched path_regexp searched "^/({tags})/search/$"
            redir @searched {path}/{{re.searched.1}}/search{{pwa_query}} 301
            @moved expression "{{pwa_moved}} != ''"
            redir @moved {{pwa_moved}}{{pwa_query}} 301
            @hidden path_regexp "{hidden}"
            error @hidden 404
            @search path_regexp search "^/({tags})/search$"
            rewrite @search {{path}}/index.html
            @folder path */
            rewrite @folder {{path}}index.html
            @there file {{path}}
            route @there {{
                header Content-Type {{pwa_type}}
{headers}
                @varies file {{path}}.gz
                header @varies {{
                    Vary Accept-Encoding
                    defer
                }}
                file_server {{
                    precompressed br gzip
                    disable_canonical_uris
                }}
            }}
            @page file {{pwa_meant}}/index.html
            redir @page {path}{{pwa_meant}}/{{pwa_query}} 301
            @file file {{pwa_meant}}
            redir @file {path}{{pwa_meant}}{{pwa_query}} 301
            error 404
        }}
    }}
    handle {{
        error 404
    }}
    handle_errors {{
{lost}
        header {{
            -Last-Modified
            -Accept-Ranges
            Vary "{{pwa_vary}}"
            defer
        }}
        rewrite * /{{pwa_lost}}/404.html
        file_server {{
            precompressed br gzip
        }}
    }}
}}
"""


def caddy(host: Host, folder: Path) -> str:
    """Return the configuration; `folder` is where the export lies."""
    https = host.addresses.is_secure
    framed = (*hosted_headers(https=https), ("cache-control", "no-store"))
    return _SITE.format(
        origin=host.addresses.origin,
        path=host.addresses.prefix,
        folder=_escaped(str(folder)),
        tags=host.tags,
        hidden=_HIDDEN,
        maps="\n".join(_maps(host)),
        common=_headers(12, "header", common_headers(https=https)),
        headers="\n".join(_rule(number, rule) for number, rule in enumerate(rules(host))),
        lost=_headers(8, "header", (*framed, ("content-language", "{pwa_lost}"))),
    )


def _maps(host: Host) -> Iterator[str]:
    path = "{http.request.orig_uri.path}"
    root = re.escape(host.addresses.prefix)
    yield _map("{query}", "pwa_query", [("", "")], "?{query}")
    readers = [(f"~(?i){pattern}", locale) for pattern, locale in wanted(host.locales)]
    yield _map("{header.Accept-Language}", "pwa_reader", readers, host.source_locale)
    named = f"~^{root}/({host.tags})(/.*)?$"
    yield _map(path, "pwa_lost", [(named, "${1}")], "{pwa_reader}")
    yield _map(path, "pwa_vary", [(named, "Accept-Encoding")], "Accept-Language, Accept-Encoding")
    yield _map(path, "pwa_meant", _meant(host), "")
    yield _map("{pwa_meant}", "pwa_moved", _moved(host), "")
    types = [(rf"~\.{suffix}$", kind) for suffix, kind in MEDIA_TYPES.items()]
    yield _map("{path}", "pwa_type", types, "application/octet-stream")
    for number, rule in enumerate(rules(host)):
        for name, values in rule.own.items():
            entries = [(tag, _escaped(value)) for tag, value in values.items()]
            yield _map(f"{{re.rule{number}.1}}", _variable(number, name), entries, "")


def _map(source: str, name: str, entries: Iterable[tuple[str, str]], default: str) -> str:
    lines = "".join(f'        "{pattern}" "{value}"\n' for pattern, value in entries)
    return f'    map {source} {{{name}}} {{\n{lines}        default "{default}"\n    }}'


def _meant(host: Host) -> Iterator[tuple[str, str]]:
    """The address that each means, without the publication's path and a slash at its end."""
    root = re.escape(host.addresses.prefix)
    yield f"~^{root}/({host.tags})((/.*?)??)/?$", "/${1}${2}"
    for locale, spelt in misspelt(host.locales).items():
        yield f"~^(?i:{root}/({spelt}))((/.*?)??)/?$", f"/{locale}${{2}}"
    yield f"~^{root}(/.*?)/?$", "${1}"


def _moved(host: Host) -> Iterator[tuple[str, str]]:
    for old, now in host.moved.items():
        pattern = f"~^/({host.tags})/{re.escape(old)}$"
        yield pattern, f"{host.addresses.prefix}/${{1}}/{now}/"


def _rule(number: int, rule: Rule) -> str:
    name = f"rule{number}"
    matched = f"{{re.{name}.1}}"
    headers = (
        *((n, matched if v == MATCHED else v) for n, v in rule.headers),
        *((n, f"{{{_variable(number, n)}}}") for n in rule.own),
    )
    matcher = f'{"":16}@{name} path_regexp {name} "{rule.pattern}"'
    return "\n".join((f"{'':16}# {rule.what}", matcher, _headers(16, f"header @{name}", headers)))


def _variable(number: int, name: str) -> str:
    return f"pwa_rule{number}_{name.replace('-', '_')}"


def _headers(indent: int, directive: str, headers: Headers) -> str:
    lines = (f'{n} "{_escaped(v)}"' if v != NOT_SENT else f"-{n}" for n, v in headers)
    return "\n".join(f"{'':{indent}}{directive} {line}" for line in lines)


def _escaped(text: str) -> str:
    """A text within quotation marks."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
