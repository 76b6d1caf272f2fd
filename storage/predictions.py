"""Chances given before a match began, kept to be judged once its winner is known."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Table, and_, delete, func, or_, select, update

from storage.database import SyncDatabase
from storage.models import predictions, predictions_by_phase

Phase = Literal["before_veto", "veto_done"]
Source = Literal["faceit", "model"]
Winner = Literal["faction1", "faction2"]

BOTH: tuple[Table, ...] = (predictions_by_phase, predictions)
"""The release before knows the second one alone: until it is gone for good, both are written."""


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


NAMES = list(StoredPrediction.__dataclass_fields__)


class Predictions:
    """One prediction a match and phase. Every method raises StorageUnavailableError."""

    def __init__(self, database: SyncDatabase) -> None:
        self._database = database

    def keep(self, prediction: StoredPrediction) -> bool:
        """Keep it in place of an earlier one of its phase; False when a later one or a winner is there already.

        Raises ValueError for a prediction that knows its winner or was not made before the start.
        """
        if prediction.winner is not None or prediction.phase not in {"before_veto", "veto_done"}:
            raise ValueError(f"not a prediction made before the start: {prediction.phase}")
        known = select(predictions_by_phase.c.winner).where(
            predictions_by_phase.c.match_id == prediction.match_id, predictions_by_phase.c.scored_at.is_not(None)
        )
        with self._database.writing() as connection:
            if connection.execute(known).first() is not None:
                return False
            self._put(connection, predictions, ["match_id"], prediction)
            return self._put(connection, predictions_by_phase, ["match_id", "phase"], prediction)

    def before_start(self, match_id: str) -> StoredPrediction | None:
        """The last prediction made before this match began."""
        with self._database.reading() as connection:
            for table in BOTH:
                columns = [table.c[name] for name in NAMES]
                wanted = select(*columns).where(table.c.match_id == match_id).order_by(table.c.made_at.desc())
                row = connection.execute(wanted.limit(1)).mappings().one_or_none()
                if row is not None:
                    return StoredPrediction(**row)
        return None

    def open(self, before: datetime, limit: int) -> dict[str, datetime]:
        """Matches predicted before that time whose winner is not known, and when the last time, the longest unasked

        first, `limit` at most.
        """
        last_made, last_asked = func.max(predictions_by_phase.c.made_at), func.max(predictions_by_phase.c.asked_at)
        wanted = (
            select(predictions_by_phase.c.match_id, last_made.label("made_at"))
            .where(predictions_by_phase.c.scored_at.is_(None))
            .group_by(predictions_by_phase.c.match_id)
            .having(last_made < before)
            .order_by(last_asked.is_not(None), last_asked, last_made)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return {row.match_id: row.made_at for row in connection.execute(wanted)}

    def asked(self, match_id: str, now: datetime) -> None:
        """The match was looked at and is not over: others are looked at before it comes again."""
        wanted = update(predictions_by_phase).where(predictions_by_phase.c.match_id == match_id)
        with self._database.writing() as connection:
            connection.execute(wanted.values(asked_at=now))

    def settle(self, match_id: str, winner: Winner | None, now: datetime | None = None) -> bool:
        """Keep who won, or that nobody did; False when nothing was predicted or it is settled: the first one stands."""
        known = {"winner": winner, "scored_at": now or datetime.now(UTC)}
        with self._database.writing() as connection:
            changed = [
                connection.execute(
                    update(table).where(table.c.match_id == match_id, table.c.scored_at.is_(None)).values(**known)
                ).rowcount
                for table in BOTH
            ]
        return any(count > 0 for count in changed)

    def adopt(self) -> int:
        """Take over what a worker of the release before has kept meanwhile; gives how many."""
        columns = [column.name for column in predictions.c]
        theirs = select(*[predictions.c[name] for name in columns])
        new = self._database.insert(predictions_by_phase).from_select(columns, theirs.where(predictions.c.run != ""))
        with self._database.writing() as connection:
            taken = new.on_conflict_do_nothing(index_elements=["match_id", "phase"])
            return len(connection.execute(taken.returning(predictions_by_phase.c.match_id)).all())

    def delete_expired(self, now: datetime) -> int:
        """Remove what was scored more than `prediction_days` ago, or made then and never scored; gives how many."""
        oldest = now - timedelta(days=self._database.limits.prediction_days)
        with self._database.writing() as connection:
            gone = [
                connection.execute(
                    delete(table).where(
                        or_(table.c.scored_at < oldest, and_(table.c.scored_at.is_(None), table.c.made_at < oldest))
                    )
                ).rowcount
                for table in BOTH
            ]
        return max(gone)

    def _put(self, connection: Connection, table: Table, keys: list[str], prediction: StoredPrediction) -> bool:
        values: dict[str, Any] = asdict(prediction)
        new = self._database.insert(table).values(**values)
        statement = new.on_conflict_do_update(
            index_elements=keys,
            set_={name: value for name, value in values.items() if name not in {*keys, "winner"}},
            # A slower worker must not put its older chance over a newer one.
            where=and_(table.c.scored_at.is_(None), table.c.made_at <= new.excluded.made_at),
        )
        return connection.execute(statement.returning(table.c.match_id)).first() is not None
