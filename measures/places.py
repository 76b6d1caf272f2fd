"""Where the numbers stand in Redis: totals since ever, and a hash for every ten minutes of the last day."""

from connections import PREFIX

TOTALS = PREFIX + "measures"
WINDOW_MS = 600_000
WINDOW_TERM_MS = 25 * 3_600_000
MOMENTS = PREFIX + "measures:moments"
"""When something was last seen, in Unix milliseconds."""
BATCHES = PREFIX + "measures:batch:"
"""The last batch each process has written, so that none is added twice."""


def window_key(at_ms: int) -> str:
    """The hash of the ten minutes in which a moment lies."""
    return f"{TOTALS}:{at_ms // WINDOW_MS}"
