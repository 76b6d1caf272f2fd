"""A series that appears with its first value has not risen for Prometheus: a first burst of failures was none."""

import pytest

from measures.catalogue import TASKS_ENDED, TASKS_FAULTS, TASKS_MISTAKES, field
from monitoring.exposition import kept
from tasks.states import FINAL, TaskType


@pytest.mark.parametrize("metric", [TASKS_ENDED, TASKS_FAULTS, TASKS_MISTAKES], ids=lambda metric: metric.key)
def test_a_series_begins_at_0(metric: object) -> None:
    def shown(totals: dict[str, float]) -> dict[tuple[str, ...], float]:
        family = next(one for one in kept(totals) if f"{one.name}_total" == getattr(metric, "name", ""))
        return {tuple(sample.labels.values()): sample.value for sample in family.samples}

    nothing = shown({})
    states = [(str(state),) for state in sorted(FINAL)] if metric is TASKS_ENDED else [()]
    assert nothing == {(str(kind), *state): 0.0 for kind in TaskType for state in states}
    # And what was counted stands in its place
    name = f"faceit_bot_{field(TASKS_ENDED, (str(TaskType.BULK_ANALYSIS), 'failed'))}"
    then = shown({name: 30.0})
    assert then.keys() == nothing.keys() and sum(then.values()) == (0.0 if metric is TASKS_MISTAKES else 30.0)
