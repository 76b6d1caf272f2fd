"""`python -m tests.faults --tasks 2000 --seed 1`: a storm, and what became of every task.

Exit code 1: one is lost, or told again though nothing cut its mark off.
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
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
    console.print(ledger.table(weather, title=f"{given.tasks} tasks, seed {given.seed}, {_when()}"))
    for one in ledger.lost:
        console.print(f"lost: {one}")
    for one in (*ledger.repeats, *ledger.twins):
        console.print(f"twice: {one}")
    if ledger.lost or ledger.repeats:
        folder = Path(tempfile.mkdtemp(prefix="storm-"))
        for name, output in ledger.logs.items():
            (folder / f"{name}.log").write_text(output, encoding="utf-8")
        console.print(f"what the processes wrote: {folder}")
    return 0 if ledger.kept else 1


def _when() -> str:
    """Today, and the commit."""
    command = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return f"{datetime.now(UTC):%Y-%m-%d}, commit {commit or 'not known'}"


if __name__ == "__main__":
    sys.exit(main())
