"""The bot's commands, by scope and language."""

import json
import re
from typing import Any

from .chats import Chat, ChatKind
from .errors import BadRequest

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_DEFAULT: dict[str, Any] = {"type": "default"}


class CommandBook:
    """Lists of commands, looked up in Telegram's order."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], list[dict[str, str]]] = {}

    def set(self, commands: Any, scope: dict[str, Any] | None, language: str) -> None:
        """Keep a list.

        Raises:
            BadRequest: a command is not one.
        """
        if not isinstance(commands, list) or len(commands) > 100:
            raise BadRequest(
                "BOT_COMMANDS_TOO_MUCH" if isinstance(commands, list) else "expected an Array of BotCommand"
            )
        for command in commands:
            if not _NAME.fullmatch(str(command.get("command", "")).removeprefix("/")):
                raise BadRequest("BOT_COMMAND_INVALID")
            if not 1 <= len(str(command.get("description", ""))) <= 256:
                raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
        kept = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
        self._lists[_key(scope), language] = kept

    def get(self, scope: dict[str, Any] | None, language: str) -> list[dict[str, str]]:
        """The list of exactly this scope and language."""
        return self._lists.get((_key(scope), language), [])

    def delete(self, scope: dict[str, Any] | None, language: str) -> None:
        """Forget a list."""
        self._lists.pop((_key(scope), language), None)

    def shown_to(self, user_id: int, language: str, chat: Chat) -> list[dict[str, str]]:
        """The commands a person sees in a chat."""
        scopes: list[dict[str, Any]] = [{"type": "chat", "chat_id": chat.id}]
        if chat.kind is ChatKind.PRIVATE:
            scopes += [{"type": "all_private_chats"}, _DEFAULT]
        else:
            is_admin = chat.members.get(user_id) in {"creator", "administrator"}
            scopes.insert(0, {"type": "chat_member", "chat_id": chat.id, "user_id": user_id})
            if is_admin:
                scopes.insert(1, {"type": "chat_administrators", "chat_id": chat.id})
                scopes.append({"type": "all_chat_administrators"})
            scopes += [{"type": "all_group_chats"}, _DEFAULT]
        for scope in scopes:
            for code in (language, ""):
                if found := self._lists.get((_key(scope), code)):
                    return found
        return []


def _key(scope: dict[str, Any] | None) -> str:
    scope = scope or _DEFAULT
    return json.dumps({name: str(value) for name, value in scope.items() if value is not None}, sort_keys=True)
