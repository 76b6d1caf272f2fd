"""The gate before everything that is not for everybody: HTTP Basic, or a token for /metrics."""

import base64
import binascii
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from monitoring.attempts import Attempts
from settings import Settings

GUARDED = ("/admin", "/dashboard", "/metrics")
METRICS = "/metrics"
CHALLENGE = {"www-authenticate": 'Basic realm="faceit bot", charset="UTF-8"'}


def guarded(path: str) -> bool:
    """Whether a path is behind the gate."""
    return any(path == place or path.startswith(f"{place}/") for place in GUARDED)


@dataclass(frozen=True)
class Credentials:
    """Who may come in. Without a password nobody can; `token` opens only /metrics, empty: nothing."""

    user: bytes
    password: bytes
    token: bytes

    @classmethod
    def of(cls, settings: Settings) -> "Credentials":
        """As the settings name them."""
        return cls(
            user=settings.dashboard_user.encode(),
            password=settings.dashboard_password.get_secret_value().encode(),
            token=settings.web.metrics_token.get_secret_value().encode(),
        )

    def there(self, path: str) -> bool:
        """Whether there is any way in; if not, the page does not exist."""
        return bool(self.password) or (path == METRICS and bool(self.token))

    def fit(self, header: str, path: str) -> bool:
        """Whether an Authorization header opens `path`. Every comparison takes as long right as wrong."""
        scheme, _, given = header.partition(" ")
        if scheme.lower() == "bearer" and path == METRICS:
            return compare_digest(given.strip().encode(), self.token) and bool(self.token)
        if scheme.lower() != "basic":
            return False
        try:
            user, _, password = base64.b64decode(given.strip(), validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        same_user, same_password = compare_digest(user, self.user), compare_digest(password, self.password)
        return same_user & same_password & bool(self.password)


class SignIn:
    """ASGI middleware: 404 where there is no way in, 401 without credentials, 429 after too many wrong ones."""

    def __init__(self, app: ASGIApp, credentials: Credentials, attempts: Attempts, limiter: CapacityLimiter) -> None:
        self.app = app
        self.credentials = credentials
        self.attempts = attempts
        self.limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await self.refusal(scope) if scope["type"] == "http" and guarded(scope["path"]) else None
        await (refusal or self.app)(scope, receive, send)

    async def refusal(self, scope: Scope) -> Response | None:
        """What to answer instead of the page; None lets through."""
        path = scope["path"]
        if not self.credentials.there(path):
            return PlainTextResponse("Not Found", 404)
        header = Headers(scope=scope).get("authorization")
        if header is None:
            return PlainTextResponse("Sign in, please.", 401, CHALLENGE)
        address = scope["client"][0]
        if not self.credentials.fit(header, path):
            return await self._wrong(address)
        # This process counts before it waits for anything, so that guesses sent all at once are counted too.
        if self.attempts.local.count(address) >= self.attempts.limit:
            return self._too_many()
        if await self._blocking(partial(self.attempts.shared_count, address)) >= self.attempts.limit:
            return self._too_many()
        return None

    async def _wrong(self, address: str) -> Response:
        here = self.attempts.local.add(address)
        everywhere = 0
        if here <= self.attempts.limit:
            everywhere = await self._blocking(partial(self.attempts.shared_add, address))
        if max(here, everywhere) > self.attempts.limit:
            return self._too_many()
        return PlainTextResponse("Wrong user or password.", 401, CHALLENGE)

    async def _blocking(self, function: "partial[int]") -> int:
        return await to_thread.run_sync(function, limiter=self.limiter)

    def _too_many(self) -> Response:
        headers = {"retry-after": str(round(self.attempts.window_s))}
        return PlainTextResponse("Too many wrong passwords from your address. Try again later.", 429, headers)
