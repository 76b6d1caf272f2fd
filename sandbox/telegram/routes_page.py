"""The chat page, its live events, files and offers."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from .offers import read_offers
from .snapshot import snapshot
from .world import World

_STATIC = Path(__file__).parent / "static"


async def page(request: Request) -> Response:
    """The page itself."""
    return FileResponse(_STATIC / "index.html", headers={"cache-control": "no-store"})


async def events(request: Request) -> Response:
    """The state, then every change of it, as server-sent events."""
    world: World = request.app.state.world

    async def lines() -> AsyncIterator[str]:
        async for event in world.hub.listen({"kind": "state", **snapshot(world)}):
            if event is None:
                yield ": still here\n\n"
                continue
            told = {"kind": "state", **snapshot(world)} if event["kind"] == "reload" else event
            yield f"data: {json.dumps(told, ensure_ascii=False)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"cache-control": "no-store"})


async def offers(request: Request) -> Response:
    """Messages to offer."""
    world: World = request.app.state.world
    return JSONResponse(await read_offers(world.config.offers_url))


async def file(request: Request) -> Response:
    """A picture or document for the page; only pictures open in place."""
    world: World = request.app.state.world
    stored = world.files.get(request.path_params["file_id"])
    if stored is None:
        return Response(status_code=404)
    if stored.kind == "photo":
        kind = "image/png" if stored.content.startswith(b"\x89PNG") else "image/jpeg"
        return Response(stored.content, media_type=kind)
    headers = {"content-disposition": "attachment"}
    return Response(stored.content, media_type="application/octet-stream", headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/", page),
    Route("/page/events", events),
    Route("/page/offers", offers),
    Route("/page/file/{file_id}", file),
    Mount("/static", StaticFiles(directory=_STATIC)),
]
