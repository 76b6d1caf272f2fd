"""The words of a task's progress message, from its view alone."""

from html import escape
from math import ceil

from bot.answers import reason_text
from tasks.records import TaskView
from tasks.states import State, TaskType
from texts.catalogue import Language, has_text, language_of, text

BAR = 10


def language_for(view: TaskView) -> Language:
    """The language a task was asked in."""
    return language_of(view.lang)


def duration(language: Language, seconds: float) -> str:
    """`1m 23s`, hours only when there are any."""
    whole = int(seconds)
    if whole < 60:
        return text(language, "duration-s", seconds=str(whole))
    if whole < 3600:
        return text(language, "duration-m", minutes=str(whole // 60), seconds=str(whole % 60))
    return text(language, "duration-h", hours=str(whole // 3600), minutes=str(whole % 3600 // 60))


def bar(step: int, steps: int) -> str:
    """Ten squares, as many of them full as the share of steps done."""
    full = step * BAR // steps if steps else 0
    return "█" * full + "░" * (BAR - full)


def status(language: Language, view: TaskView) -> str:
    """The state in words; `🔁 2/3` while retrying."""
    return text(language, f"state-{view.state}", attempt=str(view.attempt), max=str(view.max_attempts))


def operation(language: Language, view: TaskView) -> str:
    """What is being done now."""
    if view.queue_paused:
        return text(language, "step-paused")
    if view.state is State.QUEUED:
        return text(language, "step-waiting")
    if of_group(view):
        return text(language, "op-bulk", done=str(view.done), total=str(view.total), failed=str(view.failures))
    key = f"op-{view.operation}"
    if view.operation and has_text(language, key):
        return text(language, key, done=str(view.done), total=str(view.total))
    key = f"step-{view.step_name}"
    return text(language, key) if view.step_name and has_text(language, key) else text(language, "step-waiting")


def of_group(view: TaskView) -> bool:
    """Whether the task waits for many matches at once."""
    return view.type is TaskType.BULK_ANALYSIS and view.total > 0


def share(view: TaskView) -> tuple[int, int]:
    """How much is done of how much: matches of a bulk, else steps."""
    return (view.done, view.total) if of_group(view) else (view.step, view.steps)


def accepted(view: TaskView, *, alone: bool = False) -> str:
    """The first answer to a request; `alone`: the bot does it without the queue, and says so."""
    language = language_for(view)
    lines = [text(language, "accepted", id=escape(view.id), status=status(language, view))]
    if alone:
        lines.append(text(language, "accepted-alone"))
    if view.queue_paused:
        lines.append(text(language, "accepted-paused"))
    return "\n".join(lines + _outlook(language, view, "accepted"))


def progress(view: TaskView) -> str:
    """The message of a task under way."""
    language = language_for(view)
    done, total = share(view)
    percent = str(done * 100 // total if total else 0)
    lines = [
        text(language, "progress-title"),
        "",
        text(language, "progress-id", id=escape(view.id)),
        text(language, "progress-status", status=status(language, view)),
        text(language, "progress-matches", done=str(done), total=str(total), percent=percent)
        if of_group(view)
        else text(language, "progress-steps", step=str(done), steps=str(total), percent=percent),
        text(language, "progress-bar", bar=bar(done, total)),
        text(language, "progress-operation", operation=operation(language, view)),
    ]
    if view.state is State.RETRYING:
        lines.append(text(language, "progress-reason", reason=reason_text(language, view.error)))
    if view.paused_until is not None and view.paused_until > view.now:
        left = duration(language, (view.paused_until - view.now) / 1000)
        lines.append(text(language, "progress-paused", left=left))
    lines.append(text(language, "progress-elapsed", elapsed=duration(language, view.elapsed_s)))
    return "\n".join(lines + _outlook(language, view, "progress"))


def ended(view: TaskView) -> str:
    """The one line an ended task's progress message shrinks to."""
    language = language_for(view)
    return text(
        language,
        f"ended-{view.state}",
        id=escape(view.id),
        elapsed=duration(language, view.elapsed_s),
        reason=reason_text(language, view.error),
    )


def of(view: TaskView) -> str:
    """The text a task's message should show now."""
    return ended(view) if view.state.final else progress(view)


def _outlook(language: Language, view: TaskView, prefix: str) -> list[str]:
    lines = []
    if view.place is not None and view.place > 1:
        lines.append(text(language, f"{prefix}-place", place=str(view.place)))
    if view.eta_s is not None and view.eta_s >= 1:
        lines.append(text(language, f"{prefix}-eta", eta=duration(language, ceil(view.eta_s))))
    return lines
