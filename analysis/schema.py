"""`python -m analysis.schema` writes the JSON Schema of the report to `docs/report.schema.json`."""

import json
from pathlib import Path

from analysis.report import MatchReport

PATH = Path(__file__).parent.parent / "docs" / "report.schema.json"


def schema() -> str:
    """The schema as it is committed."""
    return json.dumps(MatchReport.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(schema(), encoding="utf-8")
