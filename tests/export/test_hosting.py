"""What configurations say, as text; tests/audit/test_hosts.py has real hosts read them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pwa.addresses import Addresses
from pwa.export.caddy import caddy
from pwa.export.files import exported_files
from pwa.export.netlify import headers_file, redirects_file
from pwa.export.nginx import nginx
from pwa.export.rules import Host, headers_for, rules
from pwa.pages.policy import hosted_headers

SECTIONS = {"one": "---\nformerly: [first]\n---\n# One\n", "two": "# Two\n"}
CATALOGS = {"es": {"One": "Uno"}, "pt-BR": {}}
FOLDER = Path("public") / "the book"
HOSTED = dict(hosted_headers())["content-security-policy"]


@pytest.fixture(scope="module")
def release(make_shared_site, build):
    settings = 'title = "A \\"$5\\" book"\n'
    root = make_shared_site(SECTIONS, CATALOGS, settings)
    return build(root, address="https://x.example/book/")


@pytest.fixture(scope="module")
def host(release):
    return Host.of(release)


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def text(request, host):
    return request.param(host, FOLDER)


def without_strings(text):
    """A configuration without its comments, and without what stands in quotation marks."""
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    return re.sub(r'"(\\.|[^"\\])*"', '""', text)


def test_all_that_is_open_is_closed(text):
    bare = without_strings(text)
    assert '"' not in bare.replace('""', "")
    assert bare.count("{") == bare.count("}")


def test_it_names_the_folder_and_the_publications_own_place(text):
    assert f'"{FOLDER}' in text
    assert "x.example" in text
    assert "/book/" in text


def test_every_header_of_every_rule_is_in_it(text, host):
    for rule in rules(host):
        for name, value in rule.headers:
            assert name in text or name == "content-type"
            if "{" not in value and "$" not in value:
                assert value.replace('"', '\\"') in text, name


def test_a_section_that_moved_is_led_on(text):
    named = [line for line in text.splitlines() if "/first" in line]
    assert named
    assert all("/one/" in line for line in named)


def test_a_value_cannot_end_its_string_or_name_a_variable(host):
    """nginx has no way to write a dollar sign."""
    lines = [line for line in nginx(host, FOLDER).splitlines() if "filename=" in line]
    assert len(lines) == len(host.locales) * len(("whole.html", "the e-book"))
    assert "$5" in host.saved["en"]
    assert not any("$5" in line for line in lines)


def test_two_publications_on_one_machine_share_no_variable(host, release, build, make_site):
    other = build(make_site(SECTIONS, CATALOGS), address="https://y.example/")
    names = [
        set(re.findall(r"^map .* \$(\w+) \{", nginx(one, FOLDER), re.MULTILINE))
        for one in (host, Host.of(other))
    ]
    assert len(names[0]) == len(names[1]) > 10
    assert not names[0] & names[1]


@pytest.mark.parametrize(
    ("address", "name"),
    [("http://[::1]:8080/book", "[::1]"), ("http://x.example:8080", "x.example")],
)
def test_nginx_knows_its_server_as_browsers_name_it(host, address, name):
    text = nginx(replace(host, addresses=Addresses(address)), FOLDER)
    assert f"server_name {name};" in text
    assert "listen [::]:8080;" in text


# ---- _headers and _redirects


def blocks(host):
    """The rules of `_headers`, as its readers read them: a path, and headers."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in headers_file(host).decode().splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            found[-1][1].append((name, value))
        else:
            found.append((line, []))
    return found


def matches(pattern, path):
    """`*` is anything, `:name` a part of a path."""
    expression = re.escape(pattern).replace(r"\*", ".*")
    return re.fullmatch(re.sub(r":[a-z]+", "[^/]+", expression), path)


def joined(host, path):
    """What is sent where all rules that fit are taken together."""
    said: dict[str, list[str]] = {}
    for pattern, headers in blocks(host):
        if matches(pattern, path):
            for name, value in headers:
                said.setdefault(name, []).append(value)
    return said


def test_no_header_is_said_twice_but_the_policy(release, host):
    for address in release.representations:
        for name, values in joined(host, address).items():
            assert len(values) == 1 or name == "content-security-policy", (address, name)


# What these hosts say themselves where nothing is said: the type by a file's suffix, and that each
# file is asked about; their own caches they empty when something is published.
THEIRS = {"content-type", "cache-control", "cdn-cache-control"}

# A badge would take a rule for each language, and there may be a hundred rules; a download has its
# file's name.
LEFT_OUT = {("content-language", "badges/"), ("content-disposition", "")}


def everything(release):
    names = (name for name, _ in exported_files(release, today="2026-01-01"))
    return [name for name in names if not name.startswith("_")]


def test_each_file_is_sent_with_what_our_own_server_sends(release, host):
    found = rules(host)
    for name in everything(release):
        path = f"/{name}".removesuffix("index.html")
        said, ours = joined(host, f"/book{path}"), dict(headers_for(found, path))
        for header, value in ours.items():
            if header in THEIRS or any(header == h and name.startswith(n) for h, n in LEFT_OUT):
                assert said.get(header, [value])[0] in value, (name, header)
            else:
                assert value in said.get(header, ()), (name, header)
        assert ("immutable" in ours["cache-control"]) == ("cache-control" in said), name


def test_no_file_is_sent_with_a_policy_that_our_own_server_does_not_have(release, host):
    """Where ours has none, nobody may frame it; a page's own stands within it."""
    found = rules(host)
    for name in everything(release):
        path = f"/{name}".removesuffix("index.html")
        ours = dict(headers_for(found, path)).get("content-security-policy")
        for policy in joined(host, f"/book{path}")["content-security-policy"]:
            assert policy in (ours, "frame-ancestors 'none'", HOSTED), name


def test_what_is_to_be_saved_is_a_download(release, host):
    for address in release.later:
        assert joined(host, address)["content-disposition"] == ["attachment"]
        assert "content-disposition" in dict(headers_for(rules(host), address[len("/book") :]))
        assert joined(host, address)["content-language"] == [address.split("/")[2]]


def test_a_badge_may_be_shown_by_other_sites(host):
    assert joined(host, "/book/badges/es.svg")["cross-origin-resource-policy"] == ["cross-origin"]


def test_hosts_read_no_more_than_a_hundred_rules(host):
    assert len(blocks(host)) - len(host.locales) < 20
    assert all(len(line) < 2000 for line in headers_file(host).decode().splitlines())


def test_redirects_are_lines_of_three(host):
    lines = [line.split(" ") for line in redirects_file(host).decode().splitlines()]
    assert ["/book/es/first/", "/book/es/one/", "301"] in lines
    assert ["/book/pt_BR/*", "/book/pt-BR/:splat", "301"] in lines
    assert ["/book/es/*", "/book/es/404.html", "404"] in lines
    assert {len(line) for line in lines} == {3}
    assert not any(source == target for source, target, _ in lines)
