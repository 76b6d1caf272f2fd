"""The maps of a line-up: everybody's figures shrunk by sample, the mean of them, and which maps stand out."""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median

from analysis.advice import SURE_Z
from analysis.player import maps as own_maps
from analysis.population import MAP_MATCHES, MATCH_SD_KD, WEIGHT_MAP
from analysis.record import Record
from analysis.team.report import LineupMap, LineupMapPlayer

GAP_LEAST = 0.03
"""Half a kill a match. A smaller distance from the median map is worth no veto, however sure it is (our own rule)."""


def maps_of(records: Mapping[str, Record], pool: Sequence[str], size: int) -> list[LineupMap]:
    """One row a map of the pool, best K/D first, those with fewer than 30 matches of all together last.

    A map's K/D is compared with the median of the pool: strength that is the same on every map helps no choice, and one
    outstanding map must not make bad ones of all the others. The error is that of the mean of values s²/(n + k) with
    s = .47 for a single match and k = 40. A home map and one to ban need P > .9, a win rate not against it, and 30
    matches of more than half of the line-up. Without any record the rows are empty.

    Parameters:
        records: of the players that are known.
        pool: map codes.
        size: players of the line-up, known or not.
    """
    rows = [_row(records, code) for code in pool]
    if not records:
        return rows
    usual = (median(row.kd or 0.0 for row in rows), median(row.win_rate or 0.0 for row in rows))
    found = [_judged(row, usual, size) for row in rows]
    return sorted(found, key=lambda row: ((row.matches or 0) < MAP_MATCHES, -(row.kd or 0.0)))


def _row(records: Mapping[str, Record], code: str) -> LineupMap:
    if not records:
        return LineupMap(map=code)
    values = {player_id: record.on_map(code) for player_id, record in records.items()}
    counts = [value.matches for value in values.values()]
    return LineupMap(
        map=code,
        matches=sum(counts),
        win_rate=sum(value.win_rate for value in values.values()) / len(values),
        kd=sum(value.kd for value in values.values()) / len(values),
        kd_error=sqrt(sum(MATCH_SD_KD**2 / (v.raw.behind_kd + WEIGHT_MAP) for v in values.values())) / len(counts),
        ready=sum(n >= MAP_MATCHES for n in counts),
        players=[_player(player_id, record, code) for player_id, record in records.items()],
    )


def _player(player_id: str, record: Record, code: str) -> LineupMapPlayer:
    """The row of the player's own report; a map never played has no figures."""
    row = next((row for row in own_maps.maps_of(record) if row.map == code), None)
    if row is None:
        return LineupMapPlayer(player_id=player_id, matches=0)
    return LineupMapPlayer(
        player_id=player_id, matches=row.matches, win_rate=row.win_rate, kd=row.kd, verdict=row.verdict
    )


def _judged(row: LineupMap, usual: tuple[float, float], size: int) -> LineupMap:
    if row.kd is None or row.win_rate is None or row.kd_error is None:
        return row
    gap, better = row.kd - usual[0], row.win_rate - usual[1]
    sure = abs(gap) > max(SURE_Z * row.kd_error, GAP_LEAST)
    clear = sure and 2 * row.ready > size and gap * better >= 0
    verdict = "none" if not clear else "home" if gap > 0 else "ban"
    return row.model_copy(update={"kd_gap": gap, "verdict": verdict})
