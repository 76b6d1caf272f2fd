"""`python -m analysis.schema` writes the JSON Schema of the reports to `docs/report.schema.json`."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from analysis.bulk.report import BulkReport
from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport

REPORTS: tuple[type[BaseModel], ...] = (MatchReport, PlayerReport, BulkReport, UserReport, TeamLineupReport)

PATH = Path(__file__).parent.parent / "docs" / "report.schema.json"


def schema() -> str:
    """The schema as it is committed: one of the reports, told apart by `kind`; shared definitions stand once."""
    roots = [report.model_json_schema(mode="serialization") for report in REPORTS]
    definitions: dict[str, Any] = {}
    for root in roots:
        for name, definition in root.pop("$defs", {}).items():
            if definitions.setdefault(name, definition) != definition:
                raise ValueError(f"two definitions of {name}")
    whole = {"$defs": definitions, "oneOf": roots, "title": "Report"}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(schema(), encoding="utf-8")
