"""Tasks of everybody, in a list and one by one; people and acts. Whatever people wrote is made inert."""

from collections.abc import Sequence
from html import escape

from bot.admin_words import UNKNOWN, moment, page_of, safe, seconds
from pipelines.overview.task_model import Page, PersonRow, TaskDetails, TaskRow
from reports.escape import name
from tasks.acts import Act
from tasks.states import State
from texts.catalogue import Language, text

SIGNS = {
    State.QUEUED: "⏳",
    State.RUNNING: "🔄",
    State.RETRYING: "🔁",
    State.COMPLETED: "✅",
    State.FAILED: "❌",
    State.CANCELLED: "🚫",
}
SUBJECT = 36
FRAMES = 14
"""Lines of a folded traceback: seven frames, within what a message holds beside the rest."""


def tasks(page: Page, shown: str, now_ms: int, language: Language) -> str:
    """A page of tasks; `shown`: the filter's name."""
    title = text(language, "admin-tasks", filter=text(language, f"admin-filter-{shown}"), count=str(page.total))
    lines = [line for row in page.rows for line in _row(row, now_ms, language)]
    return _listed(title, lines or [text(language, "admin-tasks-none")], page.page, page.pages, now_ms, language)


def _row(row: TaskRow, now_ms: int, language: Language) -> list[str]:
    line = text(
        language,
        "admin-task-line",
        sign=SIGNS[row.state],
        id=escape(row.id),
        type=row.type.value,
        step=str(row.step),
        steps=str(row.steps),
        age=seconds(language, max(0, (row.ended_ms or now_ms) - row.created_ms) / 1000),
        owner=safe(row.owner, 16),
    )
    lines = [line, f"    {name(row.subject, SUBJECT)}"]
    if row.state is State.FAILED:
        lines[-1] += f" · {safe(row.code, 30)}"
        if row.last_line:
            lines.append(f"    <code>{escape(row.last_line[:120])}</code>")
    return lines


def details(one: TaskDetails, language: Language) -> str:
    """Everything about one task."""
    row = one.row
    ids = {"id": escape(row.id), "type": row.type.value, "status": f"{SIGNS[row.state]} {row.state.value}"}
    lines = [
        text(language, "admin-task", ids),
        text(language, "admin-task-subject", subject=name(row.subject, SUBJECT)),
        text(language, "admin-task-owner", owner=safe(row.owner, 16), shared=str(one.shared_with)),
        text(language, "admin-task-times", created=moment(row.created_ms), ended=moment(row.ended_ms)),
        text(
            language,
            "admin-task-step",
            step=str(min(row.step + (not row.state.final), row.steps)),
            steps=str(row.steps),
            name=safe(row.step_name),
        ),
        text(
            language,
            "admin-task-where",
            queue=safe(one.queue),
            worker=safe(one.worker, 40),
            deliveries=str(one.deliveries),
            calls=str(one.api_calls),
        ),
        text(language, "admin-task-run", run=safe(one.run)),
    ]
    if one.deadline_ms is not None and not row.state.final:
        lines.append(text(language, "admin-task-deadline", at=moment(one.deadline_ms)))
    if one.retry_of:
        lines.append(text(language, "admin-task-retry-of", id=safe(one.retry_of)))
    return page_of([*lines, *_troubles(one, language)])


def _troubles(one: TaskDetails, language: Language) -> list[str]:
    took = [f"{step.name} {seconds(language, step.took_s)}" for step in one.steps if step.took_s is not None]
    lines = [text(language, "admin-task-steps", steps=escape(", ".join(took)) or UNKNOWN)]
    if one.retries:
        lines.append(text(language, "admin-task-retries"))
        lines += [
            text(
                language,
                "admin-task-retry",
                step=str(retry.step + 1),
                attempt=str(retry.attempt),
                reason=safe(retry.reason, 40),
                at=moment(retry.at_ms),
            )
            for retry in one.retries[-10:]
        ]
    if one.row.code:
        lines.append(text(language, "admin-task-code", code=safe(one.row.code, 40), attempts=str(one.row.attempts)))
    if one.lines:
        lines.append(f"<pre>{escape(chr(10).join(line[:160] for line in one.lines), quote=False)}</pre>")
    if len(one.frames) > len(one.lines):
        # The last ones are the nearest to the fault; Telegram folds the rest away.
        frames = escape(chr(10).join(one.frames[-FRAMES:]), quote=False)
        lines.append(f"<blockquote expandable>{text(language, 'admin-task-frames')}\n{frames}</blockquote>")
    return lines


def people(rows: Sequence[PersonRow], page: int, pages: int, total: int, now_ms: int, language: Language) -> str:
    """`/admin_queue_users`."""
    if not rows:
        return text(language, "admin-users-none")
    lines = [
        text(
            language,
            "admin-user",
            who=safe(row.who, 16),
            active=str(row.active),
            tasks=str(row.tasks),
            failed=str(row.failed),
            calls=str(row.calls),
        )
        for row in rows
    ]
    return _listed(text(language, "admin-users", count=str(total)), lines, page, pages, now_ms, language)


def acts(found: Sequence[Act], page: int, pages: int, total: int, now_ms: int, language: Language) -> str:
    """`/admin_log`."""
    if not found:
        return text(language, "admin-log-none")
    lines = [
        text(
            language,
            "admin-log-line",
            at=moment(act.at_ms),
            who=safe(act.who[:8]),
            what=safe(act.what),
            target=escape(act.target),
            detail=escape(act.detail),
        ).rstrip()
        for act in found
    ]
    return _listed(text(language, "admin-log", count=str(total)), lines, page, pages, now_ms, language)


def _listed(title: str, lines: list[str], page: int, pages: int, now_ms: int, language: Language) -> str:
    """A page of a list: its title, its lines, which page it is and of when."""
    foot = text(language, "admin-moment", at=moment(now_ms))
    if pages > 1:
        foot = f"{text(language, 'admin-page', page=str(page), pages=str(pages))} · {foot}"
    return page_of([title, "", *lines, "", foot])
