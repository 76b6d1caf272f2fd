"""Lists about a player, over HTTP against the made-up FACEIT: games, history, search, bans."""

from datetime import UTC, datetime, timedelta

import pytest

from faceit.client import FaceitClient
from faceit.errors import FaceitNotFoundError, FaceitShapeError
from faceit.models import Ban, FoundPlayer, GameStats, HistoryMatch, MatchStatus
from faceit.paging import newest_games
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.players import Player
from tests.faceit.answering import Given, Server, recorded

PLAYER = "67a21317-f297-4a93-8f8b-73bb7e89c01a"


@pytest.fixture
def busy(stand_in: FaceitStandIn) -> Player:
    """320 games: half of them two a side."""
    return stand_in.league.specials.club.wingman


def truth(stand_in: FaceitStandIn, player: Player) -> list[str]:
    """Match ids of the games a player really played, newest first."""
    return [entry.match.match_id for entry in reversed(stand_in.league.appearances[player.player_id])]


def ids(games: list[GameStats]) -> list[str]:
    return [game.match_id for game in games]


@pytest.mark.parametrize(
    ("count", "calls"), [(1, 1), (100, 1), (101, 2), (150, 2), (300, 3), (301, 4), (320, 4), (500, 4)]
)
def test_games_come_in_pages_and_then_by_time(
    asking: FaceitClient, stand_in: FaceitStandIn, busy: Player, count: int, calls: int
) -> None:
    scope, again = asking.scope(), asking.scope()
    games = scope.games(busy.player_id, count)
    assert ids(games) == truth(stand_in, busy)[:count]
    assert scope.calls == calls
    assert again.games(busy.player_id, count) == games
    assert again.calls == 0


def test_first_page_is_shared_with_recent_games(asking: FaceitClient, busy: Player) -> None:
    scope = asking.scope()
    assert scope.recent_games(busy.player_id, 100) == scope.games(busy.player_id, 100)
    assert scope.calls == 1


def test_games_before_a_moment(asking: FaceitClient, stand_in: FaceitStandIn, busy: Player) -> None:
    scope = asking.scope()
    moment = scope.games(busy.player_id, 50)[-1].finished_at
    assert moment is not None
    older = scope.games(busy.player_id, 150, before=moment)
    assert ids(older) == truth(stand_in, busy)[50:200]
    assert all(game.finished_at and game.finished_at < moment for game in older)
    assert ids(scope.games(busy.player_id, 300, before=moment)) == truth(stand_in, busy)[50:]


