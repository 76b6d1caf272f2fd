"""Strengths and weaknesses in words, with the population they are measured against."""

import html
from collections.abc import Callable, Sequence

from analysis.player.percentile import NEAR_ELO
from analysis.player.report import PlayerReport
from analysis.report import Statement
from reports.figures import percent, ratio, tenth, whole
from reports.parts import Block
from texts.catalogue import Language, text

FORMATS: dict[str, Callable[[float | None], str]] = {"kd": ratio, "adr": whole, "utility": tenth}
"""How a metric is written; the others are shares."""


def points_blocks(report: PlayerReport, language: Language) -> list[Block]:
    """What stands out either way, or that nothing does."""
    population = text(language, f"player-population-{report.population}")
    if not report.standing:
        return []
    if not report.strengths and not report.weaknesses:
        return [Block([text(language, "player-points-none", population=population)])]
    return [
        _points(report.strengths, "player-strengths", population, language),
        _points(report.weaknesses, "player-weaknesses", population, language),
    ]


def peers_block(report: PlayerReport, language: Language) -> Block:
    """Where the player stands among those near his Elo that the bot has seen, with how many they are."""
    lines = [
        text(
            language,
            "player-peer",
            metric=text(language, f"player-metric-{metric.replace('_', '-')}"),
            share=percent(place.share),
            players=place.players,
        )
        for metric, place in report.percentiles.items()
    ]
    return Block([text(language, "player-peers", elo=NEAR_ELO), *lines] if lines else [])


def point_text(point: Statement, language: Language) -> str:
    """A strength or weakness as plain text; "kd-high" and "kd-low" read alike, the heading tells them apart."""
    metric = point.code.rsplit("-", 1)[0]
    written = FORMATS.get(metric, percent)
    args: dict[str, str | int | float] = dict(point.args)
    for key in ("value", "mean"):
        value = point.args.get(key)
        args[key] = written(value if isinstance(value, int | float) else None)
    return text(language, f"player-point-{metric}", args)


def _points(points: Sequence[Statement], key: str, population: str, language: Language) -> Block:
    lines = [html.escape(point_text(point, language), quote=False) for point in points]
    return Block([text(language, key, population=population), *lines] if lines else [])
