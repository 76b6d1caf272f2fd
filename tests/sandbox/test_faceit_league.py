"""The league adds up, looks like the population, and follows from its seed."""

import statistics
from collections.abc import Callable

import pytest

from sandbox.faceit import League, create_league
from sandbox.faceit.bodies.match_details import match_details
from sandbox.faceit.bodies.match_stats import match_stats
from sandbox.faceit.identity import rng_for
from sandbox.faceit.league import Appearance
from sandbox.faceit.levels import level_of
from sandbox.faceit.match import Match
from sandbox.faceit.players import Player
from sandbox.faceit.rounds import play_rounds

NOW = 1_790_000_000


@pytest.fixture(scope="module")
def league() -> League:
    return create_league(seed=7, now=NOW)


def played(league: League, mode: str = "5v5") -> list[Match]:
    return [match for match in league.matches.values() if match.maps and match.mode == mode]


def recent(league: League, player: Player) -> list[Appearance]:
    return league.appearances[player.player_id][-50:]


def total(entries: list[Appearance], name: str) -> int:
    return sum(getattr(entry.line, name) for entry in entries)


def rounds(entries: list[Appearance]) -> int:
    return sum(entry.match.maps[entry.number].rounds for entry in entries)


def test_kills_of_a_team_are_the_deaths_of_the_other(league: League) -> None:
    for match in (*played(league), *played(league, "2v2")):
        for game in match.maps:
            for side in (0, 1):
                kills = sum(line.kills for line in game.lines[side])
                deaths = sum(line.deaths for line in game.lines[1 - side])
                assert 0 <= deaths - kills <= 2
                assert kills <= 5 * game.rounds


def test_lines_are_possible(league: League) -> None:
    for match in played(league):
        for game in match.maps:
            lines = [*game.lines[0], *game.lines[1]]
            assert len(lines) == 10
            assert sum(line.entry_count for line in lines) == 2 * game.rounds
            for line in lines:
                assert line.deaths <= game.rounds
                assert line.headshots <= line.kills
                assert line.entry_wins <= min(line.entry_count, line.kills)
                multiple = 2 * line.double_kills + 3 * line.triple_kills + 4 * line.quadro_kills + 5 * line.penta_kills
                assert multiple <= line.kills
                assert line.sniper_kills + line.pistol_kills + line.knife_kills + line.zeus_kills <= line.kills
                assert line.one_v_one_wins <= line.one_v_one_count
                assert line.flash_successes <= line.flash_count


def test_scores_follow_the_rules_of_twenty_four_rounds(league: League) -> None:
    for match in played(league):
        for game in match.maps:
            winner, loser = game.scores[game.winner], game.scores[1 - game.winner]
            assert sum(score.first_half for score in game.scores) == 12
            if winner.overtime or loser.overtime:
                assert winner.first_half + winner.second_half == 12
                assert loser.first_half + loser.second_half == 12
                assert winner.overtime - loser.overtime in {2, 3, 4}
            else:
                assert winner.total == 13
                assert loser.total <= 11


@pytest.mark.parametrize(
    ("measure", "mean", "tolerance", "least_spread", "most_spread"),
    [
        (lambda rows: statistics.mean(e.line.kills / max(1, e.line.deaths) for e in rows), 1.07, 0.05, 0.12, 0.24),
        (lambda rows: total(rows, "kills") / total(rows, "deaths"), 1.0, 0.03, 0.1, 0.22),
        (lambda rows: total(rows, "damage") / rounds(rows), 79.0, 3.0, 6.0, 12.0),
        (lambda rows: 100 * total(rows, "headshots") / total(rows, "kills"), 47.3, 3.0, 5.0, 10.0),
        (lambda rows: 100 * statistics.mean(entry.won for entry in rows), 50.0, 3.0, 5.0, 11.0),
        (lambda rows: total(rows, "kills") / len(rows), 15.9, 0.8, 1.3, 2.6),
        (lambda rows: total(rows, "entry_count") / rounds(rows), 0.2, 0.01, 0.015, 0.04),
        (lambda rows: total(rows, "entry_wins") / total(rows, "entry_count"), 0.5, 0.02, 0.02, 0.06),
        (lambda rows: total(rows, "flash_count") / rounds(rows), 0.49, 0.08, 0.08, 0.2),
        (lambda rows: total(rows, "utility_damage") / rounds(rows), 4.95, 0.8, 0.8, 2.0),
    ],
    ids=["K/D", "K/D by sums", "ADR", "headshots", "win rate", "kills", "entry", "entry success", "flashes", "utility"],
)
def test_population_looks_like_the_measured_one(
    league: League,
    measure: Callable[[list[Appearance]], float],
    mean: float,
    tolerance: float,
    least_spread: float,
    most_spread: float,
) -> None:
    values = [measure(recent(league, player)) for player in league.ordinary]

    assert statistics.mean(values) == pytest.approx(mean, abs=tolerance)
    assert least_spread < statistics.stdev(values) < most_spread


