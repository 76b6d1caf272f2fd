"""Ten players fetched side by side by one bounded executor, with progress inside the step."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from actors.context import StepContext
from analysis.material import MissingData, PlayerMaterial
from errors import PermanentError, TransientError
from faceit.errors import FaceitKeyRejectedError
from faceit.models import Match

MAX_ROSTER = 7
"""A roster may hold substitutes; more than seven a side are never fetched."""

Fetched = tuple[str, PlayerMaterial, list[MissingData], TransientError | None]


def fetch_roster(ctx: StepContext, match: Match) -> tuple[dict[str, PlayerMaterial], list[MissingData]]:
    """Material of every player, and what is missing.

    Raises the transient error when nothing at all could be had of more than half of the players: then a retry is
    worth more than a report. Deferrals and the end of the run are raised at once.
    """
    ids = [player.player_id for team in match.teams.values() for player in team.roster[:MAX_ROSTER]]
    players: dict[str, PlayerMaterial] = {}
    missing: list[MissingData] = []
    failures: list[TransientError] = []
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
    if len(failures) * 2 > len(ids):
        raise failures[0]
    return players, missing


def _fetch_player(ctx: StepContext, player_id: str) -> Fetched:
    material = PlayerMaterial()
    missing: list[MissingData] = []
    failure: TransientError | None = None
    calls: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("player", lambda: ctx.faceit.player(player_id)),
        ("lifetime", lambda: ctx.faceit.lifetime(player_id)),
        ("games", lambda: ctx.faceit.recent_games(player_id, ctx.settings.faceit.recent_matches)),
    )
    for what, call in calls:
        try:
            setattr(material, what, call())
        except FaceitKeyRejectedError:
            raise
        except PermanentError as error:
            missing.append(MissingData(player_id=player_id, what=what, code=error.code))
        except TransientError as error:
            missing.append(MissingData(player_id=player_id, what=what, code=error.code))
            failure = error
    nothing = material.player is None and material.lifetime is None and material.games is None
    return player_id, material, missing, failure if nothing else None
