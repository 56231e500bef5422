import pytest

from pwa.source.directives import Directive, Kind, Pending, find_directives, without_comments


@pytest.mark.parametrize(
    ("html", "directive"),
    [
        ("<!-- i18n:skip -->", Directive(Kind.SKIP)),
        ("<!--i18n:skip-->", Directive(Kind.SKIP)),
        ("<!--- i18n: skip ---->", Directive(Kind.SKIP)),
        ("<!-- mdbook-xgettext: skip -->", Directive(Kind.SKIP)),
        ("<!-- i18n:code -->", Directive(Kind.CODE)),
        ("<!-- i18n:comment: Keep it short. -->", Directive(Kind.COMMENT, "Keep it short.")),
        ("<!-- i18n:comment Keep\n  it short. -->", Directive(Kind.COMMENT, "Keep it short.")),
        ("<!-- i18n:comment -->", Directive(Kind.COMMENT)),
        ("<!-- i18n:context: menu: file -->", Directive(Kind.CONTEXT, "menu: file")),
        ("<!-- i18n:skip-start -->", Directive(Kind.UNKNOWN, "skip-start")),
        ("<!-- i18n:Skip -->", Directive(Kind.UNKNOWN, "Skip")),
    ],
)
def test_a_directive_is_read_whatever_the_spacing(html, directive):
    assert find_directives(html) == (directive,)


@pytest.mark.parametrize(
    "html",
    ["", "i18n:skip", "<div>i18n:skip</div>", "<!-- skip -->", "<!-->", "<!-- xi18n:skip -->"],
)
def test_other_html_holds_no_directive(html):
    assert find_directives(html) == ()


def test_directives_of_one_block_come_in_order():
    html = "<!-- i18n:context: verb -->\n<!-- a remark -->\n<!-- i18n:skip -->\n"
    assert [found.kind for found in find_directives(html)] == [Kind.CONTEXT, Kind.SKIP]


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ("<!-- gone --><b>", "<b>"),
        ("a <!-- b --> c <!-- d -->", "a  c "),
        ("<!--> a", " a"),
        ("a <!-- never closed", "a "),
    ],
)
def test_comments_leave_nothing_behind(html, rest):
    assert without_comments(html) == rest


def test_remarks_are_given_to_one_message_only():
    pending = Pending(pytest.fail)
    pending.ask([Directive(Kind.COMMENT, "a"), Directive(Kind.COMMENT, "b")], 1)
    pending.ask([Directive(Kind.CONTEXT, "verb")], 2)
    assert pending.remarks() == ("verb", "a\nb")
    assert pending.remarks() == (None, "")


def test_a_skipped_block_takes_its_remarks_along():
    pending = Pending(pytest.fail)
    pending.ask([Directive(Kind.COMMENT, "a"), Directive(Kind.SKIP)], 1)
    assert pending.skips_block()
    assert not pending.skips_block()
    assert pending.remarks() == (None, "")


def test_a_code_block_that_is_skipped_is_no_message():
    pending = Pending(pytest.fail)
    pending.ask([Directive(Kind.CODE), Directive(Kind.SKIP)], 1)
    assert not pending.takes_code()
    assert not pending.skips_block()


@pytest.mark.parametrize("kind", [Kind.UNKNOWN, Kind.CODE])
def test_a_directive_that_does_nothing_is_reported_with_its_line(kind):
    warned = []
    pending = Pending(lambda *warning: warned.append(warning))
    pending.ask([Directive(kind, "skipp")], 7)
    pending.skips_block()
    assert [line for _, line, _ in warned] == [7]
