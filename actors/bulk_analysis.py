"""The three steps of `bulk_analysis`: the matches, a run each, and the summary when every one of them has ended."""

from dataclasses import replace

from actors.context import StepContext
from actors.finding import find
from actors.player_performance import PlayerHiddenError
from actors.step import step
from analysis.bulk.compose import compose, row_of
from analysis.bulk.report import BulkRow, FailedMatch
from analysis.report import MatchReport
from errors import InputError
from faceit.errors import FaceitNotFoundError
from pipelines.bulk import BulkSubject
from pipelines.shown import Shown
from tasks.groups import ChildEnd
from tasks.records import Wish
from tasks.states import TaskType

bulk_step = step(TaskType.BULK_ANALYSIS)

GONE = "report-gone"
"""Of a match whose report is kept no longer."""


class NoHistoryError(InputError):
    """FACEIT shows no finished match of the player: none played, or the history is private."""

    code = "bulk-no-history"


@bulk_step
def resolve_matches(ctx: StepContext) -> None:
    """The ids as given; or the last finished matches of a player, newest first, with two calls."""
    subject = BulkSubject.parse(ctx.run.subject)
    matches = list(subject.matches)
    if subject.player:
        player = find(ctx, subject.player)
        if ctx.archive.hidden([player.player_id]):
            raise PlayerHiddenError("opted out")
        found = replace(subject, player=player.player_id)
        ctx.settle("now", max_age_s=0, subject=str(found), title=player.nickname)
        ctx.save("about", player.player_id)
        matches = _last(ctx, player.player_id, subject.count)
    ctx.save("matches", matches)


@bulk_step
def analyse_matches(ctx: StepContext) -> None:
    """A run for each match, or somebody's that is under way already."""
    matches = ctx.load("matches")
    ctx.fan_out(
        [
            Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject=match, depth=ctx.run.depth, urgent=False)
            for match in matches
        ]
    )


@bulk_step
def summarise(ctx: StepContext) -> None:
    """Totals, a row a match, and those that failed with their reasons."""
    about = ctx.load("about") if BulkSubject.parse(ctx.run.subject).player else None
    rows: list[BulkRow] = []
    failed: list[FailedMatch] = []
    shown = Shown(ctx.archive.hidden)
    for end in ctx.ends():
        ctx.check()
        found = end.report and shown.of(end.report)
        if found is None:
            failed.append(FailedMatch(match_id=end.subject, error=_reason(end)))
        else:
            rows.append(row_of(MatchReport.model_validate(found), end.task, about))
    report = compose(
        rows,
        failed,
        total=len(rows) + len(failed),
        now=ctx.now(),
        api_calls=ctx.api_calls(),
        about=about,
        depth=ctx.run.depth,
    )
    ctx.result = report.model_dump(mode="json")


def _last(ctx: StepContext, player_id: str, count: int) -> list[str]:
    try:
        history = ctx.faceit.history(player_id, limit=count)
    except FaceitNotFoundError:
        # The player was found just now: it is his history that FACEIT does not show.
        raise NoHistoryError("not shown") from None
    found = [match.match_id for match in history if match.finished_at is not None]
    if not found:
        raise NoHistoryError("no finished match")
    return list(dict.fromkeys(found))


def _reason(end: ChildEnd) -> str:
    return end.failure.code if end.failure else GONE
