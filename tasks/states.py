"""States of runs and tasks, and what kinds of tasks there are."""

from enum import StrEnum


class State(StrEnum):
    """Where a task (or its run) stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing can change any more."""
        return self in FINAL


FINAL = frozenset({State.COMPLETED, State.FAILED, State.CANCELLED})


class TaskType(StrEnum):
    """The analyses people can ask for."""

    MATCH_ANALYSIS = "match_analysis"
    PLAYER_PERFORMANCE = "player_performance"
    BULK_ANALYSIS = "bulk_analysis"
    USER_ANALYTICS = "user_analytics"
    TEAM_ANALYSIS = "team_analysis"
