"""Matches and players made up for tests: bodies as FACEIT writes them, every figure known."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.material import MatchMaterial, MissingData, PlayerMaterial
from faceit.models import GameStats, LifetimeStats, Match, MatchStats, Player

RECORDED = Path(__file__).parent / "recorded"
NOW = datetime(2026, 9, 20, 18, 0, tzinfo=UTC)
POOL = ["de_dust2", "de_mirage", "de_nuke", "de_ancient", "de_inferno", "de_anubis", "de_cache"]
MATCH_ID = "1-11111111-2222-4333-8444-555555555555"


def recorded(name: str) -> Any:
    """A recorded body."""
    return json.loads((RECORDED / name).read_text(encoding="utf-8"))


def player_ids() -> list[str]:
    """Ten players: p1..p5 in faction1, p6..p10 in faction2."""
    return [f"p{i}" for i in range(1, 11)]


def match_body(**more: Any) -> dict[str, Any]:
    """A room of ten in the vote; `more` overrides keys."""
    teams = {}
    for faction, ids in (("faction1", player_ids()[:5]), ("faction2", player_ids()[5:])):
        roster = [{"player_id": i, "nickname": f"nick-{i}", "game_skill_level": 8} for i in ids]
        teams[faction] = {"faction_id": f"uuid-{faction}", "name": f"team-{faction}", "roster": roster}
    body = {
        "match_id": MATCH_ID,
        "game": "cs2",
        "status": "VOTING",
        "teams": teams,
        "best_of": 1,
        "calculate_elo": True,
    }
    return {**body, **more}


def picked(*codes: str, pool: list[str] | None = None) -> dict[str, Any]:
    """`voting` with the maps chosen."""
    return {"map": {"pick": list(codes), "entities": [{"class_name": code} for code in pool or POOL]}}


def player(player_id: str, elo: int = 1500, level: int = 8) -> Player:
    """An account with CS2."""
    games = {"cs2": {"region": "EU", "faceit_elo": elo, "skill_level": level}}
    return Player.model_validate({"player_id": player_id, "nickname": f"nick-{player_id}", "games": games})


def segment(label: str, matches: int, kd: float = 1.0, win_rate: float = 0.5) -> dict[str, Any]:
    """A map segment of `matches` matches with 15 deaths and 22 rounds in each."""
    deaths = 15 * matches
    stats = {
        "Matches": str(matches),
        "Wins": str(round(win_rate * matches)),
        "Kills": str(round(kd * deaths)),
        "Deaths": str(deaths),
        "Rounds": str(22 * matches),
    }
    return {"type": "Map", "mode": "5v5", "label": label, "stats": stats}


def lifetime(*segments: dict[str, Any], **figures: str) -> LifetimeStats:
    """Lifetime statistics whose totals are those of the segments; `figures` may name any other key by underscores."""
    totals = {key: str(sum(int(s["stats"][key]) for s in segments)) for key in ("Matches", "Wins")}
    other = {key.replace("_", " "): value for key, value in figures.items()}
    return LifetimeStats.model_validate({"lifetime": {**totals, **other}, "segments": list(segments)})


def game(match_id: str, **more: Any) -> GameStats:
    """A played map: 15 kills, 15 deaths, 22 rounds, ADR 79, won 13:9; `more` overrides FACEIT's keys."""
    stats: dict[str, Any] = {
        "Match Id": match_id,
        "Match Finished At": int(NOW.timestamp() * 1000) - 86_400_000,
        "Kills": "15",
        "Deaths": "15",
        "Score": "13 / 9",
        "ADR": "79",
        "Result": "1",
        "Map": "de_mirage",
        "Game Mode": "5v5",
        "Match Round": "1",
    }
    return GameStats.model_validate({"stats": {**stats, **more}})


def games(player_id: str, count: int = 40, kills: int = 15, wins: int = 2, adr: int = 79) -> list[GameStats]:
    """`count` games of a player alone, every `wins`-th of them won."""
    return [
        game(f"1-{player_id}-{i}", **{"Kills": str(kills), "ADR": str(adr), "Result": str(int(i % wins == 0))})
        for i in range(count)
    ]


def person(player_id: str, elo: int = 1500, kills: int = 15, adr: int = 79) -> PlayerMaterial:
    """A player with everything: 40 games and 60 lifetime matches on each map of the pool, K/D kills/15."""
    kd = kills / 15
    segments = [segment(code.removeprefix("de_"), 60, kd) for code in POOL]
    return PlayerMaterial(
        player=player(player_id, elo), lifetime=lifetime(*segments), games=games(player_id, kills=kills, adr=adr)
    )


def material(
    body: dict[str, Any] | None = None,
    players: dict[str, PlayerMaterial] | None = None,
    *,
    stats: MatchStats | None = None,
    missing: list[MissingData] | None = None,
) -> MatchMaterial:
    """Material of a match of average players, but for those given."""
    people = {i: person(i) for i in player_ids()} | (players or {})
    return MatchMaterial(
        match=Match.model_validate(body or match_body()),
        stats=stats,
        players=people,
        missing=missing or [],
        fetched_at=NOW,
    )


def lively() -> dict[str, PlayerMaterial]:
    """Ten different players: strong and weak ones, a sniper, a party of two, one on his favourite map."""
    kills = [22, 17, 15, 14, 10, 19, 16, 15, 13, 11]
    people = {
        i: person(i, elo=1300 + 20 * k, kills=k, adr=45 + 2 * k) for i, k in zip(player_ids(), kills, strict=True)
    }
    shared = [game(f"1-shared-{i}") for i in range(4)]
    for i in ("p7", "p8"):
        people[i] = people[i].model_copy(update={"games": [*shared, *(people[i].games or [])]})
    extended = {
        "Total_Matches": "400",
        "Total_Kills_with_extended_stats": "6000",
        "Total_Sniper_Kills": "1200",
        "Total_Rounds_with_extended_stats": "8800",
        "Total_Entry_Count": "1500",
        "Total_Entry_Wins": "840",
    }
    segments = [segment("Mirage", 200, 1.5, 0.6), segment("Nuke", 90, 1.0), segment("Dust2", 110, 1.1, 0.45)]
    people["p6"] = people["p6"].model_copy(update={"lifetime": lifetime(*segments, **extended)})
    return people
