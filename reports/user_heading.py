"""The top of a report on oneself: who, level and Elo, over which matches; and the sums over them."""

from analysis.user.report import UserReport
from reports.escape import name
from reports.figures import whole
from reports.parts import Block
from reports.user_time import day
from texts.catalogue import Language, text


def heading_block(report: UserReport, language: Language) -> Block:
    """Nickname, level, Elo (or that it is being calibrated), the span of the matches looked at."""
    player = report.player
    bits = [text(language, "stats-title", name=name(player.nickname))]
    if player.level is not None:
        bits.append(text(language, "player-level", level=player.level))
    if player.elo is not None:
        bits.append(f"{whole(player.elo)} Elo")
    else:
        bits.append(text(language, "player-calibrating" if player.calibrating else "player-elo-unknown"))
    return Block([" · ".join(bits), *_span(report, language), *_nothing(report, language)])


def totals_block(report: UserReport, language: Language) -> Block:
    """Sums over everything looked at; it belongs to the form above."""
    totals = report.totals
    if not totals.matches:
        return Block([])
    bits = []
    if totals.results:
        bits.append(text(language, "player-wins-of", wins=totals.wins, matches=totals.results))
    for key in ("kills", "deaths", "assists", "rounds"):
        value = getattr(totals, key)
        if value is not None:
            bits.append(text(language, f"stats-total-{key}", count=whole(value)))
    return Block([text(language, "stats-totals", matches=totals.matches, figures=", ".join(bits))], tight=True)


def _span(report: UserReport, language: Language) -> list[str]:
    totals, zone = report.totals, report.habits.timezone
    if not totals.matches:
        return []
    lines = []
    if totals.days:
        first, last = day(totals.first_at, zone), day(totals.last_at, zone)
        values: dict[str, str | int] = {"matches": totals.matches, "first": first, "last": last, "days": totals.days}
        lines.append(text(language, "stats-span", values))
    if totals.matches < report.depth:
        lines.append(text(language, "stats-fewer", asked=report.depth, matches=totals.matches))
    return lines


def _nothing(report: UserReport, language: Language) -> list[str]:
    """Why there is nothing to say: part of it was lost, or there is nothing to be seen (or it is hidden)."""
    if report.coverage.players[0]:
        return []
    lost = any(item.code != "faceit-not-found" for item in report.coverage.missing if item.what != "history")
    return ["", text(language, "player-lost" if lost else "stats-empty")]
