"""Maps on a card: the table of both teams, and what to pick and ban."""

from collections.abc import Sequence

from analysis.report import MapReport, MapSide, MatchReport, Statement
from faceit.models import FACTIONS, Faction
from reports.figures import DASH, many, percent, ratio, signed
from reports.heading import shares
from reports.labels import Labels, chosen, map_cell, map_label
from reports.parts import Block, table
from reports.statements import advice_text
from reports.tables import columns
from texts.catalogue import text

MAP_WIDTH = 9

CHOSEN = {"map-favours", "map-even", "map-unknown"}
"""What may be said of a chosen map."""


def map_blocks(report: MatchReport, labels: Labels) -> list[Block]:
    """The heading, the table, and what the columns mean; only the chosen maps once there are some."""
    rows = chosen(report) or ordered(report.maps, labels)
    rows = [row for row in rows if any(side.matches for side in row.teams.values())]
    if not rows:
        return []
    language = labels.language
    if report.map:
        heading = text(language, "report-map", map=" · ".join(map_label(row.map) for row in rows))
    else:
        first = labels.order[0]
        heading = text(language, "report-maps", label=labels.short[first] if labels.side is None else labels.of(first))
    return [Block([heading]), table(_lines(rows, labels)), Block([text(language, "report-map-legend")], tight=True)]


def ordered(rows: Sequence[MapReport], labels: Labels) -> list[MapReport]:
    """Best for the side named first on top."""
    sign = 1 if labels.order[0] == "faction1" else -1
    return sorted(rows, key=lambda row: -sign * (row.edge or 0.0))


def figures(side: MapSide | None) -> tuple[str, str, str]:
    """Win rate, K/D and matches of a side on a map."""
    if side is None or side.matches is None:
        return DASH, DASH, DASH
    return percent(side.win_rate), ratio(side.kd), many(side.matches)


def _lines(rows: Sequence[MapReport], labels: Labels) -> list[str]:
    """Two lines a map, own side first."""
    language = labels.language
    found = [(text(language, "report-column-map"), "", f"~{text(language, 'report-column-wins')}", "~K/D", "n")]
    for row in rows:
        for i, name in enumerate(labels.order):
            label = map_cell(row.map, MAP_WIDTH) if i == 0 else ""
            found.append((label, labels.short[name], *figures(row.teams.get(name))))
    return columns(found, left=2)


def veto_block(report: MatchReport, labels: Labels) -> Block:
    """Picks and bans for each side, or what the chosen maps mean."""
    lines = [line for name in labels.order if labels.side in {None, name} and (line := _veto(report, labels, name))]
    if lines:
        return Block([text(labels.language, "report-veto"), *lines])
    words = [_map_words(item, labels) for item in report.advice if item.code in CHOSEN]
    none = [advice_text(item, labels) for item in report.advice if item.code in {"map-no-edge", "maps-unknown"}]
    return Block([*_chances(report, labels), *words, *none])


def _chances(report: MatchReport, labels: Labels) -> list[str]:
    """The chance on each map of a series; of a single map it is the whole chance."""
    rows = [(row, row.win_probability) for row in chosen(report) if row.win_probability is not None]
    if len(rows) < 2:
        return []
    shown = [(map_label(row.map), *shares(said, labels)) for row, said in rows]
    maps = [text(labels.language, "report-map-chance", map=label, one=one, two=two) for label, one, two in shown]
    return [text(labels.language, "report-map-chances", maps=", ".join(maps))]


def _map_words(advice: Statement, labels: Labels) -> str:
    """Whom a chosen map suits; the table above shows the matches."""
    label = map_label(str(advice.args["map"]))
    faction = next((name for name in FACTIONS if name == advice.args.get("faction")), None)
    if faction is None:
        return text(labels.language, f"report-{advice.code}", map=label)
    edge = signed(float(advice.args["edge"]))
    key = "report-map-favours" if labels.side is None else f"report-map-{'us' if faction == labels.side else 'them'}"
    return text(labels.language, key, map=label, edge=edge, team=labels.name(faction))


def _veto(report: MatchReport, labels: Labels, name: Faction) -> str:
    picks, bans = (_named(report, code, name) for code in ("pick", "ban"))
    label = labels.capital(name)
    if picks and bans:
        return text(labels.language, "report-veto-both", label=label, picks=picks, bans=bans)
    if picks or bans:
        return text(labels.language, f"report-veto-{'pick' if picks else 'ban'}", label=label, maps=picks or bans)
    return ""


def _named(report: MatchReport, code: str, name: Faction) -> str:
    found = [a for a in report.advice if a.code == code and a.args.get("faction") == name]
    return ", ".join(f"{map_label(str(a.args['map']))} ({signed(float(a.args['edge']))})" for a in found)
