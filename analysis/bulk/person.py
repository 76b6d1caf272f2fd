"""What many matches say of one player: results, figures and maps, by the rules of his own report."""

from collections.abc import Sequence

from analysis.bulk.report import BulkRow
from analysis.form import form_of
from analysis.player.maps import maps_of
from analysis.player.report import MapRecord
from analysis.record import record_of
from analysis.report import Form
from faceit.models import GameStats


def figures_of(rows: Sequence[BulkRow]) -> Form:
    """K/D summed, ADR weighted by rounds; `matches` are those with a line of the player."""
    games = [game for row in rows if (game := _game(row)) is not None and game.kills is not None]
    return form_of(games, len(games)) if games else Form()


def maps_by_code(rows: Sequence[BulkRow]) -> dict[str, MapRecord]:
    """Each map drawn towards the player's level in these matches; strong or weak needs 30 of it and P > .9.

    Matches of one map alone count: of a series neither the result nor the sums belong to a map.
    """
    games = [game for row in rows if len(row.played) == 1 and (game := _game(row)) is not None]
    return {record.map: record for record in maps_of(record_of(None, games))}


def _game(row: BulkRow) -> GameStats | None:
    """The match as one of the player's games; None when he has neither a result nor a line."""
    own = row.own
    if row.won is None and (own is None or own.kills is None):
        return None
    return GameStats(
        match_id=row.match_id,
        map=row.played[0] if len(row.played) == 1 else None,
        won=row.won,
        kills=own and own.kills,
        deaths=own and own.deaths,
        adr=own and own.adr,
        rounds=own and own.rounds,
    )
