"""Pictures: milliseconds and kilobytes of each kind, drawn from rich made-up reports as the drawing actor does.

Stored JSON goes in and a PNG comes out. The first one of a fresh process is measured by itself: it loads the fonts.
"""

import json
import statistics
import subprocess
import sys
import time

from benchmarks.measure import Figure, percentile
from reports.pictures.kinds import draw
from tests.reports.every_picture import Sample, samples

LARGEST_KB = 150
SLOWEST_MS = 400


def run(short: bool) -> list[Figure]:
    """Each picture so many times, in turns; before that the first of each in processes of their own."""
    rounds, processes = (5, 1) if short else (40, 5)
    pictures = samples()
    first = {name: [_first(sample) for _ in range(processes)] for name, sample in pictures.items()}
    taken: dict[str, list[float]] = {}
    size: dict[str, int] = {}
    for turn in range(rounds + 1):
        for name, sample in pictures.items():
            started = time.perf_counter()
            data = draw(sample.kind, sample.report, language="ru", side=sample.side)
            took = (time.perf_counter() - started) * 1000
            if data is None:
                raise RuntimeError(f"{name}: nothing was drawn")
            size[name] = max(size.get(name, 0), len(data))
            if turn:
                taken.setdefault(name, []).append(took)
    return [figure for name in taken for figure in _figures(name, taken[name], first[name], size[name])]


def _first(sample: Sample) -> float:
    """Milliseconds of the first picture that a new process draws. Raises CalledProcessError when it draws none."""
    command = [sys.executable, "-m", "benchmarks.first_picture", sample.kind, *([sample.side] if sample.side else [])]
    report = json.dumps(sample.report)
    return float(subprocess.run(command, input=report, capture_output=True, text=True, check=True).stdout)


def _figures(name: str, taken: list[float], first: list[float], size: int) -> list[Figure]:
    detail = f"p95 {percentile(taken, 0.95):.0f} ms"
    slowest = f"at most {max(first):.0f} ms of {len(first)}"
    return [
        Figure(f"picture, {name}: time", statistics.median(taken), "ms", f"≤ {SLOWEST_MS}", detail),
        Figure(f"picture, {name}: first", statistics.median(first), "ms", f"≤ {SLOWEST_MS}", slowest),
        Figure(f"picture, {name}: size", size / 1024, "KB", f"≤ {LARGEST_KB}"),
    ]
