"""A bulk as a table for spreadsheets."""

import csv
import io
import re
from typing import Any

from analysis.bulk.report import BulkReport, BulkRow
from reports.escape import cell

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""
FORMULA = re.compile(r"""(^|[;|\t\r\n])(["'\s]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])""")
"""What a spreadsheet computes, in full width too: at the beginning, and after whatever parts the cells there. A Russian

one parts them at semicolons, and takes no notice of quotes in the middle of what it takes for a cell.
"""
NAME = 64

COLUMNS = (
    "match_id", "status", "map", "team1", "team2", "score1", "score2", "winner", "side", "won", "predicted_team1",
    "prediction_source", "predicted_right", "best_player", "best_kd", "kills", "deaths", "kd", "adr", "error",
)  # fmt: skip
"""Names for programs too: the same in every language."""


def csv_of(report: BulkReport) -> bytes:
    """UTF-8 with a byte order mark, one row a match, failed ones last. What a sheet would compute is made words."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in report.matches:
        writer.writerow(_safe(_fields(row)))
    for item in report.failed:
        writer.writerow(_safe({"match_id": item.match_id, "error": item.error}))
    return (BOM + out.getvalue()).encode()


def _fields(row: BulkRow) -> dict[str, Any]:
    best, own = row.best, row.own
    return {
        "match_id": row.match_id,
        "status": row.status,
        "map": " ".join(row.played or row.picks) or row.map,
        "team1": _name(row.names.get("faction1")),
        "team2": _name(row.names.get("faction2")),
        "score1": row.score.get("faction1"),
        "score2": row.score.get("faction2"),
        "winner": row.winner,
        "side": row.side,
        "won": _yes(row.won),
        "predicted_team1": None if row.predicted is None else f"{row.predicted:.3f}",
        "prediction_source": row.predicted_source,
        "predicted_right": _yes(row.predicted_right),
        "best_player": _name(best.nickname if best else None),
        "best_kd": best and best.kd is not None and f"{best.kd:.2f}" or None,
        "kills": own and own.kills,
        "deaths": own and own.deaths,
        "kd": own and own.kd is not None and f"{own.kd:.2f}" or None,
        "adr": own and own.adr is not None and f"{own.adr:.1f}" or None,
    }


def _name(value: str | None) -> str | None:
    """A foreign name without control, direction and invisible characters."""
    return cell(value, NAME) if value else None


def _yes(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _safe(fields: dict[str, Any]) -> dict[str, str]:
    """Everything as text; unknown is empty; what would be a formula gets an apostrophe in front."""
    words = {name: "" if value is None else str(value) for name, value in fields.items()}
    return {name: FORMULA.sub(r"\1\2'", word) for name, word in words.items()}
