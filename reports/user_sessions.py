"""Sessions: the best, the worst, and how the first, second, third … match of each went, in counts."""

from analysis.player.report import Session
from analysis.user.report import UserReport
from reports.figures import many, percent, ratio, tenth
from reports.parts import Block, table
from reports.player_habits import session_text
from reports.tables import columns
from reports.user_time import day
from texts.catalogue import Language, text

ROWS = 2
"""A table of one row says what the form says already."""


def sessions_blocks(report: UserReport, language: Language) -> list[Block]:
    """Nothing without a session."""
    counts = report.session_counts
    if not counts.count:
        return []
    timed = sum(row.matches for row in counts.positions)
    lines = [
        text(language, "stats-sessions"),
        text(language, "stats-sessions-count", sessions=counts.count, each=tenth(timed / counts.count)),
    ]
    for key, session in (("best", counts.best), ("worst", counts.worst)):
        if session is not None:
            lines.append(text(language, f"stats-sessions-{key}", session=_dated(session, report, language)))
    if len(counts.positions) < ROWS:
        return [Block(lines)]
    return [Block([*lines, text(language, "stats-positions")]), _positions(report, language), _note(language)]


def _positions(report: UserReport, language: Language) -> Block:
    rows = [(text(language, "stats-column-place"), "n", text(language, "player-column-wins"), "K/D")]
    for row in report.session_counts.positions:
        rate = row.wins / row.results if row.results else None
        place = f"{row.position}+" if row.more else str(row.position)
        rows.append((place, many(row.matches), percent(rate), ratio(row.kd)))
    return table(columns(rows))


def _note(language: Language) -> Block:
    return Block([text(language, "stats-positions-note")], tight=True)


def _dated(session: Session, report: UserReport, language: Language) -> str:
    return f"{day(session.started_at, report.habits.timezone)} · {session_text(session, language)}"
