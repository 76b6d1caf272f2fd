"""The part that opens at a touch: counts behind the style, earlier sessions, the other maps."""

from analysis.player.report import PlayerReport
from reports.figures import percent, ratio, tenth
from reports.parts import Block, quote
from reports.player_form import distinct
from reports.player_habits import session_text
from reports.player_maps import other_maps
from texts.catalogue import Language, text

SESSIONS = 5


def details_block(report: PlayerReport, language: Language) -> Block:
    """Everything that is worth keeping but not worth the first screen."""
    lines = [*_style(report, language), *_sessions(report, language), *other_maps(report, language)]
    return quote([text(language, "player-details"), *lines] if lines else [])


def _style(report: PlayerReport, language: Language) -> list[str]:
    lines = []
    rows = [form for form in distinct(report) if form.headshots is not None]
    if rows:
        values: dict[str, str | int] = {"share": percent(rows[-1].headshots), "matches": rows[-1].matches or 0}
        lines.append(text(language, "player-detail-headshots", values))
    style = report.style
    if style is None:
        return lines
    for key, counted in (("entry", style.entry), ("one-v-one", style.one_v_one), ("one-v-two", style.one_v_two)):
        if counted is not None:
            wins, tries = counted
            share = percent(wins / tries)
            lines.append(text(language, f"player-detail-{key}", wins=wins, tries=tries, share=share))
    if style.flashes is not None and style.utility is not None:
        grenades = {"flashes": ratio(style.flashes), "damage": tenth(style.utility)}
        lines.append(text(language, "player-detail-grenades", grenades))
    return [*lines, text(language, "player-detail-extended", matches=style.matches)]


def _sessions(report: PlayerReport, language: Language) -> list[str]:
    earlier = report.sessions[1 : SESSIONS + 1]
    if not earlier:
        return []
    lines = [f"{session.started_at:%Y-%m-%d}: {session_text(session, language)}" for session in earlier]
    return [text(language, "player-detail-sessions"), *lines]
