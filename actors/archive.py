"""What outlives Redis, as steps use it. With the database away an analysis goes on without, and the log says so."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

import structlog

from analysis.earlier import EarlierPrediction
from analysis.player.percentile import BUCKET_WIDTHS
from analysis.state import Prediction
from errors import StorageUnavailableError
from faceit.models import Faction, Match
from settings import Settings
from storage.database import SyncDatabase
from storage.engines import THREADS, Pool
from storage.opt_outs import OptOuts
from storage.population import Population, Vote
from storage.predictions import Predictions, StoredPrediction
from storage.privacy import hash_key
from storage.release import migrate_local

T = TypeVar("T")

COMPLAIN_S = 60.0

log = structlog.get_logger(__name__)


class Archive:
    """One a process, shared by its threads. No method raises StorageUnavailableError."""

    def __init__(self, database: SyncDatabase, key: bytes) -> None:
        self._database = database
        self._predictions = Predictions(database)
        self._opt_outs = OptOuts(database, key)
        self._population = Population(database, key)
        self._lock = threading.Lock()
        self._complained = -COMPLAIN_S

    def hidden(self, player_ids: Collection[str]) -> frozenset[str]:
        """Those of these players who asked not to be analysed; as last known while the database is away.

        Nobody when it was away ever since this process began: an outage of the database must not stop all analyses.
        """
        return self._without(lambda: frozenset(self._opt_outs.contains_any(player_ids)), frozenset())

    def keep_prediction(self, match: Match, run: str, prediction: Prediction, made_at: datetime) -> None:
        """Keep what was predicted before the start, with its inputs; anything later is not kept."""
        said = prediction.prediction
        phase = prediction.source_phase
        if said.faction1 is None or (phase != "before_veto" and phase != "veto_done"):  # noqa: PLR1714 (narrows the type)
            return
        stored = StoredPrediction(
            match_id=match.match_id,
            run=run,
            made_at=made_at,
            phase=phase,
            faction1=said.faction1,
            source=said.source,
            model=said.model,
            too_close=said.too_close,
            inputs=prediction.inputs.model_dump(),
        )
        self._without(lambda: self._predictions.keep(stored), None)

    def earlier_prediction(self, match_id: str) -> EarlierPrediction | None:
        """What was predicted of a match before its start."""
        stored = self._without(lambda: self._predictions.before_start(match_id), None)
        if stored is None or stored.faction1 is None or stored.source is None:
            return None
        return EarlierPrediction(
            faction1=stored.faction1,
            source=stored.source,
            model=stored.model,
            too_close=stored.too_close,
            made_at=stored.made_at,
            phase=stored.phase,
        )

    def settle(self, match_id: str, winner: Faction) -> None:
        """The match was won: its prediction can be scored."""
        self._without(lambda: self._predictions.settle(match_id, winner), None)

    def vote(self, player_id: str, elo: int, values: Mapping[str, float], now: datetime) -> None:
        """Count a player into the histograms of his Elo, once a quarter."""
        if values:
            self._without(lambda: self._population.vote(player_id, elo, values, now), None)

    def vote_all(self, votes: Iterable[Vote], now: datetime) -> None:
        """Count players into the histograms of their Elo, each once a quarter."""
        self._without(lambda: self._population.vote_all(votes, now), None)

    def histograms(self, elo: int, now: datetime) -> dict[str, dict[int, int]]:
        """How the players near this Elo are spread, by metric and bucket."""
        return self._without(
            lambda: {metric: dict(self._population.histogram(elo, metric, now)) for metric in BUCKET_WIDTHS}, {}
        )

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def _without(self, work: Callable[[], T], instead: T) -> T:
        try:
            return work()
        except StorageUnavailableError as error:
            with self._lock:
                if time.monotonic() - self._complained >= COMPLAIN_S:
                    self._complained = time.monotonic()
                    log.warning("archive.away", error=str(error.__cause__ or error)[:200])
            return instead


def open_archive(settings: Settings, pool: Pool = THREADS) -> Archive:
    """Connects at the first use; a file of one's own is brought up to date first. Raises ConfigurationError."""
    try:
        migrate_local(settings)
    except StorageUnavailableError as error:
        log.warning("archive.not_migrated", error=str(error.__cause__ or error)[:200])
    return Archive(SyncDatabase.open(settings, pool), hash_key(settings))
