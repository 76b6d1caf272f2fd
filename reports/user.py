"""The report on oneself: `/stats`."""

from analysis.user.report import UserReport
from reports.parts import Block, join
from reports.player_foot import foot_block
from reports.player_form import form_blocks, trend_block
from reports.player_habits import results_block
from reports.player_maps import map_blocks
from reports.user_as_player import as_player
from reports.user_goal import goal_block
from reports.user_heading import heading_block, totals_block
from reports.user_hours import hours_blocks
from reports.user_parties import parties_block
from reports.user_people import people_blocks
from reports.user_records import records_block
from reports.user_sessions import sessions_blocks
from texts.catalogue import Language, text


def render(report: UserReport, *, language: Language, age_s: float | None = None) -> list[str]:
    """The report as Telegram HTML, one part or two; each part is within Telegram's limit.

    Parameters:
        report: the report.
        language: of the message.
        age_s: how old the data are when it is sent; None for their age when the report was made.
    """
    player = as_player(report)
    blocks = [heading_block(report, language)]
    if report.coverage.players[0]:
        maps = map_blocks(player, language)
        if maps and report.maps_over == "lifetime":
            maps.append(Block([text(language, "stats-maps-lifetime")], tight=True))
        blocks += [
            *form_blocks(player, language),
            totals_block(report, language),
            trend_block(player, language),
            goal_block(report, language),
            results_block(player, language),
            *sessions_blocks(report, language),
            *hours_blocks(report, language),
            *maps,
            *people_blocks(report, language),
            parties_block(report, language),
            records_block(report, language),
        ]
    return join([*blocks, foot_block(player, language, age_s)])
