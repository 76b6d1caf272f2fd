"""A line a match, and the matches that came to nothing with their reasons."""

from collections import defaultdict

from analysis.bulk.report import BulkReport, BulkRow
from faceit.models import FACTIONS, Faction
from reports.escape import name
from reports.figures import percent, ratio
from reports.labels import map_label
from reports.parts import Block
from texts.catalogue import Language, has_text, text

NAME = 11
FAILED = 10
SAID = {True: "✓", False: "✗"}


def row_line(number: int, row: BulkRow, language: Language) -> str:
    """`3. ✅ 13:7 them · Mirage · K/D 1.20 · 61% ✓` from the side of whom the bulk is about, else both teams."""
    one: Faction = row.side or "faction1"
    two: Faction = "faction2" if one == "faction1" else "faction1"
    mark = {True: "✅", False: "❌", None: "▫️"}[row.won]
    score = f"{row.score[one]}:{row.score[two]}" if len(row.score) == len(FACTIONS) else _standing(row, one, language)
    # His own side is called after another captain each time: the opponents say enough.
    own = "" if row.side else f"{_team(row, one, language)} "
    parts = [f"{own}<b>{score}</b> {_team(row, two, language)}"]
    if row.map:
        parts.append(map_label(row.map))
    if row.own is not None and row.own.kd is not None:
        parts.append(f"K/D {ratio(row.own.kd)}")
    if row.predicted_right is not None and row.predicted is not None:
        chance = row.predicted if one == "faction1" else 1 - row.predicted
        parts.append(f"🔮\u00a0{percent(chance)}\u00a0{SAID[row.predicted_right]}")
    lead = f"{number}. {mark} " if row.side else f"{number}. "
    return lead + " · ".join(parts)


def _team(row: BulkRow, faction: Faction, language: Language) -> str:
    shown = name(row.names.get(faction) or text(language, f"bulk-{faction}"), NAME)
    return f"<b>{shown}</b>" if row.side is None and row.winner == faction else shown


def _standing(row: BulkRow, one: Faction, language: Language) -> str:
    """Without a score: who won, or that it is not over."""
    if row.winner is None:
        return text(language, "bulk-not-over")
    return "1:0" if row.winner == one else "0:1"


def failed_block(report: BulkReport, language: Language) -> Block:
    """Failed matches by reason, the ids of the first few."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for item in report.failed:
        by_reason[item.error].append(item.match_id)
    lines = []
    for code, matches in by_reason.items():
        key = f"reason-{code}"
        reason = text(language, key if has_text(language, key) else "reason-internal")
        shown = ", ".join(f"<code>{match}</code>" for match in matches[:FAILED])
        more = "…" if len(matches) > FAILED else ""
        lines.append(text(language, "bulk-failed", reason=reason, matches=shown + more, count=str(len(matches))))
    return Block(lines)
