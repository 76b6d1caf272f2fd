"""The end of a card: what it rests on, what is missing, and whose data it is."""

from analysis.hidden import OPTED_OUT
from analysis.material import BRIEF, LIGHT
from analysis.report import MatchReport, PlayerReport, ReviewPlayer
from faceit.supply import minutes_to_full_hour
from reports.escape import name
from reports.labels import Labels, map_label
from reports.parts import Block
from texts.catalogue import text

FRESH = 60
"""Seconds below which the age of the data is not worth a word."""

MISSING = 5

CALLED_OFF = {"CANCELLED", "ABORTED"}


def foot_block(report: MatchReport, labels: Labels, age_s: float | None = None) -> Block:
    """Coverage and the footer; both belong on every card."""
    called_off = report.status in CALLED_OFF
    lines = [" · ".join(_coverage(report, labels, age_s))] if report.coverage.players[1] and not called_off else []
    if not called_off:
        lines = [*_light(report, labels), *lines, *_missing(report, labels)]
    return Block([*lines, f"<i>{text(labels.language, 'report-footer')}</i>"])


def _coverage(report: MatchReport, labels: Labels, age_s: float | None) -> list[str]:
    language, (known, total) = labels.language, report.coverage.players
    brief = any(item.code == BRIEF for item in report.coverage.missing)
    found = [text(language, "report-brief") if brief else text(language, "report-coverage", known=known, total=total)]
    row = next((row for row in report.maps if row.map == report.map), None)
    matches = sum(side.matches or 0 for side in row.teams.values()) if row and report.review is None else 0
    if row is not None and matches:
        found.append(text(language, "report-coverage-map", map=map_label(row.map), matches=matches))
    hidden = len({player.player_id for player in _everybody(report) if player.hidden})
    if hidden:
        found.append(text(language, "report-hidden-count", count=hidden))
    age = int(report.coverage.age_s if age_s is None else age_s)
    if age >= FRESH:
        minutes = text(language, "report-age-minutes", minutes=age // 60)
        found.append(text(language, "report-coverage-age", age=minutes))
    return found


def _light(report: MatchReport, labels: Labels) -> list[str]:
    """That the hour's FACEIT calls were nearly used up, what the card is made of, and when a full one is possible."""
    spared = {item.what for item in report.coverage.missing if item.code in LIGHT}
    if not spared:
        return []
    minutes = minutes_to_full_hour(report.generated_at.timestamp())
    return [text(labels.language, "report-short" if spared == {"lifetime"} else "report-light", minutes=minutes)]


def _everybody(report: MatchReport) -> list[PlayerReport | ReviewPlayer]:
    lines = report.review.players if report.review else []
    return [*lines, *(player for team in report.teams for player in team.players)]


def _missing(report: MatchReport, labels: Labels) -> list[str]:
    """Who could not be had at all and who only in part, by name; a part of the match itself in words."""
    lost = {item.player_id for item in report.coverage.missing if item.code not in {OPTED_OUT, *LIGHT}}
    seats = [player for team in report.teams for player in team.players if not player.hidden]
    people = [player for player in seats if player.player_id in lost]
    gone = [name(p.nickname) for p in people if p.danger is None]
    partly = [name(p.nickname) for p in people if p.danger is not None]
    if None in lost and report.review is None:
        gone.append(text(labels.language, "report-missing-unknown"))
    groups = {"report-missing": gone, "report-missing-part": partly}
    return [text(labels.language, key, names=_short(names, labels)) for key, names in groups.items() if names]


def _short(names: list[str], labels: Labels) -> str:
    more = [text(labels.language, "report-detail-more", count=len(names) - MISSING)] if len(names) > MISSING else []
    return ", ".join([*names[:MISSING], *more])
