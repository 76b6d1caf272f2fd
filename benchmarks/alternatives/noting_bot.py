"""This project's bot, which also writes down when it has read that a task ended: `known <task> <moment (Unix)>`."""

import sys
import time

from bot.__main__ import main
from tasks.events import Ending, EndingsReader

read = EndingsReader.read


async def noting(self: EndingsReader, count: int = 20, block_ms: int = 5000) -> list[Ending]:
    """Read as ever, and note the moment of each ending."""
    endings = await read(self, count, block_ms)
    for ending in endings:
        print(f"known {ending.task} {time.time():.6f}", flush=True)
    return endings


if __name__ == "__main__":
    EndingsReader.read = noting  # type: ignore[method-assign]
    sys.exit(main())
