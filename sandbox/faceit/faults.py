"""Deliberate faults: which call meets one, and what it answers."""

import asyncio
import random
import re
from collections import Counter

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Send

from sandbox.faceit.errors import error_response
from sandbox.faceit.options import Fault, FaultKind

HTML = "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Blocked</body></html>"
RETRY_AFTER = {"retry-after": "1"}
PLAIN = {
    FaultKind.UNAUTHORIZED: 401,
    FaultKind.FORBIDDEN: 403,
    FaultKind.NOT_FOUND: 404,
    FaultKind.TOO_MANY: 429,
    FaultKind.SERVER_ERROR: 500,
    FaultKind.UNAVAILABLE: 503,
}


class FaultPicker:
    """Picks the fault a call meets, the same ones in the same order for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.reset()

    def reset(self) -> None:
        """Start over: counts at zero, draws from the beginning."""
        self._rng = random.Random(self._seed)
        self._used: Counter[int] = Counter()

    def pick(self, path: str, faults: list[Fault]) -> FaultKind | None:
        """Return the kind of the first fault that strikes, or None."""
        for place, fault in enumerate(faults):
            if fault.times is not None and self._used[place] >= fault.times:
                continue
            if not re.search(fault.path, path):
                continue
            if fault.probability < 1 and self._rng.random() >= fault.probability:
                continue
            self._used[place] += 1
            return fault.kind
        return None


def fault_response(kind: FaultKind) -> Response:
    """Return the answer of a fault that answers at all."""
    if kind in PLAIN:
        return error_response(PLAIN[kind])
    if kind is FaultKind.TOO_MANY_RETRY_AFTER:
        return error_response(429, headers=RETRY_AFTER)
    if kind is FaultKind.HTML_403:
        return HTMLResponse(HTML, 403)
    if kind is FaultKind.NOT_JSON:
        return Response('{"match_id": "1-', media_type="application/json")
    return JSONResponse({"payload": [{"value": None}], "status": 7})


async def hang(receive: Receive, seconds: float) -> Response | None:
    """Keep a caller waiting until it gives up; one still there after that time gets a page of the proxy's."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return HTMLResponse(HTML, 504)
    return None


async def cut(send: Send) -> None:
    """Begin an answer and stop in the middle: the server then closes the connection."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"items": [', "more_body": True})
