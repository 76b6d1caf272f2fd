"""The players of a line-up asked about side by side by one bounded executor, with progress inside the step."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, TypeVar

from actors.context import StepContext
from analysis.material import MissingData, PlayerMaterial
from errors import BotError, InputError, PermanentError, TransientError
from faceit.errors import FaceitKeyRejectedError
from faceit.models import HistoryMatch, Player
from faceit.supply import KEPT

Item = TypeVar("Item")
Found = TypeVar("Found")

Fetched = tuple[PlayerMaterial, list[MissingData], BotError | None]
"""What was had of a player, what was not, and an error worth a retry or a word to the operator."""


def side_by_side(ctx: StepContext, items: Sequence[Item], work: Callable[[Item], Found]) -> list[Found]:
    """What `work` gives for each, in order. Of several errors the first that a person can mend is raised, else the

    first: a retry would only come to the same wrong name again.
    """
    ctx.progress("players", 0, len(items))
    pool = ThreadPoolExecutor(ctx.settings.workers.executor_threads, thread_name_prefix="team")
    try:
        futures = [pool.submit(work, item) for item in items]
        for done, _ in enumerate(as_completed(futures), start=1):
            ctx.progress("players", done, len(items))
        errors = [error for future in futures if (error := future.exception()) is not None]
        if errors:
            raise next((error for error in errors if isinstance(error, InputError)), errors[0])
        return [future.result() for future in futures]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def fetch_member(ctx: StepContext, player: Player) -> Fetched:
    """Lifetime and last games of a player, two calls. Deferrals and the end of the run are raised.

    While the hour's calls run out, what was kept of them serves and is named so.
    """
    material = PlayerMaterial(player=player)
    player_id = player.player_id
    missing: list[MissingData] = []
    failure: BotError | None = None
    calls: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("lifetime", lambda: ctx.faceit.lifetime(player_id)),
        ("games", lambda: ctx.faceit.recent_games(player_id, ctx.settings.faceit.recent_matches)),
    )
    for what, call in calls:
        value, gaps, error = _or_missing(ctx, what, player_id, call)
        if value is not None:
            setattr(material, what, value)
        missing.extend(gaps)
        failure = failure or error
    return material, missing, failure


def fetch_history(
    ctx: StepContext, player_id: str, limit: int
) -> tuple[list[HistoryMatch] | None, list[MissingData], BotError | None]:
    """The match list of a player, one call; None where it could not be had."""
    return _or_missing(ctx, "history", player_id, lambda: ctx.faceit.history(player_id, limit=limit))


def _or_missing(
    ctx: StepContext, what: str, player_id: str, call: Callable[[], Found]
) -> tuple[Found | None, list[MissingData], BotError | None]:
    try:
        found = call()
        kept = ctx.faceit.kept(what, player_id)
        return found, [MissingData(player_id=player_id, what=what, code=KEPT)] if kept else [], None
    except (PermanentError, TransientError) as error:
        worth = isinstance(error, TransientError | FaceitKeyRejectedError)
        return None, [MissingData(player_id=player_id, what=what, code=error.code)], error if worth else None
