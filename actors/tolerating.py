"""Data an analysis can do without: tried as often as any other, then named as missing instead of ending the run."""

from collections.abc import Callable
from typing import TypeVar

from actors.context import StepContext
from analysis.material import MissingData
from errors import PermanentError, TransientError
from faceit.errors import FaceitKeyRejectedError

T = TypeVar("T")


def or_missing(
    ctx: StepContext, what: str, call: Callable[[], T], player_id: str | None = None
) -> tuple[T | None, list[MissingData]]:
    """What `call` gives, or None and why not.

    Raises transient errors while the step may be tried again, and FaceitKeyRejectedError for a key that is no good at
    all: its operator has to hear of it.
    """
    try:
        return call(), []
    except PermanentError as error:
        if isinstance(error, FaceitKeyRejectedError) and error.status == 401:
            raise
        code = error.code
    except TransientError as error:
        if ctx.attempt < ctx.settings.tasks.max_retries:
            raise
        code = error.code
    return None, [MissingData(player_id=player_id, what=what, code=code)]
