"""A worker that dies at a step's end: `2=die_before:1` just before the script that closes step 2, `die_after` behind.

Loaded by `dramatiq tests.probe.closing`.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from connections import PREFIX
from tasks.ownership import Ownership, RunKeeper
from tests.probe.script import orders_of


def dying(close: Callable[..., None]) -> Callable[..., None]:
    """The script's caller, which may end its process before or behind it."""

    def closing(self: RunKeeper, owned: Ownership, *args: Any, **options: Any) -> None:
        order, _, times = orders_of(owned.subject.subject).get(str(owned.delivery.step), "").partition(":")
        due = order.startswith("die_") and int(
            self.client.incr(f"{PREFIX}probe:{owned.delivery.run}:{order}")  # type: ignore[arg-type]
        ) <= int(times)
        if due and order == "die_before":
            os.kill(os.getpid(), signal.SIGKILL)
        close(self, owned, *args, **options)
        if due:
            os.kill(os.getpid(), signal.SIGKILL)

    return closing


RunKeeper.advance = dying(RunKeeper.advance)  # type: ignore[method-assign]
RunKeeper.complete = dying(RunKeeper.complete)  # type: ignore[method-assign]

from tests.probe.worker import broker  # noqa: E402

__all__ = ["broker"]
