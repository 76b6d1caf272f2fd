"""Maps of a player: the most played ones in a table, and which are strong or weak."""

from analysis.player.report import MapRecord, PlayerReport
from reports.figures import DASH, many, percent, ratio
from reports.labels import map_cell, map_label
from reports.parts import Block, table
from reports.tables import columns
from texts.catalogue import Language, text

MAP_WIDTH = 9
SHOWN = 7
"""As many as a pool has; the others stand in the details."""


def map_blocks(report: PlayerReport, language: Language) -> list[Block]:
    """Heading, table, verdicts and what the columns mean."""
    if not report.maps:
        return []
    lines = [(text(language, "player-column-map"), "n", f"~{text(language, 'player-column-wins')}", "~K/D")]
    lines += [(map_cell(row.map, MAP_WIDTH), many(row.matches), *figures(row)) for row in report.maps[:SHOWN]]
    below = [line for kind in ("strong", "weak") if (line := _named(report, kind, language))]
    below = [*(below or [text(language, "player-maps-none")]), text(language, "player-maps-legend")]
    return [Block([text(language, "player-maps")]), table(columns(lines)), Block(below, tight=True)]


def other_maps(report: PlayerReport, language: Language) -> list[str]:
    """The maps left out of the table, a line each."""
    lines = [
        f"{map_label(row.map)}: {' '.join(_marked(figure) for figure in figures(row))} ({many(row.matches)})"
        for row in report.maps[SHOWN : 2 * SHOWN]
    ]
    return [text(language, "player-detail-maps"), *lines] if lines else []


def figures(row: MapRecord) -> tuple[str, str]:
    """Win rate and K/D."""
    return percent(row.win_rate), ratio(row.kd)


def _marked(figure: str) -> str:
    return figure if figure == DASH else f"~{figure}"


def _named(report: PlayerReport, kind: str, language: Language) -> str:
    rows = [row for row in report.maps if row.verdict == kind]
    if not rows:
        return ""
    maps = ", ".join(text(language, "player-map", map=map_label(row.map), matches=row.matches) for row in rows)
    return text(language, f"player-maps-{kind}", maps=maps)
