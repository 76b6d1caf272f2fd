"""Any picture of any report, by name."""

from typing import Any

from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from faceit.models import Faction
from reports.pictures import match_card, player_form, player_maps
from texts.catalogue import Language


def draw(kind: str, report: dict[str, Any], *, language: Language, side: Faction | None) -> bytes | None:
    """A PNG, or None when there is nothing worth a picture. Raises KeyError for an unknown kind, ValidationError."""
    if kind == "match":
        return match_card.draw(MatchReport.model_validate(report), language=language, side=side)
    painters = {"form": player_form.draw, "maps": player_maps.draw}
    return painters[kind](PlayerReport.model_validate(report), language=language)
