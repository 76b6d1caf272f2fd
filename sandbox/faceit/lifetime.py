"""Lifetime statistics and map segments, with the traps of the site.

``K/D Ratio``, ``K/R Ratio`` and ``Total Headshots %`` are sums over matches, and the names of the two sniper rates are
swapped: ``Sniper Kill Rate`` is per round, ``Sniper Kill Rate per Round`` the share of kills.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.faceit.maps import map_named
from sandbox.faceit.sums import Sums
from sandbox.faceit.wording import decimal, percent, ratio

Stats = dict[str, Any]


def lifetime_body(
    player_id: str, segments: dict[str, dict[str, Sums]], results: Sequence[bool], *, extended: bool
) -> Stats:
    """Return the body of ``/players/{id}/stats/cs2``.

    Parameters:
        player_id: whose
        segments: sums by mode and class name of the map; the lifetime counts all modes together
        results: won or lost, oldest first
        extended: False leaves out every key that came with the extended stats
    """
    total = Sums()
    rows = [(mode, name, sums) for mode, maps in segments.items() for name, sums in maps.items()]
    for _, _, sums in rows:
        total.add(sums)
    return {
        "player_id": player_id,
        "game_id": "cs2",
        "lifetime": _lifetime(total, results) | (_extended(total) if extended else {}),
        "segments": [
            _segment(mode, class_name, sums, extended=extended)
            for mode, class_name, sums in sorted(rows, key=lambda row: -row[2].matches)
        ],
    }


def _lifetime(total: Sums, results: Sequence[bool]) -> Stats:
    current, longest = _streaks(results)
    return {
        "Matches": str(total.matches),
        "Wins": str(total.wins),
        "Win Rate %": percent(total.wins, total.matches),
        "K/D Ratio": decimal(total.kd_ratios),
        "Average K/D Ratio": ratio(total.kd_ratios, total.matches),
        "Total Headshots %": decimal(total.headshot_percents),
        "Average Headshots %": ratio(total.headshot_percents, total.matches, 0),
        "Current Win Streak": str(current),
        "Longest Win Streak": str(longest),
        "Recent Results": ["1" if won else "0" for won in results[-5:]],
    }


def _segment(mode: str, class_name: str, sums: Sums, *, extended: bool) -> Stats:
    game_map = map_named(class_name)
    return {
        "label": game_map.label,
        "img_small": game_map.small_picture,
        "img_regular": game_map.large_picture,
        "stats": _plain(sums) | (_extended(sums) if extended else {}),
        "type": "Map",
        "mode": mode,
    }


def _plain(sums: Sums) -> Stats:
    counts, matches = sums.counts, sums.matches
    names = ("kills", "deaths", "assists", "triple_kills", "quadro_kills", "penta_kills")
    stats: Stats = {"MVPs": str(counts["mvps"]), "Average MVPs": ratio(counts["mvps"], matches)}
    for name in names:
        title = name.replace("_", " ").title()
        stats[title] = str(counts[name])
        stats[f"Average {title}"] = ratio(counts[name], matches)
    return stats | {
        "Matches": str(matches),
        "Wins": str(sums.wins),
        "Win Rate %": percent(sums.wins, matches),
        "Rounds": str(sums.rounds),
        "K/D Ratio": decimal(sums.kd_ratios),
        "Average K/D Ratio": ratio(sums.kd_ratios, matches),
        "K/R Ratio": decimal(sums.kr_ratios),
        "Average K/R Ratio": ratio(sums.kr_ratios, matches),
        "Headshots": str(counts["headshots"]),
        "Headshots per Match": ratio(counts["headshots"], matches),
        "Total Headshots %": decimal(sums.headshot_percents),
        "Average Headshots %": ratio(sums.headshot_percents, matches, 0),
    }


def _extended(sums: Sums) -> Stats:
    of, rounds = sums.extended, sums.extended_rounds
    return {
        "Total Matches": str(sums.extended_matches),
        "Total Rounds with extended stats": str(rounds),
        "Total Kills with extended stats": str(of["kills"]),
        "Total Damage": str(of["damage"]),
        "ADR": ratio(of["damage"], rounds),
        "Total Entry Count": str(of["entry_count"]),
        "Total Entry Wins": str(of["entry_wins"]),
        "Entry Rate": ratio(of["entry_count"], rounds),
        "Entry Success Rate": ratio(of["entry_wins"], of["entry_count"]),
        "Total 1v1 Count": str(of["one_v_one_count"]),
        "Total 1v1 Wins": str(of["one_v_one_wins"]),
        "1v1 Win Rate": ratio(of["one_v_one_wins"], of["one_v_one_count"]),
        "Total 1v2 Count": str(of["one_v_two_count"]),
        "Total 1v2 Wins": str(of["one_v_two_wins"]),
        "1v2 Win Rate": ratio(of["one_v_two_wins"], of["one_v_two_count"]),
        "Total Flash Count": str(of["flash_count"]),
        "Total Flash Successes": str(of["flash_successes"]),
        "Flash Success Rate": ratio(of["flash_successes"], of["flash_count"]),
        "Flashes per Round": ratio(of["flash_count"], rounds),
        "Total Enemies Flashed": str(of["enemies_flashed"]),
        "Enemies Flashed per Round": ratio(of["enemies_flashed"], rounds),
        "Total Utility Count": str(of["utility_count"]),
        "Total Utility Successes": str(of["utility_successes"]),
        "Utility Success Rate": ratio(of["utility_successes"], of["utility_count"]),
        "Utility Usage per Round": ratio(of["utility_count"], rounds),
        "Total Utility Damage": str(of["utility_damage"]),
        "Utility Damage per Round": ratio(of["utility_damage"], rounds),
        "Utility Damage Success Rate": ratio(of["utility_damage"], of["utility_count"]),
        "Total Sniper Kills": str(of["sniper_kills"]),
        "Sniper Kill Rate": ratio(of["sniper_kills"], rounds),
        "Sniper Kill Rate per Round": ratio(of["sniper_kills"], of["kills"]),
    }


def _streaks(results: Sequence[bool]) -> tuple[int, int]:
    current = longest = 0
    for won in results:
        current = current + 1 if won else 0
        longest = max(longest, current)
    return current, longest
