"""A prediction that was stored while a match was still open, and whether it came true."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from analysis.report import PredictionReport
from analysis.state import Outcome
from faceit.models import Match, MatchPhase

BEFORE_START: frozenset[MatchPhase] = frozenset({"before_veto", "veto_done"})


class EarlierPrediction(BaseModel):
    """What was said: the chance of faction1, whose it was, the model's own beside it, when, and in which phase."""

    faction1: float
    source: Literal["faceit", "model"]
    model: float | None = None
    too_close: bool = False
    made_at: datetime
    phase: MatchPhase

    def holds(self, match: Match) -> bool:
        """Whether it was made before the start: figures taken later contain the match."""
        begun = match.started_at is not None and self.made_at >= match.started_at
        return self.phase in BEFORE_START and not begun

    def report(self) -> PredictionReport:
        """As it is shown in a report."""
        return PredictionReport(
            faction1=self.faction1,
            source=self.source,
            model=self.model,
            too_close=self.too_close,
            made_at=self.made_at,
        )


def came_true(said: PredictionReport, match: Match, outcome: Outcome, *, fair: bool) -> bool | None:
    """Whether the favourite won; None where no call was made or none can be judged.

    `fair`: made before the start, or FACEIT's own, which is fixed then. Too close is no call, a forfeit no match.
    """
    if not fair or said.faction1 is None or said.too_close or outcome.winner is None or not match.played:
        return None
    return (said.faction1 > 0.5) == (outcome.winner == "faction1")
