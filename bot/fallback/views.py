"""A task of this process, as the one view that faces show."""

from dataclasses import dataclass

from bot.fallback.run import LocalRun, now_ms
from pipelines.plans import PLANS
from tasks.records import Failure, TaskView, Wish
from tasks.states import State


@dataclass(eq=False)
class LocalTask:
    """One person's wish and the run it waits for; `ended_as` is set once."""

    id: str
    wish: Wish
    run: LocalRun
    created: int
    ended_as: State | None = None
    ended: int | None = None
    reason: Failure | None = None
    progress_message: int | None = None

    @property
    def state(self) -> State:
        """Its own ending, else its run's state; a run that has just ended still runs for its tasks."""
        if self.ended_as is not None:
            return self.ended_as
        return State.RUNNING if self.run.state.final else self.run.state


def view_of(task: LocalTask, place: int | None, max_attempts: int) -> TaskView:
    """The view of one task; `place` is its run's in line, from 1."""
    run, wish = task.run, task.wish
    steps, step = PLANS[wish.type].steps, run.inline.step
    return TaskView(
        id=task.id,
        state=task.state,
        type=wish.type,
        subject=wish.subject,
        owner=wish.owner,
        run=run.id,
        lang=wish.lang,
        step=step,
        steps=run.inline.steps,
        step_name=steps[step].name if step < len(steps) else "",
        operation=run.operation,
        done=run.done,
        total=run.total,
        attempt=run.attempt,
        max_attempts=max_attempts,
        retry_at=run.retry_at,
        place=place,
        eta_s=None,
        created=task.created,
        started=run.started,
        ended=task.ended,
        now=now_ms(),
        error=task.reason if task.state.final else run.reason,
        chat=wish.chat,
        thread=wish.thread,
        request_message=wish.request_message,
        progress_message=task.progress_message,
        retry_of=wish.retry_of,
        side=wish.side,
        report_run=run.id,
        title=run.inline.title,
    )
