"""Everything one stand-in knows: the bot, people, chats, and what waits."""

import time
from typing import Any

from .callbacks import Callbacks
from .chats import Chat, ChatKind
from .commands import CommandBook
from .config import Config
from .errors import BadRequest
from .faults import Faults
from .files import FileStore
from .hub import Hub
from .limits import SendLimits
from .params import Params
from .people import Person, bot_user
from .profile import BotProfile
from .pushing import Pusher
from .request_log import RequestLog
from .updates import UpdateQueue


class World:
    """The state of a stand-in; touched only from the server's loop."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.bot = bot_user(config.token, config.bot_name, config.bot_username)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.hub = Hub()
        self.updates = UpdateQueue(lambda: self.hub.tell("bot", polled=self.updates.is_polled))
        self.pusher = Pusher(self.updates)
        self.files = FileStore()
        self.faults = Faults()
        self.log = RequestLog(config.requests_kept)
        self.commands = CommandBook()
        self.profile = BotProfile()
        self.callbacks = Callbacks(config.clock, config.callback_seconds)
        self.callback_answers: list[dict[str, Any]] = []
        self.limits = SendLimits(config.clock, enabled=config.rate_limits, penalty=config.flood_penalty)

    def add_chat(self, chat: Chat) -> Chat:
        """Open a chat."""
        chat.history = self.config.history
        self.chats[chat.id] = chat
        self.hub.tell("reload")
        return chat

    def find_chat(self, name: str | int) -> Chat:
        """A chat by id or by ``@username``.

        Raises:
            BadRequest: there is none.
        """
        chat: Chat | None = None
        if isinstance(name, int) or name.lstrip("-").isdecimal():
            chat = self.chats.get(int(name))
        elif name.startswith("@"):
            wanted = name[1:].lower()
            public = (chat for chat in self.chats.values() if chat.kind is not ChatKind.PRIVATE)
            chat = next((chat for chat in public if (chat.username or "").lower() == wanted), None)
        if not name:
            raise BadRequest("chat_id is empty")
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def writable_chat(self, params: Params) -> Chat:
        """The chat that a call names, if the bot may write there.

        Raises:
            BadRequest: it is unknown or moved.
            Forbidden: the bot was blocked or removed.
        """
        chat = self.find_chat(params.text("chat_id"))
        person = self.people.get(chat.id)
        chat.check_writable(blocked=person is not None and person.blocked_bot)
        return chat

    def readable_chat(self, params: Params) -> Chat:
        """The chat that a call names, if the bot ever saw it.

        Raises:
            BadRequest: it is unknown or moved.
        """
        chat = self.find_chat(params.text("chat_id"))
        if chat.migrated_to is not None:
            chat.check_writable(blocked=False)
        if not chat.started:
            raise BadRequest("chat not found")
        return chat

    def write(self, chat: Chat, content: dict[str, Any], **sender: Any) -> dict[str, Any]:
        """Add a message to a chat and show it.

        Parameters:
            chat: where.
            content: the text or whatever the message holds.
            sender: ``from`` or ``sender_chat`` and the like.
        """
        message = {
            "message_id": chat.next_message_id(),
            "date": int(time.time()),
            "chat": chat.facts(),
            **sender,
            **content,
        }
        chat.keep(message)
        self.hub.tell("message", chat_id=chat.id, message=message)
        return message

    def rewrite(self, chat: Chat, message: dict[str, Any]) -> None:
        """Put a changed message in the place of the old one and show it."""
        chat.messages[message["message_id"]] = message
        self.hub.tell("edited", chat_id=chat.id, message=message)

    def erase(self, chat: Chat, message_id: int) -> None:
        """Take a message away."""
        chat.messages.pop(message_id)
        chat.reactions.pop(message_id, None)
        self.hub.tell("deleted", chat_id=chat.id, message_id=message_id)

    def close(self) -> None:
        """Let everybody who waits go."""
        self.pusher.stop()
        self.updates.close()
        self.hub.close()
