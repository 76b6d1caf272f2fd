"""Roles of a line-up: a line a player with the number that carries it, or with the figures that carry none."""

import html

from analysis.population import EXTENDED_MATCHES
from analysis.team.report import LineupPlayer, TeamLineupReport
from reports.escape import name
from reports.figures import percent
from reports.parts import Block
from reports.statements import reason_text
from reports.team_advice import role_advice
from texts.catalogue import Language, text


def role_block(report: TeamLineupReport, language: Language) -> Block:
    """Everybody whose detailed statistics are enough, the others in one line, and a word on snipers."""
    known = [player for player in report.players if player.role_reason is not None or player.style is not None]
    unknown = [player for player in report.players if player not in known]
    lines = [f"{name(player.nickname)}: {_role(player, language)}" for player in known]
    if unknown:
        names = ", ".join(name(player.nickname) for player in unknown)
        lines.append(text(language, "team-roles-unknown", names=names, needed=str(EXTENDED_MATCHES)))
    return Block([text(language, "team-roles"), *lines, *role_advice(report, language)])


def _role(player: LineupPlayer, language: Language) -> str:
    if player.role_reason is not None:
        return html.escape(reason_text(player.role_reason, language), quote=False)
    style = player.style
    values: dict[str, str | int] = {
        "sniper": percent(style.sniper_share if style else None),
        "entry": percent(style.entry_rate if style else None),
        "matches": style.matches if style else 0,
    }
    return text(language, "team-role-none", values)
