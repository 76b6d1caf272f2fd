"""The end of a card: what it rests on, what is missing, and whose data it is."""

from analysis.report import MatchReport
from reports.escape import name
from reports.labels import Labels, map_label
from reports.parts import Block
from texts.catalogue import text

FRESH = 60
"""Seconds below which the age of the data is not worth a word."""

MISSING = 5

CALLED_OFF = {"CANCELLED", "ABORTED"}


def foot_block(report: MatchReport, labels: Labels) -> Block:
    """Coverage and the footer; both belong on every card."""
    called_off = report.status in CALLED_OFF
    lines = [" · ".join(_coverage(report, labels))] if report.coverage.players[1] and not called_off else []
    missing = "" if called_off else _missing(report, labels)
    if missing:
        lines.append(text(labels.language, "report-missing", names=missing))
    return Block([*lines, f"<i>{text(labels.language, 'report-footer')}</i>"])


def _coverage(report: MatchReport, labels: Labels) -> list[str]:
    language, (known, total) = labels.language, report.coverage.players
    found = [text(language, "report-coverage", known=known, total=total)]
    row = next((row for row in report.maps if row.map == report.map), None)
    matches = sum(side.matches or 0 for side in row.teams.values()) if row and report.review is None else 0
    if row is not None and matches:
        found.append(text(language, "report-coverage-map", map=map_label(row.map), matches=matches))
    age = report.coverage.age_s
    if age >= FRESH:
        minutes = text(language, "report-age-minutes", minutes=age // 60)
        found.append(text(language, "report-coverage-age", age=minutes))
    return found


def _missing(report: MatchReport, labels: Labels) -> str:
    """Who is missing, by name; the match's own parts in words."""
    names = {p.player_id: p.nickname for team in report.teams for p in team.players}
    ids = dict.fromkeys(item.player_id for item in report.coverage.missing)
    people = [name(names[player]) for player in ids if player in names]
    if len(people) > MISSING:
        people = [*people[:MISSING], text(labels.language, "report-detail-more", count=len(people) - MISSING)]
    if None in ids:
        people.append(text(labels.language, "report-missing-unknown"))
    return ", ".join(people)
