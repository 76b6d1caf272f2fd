"""Which address leads where. Everything below /admin, /dashboard and /metrics is behind the sign-in (sign_in.py)."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from monitoring.dashboard import Dashboard
from monitoring.health import Health
from monitoring.live import Live
from monitoring.metrics import Metrics
from monitoring.pages import acts, charts, confirming, doing, overview, people, task, tasks
from monitoring.site import STATIC, Site
from monitoring.views import View

Handler = Callable[[Site, Request], Awaitable[Response]]
VIEWS: dict[str, View] = {
    "/": overview.VIEW,
    "/tasks": tasks.VIEW,
    "/tasks/{task}": task.VIEW,
    "/charts": charts.VIEW,
    "/people": people.VIEW,
    "/acts": acts.VIEW,
}
CONFIRMED: dict[str, tuple[Handler, Handler]] = {
    "/retry-failed": (confirming.ask_retry_failed, confirming.retry_failed),
    "/cancel-active": (confirming.ask_cancel_active, confirming.cancel_active),
    "/delete-failed": (confirming.ask_delete_failed, confirming.delete_failed),
    "/tasks/{task}/retry": (confirming.ask_retry, confirming.retry),
    "/tasks/{task}/cancel": (confirming.ask_cancel, confirming.cancel),
    "/tasks/{task}/delete": (confirming.ask_delete, confirming.delete),
    "/clean-up": (confirming.ask_clean_up, confirming.clean_up),
}
ACTS: dict[str, Handler] = {
    "/queues/{queue}/pause": doing.pause,
    "/queues/{queue}/resume": doing.resume,
}


def monitoring_routes(site: Site) -> list[BaseRoute]:
    """All of them."""
    health, live = Health(site), Live(site)

    async def note(what: str, target: str, detail: str) -> None:
        await site.threads.run(partial(site.steering.note, site.who, what, target, detail))

    dashboard = Dashboard(site.client, site.settings, note)
    return [
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", Metrics(site).scrape),
        Route("/dashboard", dashboard),
        Route("/dashboard/{rest:path}", dashboard),
        Route("/favicon.ico", icon),
        Route("/admin", to_admin),
        Mount("/admin/static", StaticFiles(directory=STATIC)),
        *(Route(f"/admin/live{path}", streamed(live, view)) for path, view in VIEWS.items()),
        *(Route(f"/admin{path}", shown(site, view)) for path, view in VIEWS.items()),
        *(Route(f"/admin{path}", bound(site, ask)) for path, (ask, _) in CONFIRMED.items()),
        *(Route(f"/admin{path}", bound(site, do), methods=["POST"]) for path, (_, do) in CONFIRMED.items()),
        *(Route(f"/admin{path}", bound(site, act), methods=["POST"]) for path, act in ACTS.items()),
    ]


async def icon(_: Request) -> Response:
    """The picture that browsers ask for of every site."""
    return FileResponse(STATIC / "icon.svg", headers={"cache-control": "max-age=86400"})


async def to_admin(request: Request) -> Response:
    """The address as people type it."""
    return RedirectResponse("/admin/", 308)


def bound(site: Site, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler that knows its site."""

    async def handle(request: Request) -> Response:
        return await handler(site, request)

    return handle


def shown(site: Site, view: View) -> Callable[[Request], Awaitable[Response]]:
    """The page of a view."""
    return bound(site, view.page)


def streamed(live: Live, view: View) -> Callable[[Request], Awaitable[Response]]:
    """The events of a view."""

    async def handle(request: Request) -> Response:
        return await live.stream(view, request)

    return handle
