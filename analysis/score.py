"""`python -m analysis.score FILE` judges predictions: log loss, Brier score, AUC and a reliability table.

The file holds JSON lines `{"p": 0.53, "won": true}`. Log loss and calibration are what counts, not accuracy.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

BINS = 10
Z95 = 1.96
LEAST = 1e-15
"""A chance of 0 or 1 is taken this far from it: being wrong then costs much, but not everything."""


class Scored(NamedTuple):
    """A chance that was given and what came of it."""

    p: float
    won: bool


@dataclass(frozen=True)
class Bin:
    """Predictions between two chances: how many, their mean, the share won with its 95 % Wilson interval."""

    low: float
    high: float
    count: int
    mean: float
    won: float
    interval: tuple[float, float]


def log_loss(scored: Sequence[Scored]) -> float:
    """Mean of -ln of the chance given to what happened; a coin has .6931."""
    return -sum(log(min(max(s.p if s.won else 1 - s.p, LEAST), 1 - LEAST)) for s in scored) / len(scored)


def brier(scored: Sequence[Scored]) -> float:
    """Mean squared distance between chance and outcome; a coin has .25."""
    return sum((s.p - s.won) ** 2 for s in scored) / len(scored)


def auc(scored: Sequence[Scored]) -> float | None:
    """Chance that one won has a higher p than one lost, ties counting half; None when all ended alike."""
    wins = sum(s.won for s in scored)
    losses = len(scored) - wins
    if not wins or not losses:
        return None
    ordered = sorted(scored, key=lambda s: s.p)
    above, below = 0.0, 0
    for _, group in groupby(ordered, key=lambda s: s.p):
        results = [s.won for s in group]
        lost = len(results) - sum(results)
        above += sum(results) * (below + lost / 2)
        below += lost
    return above / (wins * losses)


def wilson(wins: int, count: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's interval of a share (E. B. Wilson, 1927)."""
    if count == 0:
        return 0.0, 1.0
    share, squared = wins / count, z * z
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    half = z * sqrt(share * (1 - share) / count + squared / (4 * count * count)) / (1 + squared / count)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def reliability(scored: Sequence[Scored], bins: int = BINS) -> list[Bin]:
    """Predictions in equal bins of chance, empty ones left out."""
    grouped: dict[int, list[Scored]] = {}
    for item in scored:
        grouped.setdefault(min(int(item.p * bins), bins - 1), []).append(item)
    found = []
    for i, group in sorted(grouped.items()):
        wins, count = sum(s.won for s in group), len(group)
        mean = sum(s.p for s in group) / count
        found.append(Bin(i / bins, (i + 1) / bins, count, mean, wins / count, wilson(wins, count)))
    return found


def parse(lines: Iterable[str]) -> list[Scored]:
    """Predictions of JSON lines; empty lines are skipped.

    Raises:
        ValueError: a line is not an object with a chance `p` and a boolean `won`; the message has its number.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            p, won = item["p"], item["won"]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number}: expected {{'p': 0..1, 'won': bool}}") from error
        if isinstance(p, bool) or not isinstance(p, int | float) or not 0 <= p <= 1 or not isinstance(won, bool):
            raise ValueError(f"line {number}: p must lie in 0..1 and won be true or false")
        found.append(Scored(float(p), won))
    return found


def table(scored: Sequence[Scored]) -> str:
    """All figures as text."""
    area = auc(scored)
    lines = [
        f"n {len(scored)}",
        f"log loss {log_loss(scored):.4f} (a coin .6931)",
        f"Brier {brier(scored):.4f} (a coin .2500)",
        f"AUC {'unknown' if area is None else f'{area:.3f}'}",
        "",
        "chance        n   mean    won   95 % interval",
    ]
    lines += [
        f"{b.low:.2f}-{b.high:.2f} {b.count:>5}  {b.mean:.3f}  {b.won:.3f}   {b.interval[0]:.3f}-{b.interval[1]:.3f}"
        for b in reliability(scored)
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0, or 2 for a file that cannot be read or scored."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m analysis.score FILE\n")
        return 2
    try:
        scored = parse(Path(arguments[0]).read_text(encoding="utf-8").splitlines())
        if not scored:
            raise ValueError("no predictions")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(table(scored) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
