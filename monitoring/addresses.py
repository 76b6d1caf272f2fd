"""Who is asking: the address that the last proxy we trust has seen, and whether it was asked over TLS."""

import ipaddress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

UNKNOWN = "unknown"


def client_address(peer: str, forwarded: str, proxies: int) -> str:
    """The asker's address, of IPv6 its /64 network, since one household has that many.

    Every proxy adds who asked it to the end of X-Forwarded-For, so only the last `proxies` entries can be believed;
    whatever stands before them was written by the asker. Too few entries: nobody came through the proxies.
    """
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    seen = entries[-proxies] if 0 < proxies <= len(entries) else peer
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return peer or UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class Forwarded:
    """ASGI middleware: `client` and `scheme` of the scope as the trusted proxies tell them; 0 proxies: as they are."""

    def __init__(self, app: ASGIApp, proxies: int) -> None:
        self.app = app
        self.proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            peer = scope.get("client") or ("", 0)
            address = client_address(peer[0], ",".join(headers.getlist("x-forwarded-for")), self.proxies)
            scope = {**scope, "client": (address, peer[1])}
            proto = ",".join(headers.getlist("x-forwarded-proto")).split(",")[-1].strip().lower()
            if self.proxies and proto in {"http", "https"}:
                scope["scheme"] = proto
        await self.app(scope, receive, send)
