"""Maps, roles and advice of a line-up: nothing is advised that the numbers do not carry."""

from typing import Any

import pytest

from analysis.material import MissingData, PlayerMaterial
from analysis.population import MATCH_SD_KD
from analysis.report import Statement
from analysis.team.assemble import compose
from analysis.team.lineup import Lineup, lineup_of
from analysis.team.material import TeamFile
from analysis.team.report import LineupMap, LineupTogether
from analysis.team.together import together_of
from tests.player_files import EXTENDED
from tests.rooms import NOW, POOL, games, lifetime, player, segment

SNIPER = {**EXTENDED, "Total_Entry_Count": "900"}
PLAIN = {**SNIPER, "Total_Sniper_Kills": "240"}


def member(player_id: str, maps: dict[str, tuple[int, float, float]], **figures: str) -> PlayerMaterial:
    """A player with 60 even matches on every map, but those given: matches, K/D, win rate."""
    rows = dict.fromkeys(POOL, (60, 1.0, 0.5)) | maps
    segments = [segment(code.removeprefix("de_"), *row) for code, row in rows.items() if row[0]]
    stats = lifetime(*segments, **(figures or PLAIN))
    return PlayerMaterial(player=player(player_id), lifetime=stats, games=games(player_id))


def file_of(*members: PlayerMaterial, missing: list[MissingData] | None = None, hidden: int = 0) -> TeamFile:
    players = {one.player.player_id: one for one in members if one.player}
    return TeamFile(players=players, missing=missing or [], hidden=hidden, fetched_at=NOW)


def five(maps: dict[str, tuple[int, float, float]] | None = None, **figures: str) -> TeamFile:
    return file_of(*(member(f"p{i}", maps or {}, **figures) for i in range(1, 6)))


def row_of(lineup: Lineup, code: str) -> LineupMap:
    return next(row for row in lineup.maps if row.map == code)


def codes(lineup: Lineup) -> list[str]:
    return [item.code for item in lineup.advice]


def test_a_row_is_the_mean_of_shrunk_figures() -> None:
    # Given one with 120 strong matches on Nuke and one who never played it
    strong, stranger = member("p1", {"de_nuke": (120, 1.5, 0.6)}), member("p2", {"de_nuke": (0, 1.0, 0.5)})
    row = row_of(lineup_of(file_of(strong, stranger), POOL), "de_nuke")
    # Then his value is drawn by 40 matches towards his own level, and hers is her own level
    level = (480 * (360 + 120 * 1.5) / 480 + 20 * 1.0) / 500
    assert row.kd == pytest.approx(((120 * 1.5 + 40 * level) / 160 + 1.0) / 2)
    assert (row.matches, row.ready) == (120, 1)
    assert row.kd_error == pytest.approx(MATCH_SD_KD * (1 / 160 + 1 / 40) ** 0.5 / 2)
    assert [(one.player_id, one.matches, one.kd is None) for one in row.players] == [
        ("p1", 120, False),
        ("p2", 0, True),
    ]


def test_home_map_and_ban_carry_their_numbers() -> None:
    lineup = lineup_of(five({"de_mirage": (200, 1.25, 0.56), "de_nuke": (90, 0.75, 0.42)}), POOL)
    assert lineup.maps[0].map == "de_mirage" and lineup.maps[-1].map == "de_nuke"
    assert (row_of(lineup, "de_mirage").verdict, row_of(lineup, "de_nuke").verdict) == ("home", "ban")
    home, ban = lineup.advice[:2]
    assert (home.code, home.args["map"], home.args["matches"], home.args["ready"]) == ("home", "de_mirage", 1000, 5)
    assert (ban.code, ban.args["map"], ban.args["matches"], ban.args["players"]) == ("ban", "de_nuke", 450, 5)


def test_one_outstanding_map_makes_no_bad_ones_of_the_others() -> None:
    lineup = lineup_of(five({"de_mirage": (200, 1.4, 0.6)}), POOL)
    assert [item.args["map"] for item in lineup.advice if item.code in {"home", "ban"}] == ["de_mirage"]
    assert sorted(row.verdict for row in lineup.maps) == ["home", *["none"] * 6]


