"""People on a card: who is dangerous and why, who is soft, who queued together."""

import html
from collections.abc import Sequence

from analysis.reasons import STYLES, THREATS, WEAKNESSES
from analysis.report import MatchReport, PlayerReport, Statement
from faceit.models import Faction
from reports.labels import Labels
from reports.parts import Block
from reports.persons import person
from reports.statements import pick_reasons, reasons_text
from texts.catalogue import text

DANGEROUS = 4
SOFT = 2
EACH_SIDE = 2
ONE_SIDE = 3
"""Players named of each side on a neutral card, and of the other side on one's own."""

REASONS = 3


def dangerous_block(report: MatchReport, labels: Labels) -> Block:
    """Players with danger 4 or 5 of the sides that may be named."""
    return _people(report, labels, dangerous=True)


def soft_block(report: MatchReport, labels: Labels) -> Block:
    """Players with danger 1 or 2 of the sides that may be named: never a team-mate."""
    return _people(report, labels, dangerous=False)


def parties_block(report: MatchReport, labels: Labels) -> Block:
    """Inferred parties, marked as such; own side first."""
    seats = {p.player_id: (team.faction, p) for team in report.teams for p in team.players}
    parties = [[seats[player] for player in party if player in seats] for party in report.parties]
    lines = []
    for known in sorted((party for party in parties if len(party) > 1), key=lambda p: labels.order.index(p[0][0])):
        people = ", ".join(person(player, labels.language) for _, player in known)
        lines.append(text(labels.language, "report-party", label=labels.capital(known[0][0]), names=people))
    return Block([text(labels.language, "report-parties"), *lines] if lines else [])


def _people(report: MatchReport, labels: Labels, *, dangerous: bool) -> Block:
    most = EACH_SIDE if labels.side is None else ONE_SIDE
    lines: list[str] = []
    for faction in labels.targets:
        team = labels.teams.get(faction)
        for player in _chosen(team.players if team else [], dangerous)[:most]:
            lines += _lines(player, faction, labels, dangerous)
    key = ("report-dangerous" if dangerous else "report-soft") + ("" if labels.side is None else "-them")
    return Block([text(labels.language, key), *lines] if lines else [])


def _chosen(players: Sequence[PlayerReport], dangerous: bool) -> list[PlayerReport]:
    known = [(p.danger, p) for p in players if p.danger is not None]
    chosen = [item for item in known if (item[0] >= DANGEROUS if dangerous else item[0] <= SOFT)]
    return [p for _, p in sorted(chosen, key=lambda item: (-item[0] if dangerous else item[0], -(item[1].elo or 0)))]


def _lines(player: PlayerReport, faction: Faction, labels: Labels, dangerous: bool) -> list[str]:
    """The name with its danger, and the reasons on a line of their own."""
    language = labels.language
    label = f" ({labels.short[faction]})" if labels.side is None else ""
    codes = (*THREATS, *STYLES) if dangerous else WEAKNESSES
    chosen = pick_reasons(player.reasons, codes, REASONS)
    reasons = reasons_text(chosen, language)
    if not any(reason.code in {*THREATS, *WEAKNESSES} for reason in chosen):
        reasons = [_sum(player, labels, dangerous), *reasons]
    shown = person(player, language)
    heading = text(language, "report-player-danger", name=shown, label=label, danger=player.danger or 0)
    return [heading, html.escape("; ".join(reasons), quote=False)]


def _sum(player: PlayerReport, labels: Labels, dangerous: bool) -> str:
    """Nothing stands out by itself: the figures that add up, or a word when there are none."""
    form = player.form
    if form.matches and form.kd is not None and form.adr is not None:
        kd = Statement(code="kd-high", args={"kd": form.kd, "matches": form.kd_matches or form.matches})
        adr = Statement(code="adr-high", args={"adr": form.adr, "matches": form.adr_matches or form.matches})
        return "; ".join(reasons_text([kd, adr], labels.language))
    return text(labels.language, "report-reason-all-up" if dangerous else "report-reason-all-down")
