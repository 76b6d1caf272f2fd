"""A task's record and its run's record, as the one view that faces show."""

from dataclasses import dataclass

from pipelines.plans import PLANS, Plan
from tasks.records import Failure, TaskView
from tasks.states import State, TaskType
from tasks.store import Record, TaskStore, failure_of


def view_of(store: TaskStore, task_id: str, task: Record) -> TaskView:
    """The view of one task; while it is active its state is its run's."""
    run = store.run(task["run"]) or {}
    if not State(task["state"]).final and State(run.get("state", task["state"])).final:
        # Between the two looks the run ended, or handed the task over to another that is at work on the same.
        task = store.task(task_id) or task
        run = store.run(task["run"]) or {}
    plan = PLANS.get(TaskType(task["type"]))
    own = State(task["state"])
    state = own if own.final else State(run.get("state", own))
    queued = state is State.QUEUED
    place = store.place(run["queue"], run["rmid"]) if queued and run.get("rmid") else None
    # A step in hand goes on; what no worker holds waits in the queue.
    paused = not state.final and run.get("own") == "" and store.paused(run["queue"])
    now = store.now()
    step = int(run.get("step", 0))
    group = group_of(run)
    return TaskView(
        id=task_id,
        state=state,
        type=TaskType(task["type"]),
        subject=task["subject"],
        owner=task["owner"],
        run=task["run"],
        lang=task.get("lang", "en"),
        step=step,
        steps=int(run.get("steps", len(plan.steps) if plan else 0)),
        step_name=plan.steps[step].name if plan and step < len(plan.steps) else "",
        operation=run.get("operation", ""),
        done=group.done if group else int(run.get("done") or 0),
        total=group.total if group else int(run.get("total") or 0),
        attempt=int(run.get("attempt") or 0),
        max_attempts=store.settings.max_retries,
        retry_at=_number(run.get("retry_at")),
        place=place,
        eta_s=_eta(store, plan, run, place, now) if plan and not state.final and not paused else None,
        created=int(task["created"]),
        started=_number(run.get("started")),
        ended=_number(task.get("ended")),
        now=now,
        error=failure_of(task) if state is State.FAILED else _reason(run),
        chat=_number(task.get("chat")),
        thread=_number(task.get("thread")),
        request_message=_number(task.get("request_message")),
        progress_message=_number(task.get("progress_message")),
        retry_of=task.get("retry_of") or None,
        side=task.get("side") or None,
        report_run=run.get("reused") or task["run"],
        title=run.get("title", ""),
        failures=group.failed if group else 0,
        paused_until=_number(run.get("paused_until")) if plan and plan.type is TaskType.BULK_ANALYSIS else None,
        queue_paused=paused,
    )


@dataclass(frozen=True)
class GroupView:
    """A run that waits for its children: how many have ended, failed ones among them, and since when it waits.

    `paused_ms`: how much of that, up to `paused_until`, goes to the next hour of FACEIT calls. Times are Redis' ms.
    """

    total: int
    done: int
    failed: int
    since: int
    paused_until: int | None
    paused_ms: int = 0


def group_of(run: Record) -> GroupView | None:
    """The group a run waits for, None when it has none or it is through."""
    if "gate" not in run:
        return None
    return GroupView(
        total=int(run["group_total"]),
        done=int(run["group_done"]),
        failed=int(run["group_failed"]),
        since=int(run["group_started"]),
        paused_until=_number(run.get("paused_until")),
        paused_ms=int(run.get("paused_ms", 0)),
    )


def _eta(store: TaskStore, plan: Plan, run: Record, place: int | None, now: int) -> float | None:
    """Seconds left by the recent mean of each step, plus the wait in the queue by the recent pace of starts."""
    if (group := group_of(run)) is not None:
        return _group_eta(group, now)
    means = store.step_means(plan.type)
    step = int(run.get("step", 0))
    if any(index not in means for index in range(step, len(plan.steps))):
        return None
    left = sum(means[index] for index in range(step, len(plan.steps)))
    if run.get("state") == State.RUNNING and run.get("step_started"):
        left -= min(means[step], now - int(run["step_started"]))
    if place is not None and place > 1:
        left += place * (store.start_gap(plan.queue) or 0)
    return left / 1000


def _group_eta(group: GroupView, now: int) -> float | None:
    """Seconds left at the pace of the children so far, pauses not counted, after the pause if there is one."""
    if not group.done:
        return None
    still = max(0, (group.paused_until or 0) - now)
    worked = max(0, now - group.since - (group.paused_ms - still))
    return (worked / group.done * (group.total - group.done) + still) / 1000


def _reason(run: Record) -> Failure | None:
    """While retrying: why, so that the person sees it."""
    return Failure(code=run["reason"]) if run.get("state") == State.RETRYING and run.get("reason") else None


def _number(value: str | None) -> int | None:
    return int(float(value)) if value else None
