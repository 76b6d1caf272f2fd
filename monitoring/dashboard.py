"""dramatiq-dashboard under /dashboard/: a plain WSGI application without manners, fed only what it can take."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl

import redis
from a2wsgi import WSGIMiddleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.common import dq_name, xq_name
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connections import BROKER_NAMESPACE
from monitoring.csrf import from_elsewhere
from pipelines.plans import Queue
from settings import Settings

PREFIX = "/dashboard"
MISSING = """dramatiq-dashboard is not installed here. It is a step of its own, since its metadata pins old releases:

    pip install --no-deps -r requirements-dashboard.txt

The pages under /admin/ do not need it.
"""
QUEUES = frozenset(kind(queue) for queue in Queue for kind in (str, dq_name, xq_name))
PAGE = re.compile(r"(?:|/queues/(?P<queue>[^/]+)(?:/(?:standard|delayed|failed)(?:/[\w-]{1,64})?)?)/?", re.ASCII)
ACT = re.compile(r"/(?:delete|requeue)-message/?")
TOKEN = re.compile(r"__dd_csrf=([0-9a-f]{64})(?:;|$)")
MESSAGE = re.compile(r"[\w-]{1,64}", re.ASCII)
CURSOR_END = 2**64
FIELDS = frozenset({"queue", "id"})

Note = Callable[[str, str, str], Awaitable[None]]
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


def plain_broker(client: redis.Redis, settings: Settings) -> RedisBroker:
    """A broker that only knows the queues: no actors, no middleware. `client` must answer in bytes."""
    broker = RedisBroker(  # type: ignore[no-untyped-call]
        client=client,
        namespace=BROKER_NAMESPACE,
        middleware=[],
        heartbeat_timeout=settings.workers.heartbeat_timeout_ms,
        maintenance_chance=settings.workers.maintenance_chance,
    )
    for queue in Queue:
        broker.declare_queue(queue)
    return broker


def application(client: redis.Redis, settings: Settings) -> Wsgi | None:
    """The dashboard as WSGI, None when the package is not there."""
    try:
        from dramatiq_dashboard import DashboardApp
        from dramatiq_dashboard.interface import Job, RedisInterface
    except ImportError:
        return None

    class Discreet(RedisInterface):  # type: ignore[misc]
        """Shows no tracebacks: they may quote people's names. The admins' own page of a task has what may be told."""

        def get_job(self, queue_name: str, message_id: str) -> Any:
            """The job without its traceback."""
            job = super().get_job(queue_name, message_id)
            if not job:
                return job
            options = {name: value for name, value in job.message.options.items() if name != "traceback"}
            return Job.from_message(replace(job.message, options=options))

    dashboard = DashboardApp(plain_broker(client, settings), PREFIX)
    dashboard.iface = Discreet(dashboard.broker)
    return guarded(dashboard)


def guarded(dashboard: Wsgi) -> Wsgi:
    """The same, answering 503 instead of breaking off when Redis does."""

    def run(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        environ = {**environ, "PATH_INFO": environ["PATH_INFO"].removeprefix(PREFIX) or "/"}
        try:
            return list(dashboard(environ, start_response))
        except (redis.RedisError, OSError):
            start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Redis does not answer."]

    return run


class Dashboard:
    """ASGI: refuses what the dashboard would stumble over, hands on the rest."""

    def __init__(self, client: redis.Redis, settings: Settings, note: Note) -> None:
        """`note` gets what was done, to which queue, and the message's id."""
        self._note = note
        self._make = lru_cache(maxsize=1)(lambda: self._build(client, settings))

    @staticmethod
    def _build(client: redis.Redis, settings: Settings) -> ASGIApp | None:
        found = application(client, settings)
        return None if found is None else WSGIMiddleware(found, workers=2)  # type: ignore[arg-type, return-value]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if scope["path"] == PREFIX:
            await RedirectResponse(f"{PREFIX}/", 308)(scope, receive, send)
            return
        app = self._make()
        if app is None:
            await PlainTextResponse(MISSING, 503)(scope, receive, send)
            return
        body = await request.body()
        refusal = refused(request, body)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if request.method == "POST":
            send = noting(send, partial(self._note, *act_of(request, body)))
        await app(narrowed(scope, body), replayed(body, receive), mannered(scope, send))


def refused(request: Request, body: bytes) -> Response | None:
    """What to answer to a request that the dashboard can't take; None when it can."""
    path = request.url.path.removeprefix(PREFIX)
    page = PAGE.fullmatch(path)
    if page is None and not ACT.fullmatch(path):
        return PlainTextResponse("Not Found", 404)
    if page is not None and page["queue"] is not None and page["queue"] not in set(Queue):
        return PlainTextResponse("There is no such queue.", 404)
    if (page is not None) != (request.method in {"GET", "HEAD"}) or request.method not in {"GET", "HEAD", "POST"}:
        return PlainTextResponse("Method Not Allowed", 405)
    if request.method == "POST":
        return refused_form(request, body)
    cursor = request.query_params.get("cursor", "0")
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 20 and int(cursor) < CURSOR_END):
        return PlainTextResponse("cursor must be a number; begin at the queue's first page.", 400)
    return None


def refused_form(request: Request, body: bytes) -> Response | None:
    """The same for what was sent by a button."""
    if from_elsewhere(request):
        return PlainTextResponse("Forbidden", 403)
    try:
        fields = dict(parse_qsl(body.decode(), strict_parsing=True, max_num_fields=10))
    except ValueError:
        fields = {}
    if not fields.keys() >= FIELDS or fields["queue"] not in QUEUES:
        return PlainTextResponse("A queue and the id of a message are needed.", 400)
    return None


def act_of(request: Request, body: bytes) -> tuple[str, str, str]:
    """What a form that was let through does, to which queue, and to which message."""
    fields = dict(parse_qsl(body.decode()))
    act = request.url.path.removeprefix(PREFIX).strip("/")
    known = MESSAGE.fullmatch(fields["id"])
    return act, fields["queue"], f"message={fields['id'] if known else '?'}"


def noting(send: Send, note: Callable[[], Awaitable[None]]) -> Send:
    """An act that was done is noted before its answer goes out."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < 400:
            await note()
        await send(message)

    return sent


def narrowed(scope: Scope, body: bytes) -> Scope:
    """What it has a use for: its own cookie if that is what it made, the cursor, never the sign-in."""
    found = TOKEN.search(Headers(scope=scope).get("cookie", ""))
    kept = [(name, value) for name, value in scope["headers"] if name in {b"content-type", b"host"}]
    kept.append((b"content-length", str(len(body)).encode()))
    if found:
        kept.append((b"cookie", f"__dd_csrf={found[1]}".encode()))
    cursor = Request(scope).query_params.get("cursor")
    query = f"cursor={cursor}".encode() if cursor else b""
    return {**scope, "headers": kept, "root_path": "", "query_string": query}


def replayed(body: bytes, receive: Receive) -> Receive:
    """The body once more, for whoever reads it next."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def mannered(scope: Scope, send: Send) -> Send:
    """Its cookie goes to its own pages only, and comes back from them only."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            found = TOKEN.search(headers.get("set-cookie", ""))
            if found:
                headers["set-cookie"] = f"__dd_csrf={found[1]}; HttpOnly; Path={PREFIX}; SameSite=Strict{secure}"
        await send(message)

    return sent
