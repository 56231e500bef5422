"""A configuration of nginx that answers from an exported folder as our own server does.

Headers are maps of status and address, sent from one place: nginx inherits `add_header` into no
block that has one of its own. Maps use regular expressions alone, as a hash's size would have to be
set for all sites of a machine.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pwa.export.readers import misspelt, wanted
from pwa.export.rules import MATCHED, MEDIA_TYPES, Host, rules
from pwa.memo import digest
from pwa.pages.policy import COMMON_HEADERS, TRANSPORT_HEADERS

# With which statuses headers are sent; of some, only with fewer. RFC 9110 §15.4.5: a 304 leaves out
# what the cache already knows of the content.
_SENT: Final = "(?:200|206|304|404)"
_SENT_WITH: Final = {
    "content-language": "(?:200|206|404)",
    "cdn-cache-control": "(?:200|206|304)",
}

# What is no page: what the export keeps for itself, for other hosts, or compressed for this one.
_HIDDEN: Final = r"(/\.(?!well-known/)|(/index\.html|\.br|\.gz|/_headers|/_redirects)$)"

_SITE: Final = """\
# Written by `pwa hosting nginx`, to stand in nginx's http block: in a file of its own under
# /etc/nginx/conf.d/. It follows from settings and languages, not from texts: write it anew when
# these change, or sections move.

{maps}
server {{
    # For https: `certbot --nginx`, or a certificate of your own and `listen 443 ssl`.
{listen}
    server_name {name};
    server_tokens off;
    # Readers leave no trace.
    access_log off;
    log_not_found off;
    absolute_redirect off;
    max_ranges 0;
    types {{
{types}
    }}
    default_type application/octet-stream;

    # What `pwa export --precompressed` wrote. Brotli needs Debian's
    # libnginx-mod-http-brotli-static; without it, take that line out.
    gzip_static on;
    brotli_static on;
    gzip_vary on;

    # The validator is the ETag: a file's date says when it came to this machine.
    add_header Last-Modified "";
{headers}
    error_page 404 {path}/${own}_lost/404.html;

    location = {path}/ {{ return 302 {path}/${own}_reader/$is_args$args; }}
    location = {path}/start {{ return 302 {path}/${own}_reader/$is_args$args; }}
    location = {path}/start/ {{ return 301 {path}/start$is_args$args; }}
    location {path}/ {{
        alias "{folder}/";
        try_files $uri ${{uri}}index.html @{own};
    }}
    location ~ "{hidden}" {{ return 404; }}
    location ~ "^{pattern}/(?<{own}_file>(.*/)?404\\.html)$" {{
        internal;
        alias "{folder}/${own}_file";
    }}
    location ~ "^{pattern}/(?<{own}_file>{tags})/search$" {{
        default_type "text/html; charset=utf-8";
        alias "{folder}/${own}_file/search/index.html";
    }}
    location ~ "^{pattern}/(?<{own}_file>{tags})/search/$" {{
        return 301 {path}/${own}_file/search$is_args$args;
    }}
{moves}
    location @{own} {{
        if (${own}_moved) {{ return 301 ${own}_moved$is_args$args; }}
        if (-f "{folder}${own}_meant/index.html") {{
            return 301 {path}${own}_meant/$is_args$args;
        }}
        if (-f "{folder}${own}_meant") {{ return 301 {path}${own}_meant$is_args$args; }}
        return 404;
    }}
}}
"""


def nginx(host: Host, folder: Path) -> str:
    """Return the configuration; `folder` is where the export lies."""
    own, path = _own(host), host.addresses.prefix
    return _SITE.format(
        own=own,
        path=path,
        pattern=re.escape(path),
        folder=_escaped(str(folder)),
        maps="\n".join(_maps(host)),
        listen="\n".join(f"    listen {place};" for place in _places(host)),
        name=re.sub(r":\d+$", "", urlsplit(host.addresses.base).netloc),
        types="\n".join(f'        "{kind}" {name};' for name, kind in MEDIA_TYPES.items()),
        headers="".join(
            f"    add_header {name} ${own}_{_variable(name)} always;\n" for name in _names(host)
        ),
        hidden=_HIDDEN,
        tags=host.tags,
        moves="\n".join(
            f'    location ~ "^{re.escape(path)}/(?<{own}_file>{host.tags})/{re.escape(old)}/$" '
            f"{{ return 301 {path}/${own}_file/{now}/$is_args$args; }}"
            for old, now in host.moved.items()
        ),
    )


def _own(host: Host) -> str:
    """What its variables begin with: nginx has them in common for all sites."""
    return f"pwa_{digest(host.addresses.base)[:6]}"


def _variable(name: str) -> str:
    return name.lower().replace("-", "_")


def _places(host: Host) -> list[str]:
    parts = urlsplit(host.addresses.base)
    port = (None if host.addresses.is_secure else parts.port) or 80
    is_number = re.fullmatch(r"[0-9.]+", parts.hostname or "")
    return [f"{parts.hostname}:{port}"] if is_number else [str(port), f"[::]:{port}"]


def _maps(host: Host) -> Iterator[str]:
    own, root = _own(host), re.escape(host.addresses.prefix)
    yield _map(
        "$http_accept_language",
        f"{own}_reader",
        [("default", host.source_locale)]
        + [(f"~*{pattern}", locale) for pattern, locale in wanted(host.locales)],
    )
    named = f"~^{root}/(?<{own}_named>{host.tags})(/|$)"
    yield _map("$uri", f"{own}_lost", [("default", f"${own}_reader"), (named, f"${own}_named")])
    yield _map("$uri", f"{own}_meant", list(_meant(host)))
    yield _map(f"${own}_meant", f"{own}_moved", [("default", ""), *_moved(host)])
    yield from _header_maps(host)


def _header_maps(host: Host) -> Iterator[str]:
    own, root = _own(host), re.escape(host.addresses.prefix)
    for number, rule in enumerate(rules(host)):
        for name, values in rule.own.items():
            entries = [(tag, _escaped(value)) for tag, value in values.items()]
            yield _map(f"${own}_matched", f"{own}_own{number}_{_variable(name)}", entries)
    for name in _names(host):
        yield _map('"$status$uri"', f"{own}_{_variable(name)}", list(_values(host, name)))
    yield _map(
        '"$status$request_uri"',
        f"{own}_vary",
        [
            ("default", ""),
            ("~^302", "Accept-Language"),
            (f"~^404{root}/({host.tags})([/?]|$)", ""),
            ("~^404", "Accept-Language"),
        ],
    )


def _map(source: str, variable: str, entries: list[tuple[str, str]]) -> str:
    lines = "".join(f'    "{pattern}" "{value}";\n' for pattern, value in entries)
    return f"map {source} ${variable} {{\n{lines}}}\n"


def _meant(host: Host) -> Iterator[tuple[str, str]]:
    """The address that each means, without the publication's path and a slash at its end."""
    own, root = _own(host), re.escape(host.addresses.prefix)
    rest = f"(?<{own}_rest>(/.*?)??)/?$"
    yield f"~^{root}/(?<{own}_tag>{host.tags})(?=/|$){rest}", f"/${own}_tag${own}_rest"
    for locale, spelt in misspelt(host.locales).items():
        yield f"~*^{root}/({spelt})(?=/|$){rest}", f"/{locale}${own}_rest"
    yield f"~^{root}{rest}", f"${own}_rest"


