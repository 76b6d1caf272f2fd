"""How long records live, in the milliseconds that the scripts want."""

from settings import TaskSettings

HOUR = 3_600_000


def keep(tasks: TaskSettings) -> dict[str, int]:
    """Retention by kind: task record and result, failure record, intermediate data."""
    return {
        "task": int(tasks.cleanup_hours * HOUR),
        "failure": int(tasks.failure_days * 24 * HOUR),
        "work": int(tasks.work_hours * HOUR),
    }
