"""The rows of a bulk and what they say together."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from analysis.bulk.report import BulkMap, BulkReport, BulkRow, BulkSummary, FailedMatch, Share
from analysis.bulk.rows import row_of
from analysis.report import Coverage
from analysis.score import wilson

__all__ = ["compose", "row_of", "summarise"]


def compose(
    rows: Sequence[BulkRow],
    failed: Sequence[FailedMatch],
    *,
    total: int,
    now: datetime,
    api_calls: int,
    depth: str,
    about: str | None = None,
) -> BulkReport:
    """The report of a bulk of `total` matches, in the order they were given. `about`: the player they are of."""
    named = next((row.own.nickname for row in rows if row.own is not None), "")
    return BulkReport(
        generated_at=now,
        coverage=Coverage(players=(len(rows), total), age_s=0),
        api_calls=api_calls,
        total=total,
        completed=len(rows),
        depth=depth,
        about=about,
        nickname=named,
        failed=list(failed),
        matches=list(rows),
        summary=summarise(rows, about=about is not None),
    )


def summarise(rows: Sequence[BulkRow], *, about: bool) -> BulkSummary:
    """Totals; `about`: the matches are of one player, whose results and figures count."""
    decided = [row for row in rows if row.winner is not None]
    judged = [row.predicted_right for row in rows if row.predicted_right is not None]
    results = [row.won for row in rows if row.won is not None]
    lines = [
        row.own for row in rows if row.own is not None and row.own.kills is not None and row.own.deaths is not None
    ]
    deaths = sum(line.deaths or 0 for line in lines)
    adrs = [line.adr for line in lines if line.adr is not None]
    rounds = [sum(row.score.values()) for row in decided if len(row.score) == 2 and len(row.picks) < 2]
    return BulkSummary(
        decided=len(decided),
        open=len(rows) - len(decided),
        predicted=share(judged),
        rounds=sum(rounds) if rounds else None,
        maps=_maps(rows, about=about),
        results=share(results) if about else None,
        kd=sum(line.kills or 0 for line in lines) / deaths if deaths else None,
        adr=sum(adrs) / len(adrs) if adrs else None,
        line_matches=len(lines),
    )


def share(hits: Sequence[bool]) -> Share:
    """How many of them are true, with the 95 % Wilson interval."""
    if not hits:
        return Share()
    low, high = wilson(sum(hits), len(hits))
    return Share(hits=sum(hits), of=len(hits), low=low, high=high)


def _maps(rows: Sequence[BulkRow], *, about: bool) -> list[BulkMap]:
    """Maps, most played first; a series counts for each of its maps, but its result is of no map."""
    played = Counter(code for row in rows for code in (row.picks or ([row.map] if row.map else [])))
    found = []
    for code, matches in sorted(played.items(), key=lambda item: (-item[1], item[0])):
        results = [row.won for row in rows if row.map == code and len(row.picks) < 2 and row.won is not None]
        found.append(
            BulkMap(
                map=code,
                matches=matches,
                wins=sum(results) if about else None,
                results=len(results) if about else None,
            )
        )
    return found
