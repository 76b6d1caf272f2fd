"""Chats with their members and a bounded history."""

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .errors import BadRequest, Forbidden


class ChatKind(StrEnum):
    """The four kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(slots=True, kw_only=True)
class Chat:
    """One chat, the people in it and what was written.

    Parameters:
        id: the chat id; a person's id for a private chat, negative otherwise.
        kind: private, group, supergroup or channel.
        title: the title, or the person's name for a private chat.
        members: the status of each person by user id.
        topics: names of a forum's topics by thread id.
        bot_status: what the bot is here: member, administrator, left or kicked.
        started: a private chat exists for the bot only once the person wrote.
        migrated_to: the supergroup that took the place of this group.
    """

    id: int
    kind: ChatKind
    title: str
    username: str | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    started: bool = True
    migrated_to: int | None = None
    history: int = 500
    messages: "OrderedDict[int, dict[str, Any]]" = field(default_factory=OrderedDict)
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    last_message_id: int = 0

    @property
    def is_group(self) -> bool:
        """Whether several people write here."""
        return self.kind in {ChatKind.GROUP, ChatKind.SUPERGROUP}

    def facts(self) -> dict[str, Any]:
        """The chat as the Bot API's Chat."""
        facts: dict[str, Any] = {"id": self.id, "type": self.kind.value}
        facts["first_name" if self.kind is ChatKind.PRIVATE else "title"] = self.title
        if self.username:
            facts["username"] = self.username
        if self.is_forum:
            facts["is_forum"] = True
        return facts

    def next_message_id(self) -> int:
        """A fresh message id; ids grow within a chat."""
        self.last_message_id += 1
        return self.last_message_id

    def keep(self, message: dict[str, Any]) -> None:
        """Add a message and forget the oldest beyond the bound."""
        self.messages[message["message_id"]] = message
        while len(self.messages) > self.history:
            forgotten, _ = self.messages.popitem(last=False)
            self.reactions.pop(forgotten, None)

    def check_writable(self, *, blocked: bool) -> None:
        """Refuse what the bot may not write here.

        Raises:
            BadRequest: the chat is unknown to the bot or became a supergroup.
            Forbidden: the bot was blocked or removed.
        """
        if self.migrated_to is not None:
            raise BadRequest(
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated_to,
            )
        if blocked:
            raise Forbidden("bot was blocked by the user")
        if not self.started:
            raise BadRequest("chat not found")
        if self.bot_status == "kicked":
            raise Forbidden(f"bot was kicked from the {self._name()} chat")
        if self.bot_status == "left":
            raise Forbidden(f"bot is not a member of the {self._name()} chat")

    def _name(self) -> str:
        return {ChatKind.GROUP: "group", ChatKind.SUPERGROUP: "supergroup"}.get(self.kind, self.kind.value)
