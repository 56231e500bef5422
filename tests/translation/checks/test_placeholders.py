"""Placeholders and tags that differ are told, with the form that they stand in."""

SOURCE = "Written in %(language)s"


def test_a_placeholder_that_differs_is_told_in_the_interface_alone(told):
    [message] = told("placeholders", SOURCE, "Escrito en %(idioma)s", domain="interface")
    assert "lacks %(language)s and has %(idioma)s" in message
    assert told("placeholders", SOURCE, "Escrito en español") == []


def test_every_plural_form_is_told_for_itself(told):
    message = {"msgid_plural": "%(n)s days", "msgstr": ("%(n)s día", "días"), "domain": "interface"}
    assert told("placeholders", "%(n)s day", "%(n)s día", form=0, **message) == []
    assert told("placeholders", "%(n)s day", "días", form=1, **message) != []
