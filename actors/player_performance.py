"""The eight steps of `player_performance`: from a nickname to the report of one player."""

from collections.abc import Mapping

from actors.context import StepContext
from actors.finding import find
from actors.step import step
from actors.tolerating import or_missing
from analysis.player.assemble import compose
from analysis.player.material import PlayerFile
from analysis.player.parts import (
    Character,
    Course,
    Maps,
    Metrics,
    character_of,
    course_of,
    metrics_of,
    records_of,
)
from analysis.player.percentile import others
from analysis.player.votes import votes_of
from errors import InputError
from faceit.errors import FaceitUnavailableError
from tasks.states import TaskType

player_step = step(TaskType.PLAYER_PERFORMANCE)

FETCHED = 150
"""Games asked for: those that are not 5v5 are left out, and a hundred kept."""


class PlayerHiddenError(InputError):
    """The player asked not to be analysed."""

    code = "player-hidden"


@player_step
def resolve_player(ctx: StepContext) -> None:
    """From a nickname, a profile link or an id to the player."""
    player = find(ctx, ctx.run.subject)
    if ctx.archive.hidden([player.player_id]):
        raise PlayerHiddenError("opted out")
    ctx.settle(
        "now",
        max_age_s=ctx.settings.tasks.report_reuse_seconds,
        subject=player.player_id,
        title=player.nickname,
    )
    bans, missing = or_missing(ctx, "bans", lambda: ctx.faceit.bans(player.player_id), player.player_id)
    file = PlayerFile(player=player, bans=bans or [], missing=missing, fetched_at=ctx.now())
    ctx.save("file", file.model_dump(mode="json"))


@player_step
def lifetime(ctx: StepContext) -> None:
    """Lifetime statistics with their maps."""
    file = PlayerFile.model_validate(ctx.load("file"))
    player_id = file.player.player_id
    file.lifetime, missing = or_missing(ctx, "lifetime", lambda: ctx.faceit.lifetime(player_id), player_id)
    file.missing.extend(missing)
    ctx.save("file", file.model_dump(mode="json"))


@player_step
def recent_games(ctx: StepContext) -> None:
    """The last games. With these and the lifetime both out of reach there is nothing to report."""
    file = PlayerFile.model_validate(ctx.load("file"))
    player_id = file.player.player_id
    ctx.progress("games", 0, FETCHED)
    file.games, missing = or_missing(ctx, "games", lambda: ctx.faceit.games(player_id, FETCHED), player_id)
    file.missing.extend(missing)
    if file.nothing_answered:
        raise FaceitUnavailableError("neither lifetime nor games", path="/players/{player_id}")
    ctx.progress("games", len(file.games or ()), FETCHED)
    ctx.save("file", file.model_dump(mode="json"))


@player_step
def metrics(ctx: StepContext) -> None:
    """Form, lifetime and where the figures stand."""
    file = PlayerFile.model_validate(ctx.load("file"))
    ctx.save("metrics", metrics_of(file).model_dump(mode="json"))


@player_step
def trends(ctx: StepContext) -> None:
    """Trends, streaks, sessions and what follows a loss."""
    file = PlayerFile.model_validate(ctx.load("file"))
    ctx.save("course", course_of(file).model_dump(mode="json"))


@player_step
def maps(ctx: StepContext) -> None:
    """The record of each map."""
    file = PlayerFile.model_validate(ctx.load("file"))
    ctx.save("maps", records_of(file).model_dump(mode="json"))


@player_step
def role(ctx: StepContext) -> None:
    """Role, strengths and weaknesses."""
    file = PlayerFile.model_validate(ctx.load("file"))
    figures = Metrics.model_validate(ctx.load("metrics"))
    ctx.save("character", character_of(file, figures.standing).model_dump(mode="json"))


@player_step
def assemble(ctx: StepContext) -> None:
    """The report as the contract says."""
    file = PlayerFile.model_validate(ctx.load("file"))
    report = compose(
        file,
        Metrics.model_validate(ctx.load("metrics")),
        Course.model_validate(ctx.load("course")),
        Maps.model_validate(ctx.load("maps")),
        Character.model_validate(ctx.load("character")),
        now=ctx.now(),
        api_calls=ctx.api_calls(),
        histograms=_neighbours(ctx, file),
    )
    ctx.result = report.model_dump(mode="json")


def _neighbours(ctx: StepContext, file: PlayerFile) -> Mapping[str, Mapping[int, int]]:
    """How the others near this player's Elo are spread; he votes, too. Nothing while he has no Elo."""
    elo, votes = file.player.elo, votes_of(file)
    if elo is None:
        return {}
    ctx.archive.vote(file.player.player_id, elo, votes, ctx.now())
    found = ctx.archive.histograms(elo, ctx.now())
    return {metric: others(found[metric], metric, votes[metric]) for metric in found if metric in votes}
