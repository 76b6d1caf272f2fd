"""Pictures: milliseconds and kilobytes of each, drawn from rich made-up reports in this process."""

import statistics
import time
from collections.abc import Callable

from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from benchmarks.measure import Figure, percentile
from reports.pictures import match_card, player_form, player_maps
from tests.player_files import career, file_of, history, player_report
from tests.reports.cards import finished, report_of
from tests.rooms import lively, match_body, material, picked

LARGEST_KB = 150
SLOWEST_MS = 400


def run(short: bool) -> list[Figure]:
    """Each picture so many times, in turns; the first of each loads fonts and is left out."""
    rounds = 5 if short else 40
    taken: dict[str, list[float]] = {}
    size: dict[str, int] = {}
    for turn in range(rounds + 1):
        for name, draw in _pictures().items():
            started = time.perf_counter()
            data = draw()
            took = (time.perf_counter() - started) * 1000
            if data is None:
                raise RuntimeError(f"{name}: nothing was drawn")
            size[name] = max(size.get(name, 0), len(data))
            if turn:
                taken.setdefault(name, []).append(took)
    return [figure for name in taken for figure in _figures(name, taken[name], size[name])]


def _figures(name: str, taken: list[float], size: int) -> list[Figure]:
    detail = f"p95 {percentile(taken, 0.95):.0f} ms"
    return [
        Figure(f"picture, {name}: time", statistics.median(taken), "ms", f"≤ {SLOWEST_MS}", detail),
        Figure(f"picture, {name}: size", size / 1024, "KB", f"≤ {LARGEST_KB}"),
    ]


def _pictures() -> dict[str, Callable[[], bytes | None]]:
    before: MatchReport = report_of(material(match_body(voting=picked()), lively()))
    after = finished(0.61)
    player: PlayerReport = player_report(file_of(history(120), career()))
    return {
        "match": lambda: match_card.draw(before, language="ru", side="faction1"),
        "finished match": lambda: match_card.draw(after, language="ru", side=None),
        "form": lambda: player_form.draw(player, language="ru"),
        "maps": lambda: player_maps.draw(player, language="ru"),
    }
