"""The line-up: who plays, and the last matches of each."""

from analysis.form import FORM_MATCHES
from analysis.team.report import LineupPlayer, TeamLineupReport
from reports.escape import cell, name
from reports.figures import percent, ratio, whole
from reports.parts import Block, table
from reports.tables import columns
from texts.catalogue import Language, text

NAME_WIDTH = 10


def heading_block(report: TeamLineupReport, language: Language) -> Block:
    """How many they are with their mean Elo, then a line a player: level and Elo."""
    bits = [text(language, "team-title", players=len(report.players))]
    if report.elo is not None:
        bits.append(text(language, "team-elo", elo=whole(report.elo)))
    return Block([" · ".join(bits), *(_standing(player, language) for player in report.players)])


def line_blocks(report: TeamLineupReport, language: Language) -> list[Block]:
    """The form of everybody whose last matches are known, in a table."""
    rows = [player for player in report.players if player.form.matches]
    if not rows:
        return [Block([text(language, "team-form", matches=str(FORM_MATCHES)), text(language, "team-form-unknown")])]
    lines = [(text(language, "team-column-player"), "n", text(language, "player-column-wins"), "K/D", "ADR")]
    lines += [
        (
            cell(player.nickname, NAME_WIDTH),
            whole(player.form.matches),
            percent(player.form.win_rate),
            ratio(player.form.kd),
            whole(player.form.adr),
        )
        for player in rows
    ]
    return [Block([text(language, "team-form", matches=str(FORM_MATCHES))]), table(columns(lines))]


def short_name(report: TeamLineupReport, player_id: str) -> str:
    """A player's nickname as HTML."""
    return next((name(player.nickname) for player in report.players if player.player_id == player_id), name(""))


def _standing(player: LineupPlayer, language: Language) -> str:
    bits = [text(language, "team-player", name=name(player.nickname))]
    if player.level is not None:
        bits.append(text(language, "player-level", level=player.level))
    if player.elo is not None:
        bits.append(f"{whole(player.elo)} Elo")
    else:
        bits.append(text(language, "player-calibrating" if player.calibrating else "player-elo-unknown"))
    return " · ".join(bits)
