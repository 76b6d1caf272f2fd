"""Anonymous histograms of players' figures: how many had a value in a bucket, by quarter and Elo. No player is in them.

That somebody voted is kept as a hash that holds the quarter, so the same player can't be followed from one to the next.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select

from analysis.player.percentile import BUCKET_WIDTHS, MIN_PLAYERS, NEAR_ELO, bucket_of
from storage.database import SyncDatabase
from storage.models import population_counts, population_voters
from storage.privacy import keyed_hash

BAND = 50
"""Elo points of a band; band b holds b·50 <= Elo < (b + 1)·50."""


Place = tuple[int, str, int]
"""Band, metric, bucket."""


@dataclass(frozen=True)
class Vote:
    """A player's figures by metric (`analysis.player.votes`), to be counted near an Elo."""

    player_id: str = field(repr=False)
    elo: int
    values: Mapping[str, float]


def _counted(vote: Vote) -> list[Place]:
    """Raises KeyError for a metric without histograms."""
    band = int(vote.elo // BAND)
    return [(band, metric, bucket_of(metric, value)) for metric, value in vote.values.items()]


def period_of(now: datetime) -> str:
    """The quarter in UTC, like `2026Q4`."""
    now = now.astimezone(UTC)
    return f"{now.year}Q{(now.month + 2) // 3}"


def period_before(period: str) -> str:
    """The quarter before."""
    year, quarter = int(period[:4]), int(period[-1])
    return f"{year - 1}Q4" if quarter == 1 else f"{year}Q{quarter - 1}"


def bands_near(elo: int) -> tuple[int, int]:
    """The first and the last band of which nobody is further than 150 Elo from this one."""
    return -((NEAR_ELO - elo) // BAND), (elo + NEAR_ELO + 1) // BAND - 1


class Population:
    """Every method raises StorageUnavailableError. `key` is storage.privacy.hash_key."""

    def __init__(self, database: SyncDatabase, key: bytes) -> None:
        self._database = database
        self._key = key

    def vote(self, player_id: str, elo: int, values: Mapping[str, float], now: datetime) -> bool:
        """Count the player's values, once a quarter; False when the player voted in this one or has no values.

        Raises KeyError for a metric without histograms.
        """
        return self.vote_all([Vote(player_id, elo, values)], now) == 1

    def vote_all(self, votes: Iterable[Vote], now: datetime) -> int:
        """Count the values of many players, each once a quarter, in one transaction; how many were counted.

        Raises KeyError for a metric without histograms; then nobody is counted.
        """
        period = period_of(now)
        cast = {keyed_hash(self._key, "vote", period, vote.player_id): _counted(vote) for vote in votes if vote.values}
        if not cast:
            return 0
        # Always in the same order: two who vote for the same rows must not wait for each other.
        voters = self._database.insert(population_voters).values(
            [{"period": period, "voter": voter} for voter in sorted(cast)]
        )
        with self._database.writing() as connection:
            new = (
                connection.execute(voters.on_conflict_do_nothing().returning(population_voters.c.voter)).scalars().all()
            )
            counts = Counter(place for voter in new for place in cast[voter])
            if counts:
                self._add(connection, period, counts)
        return len(new)

    def _add(self, connection: Connection, period: str, counts: Mapping[Place, int]) -> None:
        rows = self._database.insert(population_counts).values(
            [
                {
                    "period": period,
                    "band": band,
                    "metric": metric,
                    "bucket": bucket,
                    "count": counts[band, metric, bucket],
                }
                for band, metric, bucket in sorted(counts)
            ]
        )
        more = {"count": population_counts.c.count + rows.excluded.count}
        connection.execute(rows.on_conflict_do_update(index_elements=["period", "band", "metric", "bucket"], set_=more))

    def histogram(self, elo: int, metric: str, now: datetime) -> dict[int, int]:
        """Players by bucket within ±150 Elo: of this quarter, or of the one before while this has no 50 besides one.

        Only bands that lie in that reach as a whole are taken. The quarter before must have more, else this one stands.
        Raises KeyError for a metric without histograms.
        """
        if metric not in BUCKET_WIDTHS:
            raise KeyError(metric)
        period = period_of(now)
        current = self._sum(period, elo, metric)
        if sum(current.values()) > MIN_PLAYERS:
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
            .where(table.band.between(*bands_near(elo)))
            .group_by(table.bucket)
            .order_by(table.bucket)
        )
        with self._database.reading() as connection:
            return {row.bucket: int(row.players) for row in connection.execute(wanted)}
