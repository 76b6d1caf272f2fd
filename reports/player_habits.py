"""Role, streaks, the last session, and results after losses: counts first, verdicts only where they are carried."""

import html

from analysis.player.report import PlayerReport, Session
from analysis.population import EXTENDED_MATCHES
from reports.figures import percent, ratio
from reports.parts import Block
from reports.statements import reason_text
from texts.catalogue import Language, text

NOTABLE = 4
"""A shorter run needs no word about chance."""


def role_block(report: PlayerReport, language: Language) -> Block:
    """The role with its number, or why there is none."""
    heading = text(language, "player-role")
    if report.role_reason is not None:
        return Block([heading, html.escape(reason_text(report.role_reason, language), quote=False)])
    if report.style is None:
        known = report.lifetime.extended_matches or 0
        return Block([heading, text(language, "player-role-short", matches=known, needed=EXTENDED_MATCHES)])
    values = {"sniper": percent(report.style.sniper_share), "entry": percent(report.style.entry_rate)}
    return Block([heading, text(language, "player-role-none", values)])


def results_block(report: PlayerReport, language: Language) -> Block:
    """Streaks, the last session, results after losses."""
    lines = [*_streak(report, language), *_last_session(report, language), *_after_loss(report, language)]
    return Block([text(language, "player-results"), *lines] if lines else [])


def session_text(session: Session, language: Language) -> str:
    """Matches, wins out of the known results, K/D."""
    bits = [text(language, "report-matches", matches=session.matches)]
    if session.results:
        bits.append(text(language, "player-wins-of", wins=session.wins, matches=session.results))
    if session.kd is not None:
        bits.append(f"K/D {ratio(session.kd)}")
    return ", ".join(bits)


def _streak(report: PlayerReport, language: Language) -> list[str]:
    streak, lines = report.streak, []
    if streak.current:
        length = abs(streak.current)
        line = text(language, f"player-streak-{'win' if streak.current > 0 else 'loss'}", matches=length)
        if length >= NOTABLE and streak.chance is not None and streak.span is not None:
            key = "player-streak-unusual" if streak.unusual else "player-streak-usual"
            chance = f"~{percent(streak.chance)}" if streak.chance >= 0.01 else "&lt;1%"
            line += " " + text(language, key, chance=chance, span=streak.span)
        lines.append(line)
    if streak.longest:
        lines.append(text(language, "player-streak-longest", matches=streak.longest))
    return lines


def _last_session(report: PlayerReport, language: Language) -> list[str]:
    if not report.sessions:
        return []
    return [text(language, "player-session-last", session=session_text(report.sessions[0], language))]


def _after_loss(report: PlayerReport, language: Language) -> list[str]:
    loss, win = report.after_loss.after_loss, report.after_loss.after_win
    if not loss.matches:
        return []
    lines = [text(language, "player-after-loss", wins=loss.wins, matches=loss.matches)]
    if win.matches:
        lines.append(text(language, "player-after-win", wins=win.wins, matches=win.matches))
    line = "; ".join(lines)
    if report.after_loss.verdict != "none":
        return [line, text(language, f"player-after-loss-{report.after_loss.verdict}")]
    return [line]