def _moved(host: Host) -> Iterator[tuple[str, str]]:
    own, path = _own(host), host.addresses.prefix
    for old, now in host.moved.items():
        pattern = f"~^/(?<{own}_tag>{host.tags})/{re.escape(old)}$"
        yield pattern, f"{path}/${own}_tag/{now}/"


def _names(host: Host) -> list[str]:
    """The headers that are sent, each once; media types are nginx's own to say."""
    found = dict.fromkeys(name for rule in rules(host) for name in (*dict(rule.headers), *rule.own))
    return [name for name in (*found, "allow", "vary") if name != "content-type"]


def _values(host: Host, name: str) -> Iterator[tuple[str, str]]:
    """What a header says, the first that fits: answers that are no files carry the common ones."""
    own, root = _own(host), re.escape(host.addresses.prefix)
    common = dict(COMMON_HEADERS + (TRANSPORT_HEADERS if host.addresses.is_secure else ()))
    yield "default", common.get(name, "")
    yield from _OF_STATUS.get(name, ())
    sent = _SENT_WITH.get(name, _SENT)
    for number, rule in reversed([*enumerate(rules(host))]):
        matching = rule.pattern[1:].replace("(", f"(?<{own}_matched>", 1)
        value = dict(rule.headers).get(name)
        if name in rule.own:
            yield f"~^{sent}{root}{matching}", f"${own}_own{number}_{_variable(name)}"
        elif value == MATCHED:
            yield f"~^{sent}{root}{matching}", f"${own}_matched"
        elif value is not None and value != common.get(name):
            yield f"~^{sent}{root}{rule.pattern[1:]}", _escaped(value)


# What follows from the status alone.
_OF_STATUS: Final = {
    "cache-control": (("~^302", "private, no-store"), ("~^404", "no-store")),
    "allow": (("~^405", "GET, HEAD"),),
}


def _escaped(text: str) -> str:
    """A text within quotation marks; nginx has no way to write a dollar sign."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "")
