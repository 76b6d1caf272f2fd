"""Players made up for tests: files with every figure known."""

from datetime import datetime, timedelta
from typing import Any

from analysis.material import MissingData
from analysis.player.assemble import assemble
from analysis.player.material import PlayerFile
from analysis.player.report import PlayerReport
from faceit.models import GameStats, LifetimeStats, Player
from tests.rooms import NOW, game, lifetime, player, segment

EXTENDED = {
    "Total_Matches": "400",
    "ADR": "81.5",
    "Average_K/D_Ratio": "1.16",
    "Total_Kills_with_extended_stats": "6000",
    "Total_Sniper_Kills": "1080",
    "Total_Rounds_with_extended_stats": "8800",
    "Total_Entry_Count": "1500",
    "Total_Entry_Wins": "840",
    "Total_1v1_Count": "423",
    "Total_1v1_Wins": "161",
    "Total_1v2_Count": "500",
    "Total_1v2_Wins": "105",
    "Total_Flash_Count": "4400",
    "Total_Utility_Damage": "44000",
    "Longest_Win_Streak": "9",
}


def at(hours: float) -> int:
    """FACEIT's time of a finish so many hours ago."""
    return round((NOW - timedelta(hours=hours)).timestamp() * 1000)


def played(i: int, **more: Any) -> GameStats:
    """The i-th newest game: three an evening, 18:15 (assists 4, headshots 9), won but for every third."""
    stats = {
        "Match Finished At": at(24 * (i // 3) + i % 3),
        "Kills": str(14 + i % 9),
        "Deaths": "15",
        "Assists": "4",
        "Headshots": "7",
        "ADR": str(74 + 2 * (i % 9)),
        "Result": str(int(i % 3 != 2)),
    }
    return game(f"1-{i}", **{**stats, **more})


def history(count: int, **more: Any) -> list[GameStats]:
    """`count` games, newest first."""
    return [played(i, **more) for i in range(count)]


def career() -> LifetimeStats:
    """A sniper of 400 matches, strong on Mirage, weak on Nuke."""
    maps = [
        segment("Mirage", 200, 1.3, 0.58),
        segment("Dust2", 110, 1.1, 0.5),
        segment("Nuke", 80, 0.9, 0.4),
        segment("Train", 10, 1.5, 0.8),
    ]
    return lifetime(*maps, **EXTENDED)


def file_of(
    games: list[GameStats] | None = None,
    stats: LifetimeStats | None = None,
    *,
    who: Player | None = None,
    missing: list[MissingData] | None = None,
    fetched_at: datetime = NOW,
) -> PlayerFile:
    """A player's file."""
    return PlayerFile(
        player=who or player("p1", elo=1612, level=8),
        lifetime=stats,
        games=games,
        missing=missing or [],
        fetched_at=fetched_at,
    )


def player_report(file: PlayerFile, age: int = 7) -> PlayerReport:
    """The report of a file, `age` seconds after it was fetched."""
    return assemble(file, now=file.fetched_at + timedelta(seconds=age), api_calls=3)
