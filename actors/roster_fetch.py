"""Ten players fetched side by side by one bounded executor, with progress inside the step."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from actors.context import StepContext
from analysis.material import MissingData, PlayerMaterial
from errors import BotError, PermanentError, TransientError
from faceit.errors import FaceitKeyRejectedError
from faceit.models import Match
from faceit.supply import KEPT

MAX_ROSTER = 7
"""A roster may hold substitutes; more than seven a side are never fetched."""

Fetched = tuple[str, PlayerMaterial, list[MissingData], BotError | None]


def fetch_roster(
    ctx: StepContext, match: Match, hidden: Collection[str]
) -> tuple[dict[str, PlayerMaterial], list[MissingData]]:
    """Material of every player, and what is missing. Whoever asked not to be analysed (`hidden`) is not asked about.

    When nothing at all could be had of more than half of the players, because of what may pass or of the key, that
    error is raised: a retry or a word to the operator is worth more than such a report. Deferrals and the end of the
    run are raised at once. While the hour's calls run out, what was kept of the players serves and is named so.
    """
    seats = [player.player_id for team in match.teams.values() for player in team.roster[:MAX_ROSTER]]
    ids = [player for player in seats if player not in hidden]
    players: dict[str, PlayerMaterial] = {}
    missing: list[MissingData] = []
    failures: list[BotError] = []
    ctx.progress("players", 0, len(ids))
    pool = ThreadPoolExecutor(ctx.settings.workers.executor_threads, thread_name_prefix="players")
    try:
        futures = [pool.submit(_fetch_player, ctx, player_id) for player_id in ids]
        for done, future in enumerate(as_completed(futures), start=1):
            player_id, material, gaps, failure = future.result()
            players[player_id] = material
            missing.extend(gaps)
            if failure is not None:
                failures.append(failure)
            ctx.progress("players", done, len(ids))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    ctx.faceit.count_light(ctx.run.id)
    if len(failures) * 2 > len(ids):
        raise next((error for error in failures if isinstance(error, FaceitKeyRejectedError)), failures[0])
    return players, missing


def _fetch_player(ctx: StepContext, player_id: str) -> Fetched:
    material = PlayerMaterial()
    missing: list[MissingData] = []
    failure: BotError | None = None
    calls: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("player", lambda: ctx.faceit.player(player_id)),
        ("lifetime", lambda: ctx.faceit.lifetime(player_id)),
        ("games", lambda: ctx.faceit.recent_games(player_id, ctx.settings.faceit.recent_matches)),
    )
    for what, call in calls:
        if isinstance(failure, FaceitKeyRejectedError) and failure.status == 401:
            # No key, no answer: FACEIT is not asked in vain.
            missing.append(MissingData(player_id=player_id, what=what, code=failure.code))
            continue
        try:
            setattr(material, what, call())
            if ctx.faceit.kept(what, player_id):
                missing.append(MissingData(player_id=player_id, what=what, code=KEPT))
        except (PermanentError, TransientError) as error:
            missing.append(MissingData(player_id=player_id, what=what, code=error.code))
            if isinstance(error, TransientError | FaceitKeyRejectedError):
                failure = error
    nothing = material.player is None and material.lifetime is None and material.games is None
    return player_id, material, missing, failure if nothing else None
