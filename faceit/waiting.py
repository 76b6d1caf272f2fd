"""Waiting that can be called off: a check runs at least four times a second."""

import time
from collections.abc import Callable

Check = Callable[[], None]
"""Raises to call the work off (a cancelled or ended run); returns otherwise."""

CHECK_SECONDS = 0.25


def never_cancelled() -> None:
    """The check of whoever can't be cancelled."""


def pause(seconds: float, check: Check = never_cancelled) -> None:
    """Sleep `seconds`, with `check` every 250 ms and once at the end. Raises what `check` raises."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, CHECK_SECONDS))
        check()
