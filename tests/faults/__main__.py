"""`python -m tests.faults --tasks 2000 --seed 1`: a storm, and what became of every task. Exit code 1: one is lost."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests.faults.storm import Storm


def main() -> int:
    """Run one storm and print its account."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=2.5, help="seconds between two faults, about")
    parser.add_argument("--calm", type=float, default=300, help="seconds until every answer must be there")
    given = parser.parse_args()
    ledger, weather = Storm(given.tasks, given.seed, gap_s=given.gap, calm_s=given.calm).rage()
    console = Console(width=100)
    console.print(ledger.table(weather))
    for one in ledger.lost:
        console.print(f"lost: {one}")
    for one in (*ledger.repeats, *ledger.twins):
        console.print(f"twice: {one}")
    if ledger.lost or ledger.repeats:
        folder = Path(tempfile.mkdtemp(prefix="storm-"))
        for name, output in ledger.logs.items():
            (folder / f"{name}.log").write_text(output, encoding="utf-8")
        console.print(f"what the processes wrote: {folder}")
    return 1 if ledger.lost or ledger.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
