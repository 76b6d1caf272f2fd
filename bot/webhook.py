"""Updates by webhook: a route of the web process that hands each to the same dispatcher as the long poll.

Any number of web processes may take updates. What they accept is followed and told by the bot process; only what a web
process does itself while Redis is away is followed and told here.
"""

import asyncio
import hashlib
import hmac
import json

import structlog
from aiogram.types import Update
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.answers import log_unexpected
from bot.webhook_parts import Running, start
from connections import PREFIX
from errors import ConfigurationError
from settings import Settings

PATH = "/telegram/webhook"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
MOST_BYTES = 1024 * 1024
ANSWER_WITHIN_S = 3.0
"""An update in hand for so long is confirmed: Telegram sends the others of the queue only as answers come."""
IN_HAND_S = 30

log = structlog.get_logger(__name__)


def secret_of(settings: Settings) -> str:
    """What Telegram has to send along, derived from the token, so that there is nothing more to keep."""
    key = settings.bot_token.get_secret_value().encode()
    return hmac.new(key, b"telegram webhook", hashlib.sha256).hexdigest()


def address_of(settings: Settings) -> str:
    """The whole address of the webhook; "" when the bot is to poll."""
    base = settings.telegram_webhook_url.rstrip("/")
    return f"{base}{PATH}" if base else ""


class Webhook:
    """`routes` for the application; `start` and `stop` belong into its lifespan."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = secret_of(settings).encode()
        self._running: Running | None = None
        self._handling: set[asyncio.Task[None]] = set()
        self.routes: list[BaseRoute] = []
        if address_of(settings):
            self.routes.append(Route(PATH, self.take, methods=["POST"]))

    async def start(self) -> None:
        """Build what answers people; nothing when the bot is to poll. Without a good token only pages are served."""
        if not self.routes:
            return
        try:
            self._running = await start(self._settings)
        except ConfigurationError as error:
            log.error("webhook.not_configured", setting=error.setting, problem=error.problem)

    async def stop(self, finish_s: float = 3.0) -> None:
        """Updates in hand get `finish_s` to finish; the others come again."""
        if self._handling:
            _, pending = await asyncio.wait(set(self._handling), timeout=finish_s)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        if self._running is not None:
            await self._running.stop()
            self._running = None

    async def take(self, request: Request) -> Response:
        """200 once the update was handled or is well in hand; otherwise Telegram sends it again."""
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_BYTES:
                return Response(status_code=413)
        if self._running is None:
            return Response(status_code=503)
        try:
            update = Update.model_validate(json.loads(body), context={"bot": self._running.bot})
        except (ValueError, ValidationError, RecursionError):
            # 400 would bring it again and again.
            log.warning("webhook.unreadable", size=len(body))
            return Response(status_code=200)
        if not await _claim(self._running, update.update_id):
            return Response(status_code=503, headers={"retry-after": "1"})
        task = asyncio.create_task(self._handle(self._running, update))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        await asyncio.wait({task}, timeout=ANSWER_WITHIN_S)
        return Response(status_code=503 if task.cancelled() else 200)

    async def _handle(self, running: Running, update: Update) -> None:
        try:
            await running.dispatcher.feed_update(running.bot, update)
        except Exception as error:
            log_unexpected("update.broken", error, update=update.update_id)
        finally:
            await running.breaker.call(lambda: running.client.delete(_key(update.update_id)), 0)


def webhook_routes(settings: Settings) -> tuple[list[BaseRoute], Webhook]:
    """The routes to be mounted, none when the bot is to poll, and the webhook to be started and stopped with them."""
    webhook = Webhook(settings)
    return webhook.routes, webhook


def _key(update: int) -> str:
    return f"{PREFIX}update:in_hand:{update}"


async def _claim(running: Running, update: int) -> bool:
    """False while another process has this update in hand; what it handled is known by the middleware `once`."""

    async def take() -> bool:
        return bool(await running.client.set(_key(update), b"1", nx=True, ex=IN_HAND_S))

    # A person waits: while Redis is away or stalled nobody can say, and the update counts as ours.
    return await running.breaker.call(take, default=True)
