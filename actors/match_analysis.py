"""The six steps of `match_analysis`: from a link to the report of one match."""

from collections.abc import Mapping
from datetime import timedelta

from actors.context import StepContext
from actors.opted_out import opted_out, title_of
from actors.roster_fetch import fetch_roster
from actors.step import step
from actors.tolerating import or_missing
from analysis.assemble import assemble as assemble_report
from analysis.fingerprint import fingerprint
from analysis.hidden import hidden_ids
from analysis.match import analyse as analyse_match
from analysis.material import BRIEF as NOT_ASKED_FOR
from analysis.material import MatchMaterial, MissingData, PlayerMaterial
from analysis.player.material import recent_of
from analysis.player.votes import compared_figures
from analysis.predict import predict_and_advise
from analysis.state import MatchAnalysis, Prediction
from errors import InputError
from faceit.links import match_ids
from faceit.models import Match, MatchStats
from pipelines.bulk import BRIEF, STANDARD
from storage.population import Vote
from tasks.states import TaskType

match_step = step(TaskType.MATCH_ANALYSIS)

SETTLED = timedelta(minutes=2)
"""Statistics may change for about 90 s after the finish (FACEIT notes)."""


class OtherGameError(InputError):
    """The link leads to a match of another game than CS2."""

    code = "other-game"


class NoLinkError(InputError):
    """There is no match in what was given."""

    code = "no-link"


@match_step
def resolve_link(ctx: StepContext) -> None:
    """From whatever was pasted to a match id."""
    found = match_ids(ctx.run.subject)
    if not found:
        raise NoLinkError("no match id")
    ctx.save("match_id", found[0])


@match_step
def fetch_match(ctx: StepContext) -> None:
    """The match, and its statistics when it is over."""
    match = ctx.faceit.match(ctx.load("match_id"))
    if match.game != "cs2":
        raise OtherGameError(match.game)
    ctx.settle(
        fingerprint(match),
        max_age_s=_reusable_s(ctx, match),
        title=title_of(ctx, match),
        # A match that is not decided has nothing to be brief about: it is looked at like any other, and shared.
        depth=None if ctx.run.depth == STANDARD or match.decided else STANDARD,
        wider=STANDARD if ctx.run.depth == BRIEF else None,
    )
    stats, missing = _statistics(ctx, match) if match.decided else (None, [])
    material = MatchMaterial(match=match, stats=stats, missing=missing, fetched_at=ctx.now())
    ctx.save("match", material.model_dump(mode="json"))


@match_step
def fetch_players(ctx: StepContext) -> None:
    """All players of both rosters: Elo, lifetime, recent games. What can't be had is named, not fatal.

    Whoever was seen is counted into the anonymous histograms, all in one write.
    """
    material = MatchMaterial.model_validate(ctx.load("match"))
    wishes = opted_out(ctx, material.match, material.stats)
    material.missing.extend(wishes)
    if ctx.run.depth == BRIEF and material.match.decided:
        material.missing.append(MissingData(what="players", code=NOT_ASKED_FOR))
    elif not material.match.cancelled:
        players, missing = fetch_roster(ctx, material.match, hidden_ids(wishes))
        material.players = players
        material.missing.extend(missing)
        # Here, since not every figure that votes is kept between steps.
        ctx.archive.vote_all(_votes(players), ctx.now())
    ctx.save("material", material.model_dump(mode="json"))


@match_step
def analyse(ctx: StepContext) -> None:
    """Form, maps, danger and roles."""
    material = MatchMaterial.model_validate(ctx.load("material"))
    analysis = analyse_match(material, now=ctx.now(), pool=ctx.settings.faceit.map_pool)
    ctx.save("analysis", analysis.model_dump(mode="json"))


@match_step
def predict(ctx: StepContext) -> None:
    """The chances, and advice for the veto."""
    analysis = MatchAnalysis.model_validate(ctx.load("analysis"))
    prediction = predict_and_advise(analysis)
    # The data are older than the clock: a match that began since must not look predicted before its start.
    ctx.archive.keep_prediction(analysis.match, ctx.run.id, prediction, analysis.fetched_at)
    ctx.save("prediction", prediction.model_dump(mode="json"))


@match_step
def assemble(ctx: StepContext) -> None:
    """The report as the contract says."""
    analysis = MatchAnalysis.model_validate(ctx.load("analysis"))
    prediction = Prediction.model_validate(ctx.load("prediction"))
    match = analysis.match
    stored = ctx.archive.earlier_prediction(match.match_id) if match.decided else None
    report = assemble_report(analysis, prediction, now=ctx.now(), api_calls=ctx.api_calls(), stored=stored)
    if report.review is not None and report.review.winner is not None and match.played:
        ctx.archive.settle(match.match_id, report.review.winner)
    ctx.result = report.model_dump(mode="json")


def _votes(players: Mapping[str, PlayerMaterial]) -> list[Vote]:
    """What the players add to the histograms: those who have an Elo and games."""
    return [
        Vote(player_id, seen.player.elo, compared_figures(recent_of(seen.games)))
        for player_id, seen in players.items()
        if seen.player is not None and seen.player.elo is not None and seen.games
    ]


def _reusable_s(ctx: StepContext, match: Match) -> float:
    """How old a report on this state of the match may be: a finished one does not change any more."""
    if match.finished and _settled(ctx, match):
        return ctx.settings.tasks.cleanup_hours * 3600
    return ctx.settings.tasks.report_reuse_seconds


def _settled(ctx: StepContext, match: Match) -> bool:
    return match.finished_at is None or ctx.now() - match.finished_at > SETTLED


def _statistics(ctx: StepContext, match: Match) -> tuple[MatchStats | None, list[MissingData]]:
    """The statistics, or why there are none: a forfeit, not there yet, out of reach. The card says so."""
    settled = _settled(ctx, match)
    return or_missing(ctx, "match_stats", lambda: ctx.faceit.match_stats(match.match_id, settled=settled))
