import pytest

from pwa.pages.contact import Contact, contact


def test_where_none_is_set_there_is_none():
    assert contact("", "x") is None


def test_a_mail_address_opens_a_letter_on_the_subject():
    found = contact("info@x.example", "Soups & more: es/one (1f0c2a9d)")
    assert found == Contact(
        "info@x.example",
        "mailto:info@x.example?subject=Soups%20%26%20more%3A%20es%2Fone%20%281f0c2a9d%29",
    )


def test_what_a_mail_address_may_hold_ends_no_address():
    assert contact("a+b&c?d@x.example", "s").url == "mailto:a%2Bb%26c%3Fd@x.example?subject=s"


@pytest.mark.parametrize("text", ["https://x.example/write", "http://x.example"])
def test_a_web_address_is_followed(text):
    assert contact(text, "s") == Contact(text, text)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe, Main Street 1", "javascript:alert(1)", "Jane <jane@x.example>",
        "write to https://x.example", "https://x.example\njavascript:1", "a@b@c", "@", "a@",
        "one@x.example, two@x.example", "a@x.example?bcc=b@x.example, c",
    ],
)  # fmt: skip
def test_anything_else_is_text(text):
    assert contact(text, "s") == Contact(text, "")
