"""A room of another game was called "no FACEIT match link"."""

import pytest

from bot.answers import ForeignLinkError
from bot.links import OtherGameLinkError, matches_in
from faceit.links import other_games
from tests.bot.test_links import message
from tests.rooms import MATCH_ID


@pytest.mark.parametrize(
    ("words", "games"),
    [
        (f"https://www.faceit.com/en/dota2/room/{MATCH_ID}", ["dota2"]),
        (f"<faceit.com/LOL/room/{MATCH_ID}/scoreboard>", ["lol"]),
        (f"https://www.faceit.com/en/cs2/room/{MATCH_ID}", []),
        (f"https://www.faceit.com/en/csgo/room/{MATCH_ID}", []),
        (f"https://faceit.com.evil.io/en/dota2/room/{MATCH_ID}", []),
        (f"https://evil.io/?u=https://www.faceit.com/en/dota2/room/{MATCH_ID}", []),
        ("https://www.faceit.com/en/dota2/room/1", []),
    ],
)
def test_games_of_rooms(words: str, games: list[str]) -> None:
    assert other_games(words) == games


def test_it_is_said_to_be_another_game_unless_a_match_is_there_too() -> None:
    other = f"https://www.faceit.com/en/dota2/room/{MATCH_ID}"
    with pytest.raises(OtherGameLinkError) as caught:
        matches_in(message(text=other))
    assert caught.value.code == "other-game" and isinstance(caught.value, ForeignLinkError)
    assert matches_in(message(text=f"{other} https://www.faceit.com/en/cs2/room/{MATCH_ID}")) == [MATCH_ID]
