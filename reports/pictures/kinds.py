"""Any picture of any report, by name."""

from typing import Any

from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport
from faceit.models import Faction
from reports.pictures import heat_map, match_card, player_form, player_maps, team_maps
from reports.user_as_player import for_pictures
from texts.catalogue import Language


def draw(kind: str, report: dict[str, Any], *, language: Language, side: Faction | None) -> bytes | None:
    """A PNG, or None when there is nothing worth a picture. Raises KeyError for an unknown kind, ValidationError."""
    if kind == "match":
        return match_card.draw(MatchReport.model_validate(report), language=language, side=side)
    if kind == "heat_map":
        return heat_map.draw(UserReport.model_validate(report), language=language)
    if kind in {"user_form", "user_maps"}:
        painter = player_form.draw if kind == "user_form" else player_maps.draw
        return painter(for_pictures(UserReport.model_validate(report)), language=language)
    if kind == "team_maps":
        return team_maps.draw(TeamLineupReport.model_validate(report), language=language)
    painters = {"form": player_form.draw, "maps": player_maps.draw}
    return painters[kind](PlayerReport.model_validate(report), language=language)
