"""The first picture of a fresh process: `python -m benchmarks.first_picture KIND [SIDE] < report.json` prints its ms.

Python and the modules are loaded before, as in a worker that waits; fonts and texts are not.
"""

import json
import sys
import time

from faceit.models import FACTIONS
from reports.pictures.kinds import draw


def main() -> int:
    """Draw once, and tell how long it took."""
    kind, *side = sys.argv[1:]
    report = json.load(sys.stdin)
    faction = next((name for name in FACTIONS if name in side), None)
    begun = time.perf_counter()
    data = draw(kind, report, language="ru", side=faction)
    took = (time.perf_counter() - begun) * 1000
    if data is None:
        return 1
    print(f"{took:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