def test_a_series_that_straddles_the_turn_to_time_is_whole(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    scenario = stand_in.league.matches[stand_in.league.scenarios["finished_bo3"]]
    player = scenario.factions[0].five[0]
    played = len(scenario.maps)
    games = asking.scope().games(player.player_id, 300)
    assert ids(games).count(scenario.match_id) == played
    assert len(games) == min(300, len(truth(stand_in, player)))


def test_people_with_no_few_and_mixed_games(asking: FaceitClient, stand_in: FaceitStandIn, busy: Player) -> None:
    specials = stand_in.league.specials
    scope = asking.scope()
    assert scope.games(specials.newcomer.player_id, 150) == []
    assert len(scope.games(specials.three_matches.player_id, 150)) == 3
    assert scope.calls == 2
    modes = [game.mode for game in scope.games(busy.player_id, 150)]
    assert (modes.count("5v5"), modes.count("2v2")) == (75, 75)
    with pytest.raises(FaceitNotFoundError):
        scope.games(specials.stats_absent.player_id, 150)
    with pytest.raises(ValueError, match=r"1\.\.1000"):
        scope.games(busy.player_id, 0)


def test_odd_items_are_left_out_and_do_not_end_the_list(client: FaceitClient, server: Server) -> None:
    items = [{"stats": item["stats"] | {"Match Id": f"1-{n}"}} for n in range(6) for item in page_items()]
    first = [{"stats": {}}, *items[:99]]
    server.queue.extend([Given({"items": first}), Given({"items": items[99:110]})])
    games = client.scope().games(PLAYER, 150)
    assert ids(games) == list(dict.fromkeys(f"1-{n}" for n in range(6)))
    assert [path.partition("?")[2] for path in server.paths] == ["offset=0&limit=100", "offset=100&limit=50"]
    server.queue.append(Given({"items": [{"stats": {}}]}))
    with pytest.raises(FaceitShapeError):
        client.scope(fresh=True).games(PLAYER, 150)


def page_items() -> list[dict[str, dict[str, object]]]:
    items: list[dict[str, dict[str, object]]] = recorded("player_game_stats")["items"]
    return items


def test_time_is_sent_in_milliseconds(client: FaceitClient, server: Server) -> None:
    server.default = lambda _path: Given({"items": []})
    client.scope().games(PLAYER, 10, before=datetime(2026, 3, 16, 12, 0, 0, 500_000, tzinfo=UTC))
    assert server.paths[0].endswith(f"?offset=0&limit=10&to={1773662400500 - 1}")


def test_a_list_that_moves_or_stands_still_ends() -> None:
    begin = datetime(2026, 3, 16, tzinfo=UTC)
    kept = [GameStats(match_id=f"1-{n}", finished_at=begin - timedelta(hours=n)) for n in range(1000)]
    asked: list[tuple[int, int, int | None]] = []

    def moving(limit: int, offset: int, until_ms: int | None) -> tuple[list[GameStats], int]:
        asked.append((limit, offset, until_ms))
        newer = len(asked) - 1  # a game more at the head of the list with each call
        found = kept[max(0, offset - newer) :][:limit]
        if until_ms is not None:
            found = [g for g in kept if g.finished_at and g.finished_at.timestamp() * 1000 <= until_ms][offset:][:limit]
        return found, len(found)

    games = newest_games(moving, 450)
    numbers = [int(game.match_id[2:]) for game in games]
    assert numbers == sorted(set(numbers))
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= 440
    assert [offset for _, offset, _ in asked] == [0, 100, 200, 0, 100]

    def standing(limit: int, _offset: int, _until_ms: int | None) -> tuple[list[GameStats], int]:
        return kept[:limit], limit

    assert len(newest_games(standing, 1000)) == 100


def test_history(asking: FaceitClient, stand_in: FaceitStandIn, busy: Player) -> None:
    scope, again = asking.scope(), asking.scope()
    matches = scope.history(busy.player_id)
    assert [match.match_id for match in matches] == truth(stand_in, busy)[:100]
    assert scope.history(busy.player_id, limit=20, offset=100)[0].match_id == truth(stand_in, busy)[100]
    assert again.history(busy.player_id) == matches
    assert (scope.calls, again.calls) == (2, 0)
    for match in matches:
        source = stand_in.league.matches[match.match_id]
        assert match.status is MatchStatus.FINISHED
        assert match.winner == f"faction{(source.winner or 0) + 1}"
        assert match.mode == source.mode
        assert match.teams["faction1"] == [seat.player.player_id for seat in source.factions[0].roster]
        assert match.side_of(busy.player_id) is not None
    assert matches[0].side_of("nobody") is None
    middle = matches[50].finished_at
    older = scope.history(busy.player_id, until=middle)
    assert older[0].match_id == matches[50].match_id
    assert [m.match_id for m in scope.history(busy.player_id, since=middle)] == [m.match_id for m in matches[:51]]
    with pytest.raises(ValueError, match="offset"):
        scope.history(busy.player_id, offset=1001)
    with pytest.raises(FaceitNotFoundError):
        scope.history("00000000-0000-4000-8000-000000000000")


def test_search(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    scope, again = asking.scope(), asking.scope()
    found = scope.search_players("kestrel")
    assert [player.nickname for player in found][2:] == ["Kestrel_Fan"]
    assert {player.player_id: player.level for player in found[:2]} == {
        player.player_id: player.level
        for player in (stand_in.league.specials.club.upper, stand_in.league.specials.club.lower)
    }
    assert again.search_players("kestrel") == found
    assert (scope.calls, again.calls) == (1, 0)
    assert scope.search_players("only_csgo") == []
    (calibrating,) = scope.search_players("calibrating")
    assert calibrating.level is None
    assert len(scope.search_players("a", 5)) == 5


def test_bans(asking: FaceitClient, stand_in: FaceitStandIn) -> None:
    club = stand_in.league.specials.club
    scope, again = asking.scope(), asking.scope()
    now = datetime.now(UTC)
    (lasting,), (served,) = scope.bans(club.banned.player_id), scope.bans(club.banned_once.player_id)
    assert (lasting.reason, lasting.ends_at, lasting.active(now)) == ("cheating", None, True)
    assert (served.reason, served.active(now)) == ("afk or leaver", False)
    assert scope.bans(club.upper.player_id) == []
    assert again.bans(club.banned.player_id) == [lasting]
    assert (scope.calls, again.calls) == (3, 0)


def test_recorded_lists() -> None:
    (ban,) = [Ban.model_validate(item) for item in recorded("player_bans")["items"]]
    assert ban.reason == "verbal abuse"
    assert ban.starts_at == datetime(2026, 3, 20, 12, 11, tzinfo=UTC)
    assert [ban.active(datetime(2026, 3, day, tzinfo=UTC)) for day in (20, 21, 27, 28)] == [False, True, True, False]
    found = [FoundPlayer.model_validate(item) for item in recorded("search_players")["items"]]
    assert (found[0].level, found[0].country, found[0].verified) == (10, "FR", True)
    matches = [HistoryMatch.model_validate(item) for item in recorded("player_matches")["items"]]
    assert len(matches) == 20
    for match in matches:
        assert match.finished_at is not None
        assert match.winner is not None
        assert [len(team) for team in match.teams.values()] == [5, 5]
        assert HistoryMatch.model_validate(match.model_dump()) == match
