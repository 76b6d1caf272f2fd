"""The report of a line-up."""

from analysis.report import Statement
from analysis.team.report import TeamLineupReport
from reports.parts import join
from reports.statements import reason_text
from reports.team_advice import advice_block, statement_text
from reports.team_foot import foot_block
from reports.team_maps import map_blocks
from reports.team_players import heading_block, line_blocks
from reports.team_results import result_blocks
from reports.team_roles import role_block
from texts.catalogue import Language


def render(report: TeamLineupReport, *, language: Language, age_s: float | None = None) -> list[str]:
    """The report as Telegram HTML, usually one part; each part is within Telegram's limit.

    Parameters:
        report: the report, with or without texts.
        language: of the message.
        age_s: how old the data are when it is sent; None for their age when the report was made.
    """
    return join(
        [
            heading_block(report, language),
            *line_blocks(report, language),
            *map_blocks(report, language),
            advice_block(report, language),
            role_block(report, language),
            *result_blocks(report, language),
            foot_block(report, language, age_s),
        ]
    )


def with_texts(report: TeamLineupReport, language: Language) -> TeamLineupReport:
    """The report with the text of every role and piece of advice filled, plain and in `language`."""

    def role(reason: Statement | None) -> Statement | None:
        return reason and reason.model_copy(update={"text": reason_text(reason, language)})

    return report.model_copy(
        update={
            "players": [
                player.model_copy(update={"role_reason": role(player.role_reason)}) for player in report.players
            ],
            "advice": [item.model_copy(update={"text": statement_text(item, language)}) for item in report.advice],
        }
    )
