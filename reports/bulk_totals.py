"""The totals of many matches, each with its number."""

from analysis.bulk.report import BulkReport, BulkSummary
from reports.escape import name
from reports.figures import percent, ratio, whole
from reports.labels import map_label
from reports.parts import Block
from texts.catalogue import Language, text

MAPS = 7


def totals_block(report: BulkReport, language: Language) -> Block:
    """How many, whose, how predictions did, which maps."""
    said = report.summary
    if report.about:
        title = text(language, "bulk-title-player", player=name(report.nickname), count=report.total)
    else:
        title = text(language, "bulk-title", count=report.total)
    done = text(
        language,
        "bulk-done",
        completed=str(report.completed),
        total=str(report.total),
        failed=str(len(report.failed)),
    )
    lines = [title, done]
    if said.open:
        lines.append(text(language, "bulk-open", count=str(said.open)))
    if said.cancelled:
        lines.append(text(language, "bulk-cancelled", count=str(said.cancelled)))
    lines += _player(said, language)
    lines.append(_hits(said, language))
    if said.maps:
        lines.append(text(language, "bulk-maps", maps=", ".join(_maps(said))))
    lines += _verdicts(said, language)
    depth = "bulk-depth-brief" if report.depth == "brief" else "bulk-depth-standard"
    lines.append(text(language, depth, calls=report.api_calls))
    return Block(lines)


def _player(said: BulkSummary, language: Language) -> list[str]:
    """Results and figures of the one player; counts, since so few matches carry no verdict."""
    if said.results is None or not said.results.of:
        return []
    results = said.results
    lost = str(results.of - results.hits)
    shown = {"won": str(results.hits), "lost": lost, "low": percent(results.low), "high": percent(results.high)}
    lines = [text(language, "bulk-results", shown)]
    if said.kd is not None:
        figures = {"kd": ratio(said.kd), "adr": whole(said.adr), "matches": str(said.line_matches)}
        lines.append(text(language, "bulk-figures", figures))
    return lines


def _hits(said: BulkSummary, language: Language) -> str:
    hits = said.predicted
    if not hits.of:
        return text(language, "bulk-no-predictions")
    values = {"hits": str(hits.hits), "of": str(hits.of), "share": percent(hits.hits / hits.of)}
    return text(language, "bulk-predictions", values, low=percent(hits.low), high=percent(hits.high))


def _verdicts(said: BulkSummary, language: Language) -> list[str]:
    """Maps that the numbers call strong or weak for the player; mostly none."""
    lines = []
    for verdict in ("strong", "weak"):
        rows = [row for row in said.maps if row.verdict == verdict]
        maps = ", ".join(text(language, "player-map", map=map_label(row.map), matches=row.matches) for row in rows)
        if maps:
            lines.append(text(language, f"player-maps-{verdict}", maps=maps))
    return lines


def _maps(said: BulkSummary) -> list[str]:
    shown = []
    for row in said.maps[:MAPS]:
        record = f" ({row.wins}–{row.results - row.wins})" if row.wins is not None and row.results else ""
        shown.append(f"{map_label(row.map)} {row.matches}{record}")
    return [*shown, "…"] if len(said.maps) > MAPS else shown
