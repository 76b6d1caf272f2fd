"""The five steps of `team_analysis`: from two to five names, or somebody's usual party, to the report of a line-up.

Four calls a player: one finds him (three at most where the name is not exact), then lifetime, last games, match list. A
usual party takes no more: the person's match list is kept from the first step on.
"""

from actors.context import StepContext
from actors.finding import find
from actors.player_performance import PlayerHiddenError
from actors.step import step
from actors.team_errors import (
    NoPartyError,
    TeamHiddenError,
    TeamNameAmbiguousError,
    TeamNameError,
    TeamNoStatisticsError,
)
from actors.team_fetch import fetch_history, fetch_member, side_by_side
from analysis.team.assemble import compose
from analysis.team.lineup import Lineup, lineup_of, record
from analysis.team.material import TeamFile
from analysis.team.party import usual_party
from analysis.team.report import LineupTogether
from analysis.team.subject import LEAST, TeamOnePlayerError, party_of, team_subject
from analysis.team.together import WINDOW, together_of
from faceit.errors import FaceitKeyRejectedError, FaceitNotFoundError, HourShortError
from faceit.models import Player
from faceit.player_errors import PlayerAmbiguousError, PlayerSimilarError
from faceit.supply import HOUR_SHORT
from tasks.states import TaskType

team_step = step(TaskType.TEAM_ANALYSIS)


@team_step
def resolve_players(ctx: StepContext) -> None:
    """The players, each once. Who asked not to be analysed is counted; nothing else of him goes on from here."""
    owner = party_of(ctx.run.subject)
    found = _named(ctx, ctx.run.subject.split()) if owner is None else _party(ctx, owner)
    players = {player.player_id: player for player in found}
    hidden = ctx.archive.hidden(list(players))
    shown = [player for player_id, player in players.items() if player_id not in hidden]
    if len(players) < LEAST:
        raise PlayerHiddenError("opted out") if hidden else TeamOnePlayerError(shown[0].nickname)
    if len(shown) < LEAST:
        raise TeamHiddenError(f"{len(hidden)} opted out")
    ctx.settle(
        "now",
        max_age_s=ctx.settings.tasks.report_reuse_seconds,
        subject=" ".join(sorted(players)),
        title=", ".join(player.nickname for player in shown),
    )
    ctx.save("players", [player.model_dump(mode="json") for player in shown])
    ctx.save("hidden", len(hidden))


@team_step
def fetch_players(ctx: StepContext) -> None:
    """Statistics of each, two calls a player. When nobody has any there is nothing to report."""
    players = [Player.model_validate(one) for one in ctx.load("players")]
    fetched = side_by_side(ctx, players, lambda player: fetch_member(ctx, player))
    ctx.faceit.count_light(ctx.run.id)
    if all(record(material) is None for material, _, _ in fetched):
        failures = [failure for _, _, failure in fetched if failure is not None]
        key = next((failure for failure in failures if isinstance(failure, FaceitKeyRejectedError)), None)
        if key or failures:
            raise key or failures[0]
        if any(item.code == HOUR_SHORT for _, missing, _ in fetched for item in missing):
            raise HourShortError
        raise TeamNoStatisticsError("nobody shows statistics")
    file = TeamFile(
        players={player.player_id: material for player, (material, _, _) in zip(players, fetched, strict=True)},
        hidden=ctx.load("hidden"),
        missing=[item for _, missing, _ in fetched for item in missing],
        fetched_at=ctx.now(),
    )
    ctx.save("file", file.model_dump(mode="json"))


@team_step
def together(ctx: StepContext) -> None:
    """Results side by side, from the last 100 matches of each: one call a player."""
    file = TeamFile.model_validate(ctx.load("file"))
    ids = list(file.players)
    fetched = side_by_side(ctx, ids, lambda player_id: fetch_history(ctx, player_id, WINDOW))
    file.missing.extend(item for _, missing, _ in fetched for item in missing)
    result = together_of(ids, [history for history, _, _ in fetched if history is not None])
    ctx.save("together", result.model_dump(mode="json"))
    ctx.save("file", file.model_dump(mode="json"))


@team_step
def lineup(ctx: StepContext) -> None:
    """Players, maps of the pool, roles, advice."""
    file = TeamFile.model_validate(ctx.load("file"))
    ctx.save("lineup", lineup_of(file, ctx.settings.faceit.map_pool).model_dump(mode="json"))


@team_step
def assemble(ctx: StepContext) -> None:
    """The report as the contract says."""
    report = compose(
        TeamFile.model_validate(ctx.load("file")),
        Lineup.model_validate(ctx.load("lineup")),
        LineupTogether.model_validate(ctx.load("together")),
        now=ctx.now(),
        api_calls=ctx.api_calls(),
    )
    ctx.result = report.model_dump(mode="json")


def _named(ctx: StepContext, names: list[str]) -> list[Player]:
    team_subject(names)
    return side_by_side(ctx, names, lambda name: _find(ctx, name))


def _find(ctx: StepContext, name: str) -> Player:
    try:
        return find(ctx, name)
    except PlayerSimilarError as error:
        raise TeamNameError(error) from None
    except PlayerAmbiguousError as error:
        raise TeamNameAmbiguousError(error) from None


def _party(ctx: StepContext, owner: str) -> list[Player]:
    """The person and the usual party, the person first: two calls, and one a member.

    Raises NoPartyError, PlayerHiddenError.
    """
    player = find(ctx, owner)
    if ctx.archive.hidden([player.player_id]):
        raise PlayerHiddenError("opted out")
    try:
        history = ctx.faceit.history(player.player_id, limit=WINDOW)
    except FaceitNotFoundError:
        history = []
    found = usual_party(player.player_id, history)
    members = side_by_side(ctx, [member for member, _ in found.members], lambda member: _member(ctx, member))
    known = [member for member in members if member is not None]
    if not known:
        raise NoPartyError(found)
    return [player, *known]


def _member(ctx: StepContext, player_id: str) -> Player | None:
    """A member's account; None for one that is gone."""
    try:
        return ctx.faceit.player(player_id, asked_for=True)
    except FaceitNotFoundError:
        return None
