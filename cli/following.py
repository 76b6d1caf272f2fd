"""From a task's start to its report: followed in the queue, or done here."""

import time

from actors.inline import InlineRun
from cli.exits import EXIT, TIMED_OUT
from cli.output import Output
from cli.wishes import OWNER
from pipelines.manager import TaskManager
from tasks.records import TaskView
from tasks.states import State
from texts import Language, text

POLL_S = 0.1


def follow(manager: TaskManager, task: str, output: Output, *, timeout_s: float) -> int:
    """Show the progress until the end, then the report; gives the exit code. The task outlives `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    with output.bar() as bar:
        row = bar.add_task(task, total=None)
        while True:
            view = manager.status(task, OWNER)
            bar.update(row, total=view.steps, completed=view.step, description=doing(view, output.language))
            if view.state.final:
                break
            if time.monotonic() > deadline:
                output.err.print(f"timed out; task {task} goes on: python -m cli status {task}")
                return TIMED_OUT
            time.sleep(POLL_S)
    if view.state is State.COMPLETED:
        return output.show(manager.report(task))
    if view.error is not None:
        output.complain(view.error.code, view.error.args)
    else:
        output.err.print(f"{task}: {view.state}")
    return EXIT[view.state]


def do_here(run: InlineRun, output: Output) -> int:
    """The same steps in this process, then the report; gives the exit code."""
    with output.bar() as bar:
        row = bar.add_task(run.id, total=run.steps)

        def listen(operation: str, done: int, total: int) -> None:
            bar.update(row, completed=run.step, description=f"{operation} {done}/{total}" if total else operation)

        report = run.run(listen)
    return output.show(report)


def doing(view: TaskView, language: Language) -> str:
    """What happens now, in a few words."""
    if view.place and view.place > 1:
        return f"queued, place {view.place}"
    if view.operation:
        return text(language, f"op-{view.operation}", done=view.done, total=view.total)
    return text(language, f"step-{view.step_name}") if view.step_name else str(view.state)
