"""Players, lifetime figures and played maps."""

from typing import Any

import pytest
from pydantic import ValidationError

from faceit.models import GameStats, LifetimeStats, Player
from tests.rooms import game, lifetime, recorded, segment


def test_recorded_player() -> None:
    player = Player.model_validate(recorded("player_details.json"))
    assert (player.nickname, player.elo, player.level, player.region) == ("tarisha34", 2014, 10, "EU")
    assert Player.model_validate(player.model_dump(mode="json")) == player


@pytest.mark.parametrize("cs2", [{"faceit_elo": 0, "skill_level": 0}, {}, {"faceit_elo": None}])
def test_calibrating_has_no_elo(cs2: dict[str, Any]) -> None:
    player = Player.model_validate({"player_id": "p", "nickname": "n", "games": {"cs2": cs2}})
    assert (player.elo, player.level, player.calibrating) == (None, None, True)


@pytest.mark.parametrize("games", [None, {}, {"csgo": {"faceit_elo": 1829}}])
def test_account_without_cs2(games: object) -> None:
    player = Player.model_validate({"player_id": "p", "nickname": "n", "games": games})
    assert (player.elo, player.has_cs2, player.calibrating) == (None, False, False)


@pytest.mark.parametrize("model", [Player, LifetimeStats, GameStats])
@pytest.mark.parametrize("body", [[], None, "x", {}, {"items": []}])
def test_another_shape_is_refused(model: type[Player], body: object) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(body)


def test_lifetime_kd_is_summed_over_segments() -> None:
    stats = LifetimeStats.model_validate(recorded("player_lifetime_stats.json"))
    assert stats.kd == pytest.approx(15276 / 16017)
    assert stats.kr == pytest.approx(15276 / 22470)
    assert stats.average_kd == 0.95
    assert (stats.matches, stats.extended_matches, stats.wins, stats.win_rate) == (2423, 795, 1204, 0.5)
    assert stats.recent_results == [True, True, True, True, False]
    assert LifetimeStats.model_validate(stats.model_dump(mode="json")) == stats


def test_shares_come_from_totals_and_not_from_the_swapped_names() -> None:
    stats = LifetimeStats.model_validate(recorded("player_lifetime_stats.json"))
    assert stats.sniper_share == pytest.approx(55 / 12190)
    assert stats.entry_rate == pytest.approx(2570 / 17695)
    assert stats.entry_success == pytest.approx(1202 / 2570)
    assert stats.flashes_per_round == pytest.approx(4712 / 17695)
    assert stats.utility_damage_per_round == pytest.approx(51087 / 17695)


def test_segment_labels_become_codes() -> None:
    stats = LifetimeStats.model_validate(recorded("player_lifetime_stats.json"))
    by_map = {part.map: part for part in stats.maps()}
    assert by_map["de_dust2"].matches == 17
    assert by_map["de_dust2"].kd == pytest.approx(229 / 267)
    assert by_map["de_inferno"].headshot_share == 0.41


def test_a_segment_without_deaths_makes_the_sum_unknown() -> None:
    broken = segment("Nuke", 10)
    del broken["stats"]["Deaths"]
    assert lifetime(segment("Mirage", 10), broken).kd is None


def test_old_accounts_lack_every_extended_key() -> None:
    stats = lifetime(segment("Mirage", 10, kd=1.2))
    assert stats.kd == pytest.approx(1.2)
    assert (stats.sniper_share, stats.entry_rate, stats.adr, stats.extended_matches) == (None, None, None, None)


def test_wingman_segments_do_not_count() -> None:
    duo = {**segment("Vertigo", 500, kd=2.0), "mode": "2v2"}
    assert lifetime(segment("Mirage", 10), duo).kd == 1.0


def test_recorded_games() -> None:
    items = recorded("player_game_stats.json")["items"]
    played = [GameStats.model_validate(item) for item in items]
    first = played[0]
    assert (first.kills, first.deaths, first.rounds, first.adr, first.won) == (19, 15, 24, 75.0, False)
    assert first.map == "de_inferno"
    assert [g.rounds for g in played] == [int(item["stats"]["Rounds"]) for item in items]
    assert [GameStats.model_validate(g.model_dump(mode="json")) for g in played] == played


def test_rounds_are_the_sum_of_both_scores_and_not_the_winners() -> None:
    assert game("1-a", Score="19 / 16", Rounds="19").rounds == 35
    assert game("1-a", Score="", Rounds="24").rounds == 24
    assert game("1-a", Score=None).rounds is None


def test_a_game_may_lack_everything_but_its_match() -> None:
    bare = GameStats.model_validate({"stats": {"Match Id": "1-a"}})
    assert (bare.kills, bare.adr, bare.won, bare.map, bare.finished_at) == (None,) * 5
