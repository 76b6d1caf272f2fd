"""Finding a player by what somebody wrote, over HTTP against the made-up FACEIT: whom, and with how many calls."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import BotError, InputError
from faceit import player_errors
from faceit.client import FaceitClient
from faceit.errors import FaceitNoCs2Error, FaceitNotFoundError
from faceit.finding import find_player, named
from faceit.models import FoundPlayer
from faceit.player_errors import (
    BadNicknameError,
    PlayerAmbiguousError,
    PlayerNoCs2Error,
    PlayerNotFoundError,
    PlayerSimilarError,
    quotable,
)
from sandbox.faceit import FaceitStandIn
from texts import LANGUAGES, text
from texts.catalogue import has_text

NOBODY = "00000000-0000-4000-8000-000000000000"


def kinds(stand_in: FaceitStandIn) -> dict[str, int]:
    """Calls made, by endpoint."""
    found: dict[str, int] = stand_in.calls()["by_endpoint"]
    return found


@pytest.mark.parametrize(
    "words",
    [
        "-k1te-",
        "@-k1te-",
        " -k1te- \n",
        "«-k1te-»",
        "`-k1te-`,",
        "(-k1te-)!",
        "https://www.faceit.com/ru/players/-k1te-/stats/cs2?x=1",
        "faceit.com/players-modal/%2Dk1te-",
        "my profile: https://www.faceit.com/en/players/-k1te-",
    ],
)
def test_exact_takes_one_call(asking: FaceitClient, stand_in: FaceitStandIn, words: str) -> None:
    scope = asking.scope()
    assert find_player(scope, words).player_id == stand_in.league.specials.club.dashes.player_id
    assert scope.calls == 1
    assert kinds(stand_in) == {"player_lookup": 1}


def test_the_second_time_takes_none(asking: FaceitClient) -> None:
    first, second = asking.scope(), asking.scope()
    assert find_player(first, "__moss__") == find_player(second, "__moss__")
    assert (first.calls, second.calls) == (1, 0)


@pytest.mark.parametrize("words", ["__MOSS__", "@__Moss__", "https://www.faceit.com/en/players/__MOSS__"])
def test_another_case_takes_three(asking: FaceitClient, stand_in: FaceitStandIn, words: str) -> None:
    scope = asking.scope()
    player = find_player(scope, words)
    assert (player.nickname, player.player_id) == ("__moss__", stand_in.league.specials.club.underscores.player_id)
    assert kinds(stand_in) == {"player_lookup": 1, "search_players": 1, "player": 1}
    assert scope.calls == 3


def test_case_alone_tells_two_apart(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    club = stand_in.league.specials.club
    assert find_player(asking.scope(), "Kestrel").player_id == club.upper.player_id
    assert find_player(asking.scope(), "kestrel").player_id == club.lower.player_id
    scope = asking.scope()
    with pytest.raises(PlayerAmbiguousError) as caught:
        find_player(scope, "KESTREL")
    assert caught.value.code == "player-ambiguous"
    assert scope.calls == 2
    assert {found.nickname for found in caught.value.candidates} == {"Kestrel", "kestrel"}
    args = json.loads(json.dumps(caught.value.args_for_text()))
    assert args["query"] == "KESTREL"
    assert sorted(args["candidates"]) == sorted(
        [player.player_id, player.nickname, player.level] for player in (club.upper, club.lower)
    )


def test_similar_ones_are_offered_the_nearest_first(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    scope = asking.scope()
    with pytest.raises(PlayerSimilarError) as caught:
        find_player(scope, "_kestrel_")
    assert caught.value.code == "player-similar"
    names = [found.nickname for found in caught.value.candidates]
    assert (sorted(names[:2]), names[2]) == (["Kestrel", "kestrel"], "Kestrel_Fan")
    assert kinds(stand_in) == {"player_lookup": 2, "search_players": 1}
    assert scope.calls == 3


def test_six_candidates_at_most(asking: FaceitClient) -> None:
    with pytest.raises(PlayerSimilarError) as caught:
        find_player(asking.scope(), "a")
    assert len(caught.value.candidates) == 6


def test_nobody(asking: FaceitClient) -> None:
    scope = asking.scope()
    with pytest.raises(PlayerNotFoundError) as caught:
        find_player(scope, "nobody_of_that_name")
    assert scope.calls == 3
    assert isinstance(caught.value, FaceitNotFoundError)
    assert isinstance(caught.value, InputError)
    assert caught.value.args_for_text() == {"query": "nobody_of_that_name"}
    assert "nobody_of_that_name" not in str(caught.value)


@pytest.mark.parametrize("words", ["Only_CSGO", "https://www.faceit.com/en/players/Only_CSGO"])
def test_account_without_cs2(asking: FaceitClient, words: str) -> None:
    scope = asking.scope()
    with pytest.raises(PlayerNoCs2Error) as caught:
        find_player(scope, words)
    assert isinstance(caught.value, FaceitNoCs2Error)
    assert caught.value.args_for_text() == {"query": "Only_CSGO"}
    assert scope.calls == 3


def test_player_id(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    specials = stand_in.league.specials
    scope = asking.scope()
    assert find_player(scope, specials.club.banned.player_id.upper()).nickname == "Banned_Ace"
    assert kinds(stand_in) == {"player": 1}
    with pytest.raises(PlayerNotFoundError):
        find_player(scope, NOBODY)
    with pytest.raises(PlayerNoCs2Error) as caught:
        find_player(scope, specials.csgo_only.player_id)
    assert caught.value.query == "Only_CSGO"
    assert scope.calls == 3


def test_renamed_player_is_found_by_id_and_by_the_new_name(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    renamed = stand_in.league.specials.club.renamed
    old = find_player(asking.scope(), "Before_Rename")
    stand_in.rename(renamed.player_id, "After_Rename")
    try:
        assert find_player(asking.scope(fresh=True), old.player_id).nickname == "After_Rename"
        assert find_player(asking.scope(fresh=True), "after_rename").player_id == old.player_id
        with pytest.raises(PlayerNotFoundError):
            find_player(asking.scope(fresh=True), "Before_Rename")
    finally:
        stand_in.rename(renamed.player_id, "Before_Rename")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "@",
        "два слова",
        "two words",
        "кит",
        "a.b",
        "a/b",
        "x" * 65,
        "https://evil.io/en/players/-k1te-",
        "https://www.faceit.com/en/players/",
        "https://www.faceit.com/en/cs2/room/1-882f6d02-0b5d-4e09-8021-6bd7224d8022",
        "<b>bold</b>",
        "\u202ekite\u202c\u2066x",
        "line\nbreak",
    ],
)
def test_what_can_be_no_nickname_is_not_asked_for(asking: FaceitClient, stand_in: FaceitStandIn, words: str) -> None:
    with pytest.raises(BadNicknameError) as caught:
        find_player(asking.scope(), words)
    assert kinds(stand_in) == {}
    assert caught.value.args_for_text()["length"] == len(caught.value.query) <= 40


@given(st.text(max_size=90))
def test_any_words_give_a_name_or_the_error(words: str) -> None:
    try:
        name = named(words)
    except BadNicknameError as error:
        assert error.query.isprintable()
    else:
        assert name in words
        assert name.isascii()
        assert 1 <= len(name) <= 64


@given(st.text())
def test_any_words_can_be_quoted(words: str) -> None:
    assert quotable(words).isprintable()
    assert len(quotable(words)) <= 40


def found(nickname: str) -> FoundPlayer:
    return FoundPlayer(player_id=nickname, nickname=nickname, level=None)


def test_every_error_has_its_words() -> None:
    raised: list[Any] = [
        BadNicknameError(),
        BadNicknameError("два слова"),
        PlayerAmbiguousError("KESTREL", [found("a"), found("b")]),
        PlayerSimilarError("kestrl", [found("a")]),
        PlayerNotFoundError("kestrl"),
        PlayerNoCs2Error("kestrl"),
    ]
    own = [value for value in vars(player_errors).values() if isinstance(value, type) and issubclass(value, BotError)]
    public = {value.code for value in own if value.__module__ == player_errors.__name__ and value.__name__[0] != "_"}
    assert {error.code for error in raised} == public
    for language in LANGUAGES:
        for error in raised:
            args = {name: value for name, value in error.args_for_text().items() if name != "candidates"}
            words = text(language, f"error-{error.code}", args)
            assert error.query in words
            assert "{" not in words
            assert has_text(language, f"reason-{error.code}")
