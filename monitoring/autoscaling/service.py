"""How long a task keeps a thread busy, from the durations of steps that workers have counted."""

from collections.abc import Iterable, Mapping

from measures.catalogue import STEP_SECONDS
from measures.reading import histograms
from tasks.states import TaskType

Steps = Mapping[tuple[str, str], tuple[float, float]]
"""(task type, step) → (seconds in all, how many)."""


def steps_in(values: Mapping[str, float]) -> dict[tuple[str, str], tuple[float, float]]:
    """Steps of a window of measures (measures.reading.window)."""
    return {(labels[0], labels[1]): (one.sum, one.count) for labels, one in histograms(values, STEP_SECONDS).items()}


def service_seconds(steps: Steps, types: Iterable[TaskType]) -> float | None:
    """Mean seconds of a thread for one task of these types, by how often each ran; None when none did.

    A type's task is the sum of its steps' means, so tasks under way do not make it look short.
    """
    total = weight = 0.0
    for task_type in types:
        own = [value for (name, _), value in steps.items() if name == task_type and value[1] > 0]
        if own:
            often = max(count for _, count in own)
            total += often * sum(seconds / count for seconds, count in own)
            weight += often
    return total / weight if weight else None
