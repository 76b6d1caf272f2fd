"""What can go wrong between this project and FACEIT. Codes name catalogue messages, as everywhere in the tree."""

import copy
import math
from collections.abc import Mapping
from typing import ClassVar, Self

from errors import BotError, DeferredError, PermanentError, TransientError
from faceit.supply import HOUR_SHORT, minutes_to_full_hour


class FaceitError(BotError):
    """FACEIT did not give what was asked for.

    `status` is the HTTP status (None when no answer came), `path` the template of the path without anybody's name,
    `retry_after` the seconds FACEIT asked to wait, `detail` its own words with private texts hidden.
    """

    code = "faceit"
    retry_after: float | None

    def __init__(
        self, detail: str = "", *, status: int | None = None, path: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(" ".join(part for part in (str(status or ""), path, detail) if part))
        self.detail = detail
        self.status = status
        self.path = path
        self.retry_after = retry_after

    def again(self) -> Self:
        """The same error as an object of its own, for another thread to raise."""
        return copy.copy(self).with_traceback(None)

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`status` (0 without an answer) and `seconds` to wait (0 when nobody named a time)."""
        return {"status": self.status or 0, "seconds": math.ceil(self.retry_after or 0)}


class FaceitUnavailableError(FaceitError, TransientError):
    """No usable answer: 5xx, a timeout, a cut connection, a page where JSON belongs.

    `quick` says that one repeat within the same call is worth it (nothing was waited for yet).
    """

    code = "faceit-unavailable"

    def __init__(
        self,
        detail: str = "",
        *,
        status: int | None = None,
        path: str = "",
        retry_after: float | None = None,
        quick: bool = False,
    ) -> None:
        super().__init__(detail, status=status, path=path, retry_after=retry_after)
        self.quick = quick


class FaceitRateLimitedError(FaceitError, TransientError):
    """429: the key's limit is used up. `retry_after` is always set."""

    code = "faceit-rate-limited"


class FaceitBlockedError(FaceitError, TransientError):
    """403 with a page of Cloudflare's: the address is held up for now, the key is fine."""

    code = "faceit-blocked"


class FaceitNotFoundError(FaceitError, PermanentError):
    """404: no such match or player, or no statistics yet."""

    code = "faceit-not-found"
    ours = False


class FaceitNoCs2Error(FaceitNotFoundError):
    """The account exists but never played CS2."""

    code = "faceit-no-cs2"


class FaceitKeyRejectedError(FaceitError, PermanentError):
    """401, or 403 in JSON: the API key is missing, wrong or lacks the right."""

    code = "faceit-key"


class FaceitRefusedError(FaceitError, PermanentError):
    """Any other 4xx: the request itself was not liked."""

    code = "faceit-refused"


class FaceitShapeError(FaceitError, PermanentError):
    """JSON of another shape than the one known here; `detail` lists the places, never the values."""

    code = "faceit-shape"


class HourShortError(PermanentError):
    """Not asked for, because the hour's FACEIT calls are nearly used up, and nothing of it was kept.

    `minutes` until the next hour's calls (1..60), from now when not given.
    """

    code = HOUR_SHORT
    ours = False

    def __init__(self, *, path: str = "", minutes: int | None = None) -> None:
        super().__init__(path)
        self.path = path
        self.minutes = minutes_to_full_hour() if minutes is None else minutes

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`minutes` until it is worth asking again."""
        return {"minutes": self.minutes}


class BudgetDeferredError(DeferredError):
    """The line for FACEIT calls is too long (or the hour is used up); come back after `delay` seconds."""

    code: ClassVar[str] = "budget-deferred"

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`seconds` until it is worth coming back, rounded up."""
        return {"seconds": math.ceil(self.delay)}
