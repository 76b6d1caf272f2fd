"""Whether a report lacks anything that a later one may have: such a one must not pass for the whole for a day."""

from collections.abc import Mapping
from typing import Any

from analysis.hidden import OPTED_OUT
from analysis.material import BRIEF

FINAL = frozenset({OPTED_OUT, BRIEF})
"""Codes of what is missing because it was wished so: asking again brings no more."""

UNPLAYED = "forfeit"
"""The advice of a match that was decided without a round: it never gets statistics."""


def is_incomplete(report: Mapping[str, Any]) -> bool:
    """Whether a report of any kind, as JSON, lacks data that FACEIT may give when asked again.

    Statistics that are not there yet, players who could not be had, answers kept from earlier while calls ran short.
    """
    coverage = report.get("coverage") or {}
    unplayed = any(item.get("code") == UNPLAYED for item in report.get("advice") or ())
    lost = [item for item in coverage.get("missing") or () if item.get("code") not in FINAL]
    return any(not (unplayed and item.get("what") == "match_stats") for item in lost)
