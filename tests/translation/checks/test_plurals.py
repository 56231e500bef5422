"""No plural form of a message is missing or empty."""

import pytest


@pytest.mark.parametrize(
    ("texts", "count"), [("x", 1), ("xx", 1), ("xxx", 0), ("xxxx", 1), ("x x", 1), (" xx", 1)]
)
def test_a_missing_or_empty_form_is_told_once_a_message(told, texts, count):
    forms = tuple(text.strip() for text in texts)
    message = {"msgid_plural": "%(n)s days", "msgstr": forms}
    filled = [form for form, text in enumerate(forms) if text]
    each = [told("plural-count", "a day", "x", "es", form=form, **message) for form in filled]
    assert sum(map(len, each)) == count


def test_a_message_without_plural_has_one_form(told):
    assert told("plural-count", "a day", "ein Tag", "de") == []
