"""One's own report told as a player's: the blocks and pictures of a player then serve both."""

from analysis.player.norms import POPULATION
from analysis.player.report import PlayerReport
from analysis.user.report import UserReport

TILES = 3
"""Windows that a picture has room for: the longest ones."""


def as_player(report: UserReport) -> PlayerReport:
    """The parts that a player's report has, too; what only that one has is empty."""
    player = report.player
    return PlayerReport(
        generated_at=report.generated_at,
        coverage=report.coverage,
        api_calls=report.api_calls,
        player_id=player.player_id,
        nickname=player.nickname,
        level=player.level,
        elo=player.elo,
        calibrating=player.calibrating,
        matches=report.matches,
        lifetime=player.lifetime,
        form=report.form,
        trend=report.trend,
        maps=report.maps,
        population=POPULATION,
        standing={},
        strengths=[],
        weaknesses=[],
        # The longest run stands among the records, with its time.
        streak=report.streak.model_copy(update={"longest": None}),
        sessions=report.sessions,
        after_loss=report.after_loss,
        history=report.history,
    )


def for_pictures(report: UserReport) -> PlayerReport:
    """The same with no more windows than a picture has room for."""
    longest = sorted(report.form, key=int)[-TILES:]
    return as_player(report).model_copy(update={"form": {size: report.form[size] for size in longest}})
