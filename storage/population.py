"""Anonymous histograms of players' figures: how many had a value in a bucket, by quarter and Elo. No player is in them.

That somebody voted is kept as a hash that holds the quarter, so the same player can't be followed from one to the next.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, func, select

from analysis.player.percentile import BUCKET_WIDTHS, MIN_PLAYERS, NEAR_ELO, bucket_of
from storage.database import SyncDatabase
from storage.models import population_counts, population_voters
from storage.privacy import keyed_hash

BAND = 50
"""Elo points of a band; band b holds b·50 <= Elo < (b + 1)·50."""


def period_of(now: datetime) -> str:
    """The quarter in UTC, like `2026Q4`."""
    now = now.astimezone(UTC)
    return f"{now.year}Q{(now.month + 2) // 3}"


def period_before(period: str) -> str:
    """The quarter before."""
    year, quarter = int(period[:4]), int(period[-1])
    return f"{year - 1}Q4" if quarter == 1 else f"{year}Q{quarter - 1}"


class Population:
    """Every method raises StorageUnavailableError. `key` is storage.privacy.hash_key."""

    def __init__(self, database: SyncDatabase, key: bytes) -> None:
        self._database = database
        self._key = key

    def vote(self, player_id: str, elo: int, values: Mapping[str, float], now: datetime) -> bool:
        """Count the player's values, once a quarter; False when the player voted in this one or has no values.

        Raises KeyError for a metric without histograms.
        """
        period, band = period_of(now), int(elo // BAND)
        # Always in the same order: two votes for the same rows must not wait for each other.
        buckets = [(metric, bucket_of(metric, values[metric])) for metric in sorted(values)]
        if not buckets:
            return False
        voter = keyed_hash(self._key, "vote", period, player_id)
        first = self._database.insert(population_voters).values(period=period, voter=voter).on_conflict_do_nothing()
        with self._database.writing() as connection:
            if connection.execute(first.returning(population_voters.c.voter)).first() is None:
                return False
            for metric, bucket in buckets:
                new = self._database.insert(population_counts).values(
                    period=period, band=band, metric=metric, bucket=bucket, count=1
                )
                more = {"count": population_counts.c.count + 1}
                connection.execute(
                    new.on_conflict_do_update(index_elements=["period", "band", "metric", "bucket"], set_=more)
                )
        return True

    def histogram(self, elo: int, metric: str, now: datetime) -> dict[int, int]:
        """Players by bucket within about ±150 Elo: of this quarter, or of the one before while this has fewer than 50.

        Bands are taken whole. The quarter before must have more, else this one stands. Raises KeyError for a metric
        without histograms.
        """
        if metric not in BUCKET_WIDTHS:
            raise KeyError(metric)
        period = period_of(now)
        current = self._sum(period, elo, metric)
        if sum(current.values()) >= MIN_PLAYERS:
            return current
        before = self._sum(period_before(period), elo, metric)
        return before if sum(before.values()) > sum(current.values()) else current

    def delete_expired(self, now: datetime) -> int:
        """Remove votes of past quarters, who can't be cast again, and counts older than the quarter before this."""
        period = period_of(now)
        with self._database.writing() as connection:
            voters = connection.execute(delete(population_voters).where(population_voters.c.period < period))
            old = population_counts.c.period < period_before(period)
            counts = connection.execute(delete(population_counts).where(old))
        return voters.rowcount + counts.rowcount

    def _sum(self, period: str, elo: int, metric: str) -> dict[int, int]:
        table = population_counts.c
        wanted = (
            select(table.bucket, func.sum(table.count).label("players"))
            .where(table.period == period, table.metric == metric)
            .where(table.band.between(int((elo - NEAR_ELO) // BAND), int((elo + NEAR_ELO) // BAND)))
            .group_by(table.bucket)
            .order_by(table.bucket)
        )
        with self._database.reading() as connection:
            return {row.bucket: int(row.players) for row in connection.execute(wanted)}
