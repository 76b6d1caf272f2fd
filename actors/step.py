"""`@step`: a plain function becomes a named step of a task type. The broker makes actors of them at worker start."""

from collections.abc import Callable
from importlib import import_module

from actors.context import StepContext
from pipelines.plans import PLANS
from tasks.states import TaskType

StepFunction = Callable[[StepContext], None]

MODULES = {
    TaskType.MATCH_ANALYSIS: "actors.match_analysis",
    TaskType.PLAYER_PERFORMANCE: "actors.player_performance",
    TaskType.USER_ANALYTICS: "actors.user_analytics",
    TaskType.TEAM_ANALYSIS: "actors.team_analysis",
    TaskType.BULK_ANALYSIS: "actors.bulk_analysis",
}
_STEPS: dict[tuple[TaskType, str], StepFunction] = {}


def step(task_type: TaskType) -> Callable[[StepFunction], StepFunction]:
    """Register a function under its own name. Raises KeyError when the plan has no such step."""

    def register(function: StepFunction) -> StepFunction:
        PLANS[task_type].index(function.__name__)
        _STEPS[task_type, function.__name__] = function
        return function

    return register


def steps_of(task_type: TaskType) -> list[StepFunction]:
    """The functions of a task type in the order of its plan. Raises KeyError when one is missing."""
    import_module(MODULES[task_type])
    return [_STEPS[task_type, item.name] for item in PLANS[task_type].steps]
