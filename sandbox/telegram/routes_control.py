"""The controls over HTTP, for tests in other processes and for the page."""

import asyncio
import json
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .control import ACTIONS, messages
from .errors import ApiError
from .world import World


async def control(request: Request) -> Response:
    """Do what the path names, with the body's or the query's arguments.

    Beside the actions there is ``wait_for_message``: the bot's first message in ``chat_id``
    that ``contains`` a text and comes ``after`` a message id; 408 once ``timeout`` seconds pass.
    """
    world: World = request.app.state.world
    name = request.path_params["action"]
    if name != "wait_for_message" and name not in ACTIONS:
        return JSONResponse({"error": "no such control", "controls": sorted(ACTIONS)}, 404)
    try:
        arguments = await _arguments(request)
        if name == "wait_for_message":
            return JSONResponse({"result": await _wait_for_message(world, **arguments)})
        return JSONResponse({"result": ACTIONS[name](world, **arguments)})
    except TimeoutError as error:
        return JSONResponse({"error": str(error)}, 408)
    except (LookupError, TypeError, ValueError) as error:
        return JSONResponse({"error": str(error)}, 400)
    except ApiError as error:
        return JSONResponse({"error": error.description}, 400)


async def _wait_for_message(
    world: World, chat_id: int, contains: str = "", after: int = 0, timeout: float = 10.0
) -> dict[str, Any]:
    deadline = time.monotonic() + timeout
    while True:
        for message in messages(world, chat_id):
            text = message.get("text", message.get("caption", ""))
            is_bot = message.get("from", {}).get("id") == world.bot["id"]
            if message["message_id"] > after and is_bot and contains in text:
                return message
        if time.monotonic() > deadline:
            raise TimeoutError("no such message came")
        await asyncio.sleep(0.03)


async def _arguments(request: Request) -> dict[str, Any]:
    arguments: dict[str, Any] = {name: _value(value) for name, value in request.query_params.items()}
    body = await request.body()
    if body:
        sent = json.loads(body)
        if not isinstance(sent, dict):
            raise TypeError("the body must be a JSON object")
        arguments |= sent
    return arguments


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


ROUTES = [
    Route("/control/{action}", control, methods=["GET", "POST"]),
]
