"""Data an analysis can do without: tried as often as any other, then named as missing instead of ending the run.

While the hour's calls run out, data from an earlier answer past its time are there and named as kept (`hour-kept`).
"""

from collections.abc import Callable
from typing import TypeVar

from actors.context import StepContext
from analysis.material import MissingData
from errors import PermanentError, TransientError
from faceit.errors import FaceitKeyRejectedError, HourShortError
from faceit.supply import KEPT

T = TypeVar("T")


def or_missing(
    ctx: StepContext, what: str, call: Callable[[], T], player_id: str | None = None
) -> tuple[T | None, list[MissingData]]:
    """What `call` gives (and that it was kept from earlier, if so), or None and why not.

    Raises transient errors while the step may be tried again, FaceitKeyRejectedError for a key that is no good at all:
    its operator has to hear of it, and HourShortError for a player's games when nothing of his lifetime is kept either.
    """
    try:
        found = call()
        kept = player_id is not None and ctx.faceit.kept(what, player_id)
        if kept:
            ctx.faceit.count_light(ctx.run.id)
        return found, [MissingData(player_id=player_id, what=what, code=KEPT)] if kept else []
    except HourShortError as error:
        ctx.faceit.count_light(ctx.run.id)
        if what == "games" and player_id is not None and not ctx.faceit.keeps_lifetime(player_id):
            raise
        code = error.code
    except PermanentError as error:
        if isinstance(error, FaceitKeyRejectedError) and error.status == 401:
            raise
        code = error.code
    except TransientError as error:
        if ctx.attempt < ctx.settings.tasks.max_retries:
            raise
        code = error.code
    return None, [MissingData(player_id=player_id, what=what, code=code)]
