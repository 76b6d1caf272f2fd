"""The card of a match."""

from analysis.report import MatchReport, Statement
from reports.course import turned_texts
from reports.details import details_block
from reports.foot import CALLED_OFF, foot_block
from reports.heading import chance, title
from reports.labels import Labels, labels_of
from reports.maps import map_blocks, veto_block
from reports.parts import Block, join
from reports.people import dangerous_block, parties_block, soft_block
from reports.review import result_block, review_blocks, score_text, winner_text
from reports.statements import advice_text, reason_text
from texts.catalogue import Language, text


def render(
    report: MatchReport, *, language: Language, side: str | None = None, age_s: float | None = None
) -> list[str]:
    """The card as Telegram HTML, usually one part; each part is within Telegram's limit.

    Parameters:
        report: the report, with or without texts.
        language: of the card.
        side: the asker's faction ("faction1", "faction2"); None speaks to nobody's side.
        age_s: how old the data are when the card is sent; None for their age when the report was made.
    """
    labels = labels_of(report, language, side)
    if report.status in CALLED_OFF:
        blocks = _cancelled(report, labels)
    elif report.review is not None:
        score = score_text(report.review, labels)
        blocks = [
            title(report, labels, "report-title-finished", score),
            result_block(report, report.review, labels),
            *review_blocks(report, report.review, labels),
        ]
    else:
        blocks = _before(report, labels)
    return join([*blocks, foot_block(report, labels, age_s)])


def with_texts(report: MatchReport, language: Language) -> MatchReport:
    """The report with the text of every reason, advice and turn filled, plain and in `language`."""
    labels = labels_of(report, language, None)

    def said(reason: Statement) -> Statement:
        return reason.model_copy(update={"text": reason_text(reason, language)})

    teams = [
        team.model_copy(
            update={"players": [p.model_copy(update={"reasons": [said(r) for r in p.reasons]}) for p in team.players]}
        )
        for team in report.teams
    ]
    advice = [item.model_copy(update={"text": advice_text(item, labels)}) for item in report.advice]
    review = report.review and turned_texts(report.review, labels)
    return report.model_copy(update={"teams": teams, "advice": advice, "review": review})


def _before(report: MatchReport, labels: Labels) -> list[Block]:
    return [
        title(report, labels),
        chance(report, labels),
        *map_blocks(report, labels),
        veto_block(report, labels),
        dangerous_block(report, labels),
        soft_block(report, labels),
        parties_block(report, labels),
        details_block(report, labels),
    ]


def _cancelled(report: MatchReport, labels: Labels) -> list[Block]:
    lines = [text(labels.language, "report-cancelled-note")]
    if report.review is not None and report.review.winner is not None:
        lines = [text(labels.language, "report-cancelled-result"), winner_text(report.review.winner, labels)]
    return [title(report, labels, "report-title-cancelled"), Block(lines)]
