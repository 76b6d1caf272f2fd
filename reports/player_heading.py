"""The top of a player report: who, level and Elo, and the way to the next level."""

from analysis.player.report import PlayerReport
from reports.escape import name
from reports.figures import whole
from reports.parts import Block
from texts.catalogue import Language, text

REASON_WIDTH = 40


def heading_block(report: PlayerReport, language: Language) -> Block:
    """Nickname, level, Elo (or that it is being calibrated), distance to the next level."""
    bits = [text(language, "player-title", name=name(report.nickname))]
    if report.level is not None:
        bits.append(text(language, "player-level", level=report.level))
    if report.elo is not None:
        bits.append(f"{whole(report.elo)} Elo")
    else:
        bits.append(text(language, "player-calibrating" if report.calibrating else "player-elo-unknown"))
    return Block([" · ".join(bits), *_ban(report, language), *_next(report, language), *_nothing(report, language)])


def _ban(report: PlayerReport, language: Language) -> list[str]:
    """Since when, until when (dates are UTC), and the reason FACEIT gives."""
    ban = report.ban
    if ban is None:
        return []
    line = text(language, "player-ban")
    if ban.starts_at is not None:
        line += " " + text(language, "player-ban-since", date=f"{ban.starts_at:%Y-%m-%d}")
    end = text(language, "player-ban-endless")
    if ban.ends_at is not None:
        end = text(language, "player-ban-until", date=f"{ban.ends_at:%Y-%m-%d}")
    bits = [f"{line} {end}"]
    if ban.reason:
        bits.append(text(language, "player-ban-reason", reason=name(ban.reason, REASON_WIDTH)))
    return [" · ".join(bits)]


def _next(report: PlayerReport, language: Language) -> list[str]:
    if report.elo is None:
        return []
    if report.to_next_level is None or report.next_level is None or report.wins_to_next is None:
        return [text(language, "player-top-level")]
    wins = report.wins_to_next
    span = str(wins.about) if wins.least == wins.most else f"{wins.least}–{wins.most}"
    level, points = report.next_level, report.to_next_level
    return [text(language, "player-next-level", level=level, points=points, wins=wins.about, span=span)]


def _nothing(report: PlayerReport, language: Language) -> list[str]:
    """Why there is nothing more to say: part of the data was lost, or there are no matches to be seen."""
    if report.coverage.players[0]:
        return []
    return ["", text(language, "player-lost" if report.coverage.missing else "player-empty")]
