import xml.etree.ElementTree as ET

import pytest

from pwa.pages.xhtml import xhtml


def written(body):
    return xhtml(body).partition("\n")[2]


@pytest.mark.parametrize(
    ("html", "xml"),
    [
        ("<p>One<br>two &amp; &nbsp;three</p>", "<p>One<br/>two &amp; \xa0three</p>"),
        ("<input type=checkbox disabled>", '<input type="checkbox" disabled="disabled"/>'),
        ('<p lang="ar" dir="rtl">x</p>', '<p lang="ar" dir="rtl" xml:lang="ar">x</p>'),
        ("<a href='?a=1&amp;b=2'>&lt;x></a>", '<a href="?a=1&amp;b=2">&lt;x&gt;</a>'),
        ("<!doctype html><p>x</p>", "<!DOCTYPE html><p>x</p>"),
        ("a<!-- unseen -->b", "ab"),
        ("<p title='\x08x'>a&#11;b\x0c\ufffe</p>", '<p title="x">ab</p>'),
    ],
)
def test_html_is_said_in_xml(html, xml):
    assert written(html) == xml


@pytest.mark.parametrize(
    "left_out",
    [
        '<svg viewBox="0 0 1 1"><g><path d="M0 0"/><circle r="1"></circle></g></svg>',
        "<p hidden>Later<br><b>or</b> never</p>",
        "<input hidden>",
    ],
)
def test_what_decorates_or_is_hidden_is_left_out(left_out):
    assert written(f"<div>a{left_out}b</div>") == "<div>ab</div>"


def test_the_result_is_read_as_xml():
    assert ET.fromstring(xhtml("<div>x<hr>y</div>")).find("hr") is not None
