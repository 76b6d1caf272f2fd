"""The report of a player."""

from analysis.player.report import PlayerReport
from analysis.report import Statement
from reports.parts import join
from reports.player_details import details_block
from reports.player_foot import foot_block
from reports.player_form import form_blocks, trend_block
from reports.player_habits import results_block, role_block
from reports.player_heading import heading_block
from reports.player_maps import map_blocks
from reports.player_points import peers_block, point_text, points_blocks
from reports.statements import reason_text
from texts.catalogue import Language


def render(report: PlayerReport, *, language: Language, age_s: float | None = None) -> list[str]:
    """The report as Telegram HTML, usually one part; each part is within Telegram's limit.

    Parameters:
        report: the report, with or without texts.
        language: of the message.
        age_s: how old the data are when it is sent; None for their age when the report was made.
    """
    blocks = [heading_block(report, language)]
    if report.coverage.players[0]:
        blocks += [
            *form_blocks(report, language),
            trend_block(report, language),
            *map_blocks(report, language),
            role_block(report, language),
            results_block(report, language),
            *points_blocks(report, language),
            peers_block(report, language),
            details_block(report, language),
        ]
    return join([*blocks, foot_block(report, language, age_s)])


def with_texts(report: PlayerReport, language: Language) -> PlayerReport:
    """The report with the text of every strength, weakness and role filled, plain and in `language`."""

    def said(point: Statement) -> Statement:
        return point.model_copy(update={"text": point_text(point, language)})

    role = report.role_reason
    return report.model_copy(
        update={
            "strengths": [said(point) for point in report.strengths],
            "weaknesses": [said(point) for point in report.weaknesses],
            "role_reason": role and role.model_copy(update={"text": reason_text(role, language)}),
        }
    )
