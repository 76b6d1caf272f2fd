"""Named matches, one for every state a room can be in."""

from sandbox.faceit.bench import HOUR, MINUTE, Bench
from sandbox.faceit.league import League
from sandbox.faceit.match import LEAGUE
from sandbox.faceit.scenario_players import add_player_scenarios


def add_scenarios(league: League) -> None:
    """Put every scenario into a league; ``league.scenarios`` then gives the match id by name."""
    bench = Bench(league)
    # Before everything else: these are played, and change what the others show.
    _over(bench)
    add_player_scenarios(bench)
    _upcoming(bench)
    _odd(bench)


def _over(bench: Bench) -> None:
    bench.played(bench.ready("finished", ago=2 * HOUR))

    series = bench.ready("finished_bo3", ago=30 * HOUR)
    series.competition, series.calculate_elo, series.best_of = LEAGUE, False, 3
    series.scheduled_at = series.created_at
    series.picks = (series.picks[0], *(game_map for game_map in series.pool if game_map not in series.picks))[:3]
    for faction in series.factions:
        faction.premade = True
    bench.played(series)

    forfeit = bench.ready("forfeit", ago=5 * HOUR)
    forfeit.competition, forfeit.calculate_elo, forfeit.picks, forfeit.configured_at = LEAGUE, False, (), None
    forfeit.winner, forfeit.score, forfeit.finished_at = 1, (0, 1), bench.now - 4 * HOUR
    bench.enter(forfeit, "FINISHED")

    cancelled = bench.ready("cancelled", ago=HOUR)
    cancelled.picks, cancelled.configured_at, cancelled.finished_at = (), None, bench.now - 55 * MINUTE
    bench.enter(cancelled, "CANCELLED")

    with_result = bench.ready("cancelled_with_result", ago=6 * HOUR)
    with_result.winner, with_result.score = 1, (0, 1)
    with_result.started_at = with_result.created_at + 7 * MINUTE
    with_result.finished_at = bench.now - 5 * HOUR
    bench.enter(with_result, "CANCELLED")


def _upcoming(bench: Bench) -> None:
    bench.unvetoed("check_in", "CHECK_IN", ago=20)
    bench.unvetoed("captain_pick", "CAPTAIN_PICK", ago=40)
    bench.unvetoed("voting", "VOTING")
    bench.enter(bench.ready("configuring", ago=3 * MINUTE), "CONFIGURING")
    bench.enter(bench.ready("ready"))
    bench.enter(bench.ready("ready_high", elo=2600))
    bench.enter(bench.ready("ready_low", elo=900))
    ongoing = bench.ready("ongoing", ago=25 * MINUTE)
    ongoing.started_at = bench.now - 18 * MINUTE
    bench.enter(ongoing, "ONGOING")

    series = bench.ready("ready_bo3")
    series.competition, series.calculate_elo, series.best_of, series.picks = LEAGUE, False, 3, series.pool[:3]
    bench.enter(series)

    no_elo = bench.ready("no_elo")
    no_elo.competition, no_elo.calculate_elo = LEAGUE, False
    bench.enter(no_elo)


def _odd(bench: Bench) -> None:
    for name, status in (("unknown_status", "MODERATOR_REVIEW"), ("paused", "PAUSED")):
        match = bench.ready(name, ago=30 * MINUTE)
        match.started_at = bench.now - 22 * MINUTE
        bench.enter(match, status)

    manual = bench.ready("manual_result", ago=4 * HOUR)
    manual.competition, manual.calculate_elo = LEAGUE, False
    manual.started_at, manual.finished_at = bench.now - 4 * HOUR + 7 * MINUTE, bench.now - 3 * HOUR
    manual.winner, manual.score = 0, (1, 0)
    bench.enter(manual, "MANUAL_RESULT")

    for name, game, status in (("other_game", "csgo", "FINISHED"), ("other_game_dota2", "dota2", "ONGOING")):
        match = bench.ready(name, ago=2 * HOUR)
        match.game, match.picks, match.calculate_elo = game, (), False
        match.started_at = match.created_at + 7 * MINUTE
        if status == "FINISHED":
            match.finished_at, match.winner, match.score = match.created_at + HOUR, 0, (16, 12)
        bench.enter(match, status)
