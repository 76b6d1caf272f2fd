"""SIGTERM to a whole process group reaches a worker twice; the second kills it in mid-step unless ignored."""

import signal
import time
from types import FrameType

from dramatiq import Broker, Middleware

WINDOW_S = 10.0


class SigtermDebounce(Middleware):
    """Lets the first SIGTERM through to Dramatiq's handler and drops further ones for ten seconds."""

    def after_process_boot(self, broker: Broker) -> None:
        """Put a filter before the handler that Dramatiq installed."""
        stop = signal.getsignal(signal.SIGTERM)
        if not callable(stop):
            return
        first = 0.0

        def once(number: int, frame: FrameType | None) -> None:
            nonlocal first
            moment = time.monotonic()
            if first and moment - first < WINDOW_S:
                return
            first = moment
            stop(number, frame)

        signal.signal(signal.SIGTERM, once)