def test_population_kill_death_ratio_is_one_by_sums(league: League) -> None:
    lines = [entry.line for entries in league.appearances.values() for entry in entries]

    assert sum(line.kills for line in lines) / sum(line.deaths for line in lines) == pytest.approx(1, abs=0.015)
    won, tried = sum(line.one_v_one_wins for line in lines), sum(line.one_v_one_count for line in lines)
    assert won / tried == pytest.approx(0.38, abs=0.02)


def test_visible_elo_predicts_as_well_as_on_real_matches(league: League) -> None:
    """Accuracy .575 to .62 and AUC .61 to .66 were found on public matches; nobody gets 70 %."""
    rated = [match for match in played(league) if match.win_probability is not None and match.calculate_elo][300:]
    won = [match.win_probability for match in rated if match.winner == 0]
    lost = [match.win_probability for match in rated if match.winner == 1]
    higher = sum((a or 0) > (b or 0) for a in won for b in lost) / (len(won) * len(lost))

    assert 0.55 < higher < 0.72


def test_players_have_enough_history(league: League) -> None:
    counts = [len(league.appearances[player.player_id]) for player in league.ordinary]

    assert 100 <= statistics.mean(counts) <= 150
    assert 200 <= max(counts) <= 330
    for player in league.ordinary:
        times = [entry.finished_at for entry in league.appearances[player.player_id]]
        assert times == sorted(times)
        assert times[-1] < NOW


def test_levels_spread_and_follow_elo(league: League) -> None:
    assert {player.level for player in league.ordinary} >= {4, 6, 8, 9, 10}
    assert [level_of(elo) for elo in (100, 500, 501, 750, 751, 2000, 2001, 4000)] == [1, 1, 2, 2, 3, 9, 10, 10]


def test_lifetime_is_the_sum_of_matches_and_older_ones(league: League) -> None:
    for player in league.ordinary:
        entries = league.appearances[player.player_id]
        segments = league.segments(player).values()
        assert sum(sums.extended_matches for sums in segments) == len(entries)
        assert sum(sums.extended["kills"] for sums in segments) == total(entries, "kills")
        assert sum(sums.matches for sums in segments) >= len(entries)
    with_older = [player for player in league.ordinary if _older(league, player)]
    assert 40 <= len(with_older) <= 80


def _older(league: League, player: Player) -> int:
    return sum(sums.matches - sums.extended_matches for sums in league.segments(player).values())


def test_same_seed_and_time_give_the_same_league(league: League) -> None:
    again = create_league(seed=7, now=NOW)

    assert list(again.players) == list(league.players)
    assert [player.elo for player in again.players.values()] == [player.elo for player in league.players.values()]
    assert list(again.matches) == list(league.matches)
    for match_id in [*league.scenarios.values(), *list(league.matches)[::100]]:
        assert match_details(again.matches[match_id]) == match_details(league.matches[match_id])
        assert match_stats(again.matches[match_id]) == match_stats(league.matches[match_id])


def test_another_seed_gives_another_league_and_time_keeps_the_ids(league: League) -> None:
    other = create_league(seed=8, now=NOW, players=30)
    later = create_league(seed=7, now=NOW + 86_400, players=30)

    assert not set(other.players) & set(league.players)
    assert not set(other.scenarios.values()) & set(league.scenarios.values())
    assert later.scenarios == league.scenarios
    assert later.specials.newcomer.player_id == league.specials.newcomer.player_id


def test_a_league_of_a_few_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        League(seed=7, now=NOW, size=7)


def test_the_stronger_side_wins_more_often() -> None:
    rng = rng_for("rounds")

    def share(edge: float) -> float:
        scores = [play_rounds(rng, edge, 0.0) for _ in range(2000)]
        return statistics.mean(first.total > second.total for first, second in scores)

    assert share(0.0) == pytest.approx(0.5, abs=0.04)
    assert share(1.0) == pytest.approx(0.73, abs=0.05)
    assert share(-1.0) == pytest.approx(0.27, abs=0.05)


def test_the_club_plays_among_itself(league: League) -> None:
    club = league.specials.club
    members, ordinary = set(club.everybody), set(league.ordinary)
    for player in club.everybody:
        modes = [entry.match.mode for entry in league.appearances[player.player_id]]
        assert modes.count("5v5") == 160
        for match in league.history[player.player_id]:
            seats = {seat.player for faction in match.factions for seat in faction.roster}
            assert seats <= members
            assert not seats & ordinary
    assert [entry.match.mode for entry in league.appearances[club.wingman.player_id]].count("2v2") == 160
    for match in played(league, "2v2"):
        (game,) = match.maps
        assert [len(lines) for lines in game.lines] == [2, 2]
        winner, loser = game.scores[game.winner].total, game.scores[1 - game.winner].total
        assert (winner, loser < winner) == (9, True)
        assert all(line.deaths <= game.rounds for lines in game.lines for line in lines)


def test_the_banned_one_is_the_best_of_the_club(league: League) -> None:
    club = league.specials.club

    def kd(player: Player) -> float:
        entries = recent(league, player)
        return total(entries, "kills") / total(entries, "deaths")

    assert max(club.everybody, key=kd) is club.banned
