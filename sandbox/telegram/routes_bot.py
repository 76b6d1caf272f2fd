"""The Bot API over HTTP."""

import asyncio
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .errors import ApiError, BadRequest, NotFound, Unauthorized
from .keyboards import given_back
from .methods import METHODS
from .params import Params, read_params
from .request_log import LoggedRequest
from .world import World

_CLIENT_GONE = 499


async def call_method(request: Request) -> Response:
    """Answer one call and keep a record of it."""
    world: World = request.app.state.world
    name, began = request.path_params["method"], time.monotonic()
    params = Params({})
    status, refusal = 200, ""
    try:
        if request.path_params["token"] != world.config.token:
            raise Unauthorized("Unauthorized")
        params = await read_params(request)
        answer: dict[str, Any] = {"ok": True, "result": await _until_gone(request, _perform(world, name, params))}
    except ApiError as error:
        status, refusal, answer = error.status, error.description, error.body()
    except _ClientGone:
        status, answer = _CLIENT_GONE, {}
    except asyncio.CancelledError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        wrong = BadRequest(f"can't parse the request: {error!r}")
        status, refusal, answer = wrong.status, wrong.description, wrong.body()
    seconds = round(time.monotonic() - began, 4)
    world.log.add(LoggedRequest(time.time(), name, params.for_log(), status, refusal, seconds))
    return JSONResponse(answer, status)


async def download(request: Request) -> Response:
    """Give a file back."""
    world: World = request.app.state.world
    stored = world.files.get(request.path_params["file_id"])
    if request.path_params["token"] != world.config.token:
        return JSONResponse(Unauthorized("Unauthorized").body(), 401)
    if stored is None:
        return JSONResponse(NotFound("Not Found").body(), 404)
    return Response(stored.content, media_type="application/octet-stream")


class _ClientGone(Exception):
    """The bot closed the connection before the answer."""


async def _perform(world: World, name: str, params: Params) -> Any:
    await world.faults.slow_down(name)
    fault = world.faults.take(name)
    if fault and not fault.after:
        raise fault.error()
    handler = METHODS.get(name.lower())
    if handler is None:
        raise NotFound("Not Found")
    result = await handler(world, params)
    if fault:
        raise fault.error()
    return given_back(result)


async def _until_gone(request: Request, work: Any) -> Any:
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise _ClientGone
        return task.result()
    finally:
        for pending in (task, gone):
            pending.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


ROUTES = [
    Route("/bot{token}/{method}", call_method, methods=["GET", "POST"]),
    Route("/file/bot{token}/{kind}/{file_id}/{name:path}", download),
]
