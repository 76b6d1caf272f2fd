"""What is sent when a task has ended: the report's parts, or why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from analysis.report import MatchReport
from bot import keyboards, progress_text
from bot.answers import failure_text, log_unexpected
from faceit.models.match import MatchStatus
from reports.match import render
from tasks.records import TaskView
from tasks.states import State, TaskType
from texts.catalogue import Language, text


@dataclass(frozen=True)
class Part:
    """One message to send."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def _match(report: dict[str, Any], language: Language, side: str | None) -> list[str]:
    model = MatchReport.model_validate(report)
    age_s = model.coverage.age_s + max(0.0, (datetime.now(UTC) - model.generated_at).total_seconds())
    return render(model, language=language, side=side, age_s=age_s)


BEFORE_START = {
    MatchStatus.SCHEDULED, MatchStatus.CREATED, MatchStatus.CHECK_IN, MatchStatus.SUBSTITUTION,
    MatchStatus.CAPTAIN_PICK, MatchStatus.VOTING, MatchStatus.CONFIGURING, MatchStatus.READY,
}  # fmt: skip

RENDERERS: Mapping[TaskType, Callable[[dict[str, Any], Language, str | None], list[str]]] = {
    TaskType.MATCH_ANALYSIS: _match,
}


def parts(view: TaskView, report: dict[str, Any] | None, language: Language, keep_hours: float) -> list[Part]:
    """The messages that tell an ending, in order; the last one carries the buttons. Slow: run it on a thread.

    A cancelled task whose progress message says so needs none.
    """
    if view.state is State.CANCELLED:
        return [] if view.progress_message is not None else [Part(progress_text.ended(view))]
    if view.state is not State.COMPLETED:
        words = f"{text(language, 'failed-title')}\n{failure_text(language, view.error)}"
        return [Part(words, keyboards.retry(language, view.id))]
    if report is None:
        return [Part(text(language, "report-gone", hours=f"{keep_hours:g}"), keyboards.retry(language, view.id))]
    renderer = RENDERERS.get(view.type)
    if renderer is None:
        return [Part(text(language, "card-unavailable", id=escape(view.id)))]
    try:
        *first, last = renderer(report, language, view.side)
    except Exception as error:
        log_unexpected("card.broken", error, task=view.id)
        return [Part(text(language, "error-internal"), keyboards.retry(language, view.id))]
    return [*map(Part, first), Part(last, keyboards.card(language, view, before_veto=before_veto(report)))]


def before_veto(report: dict[str, Any]) -> bool:
    """Whether a match report was made when the map was still to be chosen."""
    return report.get("map") is None and report.get("status") in BEFORE_START
