import base64
import hashlib

import pytest

from pwa.pages.policy import (
    COMMON_HEADERS,
    common_headers,
    content_security_policy,
    document_headers,
    hosted_headers,
    meta_content_security_policy,
    page_headers,
    sha256,
    svg_headers,
    worker_headers,
)
from tests.policies import allowed

STYLE = sha256("p { color: red }")


def directives(policy):
    return dict(directive.split(" ", 1) for directive in policy.split("; "))


def test_a_style_is_named_by_the_base64_of_its_sha256():
    assert base64.b64decode(STYLE) == hashlib.sha256(b"p { color: red }").digest()


def test_a_document_may_load_its_own_and_nothing_else():
    policy = directives(content_security_policy(STYLE))
    refused = {name for name, value in policy.items() if value == "'none'"}
    own = {name for name, value in policy.items() if value == "'self'"}
    assert refused == {"default-src", "base-uri", "frame-ancestors"}
    assert own == {
        "connect-src",
        "form-action",
        "img-src",
        "manifest-src",
        "script-src",
        "worker-src",
    }


@pytest.mark.parametrize(("style_hash", "sources"), [("", "'none'"), (STYLE, f"'sha256-{STYLE}'")])
def test_only_the_inlined_style_sheet_is_applied(style_hash, sources):
    assert directives(content_security_policy(style_hash))["style-src"] == sources


def test_only_the_inlined_script_runs_beside_our_own_files():
    policy = directives(content_security_policy(STYLE, sha256("alert()")))
    assert policy["script-src"] == f"'self' 'sha256-{sha256('alert()')}'"


def test_a_meta_element_lets_nothing_else_in_either():
    header, meta = (
        directives(policy(STYLE, sha256("alert()")))
        for policy in (content_security_policy, meta_content_security_policy)
    )
    assert meta.pop("default-src") == "'self'"
    assert meta == {name: header[name] for name in meta}
    assert {"base-uri", "form-action", "script-src", "style-src"} == set(meta)


@pytest.mark.parametrize(("style", "script"), [(STYLE, ""), (STYLE, sha256("alert()")), ("", "")])
def test_a_host_and_the_page_allow_together_what_our_own_headers_do(style, script):
    hosted = dict(hosted_headers())["content-security-policy"]
    own = content_security_policy(style, script)
    assert allowed(hosted, meta_content_security_policy(style, script)) == allowed(own)
    assert "unsafe" not in hosted


def test_what_stands_in_a_page_is_what_its_headers_allow():
    page = b"<style>p{}</style><script>run()</script><script src=a></script>"
    policy = directives(dict(page_headers(page))["content-security-policy"])
    assert sha256("p{}") in policy["style-src"]
    assert sha256("run()") in policy["script-src"]


@pytest.mark.parametrize("headers", [document_headers(""), worker_headers()])
def test_documents_and_the_worker_carry_the_whole_policy(headers):
    assert {name for name, _ in headers} == {
        "content-security-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
        "referrer-policy",
        "x-content-type-options",
    }


@pytest.mark.parametrize("feature", ["autoplay", "web-share", "clipboard-write"])
def test_speaking_sharing_and_copying_are_not_refused(feature):
    assert feature not in dict(document_headers(""))["permissions-policy"]


def test_the_worker_may_fetch_from_its_own_origin_alone():
    policy = directives(dict(worker_headers())["content-security-policy"])
    assert policy["connect-src"] == policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"


def test_an_svg_opened_on_its_own_runs_no_script():
    policy = dict(svg_headers())["content-security-policy"]
    assert "sandbox" in policy.split("; ")
    assert "script" not in policy


@pytest.mark.parametrize(
    "headers",
    [common_headers, worker_headers, svg_headers, lambda https: document_headers("", https=https)],
)
def test_transport_security_is_promised_over_https_alone(headers):
    insecure, secure = headers(https=False), headers(https=True)
    assert set(secure) - set(insecure) == {("strict-transport-security", "max-age=31536000")}
    assert set(COMMON_HEADERS) < set(insecure) or insecure == COMMON_HEADERS