@pytest.mark.parametrize(
    ("matches", "kd", "win_rate"),
    [
        (29, 1.5, 0.7),  # too few matches
        (200, 1.02, 0.51),  # too small a difference
        (200, 1.3, 0.40),  # the win rate speaks against it
    ],
)
def test_no_home_map_without_what_carries_it(matches: int, kd: float, win_rate: float) -> None:
    lineup = lineup_of(five({"de_mirage": (matches, kd, win_rate)}), POOL)
    assert "home" not in codes(lineup)
    assert {row.verdict for row in lineup.maps} == {"none"}
    assert lineup.advice[0] == Statement(code="no-edge")


def test_two_of_five_do_not_make_a_home_map() -> None:
    known = [member(f"p{i}", {"de_mirage": (300, 1.4, 0.6)}) for i in (1, 2)]
    unknown = [PlayerMaterial(player=player(f"p{i}")) for i in (3, 4, 5)]
    lineup = lineup_of(file_of(*known, *unknown), POOL)
    assert row_of(lineup, "de_mirage").ready == 2
    assert "home" not in codes(lineup)
    # Of two alone they do
    assert codes(lineup_of(file_of(*known), POOL))[0] == "home"


def test_hardly_played_maps_are_named_with_their_matches() -> None:
    lineup = lineup_of(five({"de_cache": (3, 2.0, 1.0)}), POOL)
    rare = [item for item in lineup.advice if item.code == "unplayed"]
    assert [(item.args["map"], item.args["matches"]) for item in rare] == [("de_cache", 15)]
    assert lineup.maps[-1].map == "de_cache"
    assert "unplayed" not in codes(lineup_of(five(), POOL))


@pytest.mark.parametrize(("snipers", "code"), [(0, "awp-none"), (1, None), (2, "awp-many")])
def test_a_word_on_none_or_too_many_snipers(snipers: int, code: str | None) -> None:
    members = [member(f"p{i}", {}, **(SNIPER if i < snipers else PLAIN)) for i in range(5)]
    lineup = lineup_of(file_of(*members), POOL)
    assert [found for found in codes(lineup) if found.startswith("awp")] == ([code] if code else [])
    assert len(lineup.roles.awp) == snipers and len(lineup.roles.unclear) == 5 - snipers


def test_below_fifty_detailed_matches_no_role_is_known() -> None:
    short = {**SNIPER, "Total_Matches": "49"}
    lineup = lineup_of(five({}, **short), POOL)
    assert lineup.roles.unknown == [f"p{i}" for i in range(1, 6)]
    assert not any(found.startswith("awp") for found in codes(lineup))


def test_nobody_known_says_nothing() -> None:
    lineup = lineup_of(file_of(*(PlayerMaterial(player=player(f"p{i}")) for i in range(2))), POOL)
    assert lineup.advice == [] and all(row.kd is None and row.matches is None for row in lineup.maps)
    assert [row.map for row in lineup.maps] == POOL


@pytest.mark.parametrize(
    ("codes_missing", "expected"), [([], "none"), (["faceit-not-found"], "none"), (["faceit-unavailable"], "failed")]
)
def test_hidden_and_failed_are_told_apart(codes_missing: list[str], expected: str) -> None:
    missing = [MissingData(player_id="p1", what="lifetime", code=code) for code in codes_missing]
    file = file_of(PlayerMaterial(player=player("p1")), member("p2", {}), missing=missing)
    assert [one.statistics for one in lineup_of(file, POOL).players] == [expected, "known"]


def test_the_report_counts_the_hidden_and_means_the_known() -> None:
    file = file_of(member("p1", {}), PlayerMaterial(player=player("p2", elo=0)), hidden=1)
    report = compose(file, lineup_of(file, POOL), LineupTogether(), now=NOW, api_calls=8)
    assert report.coverage.players == (1, 3)
    assert report.elo == 1500 and report.players[1].calibrating and report.players[1].elo is None
    assert report.matches_seen is None


def test_what_is_stored_between_steps_comes_back() -> None:
    file = five({"de_mirage": (200, 1.25, 0.56)})
    again: Any = TeamFile.model_validate(file.model_dump(mode="json"))
    assert lineup_of(again, POOL) == lineup_of(file, POOL)
    result = together_of(["p1", "p2"], [])
    assert result.seen is None and result.pairs == []
