"""Maps of a player, shrunk by sample; strong and weak ones only where the numbers carry it.

k = 40 matches towards the player's own shrunk level; a verdict needs P > .9 and 30 matches. With 15 games on each of
seven maps one of them reaches 70 % by luck in 35 of 100 players.
"""

from math import sqrt
from typing import Literal

from analysis.player.report import MapRecord
from analysis.population import MAP_MATCHES, MAP_SURE, MATCH_SD_KD, WEIGHT_MAP, normal_cdf
from analysis.record import MapValue, Record

MATCH_SD_RESULT = 0.5
"""Spread of a single result around an even chance."""


def maps_of(record: Record | None) -> list[MapRecord]:
    """Every map played, most played first."""
    if record is None:
        return []
    rows = [_row(record, code) for code in record.maps]
    return sorted(rows, key=lambda row: (-row.matches, row.map))


def _row(record: Record, code: str) -> MapRecord:
    value = record.on_map(code)
    return MapRecord(
        map=code,
        matches=value.matches,
        win_rate=None if value.raw.win_rate is None else value.win_rate,
        kd=None if value.raw.kd is None else value.kd,
        raw_win_rate=value.raw.win_rate,
        raw_kd=value.raw.kd,
        verdict=_verdict(record, value),
    )


def _verdict(record: Record, value: MapValue) -> Literal["strong", "weak", "none"]:
    """K/D decides, as on the match card, and the win rate must not speak against it; without K/D the win rate does.

    Letting either decide would name a map by luck nearly twice as often.
    """
    raw = value.raw
    chances = []
    if raw.kd is not None and raw.behind_kd >= MAP_MATCHES:
        chances.append(normal_cdf((value.kd - record.kd) * sqrt(raw.behind_kd + WEIGHT_MAP) / MATCH_SD_KD))
    if raw.win_rate is not None and raw.behind_win_rate >= MAP_MATCHES:
        spread = MATCH_SD_RESULT / sqrt(raw.behind_win_rate + WEIGHT_MAP)
        chances.append(normal_cdf((value.win_rate - record.win_rate) / spread))
    if not chances:
        return "none"
    if chances[0] > MAP_SURE and chances[-1] >= 0.5:
        return "strong"
    return "weak" if chances[0] < 1 - MAP_SURE and chances[-1] <= 0.5 else "none"
