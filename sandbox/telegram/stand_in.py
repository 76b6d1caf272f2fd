"""A stand-in that runs in a thread beside a test."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, Self, TypeVar

from . import control, conversation, crowd, documents, snapshot
from .app import create_app
from .config import Config
from .faults import Faults
from .request_log import LoggedRequest
from .server import HOST, Server, listen
from .world import World

Result = TypeVar("Result")
Message = dict[str, Any]


class TelegramStandIn:
    """Telegram for a test: people, chats, faults and a record of calls.

    Parameters:
        config: settings; the default refuses what Telegram refuses, limits included.
        port: where to listen; 0 picks a free port.
    """

    def __init__(self, config: Config | None = None, *, port: int = 0) -> None:
        self.config = config or Config()
        self._port = port
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._world: World | None = None

    def start(self) -> Self:
        """Begin to serve; returns once connections are taken."""
        listener = listen(self._port)
        self._port = listener.getsockname()[1]
        app = create_app(self.config)
        self._world = app.state.world
        server = self._server = Server(app)
        self._thread = threading.Thread(target=server.run, args=([listener],), name="telegram-stand-in", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError("the stand-in did not start")
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        """End serving; waiting pollers get an empty answer."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(10)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address for ``TelegramAPIServer.from_base`` and for a browser."""
        return f"http://{HOST}:{self._port}"

    @property
    def requests_log(self) -> list[LoggedRequest]:
        """Every Bot API call so far, oldest first."""
        return self._run(lambda world: world.log.entries())

    @property
    def faults(self) -> Faults:
        """The failures in store; change them with fail_next and delay."""
        return self._run(lambda world: world.faults)

    def do(self, action: str, /, **arguments: Any) -> Any:
        """Any control by name, as under ``/control/``."""
        return self._run(lambda world: control.ACTIONS[action](world, **arguments))

    def calls(self, method: str) -> list[LoggedRequest]:
        """The calls of one method."""
        return self._run(lambda world: world.log.entries(method))

    def add_person(
        self, name: str, language_code: str = "ru", username: str | None = None, *, started: bool = False
    ) -> dict[str, Any]:
        """A new person; returns the user."""
        return self._run(lambda world: crowd.add_person(world, name, language_code, username, started=started))

    def add_group(self, title: str, people: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
        """A new group of people, the first of them its owner; returns the chat."""
        return self._run(lambda world: crowd.add_group(world, title, [user["id"] for user in people], **options))

    def send_text(
        self, user: dict[str, Any], text: str, chat: int | None = None, thread: int | None = None, **options: Any
    ) -> Message:
        """Write as a person, by default to the bot in private."""
        return self._run(lambda world: conversation.send_text(world, user["id"], text, chat, thread, **options))

    def send_document(
        self,
        user: dict[str, Any],
        name: str,
        content: bytes,
        caption: str = "",
        chat: int | None = None,
        **options: Any,
    ) -> Message:
        """Send a file as a person, by default to the bot in private."""
        return self._run(
            lambda world: documents.send_document(world, user["id"], name, content, caption, chat, **options)
        )

    def press(
        self, user: dict[str, Any], chat_id: int, message_id: int, callback_data: str, *, forged: bool = False
    ) -> str:
        """Press an inline button; returns the id of the callback query."""
        return self._run(
            lambda world: conversation.press(world, user["id"], chat_id, message_id, callback_data, forged=forged)
        )

    def messages(self, chat_id: int) -> list[Message]:
        """A chat's messages, oldest first."""
        return self._run(lambda world: control.messages(world, chat_id))

    def wait_for_message(
        self, chat_id: int, predicate: Callable[[Message], bool] | None = None, timeout: float = 10.0
    ) -> Message:
        """Wait, blocking this thread, for a message of the bot.

        Parameters:
            predicate: which message; by default any.

        Raises:
            TimeoutError: none came.
        """
        deadline = time.monotonic() + timeout
        while True:
            for message in self.messages(chat_id):
                if message.get("from", {}).get("is_bot") and (predicate is None or predicate(message)):
                    return message
            if time.monotonic() > deadline:
                texts = [message.get("text") for message in self.messages(chat_id)]
                raise TimeoutError(f"no such message in chat {chat_id}: {texts}")
            time.sleep(0.02)

    async def message(
        self, chat_id: int, predicate: Callable[[Message], bool] | None = None, timeout: float = 10.0
    ) -> Message:
        """The same as wait_for_message, for a bot that runs in this loop."""
        return await asyncio.to_thread(self.wait_for_message, chat_id, predicate, timeout)

    def fail_next(
        self, method: str, status: int, retry_after: int | None = None, times: int = 1, **options: Any
    ) -> None:
        """Make the next calls of a method fail; ``after=True`` loses only the answer."""
        self._run(lambda world: world.faults.fail_next(method, status, retry_after, times, **options))

    def delay(self, method: str, seconds: float) -> None:
        """Make a method slow; 0 ends that."""
        self._run(lambda world: world.faults.delay(method, seconds))

    def block_bot(self, user: dict[str, Any], *, blocked: bool = True) -> None:
        """Let a person stop the bot, or start it again."""
        self._run(lambda world: crowd.block_bot(world, user["id"], blocked=blocked))

    def migrate(self, chat_id: int) -> int:
        """Turn a group into a supergroup; returns the new id."""
        return self._run(lambda world: crowd.migrate(world, chat_id))

    def status(self) -> dict[str, Any]:
        """Whether the bot polls, and how much waits or was refused."""
        return self._run(snapshot.status)

    def _run(self, action: Callable[[World], Result]) -> Result:
        if self._server is None or self._server.loop is None or self._world is None:
            raise RuntimeError("the stand-in is not running")
        world = self._world

        async def act() -> Result:
            return action(world)

        return asyncio.run_coroutine_threadsafe(act(), self._server.loop).result(10)
