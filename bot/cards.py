"""What is sent when a task has ended: the report's parts, or why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from analysis.bulk.report import BulkReport
from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from analysis.sides import side_of
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport
from bot import choices, keyboards, progress_text, stats_buttons
from bot.answers import failure_text, log_unexpected
from faceit.models import FACTIONS, Faction
from faceit.models.match import MatchStatus
from reports import bulk as bulk_card
from reports import match as match_card
from reports import player as player_card
from reports import team as team_card
from reports import user as user_card
from reports.bulk_csv import csv_of
from tasks.records import TaskView
from tasks.states import State, TaskType
from texts.catalogue import Language, text


@dataclass(frozen=True)
class Part:
    """One message to send; with a `file`, its name and bytes, that file under the text."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    file: tuple[str, bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Reader:
    """Who reads a report: the language, and the player he is on FACEIT, if he told."""

    language: Language
    player_id: str | None = None


def side_for(report: MatchReport, view: TaskView, reader: Reader) -> Faction | None:
    """Whose side a match is told from: the one asked for, else the reader's own."""
    asked = next((faction for faction in FACTIONS if faction == view.side), None)
    return asked or (side_of(report, reader.player_id) if reader.player_id else None)


def _match(report: dict[str, Any], view: TaskView, reader: Reader) -> list[Part]:
    model = MatchReport.model_validate(report)
    side = side_for(model, view, reader)
    *first, last = match_card.render(model, language=reader.language, side=side, age_s=_age_s(model))
    return [*map(Part, first), Part(last, keyboards.card(reader.language, view, before_veto=before_veto(report)))]


def _player(report: dict[str, Any], _view: TaskView, reader: Reader) -> list[Part]:
    model = PlayerReport.model_validate(report)
    *first, last = player_card.render(model, language=reader.language, age_s=_age_s(model))
    return [*map(Part, first), Part(last, keyboards.player_card(reader.language, model.player_id, model.nickname))]


def _user(report: dict[str, Any], _view: TaskView, reader: Reader) -> list[Part]:
    model = UserReport.model_validate(report)
    *first, last = user_card.render(model, language=reader.language, age_s=_age_s(model))
    return [*map(Part, first), Part(last, stats_buttons.under_report(reader.language, model))]


def _team(report: dict[str, Any], view: TaskView, reader: Reader) -> list[Part]:
    model = TeamLineupReport.model_validate(report)
    *first, last = team_card.render(model, language=reader.language, age_s=_age_s(model))
    return [*map(Part, first), Part(last, keyboards.team_card(reader.language, view.id))]


def _bulk(report: dict[str, Any], view: TaskView, reader: Reader) -> list[Part]:
    """A page a message with a button a match under it, and the same as a file."""
    model = BulkReport.model_validate(report)
    parts: list[Part] = []
    at = 0
    for rows, page in zip(bulk_card.pages(model), bulk_card.render_pages(model, language=reader.language), strict=True):
        *first, last = page
        parts += [*map(Part, first), Part(last, keyboards.matches(reader.language, [row.task for row in rows], at))]
        at += len(rows)
    name = f"faceit-{view.created // 1000}.csv"
    return [*parts, Part(text(reader.language, "bulk-file-caption"), file=(name, csv_of(model)))]


def _age_s(model: MatchReport | PlayerReport | UserReport | TeamLineupReport) -> float:
    return model.coverage.age_s + max(0.0, (datetime.now(UTC) - model.generated_at).total_seconds())


BEFORE_START = {
    MatchStatus.SCHEDULED, MatchStatus.CREATED, MatchStatus.CHECK_IN, MatchStatus.SUBSTITUTION,
    MatchStatus.CAPTAIN_PICK, MatchStatus.VOTING, MatchStatus.CONFIGURING, MatchStatus.READY,
}  # fmt: skip

RENDERERS: Mapping[TaskType, Callable[[dict[str, Any], TaskView, Reader], list[Part]]] = {
    TaskType.MATCH_ANALYSIS: _match,
    TaskType.PLAYER_PERFORMANCE: _player,
    TaskType.BULK_ANALYSIS: _bulk,
    TaskType.TEAM_ANALYSIS: _team,
    TaskType.USER_ANALYTICS: _user,
}


def parts(view: TaskView, report: dict[str, Any] | None, reader: Reader, keep_hours: float) -> list[Part]:
    """The messages that tell an ending, in order; the last one carries the buttons. Slow: run it on a thread.

    A cancelled task whose progress message says so needs none.
    """
    language = reader.language
    if view.state is State.CANCELLED:
        return [] if view.progress_message is not None else [Part(progress_text.ended(view))]
    if view.state is not State.COMPLETED:
        return [_failed(view, language)]
    if report is None:
        return [Part(text(language, "report-gone", hours=f"{keep_hours:g}"), keyboards.retry(language, view.id))]
    renderer = RENDERERS.get(view.type)
    if renderer is None:
        return [Part(text(language, "card-unavailable", id=escape(view.id)))]
    try:
        return renderer(report, view, reader)
    except Exception as error:
        log_unexpected("card.broken", error, task=view.id)
        return [broken(view, language)]


def broken(view: TaskView, language: Language) -> Part:
    """Something of ours broke over this ending, with a button to try again."""
    return Part(text(language, "error-internal"), keyboards.retry(language, view.id))


def _failed(view: TaskView, language: Language) -> Part:
    """Why there is no report, with a button to try again, or the players to choose from."""
    words = f"{text(language, f'failed-{view.type}')}\n{failure_text(language, view.error)}"
    found = view.error.args.get("candidates") if view.error else None
    offered = choices.candidates(language, [tuple(item) for item in found]) if found else None
    return Part(words, offered or keyboards.retry(language, view.id))


def before_veto(report: dict[str, Any]) -> bool:
    """Whether a match report was made when the map was still to be chosen."""
    return report.get("map") is None and report.get("status") in BEFORE_START
