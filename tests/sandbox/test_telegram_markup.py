"""Reading Telegram's HTML and finding entities, without a server."""

import contextlib
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.telegram.entities import entity_text, find_entities, utf16_length
from sandbox.telegram.errors import BadRequest
from sandbox.telegram.markup import parse_html


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<STRONG>x</STRONG>", "bold"),
        ("<i>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<a href="https://a.io">x</a>', "text_link"),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', "custom_emoji"),
        ('<tg-time unix="1647531900" format="wDT">x</tg-time>', "date_time"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ('<pre><code class="language-python">x</code></pre>', "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ],
)
def test_every_tag_of_telegram_is_read(source: str, kind: str) -> None:
    text, entities = parse_html(source)
    assert text == "x"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == [(kind, 0, 1)]


@pytest.mark.parametrize(
    "source",
    [
        "<p>x</p>",
        "<b/>",
        "<b",
        "</b",
        '<a href="x>y</a>',
        "<a href=>y</a>",
        '<tg-emoji emoji-id="x">y</tg-emoji>',
        "<tg-time>x</tg-time>",
        '<tg-time unix="1" format="Q">x</tg-time>',
        "1 < 2",
    ],
)
def test_malformed_markup_is_refused(source: str) -> None:
    with pytest.raises(BadRequest, match="can't parse entities"):
        parse_html(source)


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.text(alphabet="<>/&;=\"' abip#x9-\n😀"))
def test_any_input_is_read_or_refused(source: str) -> None:
    with contextlib.suppress(BadRequest):
        text, entities = parse_html(source)
        assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in entities)


@given(st.text(alphabet="/@#.: abcом😀"))
def test_entities_lie_within_the_text(text: str) -> None:
    for entity in find_entities(f"{text} https://a.io/{text}"):
        covered = entity_text(f"{text} https://a.io/{text}", entity)
        assert utf16_length(covered) == entity["length"] > 0


def test_nothing_is_found_inside_code_and_links() -> None:
    text, entities = parse_html("<code>@name https://a.io</code> /help")
    assert [entity["type"] for entity in find_entities(text, entities)] == ["bot_command"]
