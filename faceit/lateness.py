"""Calls that leave long after the time they were given: one of them and those on time make one too many in a second."""

import threading

from faceit.budget import MARGIN

LATE_S = 0.75 * MARGIN
"""At any rate r, r + 1 calls spaced by (1 + MARGIN) / r take 1 + MARGIN seconds. So MARGIN seconds late may one of them

be, and a quarter of that is left to the way to FACEIT.
"""
LEARNT = 0.1
"""Share of the newest call in the usual delay."""


class Lateness:
    """Tells the odd late call from the usual delay between permission and departure, which harms nobody.

    A slot, the last look at the run and a far Redis delay every call alike. One for all threads of a process.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usual: float | None = None

    def late(self, delay_s: float) -> bool:
        """Whether a call that leaves `delay_s` seconds after its time lost it; the usual delay is learnt from each."""
        with self._lock:
            usual = self._usual
            # One stall must not pass for usual, a change of what is usual must.
            seen = delay_s if usual is None else min(delay_s, usual + LATE_S)
            self._usual = seen if usual is None else usual + LEARNT * (seen - usual)
            return usual is not None and delay_s - usual > LATE_S
