"""What configurations say, as text; tests/audit/test_hosts.py has real hosts read them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pwa.addresses import Addresses
from pwa.export.caddy import caddy
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
    assert "/first" in text


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


def test_each_file_is_sent_with_what_our_own_server_sends(release, host):
    found = rules(host)
    for address in release.representations:
        said = joined(host, address)
        ours = dict(headers_for(found, address.removeprefix("/book")))
        for name in ("cross-origin-resource-policy", "x-content-type-options"):
            assert said.get(name, [ours[name]]) == [ours[name]], address
        assert said.get("cache-control") in (None, [ours["cache-control"]])
        assert ("immutable" in ours["cache-control"]) == ("cache-control" in said), address
        policies = said.get("content-security-policy", [])
        policy = ours.get("content-security-policy", policies[0])
        # Documents cannot be told by their addresses there: the rest stands in each page.
        assert ("frame-ancestors 'none'" if policy == HOSTED else policy) in policies, address
        assert said.get("content-language") in (None, [ours.get("content-language")]) or (
            "/edition" in address
        )


def test_what_is_to_be_saved_is_a_download(release, host):
    for address in release.later:
        assert joined(host, address)["content-disposition"] == ["attachment"]
        assert "content-disposition" in dict(headers_for(rules(host), address[len("/book") :]))
        assert joined(host, address)["content-language"] == [address.split("/")[2]]


def test_a_badge_may_be_shown_by_other_sites(host):
    assert joined(host, "/book/badges/es.svg")["cross-origin-resource-policy"] == ["cross-origin"]


def test_hosts_read_no_more_than_a_hundred_rules(host):
    assert len(blocks(host)) < 20
    assert all(len(line) < 2000 for line in headers_file(host).decode().splitlines())


def test_redirects_are_lines_of_three(host):
    lines = [line.split(" ") for line in redirects_file(host).decode().splitlines()]
    assert ["/book/es/first/", "/book/es/one/", "301"] in lines
    assert ["/book/pt_BR/*", "/book/pt-BR/:splat", "301"] in lines
    assert ["/book/es/*", "/book/es/404.html", "404"] in lines
    assert {len(line) for line in lines} == {3}
    assert not any(source == target for source, target, _ in lines)
