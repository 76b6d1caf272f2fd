"""The web process: the one ASGI application, `python -m web` on PORT. Pages for admins, and place for a webhook.

`uvicorn web:app` serves the same; then keep uvicorn's own --proxy-headers off, `[web] trusted_proxies` does it.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

import logs
from bot.webhook import Webhook
from connections import redis_client
from measures import recorder
from monitoring.addresses import Forwarded
from monitoring.attempts import Attempts
from monitoring.bodies import BodyLimit
from monitoring.csrf import secret_of
from monitoring.faults import handlers
from monitoring.headers import SecurityHeaders
from monitoring.routes import monitoring_routes
from monitoring.sign_in import Credentials, SignIn
from monitoring.site import Site, build_site
from settings import Settings, load
from texts.catalogue import read_all

DRAIN_S = 3

log = structlog.get_logger(__name__)


def routes(site: Site, webhook: Webhook) -> list[BaseRoute]:
    """Everything that is served. The bot's webhook is a Route of its own, which the sign-in leaves alone."""
    return [*monitoring_routes(site), *webhook.routes]


def gate(site: Site) -> list[Middleware]:
    """What every request passes on its way in, the outermost first."""
    settings = site.settings
    attempts = Attempts(site.client, settings.web, secret_of(settings, "addresses"))
    return [
        Middleware(Forwarded, proxies=settings.web.trusted_proxies),
        Middleware(SecurityHeaders),
        Middleware(BodyLimit, limit=settings.web.max_body_kb * 1024),
        Middleware(SignIn, credentials=Credentials.of(settings), attempts=attempts, limiter=site.threads.limiter),
    ]


def build_app(settings: Settings) -> Starlette:
    """The application. Nothing needs to be there yet: without Redis the pages say so."""
    site = build_site(settings)
    webhook = Webhook(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # Tasks begun anew from a page are counted like all others.
        recorder.start(lambda: redis_client("command", "tasks", settings))
        await to_thread.run_sync(read_all)
        await webhook.start()
        yield
        await webhook.stop()
        await to_thread.run_sync(recorder.stop)
        site.client.close()

    found = routes(site, webhook)
    made = Starlette(routes=found, middleware=gate(site), exception_handlers=handlers(site), lifespan=lifespan)
    made.router.redirect_slashes = False
    return made


def __getattr__(name: str) -> Any:
    """`app`, made when a server asks for it: who only imports this module needs no settings."""
    if name == "app":
        return build_app(load())
    raise AttributeError(name)


def main() -> int:
    """Serve until SIGTERM."""
    settings = load()
    logs.configure(settings)
    if not settings.dashboard_password.get_secret_value():
        log.warning("web.no_password", hidden="/admin, /dashboard and /metrics: set DASHBOARD_PASSWORD")
    uvicorn.run(
        build_app(settings),
        host=settings.web.host,
        port=settings.port,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        # Heroku sets WEB_CONCURRENCY, which uvicorn takes for its own: more than one it refuses for a made app.
        workers=1,
        timeout_graceful_shutdown=DRAIN_S,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
