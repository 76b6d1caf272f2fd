"""The part that opens at a touch: every player on a line, and the maps not shown above."""

from collections.abc import Sequence

from analysis.report import Form, MatchReport, PlayerReport, TeamReport
from reports.figures import percent, ratio, whole
from reports.labels import Labels, chosen, map_label
from reports.maps import figures, ordered
from reports.parts import Block, quote
from reports.persons import person
from reports.statements import role_text
from texts.catalogue import text

PLAYERS = 8
"""Players listed of a side; a roster may hold more than play."""


def details_block(report: MatchReport, labels: Labels) -> Block:
    """Both line-ups with level, Elo, form and its sample, then the other maps."""
    language = labels.language
    counts = [p.form.matches for team in report.teams for p in team.players if p.form.matches]
    usual = max(counts, default=None)
    lines = [text(language, "report-details", matches=usual) if usual else text(language, "report-details-empty")]
    for faction in labels.order:
        team = labels.teams.get(faction)
        if team is not None and team.players:
            lines += _team(team, labels, usual)
    return quote([*lines, *_other_maps(report, labels)] if len(lines) > 1 else [])


def _team(team: TeamReport, labels: Labels, usual: int | None) -> list[str]:
    heading = f"{labels.name(team.faction)} ({labels.short[team.faction]})"
    lines = [text(labels.language, "report-detail-team", team=heading)]
    lines += [_player(player, labels, usual) for player in team.players[:PLAYERS]]
    if len(team.players) > PLAYERS:
        lines.append(text(labels.language, "report-detail-more", count=len(team.players) - PLAYERS))
    return lines


def _player(player: PlayerReport, labels: Labels, usual: int | None) -> str:
    """Nickname · level · Elo · form · sample when it differs from the usual one · role."""
    language, form = labels.language, player.form
    bits = [person(player, language)]
    if player.level is not None:
        bits.append(text(language, "report-detail-level", level=player.level))
    if player.elo is not None:
        bits.append(f"{whole(player.elo)} Elo")
    elif player.calibrating:
        bits.append(text(language, "report-detail-calibrating"))
    if form.matches:
        kd = _with_own_sample(ratio(form.kd), form.kd_matches, form)
        adr = _with_own_sample(whole(form.adr), form.adr_matches, form)
        values = {"kd": kd, "adr": adr, "wins": percent(form.win_rate)}
        bits.append(text(language, "report-detail-form", values))
        if form.matches != usual:
            bits.append(text(language, "report-detail-sample", matches=form.matches))
    elif player.danger is None and not player.hidden:
        bits.append(text(language, "report-detail-unknown"))
    if player.role is not None:
        bits += [role_text(reason, language) for reason in player.reasons if reason.code == player.role]
    return " · ".join(bits)


def _with_own_sample(figure: str, behind: int | None, form: Form) -> str:
    """The matches behind a figure, where fewer carry it than the line is about."""
    return f"{figure} (n {behind})" if behind and behind != form.matches else figure


def _other_maps(report: MatchReport, labels: Labels) -> list[str]:
    shown = chosen(report)
    rows = [row for row in ordered(report.maps, labels) if shown and row not in shown]
    rows = [row for row in rows if any(side.matches for side in row.teams.values())]
    if not rows:
        return []
    lines = [text(labels.language, "report-detail-maps")]
    for row in rows:
        sides = [f"{labels.short[side]} {_joined(figures(row.teams.get(side)))}" for side in labels.order]
        lines.append(f"{map_label(row.map)}: {' — '.join(sides)}")
    return lines


def _joined(values: Sequence[str]) -> str:
    win_rate, kd, matches = values
    return f"~{win_rate} ~{kd} ({matches})"
