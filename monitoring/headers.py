"""What every answer tells the browser not to do."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitoring.sign_in import guarded

COMMON = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex, nofollow",
}
NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action "
OWN = NOTHING + "'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
DASHBOARD = NOTHING + "'self'; style-src 'unsafe-inline'; img-src 'self' data:"
"""Its templates carry their style with them, and no script at all."""
ELSEWHERE = NOTHING + "'none'"
HSTS = "max-age=31536000"


def policy(path: str) -> str:
    """The Content-Security-Policy of a path."""
    if path == "/admin" or path.startswith("/admin/"):
        return OWN
    return DASHBOARD if path.startswith("/dashboard") else ELSEWHERE


class SecurityHeaders:
    """ASGI middleware: adds the headers, HSTS only over TLS; what is behind the gate is kept by nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in COMMON.items():
                    headers[name] = value
                headers["content-security-policy"] = policy(path)
                if guarded(path):
                    headers.setdefault("cache-control", "no-store")
                if scope.get("scheme") == "https":
                    headers["strict-transport-security"] = HSTS
            await send(message)

        await self.app(scope, receive, with_headers)
