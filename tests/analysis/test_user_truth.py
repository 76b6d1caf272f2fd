"""What is planted is found and what is not is not: sessions, hours, people, parties, records, goals."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analysis.user.assemble import assemble
from analysis.user.company import MATE_MATCHES, RIVAL_MATCHES, SHOWN, candidates
from analysis.user.depth import Depth, depth_of
from analysis.user.goals import goals_of, matches_to, wins_in
from analysis.user.habits import habits_of
from analysis.user.material import Room, UserFile, rooms_of, within
from analysis.user.parties import linked_with, sizes_of
from analysis.user.parts import named, people_of
from analysis.user.report import UserParty, UserReport
from faceit.models import GameStats, HistoryMatch, LifetimeStats
from tests.player_files import career
from tests.rooms import NOW, game, player

ME = "p1"


def played(number: int, at: datetime, won: bool | None = True, **more: Any) -> GameStats:
    """A game that ended at a moment."""
    stats = {"Match Finished At": round(at.timestamp() * 1000), "Result": "" if won is None else str(int(won))}
    return game(f"1-{number}", **{**stats, **more})


def evenings(*sessions: str) -> list[GameStats]:
    """Sessions a day apart, the newest last: "WWL" is two wins and a loss, an hour each; newest first."""
    games = []
    for day, results in enumerate(sessions):
        for hour, result in enumerate(results):
            at = NOW - timedelta(days=len(sessions) - day) + timedelta(hours=hour)
            games.append(played(100 * day + hour, at, {"W": True, "L": False}.get(result)))
    return games[::-1]


def report_of(
    games: list[GameStats] | None,
    rooms: list[Room] | None = None,
    *,
    depth: Depth = Depth(),  # noqa: B008 (frozen)
    stats: LifetimeStats | None = None,
    elo: int = 1612,
) -> UserReport:
    file = UserFile(player=player(ME, elo=elo), lifetime=stats, games=games, fetched_at=NOW)
    return assemble(file, rooms, depth, now=NOW, api_calls=3)


def room(number: int, own: list[str], other: list[str], won: bool | None = True) -> Room:
    return Room(match_id=f"1-{number}", own=own, other=other, won=won)


@pytest.mark.parametrize(
    ("words", "depth"),
    [
        ("100/Europe/Moscow", Depth(100, "Europe/Moscow")),
        ("500/UTC", Depth(500, "UTC")),
        ("30", Depth(30, "UTC")),
        ("standard", Depth(100, "UTC")),
        ("", Depth(100, "UTC")),
        ("7/Europe/Berlin", Depth(100, "Europe/Berlin")),
        ("-100/Europe/Berlin", Depth(100, "Europe/Berlin")),
        ("100/Mars/Base", Depth(100, "UTC")),
        ("500/../../etc/passwd", Depth(500, "UTC")),
        ("500//etc", Depth(500, "UTC")),
        ("30/\x00", Depth(30, "UTC")),
        ("30/Europe", Depth(30, "UTC")),
        ("100/Etc/GMT-3", Depth(100, "Etc/GMT-3")),
    ],
)
def test_a_depth_is_read_or_is_the_usual_one(words: str, depth: Depth) -> None:
    assert depth_of(words) == depth
    assert depth_of(str(depth)) == depth
    assert depth.hours.utcoffset(NOW.replace(tzinfo=None)) is not None


def test_sessions_are_counted_by_place_without_a_verdict() -> None:
    report = report_of(evenings("WWL", "L", "LLLLLLLL", "WW?"))
    counts = report.session_counts
    assert [s.matches for s in report.sessions] == [3, 8, 1, 3]
    assert [(row.position, row.matches, row.wins, row.results) for row in counts.positions] == [
        (1, 4, 2, 4), (2, 3, 2, 3), (3, 3, 0, 2), (4, 1, 0, 1), (5, 1, 0, 1), (6, 3, 0, 3),
    ]  # fmt: skip
    assert [row.more for row in counts.positions] == [False] * 5 + [True]
    # Then the session of two known results is not judged, however good
    assert counts.best is not None and (counts.best.wins, counts.best.results) == (2, 3)
    assert counts.worst is not None and counts.worst.matches == 8
    assert report.records.session == counts.worst


def test_sessions_that_went_alike_have_no_best() -> None:
    counts = report_of(evenings("WWL", "WLW")).session_counts
    assert counts.count == 2 and counts.best is None and counts.worst is None


def test_hours_and_weekdays_are_those_of_the_zone() -> None:
    # Given a match that ended on Sunday 23:30 UTC in winter, and one on Sunday 22:30 UTC in summer
    games = [
        played(1, datetime(2026, 7, 19, 22, 30, tzinfo=UTC), won=False),
        played(2, datetime(2026, 1, 18, 23, 30, tzinfo=UTC)),
        game("1-timeless", **{"Match Finished At": None}),
    ]
    there = habits_of(games, Depth(100, "Europe/Berlin"))
    assert there.grid[0][0].model_dump() == {"matches": 2, "wins": 1, "results": 2}
    assert sum(hour.matches for hour in there.hours) == sum(day.matches for day in there.weekdays) == 2
    assert there.timezone == "Europe/Berlin"
    here = habits_of(games, Depth())
    assert (here.hours[22].matches, here.hours[23].matches, here.weekdays[6].matches) == (1, 1, 2)
    assert (len(here.hours), len(here.weekdays), [len(day) for day in here.grid]) == (24, 7, [24] * 7)


def test_records_name_their_match() -> None:
    at = NOW - timedelta(days=3)
    games = [
        played(1, NOW, Kills="31", Deaths="31", Map="de_nuke"),
        played(2, at, Kills="20", Deaths="0", ADR="120", Map="de_mirage"),
        played(3, at - timedelta(hours=1), won=False, Kills="4", Deaths="16", ADR=""),
        played(4, at - timedelta(hours=2), won=None, Kills="", Deaths="2"),
    ]
    records = report_of(games).records
    assert records.kills and (records.kills.kills, records.kills.map, records.kills.at) == (31, "de_nuke", NOW)
    assert records.best_kd and (records.best_kd.kd, records.best_kd.match_id) == (20, "1-2")
    assert records.worst_kd and (records.worst_kd.kd, records.worst_kd.won) == (0.25, False)
    assert records.adr and records.adr.adr == 120
    assert records.win_run and (records.win_run.matches, records.win_run.ended_at) == (2, NOW)
    assert records.loss_run is None


def test_an_unknown_result_ends_a_run() -> None:
    records = report_of(evenings("LLL?LLLLW")).records
    assert records.loss_run and records.loss_run.matches == 4
    assert records.win_run is None


@pytest.mark.parametrize(
    ("points", "rate", "matches"),
    [(100, 0.55, 40), (25, 1.0, 1), (100, 0.5, None), (100, 0.4, None), (1, 0.51, 2), (600, 0.51, None), (0, 0.6, 0)],
)
def test_the_way_to_a_goal(points: int, rate: float, matches: int | None) -> None:
    assert matches_to(points, rate) == matches


def test_goals_say_when_elo_does_not_grow() -> None:
    assert (wins_in(56, 139), wins_in(6, 139), wins_in(10, 250)) == (31, 6, 10)
    even = goals_of(1612, evenings("WL" * 50))
    assert even is not None and (even.target, even.level, even.points, even.wins) == (1751, 9, 139, 6)
    assert even.win_rate == 0.5 and even.expected is None and even.latest is None
    assert even.soonest is not None and even.error == pytest.approx(0.5 / (230**0.5))
    # 70 of 100 are 58.7 % after shrinking
    good = goals_of(1612, evenings("W" * 70 + "L" * 30))
    assert good is not None and good.win_rate == pytest.approx((70 + 65) / 230)
    assert good.expected == 32 and good.soonest is not None and good.latest is not None
    assert good.soonest < 32 < good.latest
    top = goals_of(2250, [])
    assert top is not None and (top.target, top.level, top.win_rate, top.expected) == (2500, None, None, None)
    assert goals_of(None, evenings("WW")) is None


def rooms(seed: int, count: int, together: dict[str, float], *, mate: str = "", lift: float = 0.0) -> list[Room]:
    """Rooms of strangers out of sixty, with some people on the own side that often; `mate` moves the win rate."""
    draw = random.Random(seed)
    found = []
    for number in range(count):
        party = [one for one, share in together.items() if draw.random() < share][:4]
        strangers = draw.sample(range(60), 9 - len(party))
        own = [*party, *(f"s{i}" for i in strangers[: 4 - len(party)])]
        rate = 0.5 + (lift if mate in party else -lift)
        found.append(room(number, own, [f"s{i}" for i in strangers[4 - len(party) :]], draw.random() < rate))
    return found


def test_a_mate_who_moves_the_win_rate_is_found_and_the_others_are_not() -> None:
    found = rooms(1, 500, {"good": 0.5, "same": 0.4}, mate="good", lift=0.12)
    people = people_of(found, frozenset(), known=True)
    verdicts = {one.player_id: one.verdict for one in people.teammates}
    assert verdicts["good"] == "better" and verdicts["same"] == "none"
    good = next(one for one in people.teammates if one.player_id == "good")
    assert good.results + good.others.results == 500
    assert good.win_rate is not None and good.shrunk is not None
    assert abs(good.win_rate - good.shrunk) < 0.1 and good.win_rate > good.shrunk
    assert people.teammates[0].player_id == "good"


def test_luck_alone_is_seldom_a_finding() -> None:
    reports = [people_of(rooms(seed, 200, {"a": 0.4, "b": 0.3}), frozenset(), known=True) for seed in range(60)]
    surprised = [any(one.verdict != "none" for one in [*p.teammates, *p.opponents]) for p in reports]
    assert sum(surprised) <= 9


def test_thresholds_order_and_who_is_shown() -> None:
    found = [room(i, ["five", *(["four"] if i else [])], ["three"] if i < 3 else ["two"]) for i in range(5)]
    people = people_of(found, frozenset(), known=True)
    assert [one.player_id for one in people.teammates] == ["five"]
    assert [one.player_id for one in people.opponents] == ["three"]
    assert (MATE_MATCHES, RIVAL_MATCHES, SHOWN) == (5, 3, 10)
    many = people_of(rooms(3, 500, {}), frozenset(), known=True)
    assert len(many.teammates) + len(many.opponents) == SHOWN
    assert (len(many.teammates), len(many.opponents)) == (7, 3)
    assert many.company.mates > 7 and many.company.rivals > 3
    shrunk = [one.shrunk or 0 for one in many.teammates]
    assert shrunk == sorted(shrunk, reverse=True)


def test_hidden_players_are_nowhere() -> None:
    found = rooms(5, 300, {"hidden": 0.9, "seen": 0.8})
    assert "hidden" in candidates(found)
    people = people_of(found, frozenset({"hidden"}), known=True)
    assert "hidden" not in people.model_dump_json() and "seen" in people.model_dump_json()


def test_parties_are_found_and_strangers_are_none() -> None:
    found = rooms(7, 200, {"mate": 0.6, "third": 0.3})
    linked = linked_with(found)
    assert linked == {"mate", "third"}
    sizes = {size.size: size.matches for size in sizes_of(found, linked)}
    assert sum(sizes.values()) == 200 and sizes[3] > 20 and sizes[1] > 30
    people = people_of(found, frozenset(), known=True)
    groups = {tuple(party.players): party.matches for party in people.company.parties}
    assert groups[("mate", "third")] == sizes[3]
    # And among strangers alone hardly ever one
    wrong = [len(linked_with(rooms(seed, 300, {}))) for seed in range(40)]
    assert sum(bool(count) for count in wrong) <= 4


def test_a_party_is_told_when_any_of_it_can_be_named() -> None:
    people = people_of(rooms(7, 200, {"mate": 0.6, "third": 0.3}), frozenset(), known=True)
    told = named(people, {"mate": "Zed"})
    groups = {tuple(party.players): party.nicknames for party in told.company.parties}
    assert groups[("mate",)] == ["Zed"]
    # Whoever has no name here takes nobody else away, and a group of such only is none
    assert all("mate" in players for players in groups)
    assert all(
        [one is None for one in names] == [one != "mate" for one in players] for players, names in groups.items()
    )
    both = UserParty(players=["mate", "third"], matches=9)
    more = people.model_copy(update={"company": people.company.model_copy(update={"parties": [both]})})
    assert named(more, {"mate": "Zed"}).company.parties[0].nicknames == ["Zed", None]
    assert {one.nickname for one in told.teammates} == {"Zed", None}
    assert "Zed" not in repr(told)


def line_ups(match_id: str, own: list[str], other: list[str], **more: Any) -> HistoryMatch:
    sides = {"faction1": own, "faction2": other}
    teams = {name: {"players": [{"player_id": one} for one in ids]} for name, ids in sides.items()}
    body = {"match_id": match_id, "status": "finished", "game_mode": "5v5", "results": {"winner": "faction2"}}
    return HistoryMatch.model_validate({**body, "teams": teams, **more})


def test_only_finished_five_a_side_rooms_count() -> None:
    history = [
        line_ups("1-a", [ME, "x"], ["y"]),
        line_ups("1-a", [ME, "x"], ["y"]),
        line_ups("1-b", ["y"], ["z", ME]),
        line_ups("1-c", ["x"], ["y"]),
        line_ups("1-d", [ME], ["y"], status="cancelled"),
        line_ups("1-e", [ME], ["y"], game_mode="2v2"),
        line_ups("1-f", [ME], [], results={}),
    ]
    found = rooms_of(history, ME)
    assert [(one.match_id, one.own, one.other, one.won) for one in found] == [
        ("1-a", ["x"], ["y"], False), ("1-b", ["z"], ["y"], True), ("1-f", [], [], None),
    ]  # fmt: skip
    assert [one.match_id for one in within(found, [game("1-b")])] == ["1-b"]
    assert within(found, []) == found


def test_nothing_and_almost_nothing() -> None:
    for games in (None, [], evenings("W"), evenings("W?L")):
        report = report_of(games)
        assert report.matches == (None if games is None else len(games))
        assert report.teammates == [] and report.opponents == [] and report.company.rooms is None
        assert all(trend.verdict == "none" for trend in report.trend.values())
        assert report.session_counts.best is None or len(report.sessions) > 1
    assert report_of(None).coverage.players == (0, 1)
    assert report_of([], [room(1, [], [])]).coverage.players == (1, 1)


def test_windows_end_at_the_depth_and_maps_fall_back_on_the_lifetime() -> None:
    games = evenings(*["WL"] * 20)
    assert list(report_of(games, depth=Depth(30)).form) == ["10", "20", "30"]
    assert list(report_of(games, depth=Depth(500)).form) == ["10", "20", "50", "500"]
    assert [row.map for row in report_of(games, stats=career()).maps] == ["de_mirage"]
    without = report_of([], stats=career())
    assert without.maps_over == "lifetime" and without.maps[0].matches == 200


def test_other_modes_and_repeats_are_left_out_and_names_stay_out_of_logs() -> None:
    games = [*evenings("WL"), *evenings("WL"), game("1-9", **{"Game Mode": "2v2"})]
    report = report_of(games)
    assert report.matches == 2 and report.totals.matches == 2 and report.totals.days == 1
    assert "nick-p1" not in repr(report)
    assert UserReport.model_validate_json(report.model_dump_json()) == report
