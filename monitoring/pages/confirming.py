"""What touches tasks is asked about first: a page says which or how many, a second press does it."""

from functools import partial
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from monitoring.forms import checked
from monitoring.pages.doing import back
from monitoring.pages.task import task_of
from monitoring.site import Site
from monitoring.views import notice
from pipelines.steering import AT_ONCE

HOURS = (1, 6, 24, 72)
MOST_HOURS = 24 * 30


def hours_of(given: str | None, usual: float) -> float:
    """Hours in an address or a form. Raises 400 when they are none."""
    if not given:
        return usual
    try:
        hours = float(given)
    except ValueError:
        hours = -1
    if not 0 < hours <= MOST_HOURS:
        raise HTTPException(400, "hours must be a number above 0")
    return hours


def asked(
    site: Site, request: Request, act: str, found: int, most: int = AT_ONCE, leave: str = "/admin/tasks"
) -> Response:
    """The page that asks and, pressed, sends to its own address; one press does `most` of them, none `leave`s."""
    number = min(found, most)
    return site.render(
        request, "confirm.html", menu="tasks", act=act, number=number, left=max(0, found - most), leave=leave
    )


async def asked_of_one(site: Site, request: Request, act: str, *, final: bool | None = None) -> Response:
    """The same for one task, which must have ended or not, if that matters. Raises 404 when there is none."""
    task = task_of(request)
    details = await site.threads.run(partial(site.overview.task, task))
    if details is None:
        raise HTTPException(404, "no such task")
    fits = final is None or details.row.state.final is final
    return asked(site, request, act, int(fits), leave=f"/admin/tasks/{quote(task)}")


async def ask_retry_failed(site: Site, request: Request) -> Response:
    """How many failed tasks there are to be retried."""
    found = await site.threads.run(partial(site.steering.failed, site.settings.tasks.cleanup_hours))
    return asked(site, request, "retry-failed", len(found))


async def retry_failed(site: Site, request: Request) -> Response:
    """Retry all of them."""
    await checked(request, site.csrf)
    hours = site.settings.tasks.cleanup_hours
    number = await site.threads.run(partial(site.steering.retry_failed, hours, site.who))
    return back("/admin/tasks", "retried-all", number)


async def ask_cancel_active(site: Site, request: Request) -> Response:
    """How many tasks are waiting or under way."""
    return asked(site, request, "cancel-active", len(await site.threads.run(site.steering.active)))


async def cancel_active(site: Site, request: Request) -> Response:
    """Cancel all of them."""
    await checked(request, site.csrf)
    number = await site.threads.run(partial(site.steering.cancel_active, site.who))
    return back("/admin/tasks", "cancelled-all", number)


async def ask_delete_failed(site: Site, request: Request) -> Response:
    """How many failed tasks there are to be deleted."""
    found = len(await site.threads.run(site.steering.deletable))
    return asked(site, request, "delete-failed", found, most=found)


async def delete_failed(site: Site, request: Request) -> Response:
    """Delete all of them."""
    await checked(request, site.csrf)
    return back("/admin/tasks", "deleted", await site.threads.run(partial(site.steering.delete_failed, site.who)))


async def ask_retry(site: Site, request: Request) -> Response:
    """Whether to start one task anew."""
    return await asked_of_one(site, request, "retry", final=True)


async def retry(site: Site, request: Request) -> Response:
    """A new task for the same wish; leads to it."""
    await checked(request, site.csrf)
    submitted = await site.threads.run(partial(site.steering.retry, task_of(request), site.who))
    return back(f"/admin/tasks/{quote(submitted.task.id)}", "retried")


async def ask_cancel(site: Site, request: Request) -> Response:
    """Whether to end one task."""
    return await asked_of_one(site, request, "cancel", final=False)


async def cancel(site: Site, request: Request) -> Response:
    """End a task."""
    await checked(request, site.csrf)
    view = await site.threads.run(partial(site.steering.cancel, task_of(request), site.who))
    return back(f"/admin/tasks/{quote(view.id)}", "cancelled")


async def ask_delete(site: Site, request: Request) -> Response:
    """Whether to delete one task. Raises 404 when there is none."""
    return await asked_of_one(site, request, "delete")


async def delete(site: Site, request: Request) -> Response:
    """Delete it, if it has ended and was told."""
    await checked(request, site.csrf)
    task = task_of(request)
    gone = await site.threads.run(partial(site.steering.delete, task, site.who))
    return back("/admin/tasks", "deleted", 1) if gone else back(f"/admin/tasks/{quote(task)}", "stays")


async def ask_clean_up(site: Site, request: Request) -> Response:
    """What a clean-up would remove, by kind."""
    hours = hours_of(request.query_params.get("hours"), site.settings.tasks.cleanup_hours)
    counts = await site.threads.run(partial(site.steering.clean_up_counts, hours))
    return site.render(
        request, "clean_up.html", menu="clean-up", hours=hours, choices=HOURS, counts=counts, notice=notice(request)
    )


async def clean_up(site: Site, request: Request) -> Response:
    """Remove it."""
    fields = await checked(request, site.csrf)
    hours = hours_of(fields.get("hours"), site.settings.tasks.cleanup_hours)
    counts = await site.threads.run(partial(site.steering.clean_up, hours, site.who))
    return back("/admin/clean-up", "cleaned", sum(counts.values()))
