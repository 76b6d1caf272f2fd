"""Buttons that act at once, on a queue. Each leads back to a page that says what was done."""

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitoring.forms import checked
from monitoring.site import Site
from pipelines.plans import Queue


def back(path: str, done: str, number: int = 0) -> Response:
    """A page, with the word for what was done."""
    return RedirectResponse(f"{path}?done={done}&n={number}", 303)


async def pause(site: Site, request: Request) -> Response:
    """Nothing more is fetched from a queue."""
    await checked(request, site.csrf)
    await site.threads.run(partial(site.steering.pause, queue_of(request), site.who))
    return back("/admin/", "paused")


async def resume(site: Site, request: Request) -> Response:
    """Its tasks go on."""
    await checked(request, site.csrf)
    await site.threads.run(partial(site.steering.resume, queue_of(request), site.who))
    return back("/admin/", "resumed")


def queue_of(request: Request) -> Queue:
    """The queue in the address. Raises 404."""
    try:
        return Queue(request.path_params["queue"])
    except ValueError:
        raise HTTPException(404, "no such queue") from None
