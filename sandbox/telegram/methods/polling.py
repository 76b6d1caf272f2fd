"""How the bot receives updates."""

import re
from typing import Any

from ..errors import BadRequest
from ..params import Params
from ..world import World
from .registry import method


def _allowed(params: Params) -> list[str] | None:
    allowed = params.data("allowed_updates")
    if allowed is not None and not isinstance(allowed, list):
        raise BadRequest("can't parse allowed_updates")
    return allowed


@method("getUpdates")
async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    """Updates that wait, or come within the timeout."""
    offset, limit = params.integer("offset", 0) or 0, params.integer("limit", 100) or 100
    timeout = float(params.text("timeout") or 0)
    return await world.updates.poll(offset, limit, timeout, _allowed(params))


@method("setWebhook")
async def set_webhook(world: World, params: Params) -> bool:
    """Send updates there from now on; plain http only on loopback, as a Bot API server of one's own allows."""
    url = params.text("url")
    if url and not url.startswith(("https://", "http://127.0.0.1:")):
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise BadRequest("secret token contains unallowed characters")
    connections = min(max(params.integer("max_connections", 40) or 40, 1), 100)
    world.updates.webhook = {"url": url, "secret_token": secret, "max_connections": connections} if url else {}
    allowed = _allowed(params)
    if allowed is not None:
        world.updates.allowed = allowed
    if params.flag("drop_pending_updates"):
        world.updates.drop_pending()
    if url:
        world.pusher.start()
    else:
        world.pusher.stop()
    return True


@method("deleteWebhook")
async def delete_webhook(world: World, params: Params) -> bool:
    """Forget the webhook."""
    world.pusher.stop()
    world.updates.webhook = {}
    if params.flag("drop_pending_updates"):
        world.updates.drop_pending()
    return True


@method("getWebhookInfo")
async def get_webhook_info(world: World, params: Params) -> dict[str, Any]:
    """The webhook and how many updates wait."""
    return {
        "url": world.updates.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
        "max_connections": world.updates.webhook.get("max_connections", 40),
        "last_error_message": world.pusher.last_error,
        "allowed_updates": world.updates.allowed,
    }
