"""Words that the bot quoted in its answers called people, led to other sites and turned the text around."""

import pytest

from bot.answers import UnknownTimezoneError, error_text
from bot.choices import candidates
from bot.keyboards import player_card
from faceit.player_errors import BadNicknameError, PlayerNotFoundError
from reports.escape import name, plain_words
from sandbox.telegram.entities import find_entities
from sandbox.telegram.markup import parse_html


@pytest.mark.parametrize("words", ["@everybody", "t.me/evil", "https://evil.io", "/forget_me", "#tag", "$USD"])
@pytest.mark.parametrize("error", [UnknownTimezoneError, BadNicknameError, PlayerNotFoundError])
def test_an_error_quotes_words_as_words(error: type[UnknownTimezoneError], words: str) -> None:
    shown, _ = parse_html(error_text("en", error(words)))
    plain, _ = parse_html(error_text("en", error("words")))
    assert find_entities(shown) == find_entities(plain.replace("words", "w" * len(words)))


def test_a_typed_direction_mark_turns_nothing_around() -> None:
    assert "\u202e" not in error_text("en", UnknownTimezoneError("\u202eniltreb"))
    # What is read from right to left by itself stays within its quotation marks
    assert "“\u2068אב\u2069”" in error_text("en", UnknownTimezoneError("אב"))


def test_a_candidates_button_shows_a_name_and_nothing_hidden() -> None:
    keyboard = candidates("en", [("p1", "\u202eevil\u200b", 7), ("p2", "\u200b", None), ("p3", "W" * 200, 1)])
    assert keyboard is not None
    shown = [row[0].text for row in keyboard.inline_keyboard]
    assert shown[0].startswith("evil ·") and shown[1] == "?" and len(shown[2]) < 60


def test_a_tag_in_a_name_is_no_tag() -> None:
    assert find_entities(name("#1team $USD")) == []
    assert plain_words("a.b # $ / 1") == "a\u2024b # $ / 1"


def test_a_report_of_somebody_with_an_endless_name_has_its_buttons() -> None:
    # Telegram refuses a message whole if a button would copy more than 256 characters
    buttons = [button for row in player_card("en", "p1", "\U0001f525" * 30).inline_keyboard for button in row]
    assert [button.copy_text is not None for button in buttons] == [False, False]
    buttons = [button for row in player_card("en", "p1", "nick").inline_keyboard for button in row]
    assert [button.copy_text is not None for button in buttons] == [False, False, True]
