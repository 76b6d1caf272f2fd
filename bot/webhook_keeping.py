"""The bot process while updates come by webhook: it tells Telegram where they go, and looks that it stays so."""

import asyncio

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from bot.polling import Pauses
from bot.webhook import address_of, secret_of
from errors import ConfigurationError
from settings import Settings

LOOK_EVERY_S = 60.0
CONNECTIONS = 40
"""At once from Telegram's side; more would only wait in the web process."""

log = structlog.get_logger(__name__)


class WebhookKeeper:
    """Done by the process that holds the lease of polling."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, settings: Settings) -> None:
        self._bot = bot
        self._allowed = dispatcher.resolve_used_update_types()
        self._address = address_of(settings)
        self._secret = secret_of(settings)

    async def run(self) -> None:
        """Set it, then look once a minute. Raises ConfigurationError when the token is refused."""
        pauses, first = Pauses(), True
        while True:
            try:
                # The secret can't be read back: the first time it is set in any case.
                if first or (await self._bot.get_webhook_info()).url != self._address:
                    await self._bot.set_webhook(
                        self._address,
                        allowed_updates=self._allowed,
                        secret_token=self._secret,
                        max_connections=CONNECTIONS,
                    )
                    log.info("webhook.set")
                first = False
            except TelegramUnauthorizedError as error:
                raise ConfigurationError("BOT_TOKEN", "Telegram does not accept it any more") from error
            except TelegramAPIError as error:
                log.warning("webhook.not_set", error=type(error).__name__)
                await pauses.after(error)
                continue
            pauses.reset()
            await asyncio.sleep(LOOK_EVERY_S)
