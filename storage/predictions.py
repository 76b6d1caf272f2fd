"""Chances given before a match began, kept to be judged once its winner is known."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import and_, delete, or_, select, update

from storage.database import SyncDatabase
from storage.models import predictions

Phase = Literal["before_veto", "veto_done"]
Source = Literal["faceit", "model"]
Winner = Literal["faction1", "faction2"]


@dataclass(frozen=True, kw_only=True)
class StoredPrediction:
    """`faction1` is the chance that was shown (0..1), `model` our own; `inputs` are what the model was given.

    Holds no person: `run` leads to one only through the history.
    """

    match_id: str
    run: str
    made_at: datetime
    phase: Phase
    faction1: float | None
    source: Source | None
    model: float | None
    too_close: bool
    inputs: dict[str, float | None] = field(default_factory=dict)
    winner: Winner | None = None


COLUMNS = [predictions.c[name] for name in StoredPrediction.__dataclass_fields__]


class Predictions:
    """One prediction a match. Every method raises StorageUnavailableError."""

    def __init__(self, database: SyncDatabase) -> None:
        self._database = database

    def keep(self, prediction: StoredPrediction) -> bool:
        """Keep it in place of an earlier one; False when a later one or a winner is there already.

        Raises ValueError for a prediction that knows its winner or was not made before the start.
        """
        if prediction.winner is not None or prediction.phase not in {"before_veto", "veto_done"}:
            raise ValueError(f"not a prediction made before the start: {prediction.phase}")
        values: dict[str, Any] = asdict(prediction)
        new = self._database.insert(predictions).values(**values)
        statement = new.on_conflict_do_update(
            index_elements=["match_id"],
            set_={name: value for name, value in values.items() if name not in {"match_id", "winner"}},
            # A slower worker must not put its older chance over a newer one.
            where=and_(predictions.c.winner.is_(None), predictions.c.made_at <= new.excluded.made_at),
        )
        with self._database.writing() as connection:
            return connection.execute(statement.returning(predictions.c.match_id)).first() is not None

    def before_start(self, match_id: str) -> StoredPrediction | None:
        """The last prediction made before this match began."""
        with self._database.reading() as connection:
            row = (
                connection.execute(select(*COLUMNS).where(predictions.c.match_id == match_id)).mappings().one_or_none()
            )
        return None if row is None else StoredPrediction(**row)

    def settle(self, match_id: str, winner: Winner, now: datetime | None = None) -> bool:
        """Keep who won; False when nothing was predicted or a winner is known, for the first one stands."""
        open_ = and_(predictions.c.match_id == match_id, predictions.c.winner.is_(None))
        known = {"winner": winner, "scored_at": now or datetime.now(UTC)}
        with self._database.writing() as connection:
            return connection.execute(update(predictions).where(open_).values(**known)).rowcount > 0

    def delete_expired(self, now: datetime) -> int:
        """Remove what was scored more than `prediction_days` ago, or made then and never scored; gives how many."""
        oldest = now - timedelta(days=self._database.limits.prediction_days)
        never = and_(predictions.c.scored_at.is_(None), predictions.c.made_at < oldest)
        with self._database.writing() as connection:
            gone = connection.execute(delete(predictions).where(or_(predictions.c.scored_at < oldest, never)))
        return gone.rowcount
