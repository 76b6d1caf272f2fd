"""Any report in words, by its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from analysis.bulk.report import BulkReport
from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport
from reports import bulk, match, player, team, user
from texts.catalogue import Language


@dataclass(frozen=True)
class Kind:
    """A report's model, its texts filled, and its parts as Telegram HTML."""

    model: type[BaseModel]
    filled: Callable[[Any, Language], BaseModel]
    render: Callable[..., list[str]]


def _as_it_is(report: Any, _language: Language) -> BaseModel:
    return report  # type: ignore[no-any-return]


KINDS = {
    "match": Kind(MatchReport, match.with_texts, match.render),
    "player": Kind(PlayerReport, player.with_texts, player.render),
    "user": Kind(UserReport, _as_it_is, user.render),
    "team": Kind(TeamLineupReport, team.with_texts, team.render),
    "bulk": Kind(BulkReport, _as_it_is, bulk.render),
}


def told(report: dict[str, Any], language: Language) -> tuple[dict[str, Any], list[str]]:
    """A report with its texts filled, and its parts. Raises KeyError for an unknown kind, ValidationError."""
    kind = KINDS[report["kind"]]
    model = kind.filled(kind.model.model_validate(report), language)
    return model.model_dump(mode="json"), kind.render(model, language=language)
