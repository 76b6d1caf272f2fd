"""Each picture there is with a rich report for it, as the drawing actor is given them."""

from dataclasses import dataclass
from typing import Any

from faceit.models import Faction
from tests.player_files import career, file_of, history, player_report
from tests.reports.cards import finished, report_of
from tests.reports.test_team_report import full
from tests.reports.test_user_report import report_of as user_report
from tests.rooms import lively, match_body, material, picked


@dataclass(frozen=True)
class Sample:
    """A kind of picture, a stored report, and the side it is told from."""

    kind: str
    report: dict[str, Any]
    side: Faction | None = None


def samples() -> dict[str, Sample]:
    """By the name a benchmark calls them; every kind of `pipelines.pictures.KINDS`."""
    body = match_body(voting=picked())
    body["teams"]["faction1"]["stats"] = {"winProbability": 0.58}
    match = report_of(material(body, lively())).model_dump(mode="json")
    player = player_report(file_of(history(120), career())).model_dump(mode="json")
    user = user_report(500).model_dump(mode="json")
    return {
        "match": Sample("match", match, "faction1"),
        "finished match": Sample("match", finished(0.61).model_dump(mode="json")),
        "form": Sample("form", player),
        "maps": Sample("maps", player),
        "team maps": Sample("team_maps", full().model_dump(mode="json")),
        "user form": Sample("user_form", user),
        "heat map": Sample("heat_map", user),
        "user maps": Sample("user_maps", user),
    }
