"""The analysing step: danger, reasons, roles, parties, missing data, JSON."""

import pytest

from analysis.danger import dangers
from analysis.match import analyse
from analysis.material import MatchMaterial, MissingData, PlayerMaterial
from analysis.parties import Sides, linked, parties_of
from analysis.reasons import STYLES, THREATS, WEAKNESSES
from analysis.report import PlayerReport
from analysis.roles import role_of
from analysis.state import MatchAnalysis
from analysis.subject import subjects_of
from tests.rooms import (
    NOW,
    POOL,
    game,
    games,
    lifetime,
    lively,
    match_body,
    material,
    person,
    picked,
    player_ids,
    segment,
)


def players(analysis: MatchAnalysis) -> dict[str, PlayerReport]:
    return {p.player_id: p for team in analysis.teams for p in team.players}


def codes(player: PlayerReport) -> list[str]:
    return [reason.code for reason in player.reasons]


def extended(**figures: int) -> dict[str, str]:
    names = {"matches": "Total_Matches", "kills": "Total_Kills_with_extended_stats", "sniper": "Total_Sniper_Kills"}
    names |= {"rounds": "Total_Rounds_with_extended_stats", "duels": "Total_Entry_Count", "won": "Total_Entry_Wins"}
    names |= {"flashes": "Total_Flash_Count", "damage": "Total_Utility_Damage"}
    return {names[key]: str(value) for key, value in figures.items()}


def test_equals_are_all_in_the_middle() -> None:
    found = players(analyse(material(), now=NOW, pool=POOL))
    assert {p.danger for p in found.values()} == {3}
    assert all(p.reasons == [] and p.role is None for p in found.values())


def test_the_strong_and_the_weak_are_told_apart_with_reasons() -> None:
    best, worst = person("p1", elo=1900, kills=25, adr=105), person("p6", elo=1200, kills=8, adr=50)
    found = players(analyse(material(players={"p1": best, "p6": worst}), now=NOW, pool=POOL))
    assert (found["p1"].danger, found["p6"].danger) == (5, 1)
    assert codes(found["p1"]) == ["elo-top", "kd-high", "adr-high"]
    assert codes(found["p6"]) == ["elo-low", "kd-low", "adr-low"]
    assert found["p1"].reasons[1].args == {"kd": pytest.approx(25 / 15), "matches": 20}


def test_few_games_do_not_make_anybody_dangerous() -> None:
    lucky = PlayerMaterial(games=games("p1", count=2, kills=30, adr=110))
    found = players(analyse(material(players={"p1": lucky}), now=NOW, pool=POOL))["p1"]
    assert found.danger in {3, 4}
    assert "kd-high" not in codes(found)


def test_danger_is_relative_to_the_match() -> None:
    high = {i: person(i, kills=19, adr=95) for i in player_ids()}
    subjects = subjects_of(material(players=high), NOW)
    assert set(dangers(subjects, None).values()) == {3}


def test_a_map_record_needs_thirty_matches() -> None:
    strong, few = segment("Nuke", 30, 1.6), segment("Nuke", 29, 1.6)
    for part, expected in ((strong, True), (few, False)):
        specialist = person("p1").model_copy(update={"lifetime": lifetime(segment("Mirage", 400), part)})
        body = match_body(status="READY", voting=picked("de_nuke"))
        found = players(analyse(material(body, {"p1": specialist}), now=NOW, pool=POOL))["p1"]
        assert ("map-record" in codes(found)) is expected


@pytest.mark.parametrize(("length", "said"), [(6, []), (8, []), (9, [9])])
@pytest.mark.parametrize("result", ["1", "0"])
def test_a_streak_is_a_reason_only_where_chance_hardly_makes_one(length: int, said: list[int], result: str) -> None:
    """Somewhere in 20 even matches there are six alike in a row with .12, eight with .027, nine with .013."""
    other = "0" if result == "1" else "1"
    run = [game(f"1-r{i}", Result=result) for i in range(length)]
    run += [game(f"1-o{i}", Result=other if i % 2 == 0 else result) for i in range(30)]
    person_ = person("p1").model_copy(update={"games": run})
    found = players(analyse(material(players={"p1": person_}), now=NOW, pool=POOL))["p1"]
    streaks = [r.args["matches"] for r in found.reasons if r.code == ("win-streak" if result == "1" else "loss-streak")]
    assert streaks == said


