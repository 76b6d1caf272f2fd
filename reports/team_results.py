"""How a line-up does side by side: all of them, then two by two, always with the matches behind it."""

from analysis.team.report import LineupPair, LineupResult, TeamLineupReport
from analysis.team.together import WINDOW
from reports.figures import percent
from reports.parts import Block, quote
from reports.team_players import short_name
from texts.catalogue import Language, text


def result_blocks(report: TeamLineupReport, language: Language) -> list[Block]:
    """All together; the pairs open at a touch when there is more than one."""
    heading = text(language, "team-together", window=str(WINDOW))
    if report.matches_seen is None:
        return [Block([heading, text(language, "team-together-unknown")])]
    whole = text(language, "team-together-all", result=_result(report.together, language))
    played = [pair for pair in report.pairs if pair.matches]
    legend = [text(language, "team-together-legend")] if played else []
    if len(report.pairs) == 1:
        return [Block([heading, whole, *legend])]
    lines = [_pair(report, pair, language) for pair in played]
    apart = len(report.pairs) - len(played)
    if apart:
        lines.append(text(language, "team-pairs-apart", pairs=apart))
    return [
        Block([heading, whole, *legend]),
        quote([text(language, "team-pairs"), *lines]),
    ]


def _pair(report: TeamLineupReport, pair: LineupPair, language: Language) -> str:
    names = " + ".join(short_name(report, player_id) for player_id in pair.player_ids)
    return f"{names}: {_result(pair, language)}"


def _result(result: LineupResult, language: Language) -> str:
    if not result.matches:
        return text(language, "team-result-none")
    return text(
        language,
        "team-result",
        wins=result.wins,
        matches=result.matches,
        share=percent(result.win_rate),
        smoothed=percent(result.smoothed),
    )
