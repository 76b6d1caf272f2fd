"""Which sends fell into the window that no bot can close: Telegram had taken the part, its mark was not written."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

WIRE_S = 3.0
"""What a process had sent when it was killed reaches Telegram within this, through delays and stalls of the storm."""


@dataclass(frozen=True)
class Break:
    """Something kept marks from being written; Unix times, `ended` when no send from before can be taken any more."""

    kind: str
    began: float
    ended: float

    @classmethod
    def kill(cls, kind: str, moment: float) -> "Break":
        """The end of a process."""
        return cls(kind, moment, moment + WIRE_S)


def windows(
    taken: Mapping[str, Sequence[float]], written: Mapping[str, Sequence[float]], breaks: Iterable[Break]
) -> dict[tuple[str, int], str]:
    """The sends that were taken and not marked, task and number of the send, with the kind of what kept the mark away.

    `taken`: when Telegram took the same part of each task, in order. `written`: when a bot wrote that a part of a task
    is out, which it does right after the mark. Nothing is asked of whether a part was told again.
    """
    ordered = sorted(breaks, key=lambda one: one.began)
    found: dict[tuple[str, int], str] = {}
    for task, times in taken.items():
        lines = sorted(written.get(task, ()))
        for number, moment in enumerate(times):
            following = times[number + 1] if number + 1 < len(times) else float("inf")
            for one in ordered:
                if moment > one.ended or following < one.began:
                    continue
                line = bisect_left(lines, moment)
                if line == len(lines) or lines[line] >= min(following, one.ended):
                    found[task, number] = one.kind
                    break
    return found


def written(output: str) -> dict[str, list[float]]:
    """When a bot wrote that a part is out, by task, from the JSON lines of its log."""
    found: dict[str, list[float]] = {}
    for line in output.splitlines():
        # A process that is killed may leave half a line.
        if '"delivery.sent"' not in line or not line.endswith("}"):
            continue
        event = json.loads(line)
        moment = datetime.fromisoformat(event["timestamp"]).timestamp()
        found.setdefault(event["task"], []).append(moment)
    return found
