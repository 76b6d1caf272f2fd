"""What stands in front of the endpoints: key, rate limit, latency, faults, and the log of calls."""

import asyncio
import random
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.faceit.calls import Call, CallLog
from sandbox.faceit.errors import error_response
from sandbox.faceit.faults import FaultPicker, cut, fault_response, hang
from sandbox.faceit.options import FaultKind, Options
from sandbox.faceit.ratelimit import RateLimiter

BEARER = "bearer "


class Gate:
    """ASGI middleware around the data endpoints.

    Parameters:
        app: the endpoints
        seed: decides latencies and which calls meet a fault
        options: read anew for each call
    """

    def __init__(self, app: ASGIApp, seed: int, options: Options) -> None:
        self.app = app
        self.options = options
        self._initial = options.model_copy(deep=True)
        self.log = CallLog()
        self.limiter = RateLimiter()
        self.faults = FaultPicker(seed)
        self._latency = random.Random(seed)

    def reset(self) -> None:
        """Forget calls, limits and faults met so far; options stay."""
        self.log.reset()
        self.limiter.reset()
        self.faults.reset()

    def restart(self) -> None:
        """Put the options back to those of the start as well."""
        self.options = self._initial.model_copy(deep=True)
        self.reset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, or answer it here, and log it either way."""
        key = _key(scope)
        path: str = scope["path"]
        status, ended = 0, False
        extra: dict[str, str] = {}

        def end(status: int) -> None:
            nonlocal ended
            if not ended:
                self.log.end(Call(time.time(), path, status, key))
            ended = True

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                added = [(name.encode(), value.encode()) for name, value in extra.items()]
                message["headers"] = [*message["headers"], *added]
            elif not message.get("more_body", False):
                # Before the last byte, so that a caller who has its answer finds it in the log.
                end(status)
            await send(message)

        begun = time.monotonic()
        self.log.begin(path, begun)
        try:
            await self._answer(scope, receive, noting, key, extra, begun)
        finally:
            end(0)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, key: str, extra: dict[str, str], begun: float
    ) -> None:
        options = self.options
        if not key or options.key not in {None, key}:
            await error_response(401)(scope, receive, send)
            return
        if options.rate is not None:
            verdict = self.limiter.check(key, options.rate, begun)
            extra.update(verdict.headers)
            if not verdict.allowed:
                headers = {"retry-after": "1"} if options.retry_after else None
                await error_response(429, headers=headers)(scope, receive, send)
                return
        fault = self.faults.pick(scope["path"], options.faults)
        await self._wait()
        if fault is FaultKind.TIMEOUT:
            late = await hang(receive, options.timeout_seconds)
            if late is not None:
                await late(scope, receive, send)
        elif fault is FaultKind.CUT:
            await cut(send)
        elif fault is not None:
            await fault_response(fault)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _wait(self) -> None:
        median = self.options.latency_ms / 1000
        if median:
            await asyncio.sleep(median * self._latency.lognormvariate(0, self.options.latency_jitter))


def _key(scope: Scope) -> str:
    value = Headers(scope=scope).get("authorization", "")
    return value[len(BEARER) :].strip() if value.lower().startswith(BEARER) else ""
