"""The end of a line-up's report: who is missing and why, what it rests on, and whose data it is."""

from analysis.team.report import LineupPlayer, TeamLineupReport
from faceit.supply import KEPT
from reports.escape import name
from reports.foot import FRESH
from reports.parts import Block
from reports.player_foot import light_line
from texts.catalogue import Language, has_text, text


def foot_block(report: TeamLineupReport, language: Language, age_s: float | None = None) -> Block:
    """Missing people and parts, coverage and the footer."""
    known, total = report.coverage.players
    coverage = [text(language, "report-coverage", known=known, total=total)]
    age = int(report.coverage.age_s if age_s is None else age_s)
    if age >= FRESH:
        minutes = text(language, "report-age-minutes", minutes=age // 60)
        coverage.append(text(language, "report-coverage-age", age=minutes))
    light = light_line(report.coverage, report.generated_at, language)
    return Block(
        [*light, *_absent(report, language), " · ".join(coverage), f"<i>{text(language, 'report-footer')}</i>"]
    )


def _absent(report: TeamLineupReport, language: Language) -> list[str]:
    lines = [text(language, "team-hidden-members", count=report.hidden)] if report.hidden else []
    for reason in ("none", "failed"):
        gone = [name(player.nickname) for player in report.players if player.statistics == reason]
        if gone:
            lines.append(text(language, f"team-missing-{reason}", names=", ".join(gone)))
    for player in report.players:
        parts = _parts(report, player, language)
        if parts:
            lines.append(text(language, "team-missing-part", name=name(player.nickname), parts=", ".join(parts)))
    return lines


def _parts(report: TeamLineupReport, player: LineupPlayer, language: Language) -> list[str]:
    """What could not be had of somebody who is known at least in part."""
    lost = [item.what for item in report.coverage.missing if item.player_id == player.player_id and item.code != KEPT]
    if player.statistics != "known":
        lost = [what for what in lost if what == "history"]
    keys = [f"team-missing-{what}" for what in dict.fromkeys(lost)]
    return [text(language, key if has_text(language, key) else "player-missing-other") for key in keys]