@pytest.mark.parametrize(
    ("figures", "role"),
    [
        ({"matches": 50, "kills": 1000, "sniper": 120}, "awp"),
        ({"matches": 49, "kills": 1000, "sniper": 500}, None),
        ({"matches": 50, "kills": 1000, "sniper": 80}, "awp-mixed"),
        ({"matches": 50, "kills": 1000, "sniper": 79}, None),
        ({"matches": 80, "rounds": 1400, "duels": 322, "won": 150}, "entry"),
        ({"matches": 80, "rounds": 1200, "duels": 299, "won": 150}, None),
        ({"matches": 80, "rounds": 1000, "flashes": 650}, "support"),
        ({"matches": 80, "rounds": 1000, "damage": 6500}, "support"),
        ({"matches": 80, "rounds": 1000, "damage": 6400, "flashes": 640}, None),
    ],
)
def test_roles(figures: dict[str, int], role: str | None) -> None:
    found = role_of(lifetime(segment("Mirage", 80), **extended(**figures)))
    assert (found[0] if found else None) == role
    if found:
        assert found[1].code == role


def test_entry_duels_get_a_word_only_when_sure() -> None:
    for won, expected in ((600, ["entry-strong"]), (500, []), (400, ["entry-weak"])):
        life = lifetime(segment("Mirage", 400), **extended(matches=400, rounds=8800, duels=1000, won=won))
        who = person("p1").model_copy(update={"lifetime": life})
        found = players(analyse(material(players={"p1": who}), now=NOW, pool=POOL))["p1"]
        assert [code for code in codes(found) if code.startswith("entry")] == expected


def test_parties_share_sides_and_are_not_opponents() -> None:
    def with_shared(*groups: tuple[str, int, str]) -> PlayerMaterial:
        shared = [game(f"1-{name}-{i}", Result=result) for name, count, result in groups for i in range(count)]
        return PlayerMaterial(games=shared)

    room = material(
        players={
            "p1": with_shared(("x", 5, "1")),
            "p2": with_shared(("x", 5, "1"), ("y", 4, "0")),
            "p3": with_shared(("y", 4, "0")),
            "p4": with_shared(("x", 2, "1")),
            "p5": with_shared(("x", 5, "0")),
            "p6": with_shared(("x", 5, "1")),
        }
    )
    assert parties_of(subjects_of(room, NOW)) == [["p1", "p2"]]


def test_strangers_who_meet_on_both_sides_are_no_party() -> None:
    results: Sides = {(f"1-{i}", 1): True for i in range(8)}
    both: Sides = {room: i < 4 for i, room in enumerate(results)}
    assert linked(results, both) == 0
    assert linked(results, dict.fromkeys(list(results)[:4], True)) == 4
    assert linked(results, dict.fromkeys(list(results)[:3], True)) == 0


@pytest.mark.parametrize("absent", range(1, 11))
def test_missing_players_still_give_an_analysis(absent: int) -> None:
    gone = {i: PlayerMaterial() for i in player_ids()[:absent]}
    lost = [MissingData(player_id=i, what="player", code="faceit-unavailable") for i in gone]
    analysis = analyse(material(players=gone, missing=lost), now=NOW, pool=POOL)
    found = players(analysis)
    assert (analysis.players_known, analysis.players_total) == (10 - absent, 10)
    assert all(found[i].danger is None and found[i].form.matches is None for i in gone)
    assert analysis.teams[0].elo == (1500 if absent <= 2 else None)
    assert analysis.missing == lost


def test_a_player_not_asked_for_at_all_is_unknown_too() -> None:
    room = material()
    del room.players["p3"]
    assert players(analyse(room, now=NOW, pool=POOL))["p3"].danger is None


def test_the_inputs_and_the_result_survive_json() -> None:
    room = material(match_body(voting=picked("de_mirage")), lively())
    again = MatchMaterial.model_validate(room.model_dump(mode="json"))
    assert again.model_dump(mode="json") == room.model_dump(mode="json")
    assert again.v == 1
    analysis = analyse(room, now=NOW, pool=POOL)
    assert analyse(again, now=NOW, pool=POOL) == analysis
    assert MatchAnalysis.model_validate_json(analysis.model_dump_json()) == analysis


def test_material_is_slim() -> None:
    stored = PlayerMaterial(games=games("p1", count=100)).model_dump_json()
    assert "headshots" not in stored
    assert len(stored) < 20_000


def test_reason_codes_are_known() -> None:
    assert not set(THREATS) & set(WEAKNESSES)
    found = players(analyse(material(match_body(voting=picked("de_mirage")), lively()), now=NOW, pool=POOL))
    said = {code for p in found.values() for code in codes(p)}
    assert said
    assert said <= {*THREATS, *WEAKNESSES, *STYLES}
