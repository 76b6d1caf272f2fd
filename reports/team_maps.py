"""Maps of a line-up in a table, and who plays which of them well or poorly."""

from analysis.population import MAP_MATCHES
from analysis.team.report import LineupMap, TeamLineupReport
from reports.figures import many, percent, ratio
from reports.labels import map_cell, map_label
from reports.parts import Block, table
from reports.tables import columns
from reports.team_players import short_name
from texts.catalogue import Language, text

MAP_WIDTH = 8
MARKS = {"strong": "▲", "weak": "▼"}


def map_blocks(report: TeamLineupReport, language: Language) -> list[Block]:
    """Heading, table, those who stand out, and what the columns mean; nothing when no map was played."""
    rows = [row for row in report.maps if row.matches is not None]
    if not any(row.matches for row in rows):
        return [Block([text(language, "team-maps"), text(language, "team-maps-unknown")])]
    head = (
        text(language, "player-column-map"),
        "n",
        f"~{text(language, 'player-column-wins')}",
        "~K/D",
        f"{MAP_MATCHES}+",
    )
    lines = [head, *(_line(row, len(report.players)) for row in rows)]
    names = [line for row in rows if (line := _people(report, row, language))]
    below = [*(names or [text(language, "team-maps-people-none")]), _legend(language)]
    return [Block([text(language, "team-maps")]), table(columns(lines)), Block(below, tight=True)]


def _line(row: LineupMap, size: int) -> tuple[str, str, str, str, str]:
    ready = f"{row.ready}/{size}"
    return map_cell(row.map, MAP_WIDTH), many(row.matches), percent(row.win_rate), ratio(row.kd), ready


def _people(report: TeamLineupReport, row: LineupMap, language: Language) -> str:
    """Who is stronger or weaker on a map than usual, each with the K/D and the matches behind it."""
    found = [
        text(
            language,
            "team-map-player",
            mark=MARKS[player.verdict],
            name=short_name(report, player.player_id),
            kd=ratio(player.kd),
            matches=many(player.matches),
        )
        for verdict in MARKS
        for player in row.players
        if player.verdict == verdict
    ]
    return f"{map_label(row.map)}: {', '.join(found)}" if found else ""


def _legend(language: Language) -> str:
    return text(language, "team-maps-legend", needed=str(MAP_MATCHES))
