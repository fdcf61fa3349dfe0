"""Text in pages: what is not markup is escaped, numbers are short."""

from guardship.files.html import Markup, join, number, table, tag, text


def test_markup_escapes_what_is_not_markup() -> None:
    assert text("<&\"'>") == "&lt;&amp;&quot;&#x27;&gt;"
    assert text(Markup("<b>")) == "<b>"
    assert tag("a", "<", attributes={"href": '"><x'}) == '<a href="&quot;&gt;&lt;x">&lt;</a>'
    assert join(("a", Markup("<br>"), 1)) == "a<br>1"
    assert text("a\x00b\ud800") == "a b\ufffd"
    assert table("t", ("a", "b"), [("<", 2.0)]).count("&lt;") == 1


def test_numbers() -> None:
    assert [number(x) for x in (1234.56, 12345.6, 0.00001234, -2.0, 0.0, float("inf"), True)] == [
        "1235",
        "12,346",
        "1.23e\u221205",
        "\u22122",
        "0",
        "\u221e",
        "yes",
    ]
    assert number(float("nan")) == text(None) == "\u2013"
