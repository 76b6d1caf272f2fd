"""The rows of a bulk and what they say together."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from analysis.bulk.person import figures_of, maps_by_code
from analysis.bulk.report import BulkMap, BulkReport, BulkRow, BulkSummary, FailedMatch, Share
from analysis.bulk.rows import row_of
from analysis.report import Coverage, Form
from analysis.score import wilson

__all__ = ["compose", "row_of", "summarise"]

CALLED_OFF = {"CANCELLED", "ABORTED"}


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
    cancelled = sum(row.winner is None and row.status in CALLED_OFF for row in rows)
    judged = [row.predicted_right for row in rows if row.predicted_right is not None]
    results = [row.won for row in rows if row.won is not None]
    rounds = [row.rounds for row in rows if row.rounds is not None]
    figures = figures_of(rows) if about else Form()
    return BulkSummary(
        decided=len(decided),
        open=len(rows) - len(decided) - cancelled,
        cancelled=cancelled,
        predicted=share(judged),
        rounds=sum(rounds) if rounds else None,
        maps=_maps(rows, about=about),
        results=share(results) if about else None,
        kd=figures.kd,
        adr=figures.adr,
        line_matches=figures.matches or 0,
    )


def share(hits: Sequence[bool]) -> Share:
    """How many of them are true, with the 95 % Wilson interval."""
    if not hits:
        return Share()
    low, high = wilson(sum(hits), len(hits))
    return Share(hits=sum(hits), of=len(hits), low=low, high=high)


def _maps(rows: Sequence[BulkRow], *, about: bool) -> list[BulkMap]:
    """Maps played, most played first; a series counts for each of its maps, but its result is of no map."""
    played = Counter(code for row in rows for code in row.played)
    records = maps_by_code(rows) if about else {}
    found = []
    for code, matches in sorted(played.items(), key=lambda item: (-item[1], item[0])):
        results = [row.won for row in rows if row.played == [code] and row.won is not None]
        record = records.get(code)
        found.append(
            BulkMap(
                map=code,
                matches=matches,
                wins=sum(results) if about else None,
                results=len(results) if about else None,
                win_rate=record.win_rate if record else None,
                kd=record.kd if record else None,
                verdict=record.verdict if record else "none",
            )
        )
    return found
