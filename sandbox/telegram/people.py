"""People who talk with the bot, and the bot itself."""

from dataclasses import dataclass, field
from typing import Any

ANONYMOUS_ADMIN: dict[str, Any] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account.

    Parameters:
        id: the user id, also the id of the private chat with the bot.
        name: the first name.
        language_code: the language of the person's app.
        username: the username, without the at sign.
        blocked_bot: the person stopped the bot.
    """

    id: int
    name: str
    language_code: str = "ru"
    username: str | None = None
    blocked_bot: bool = field(default=False, kw_only=True)

    def user(self) -> dict[str, Any]:
        """The person as the Bot API's User."""
        user: dict[str, Any] = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language_code,
        }
        if self.username:
            user["username"] = self.username
        return user


def bot_user(token: str, name: str, username: str) -> dict[str, Any]:
    """The bot as the Bot API's User; its id is the number in the token."""
    number = token.partition(":")[0]
    return {
        "id": int(number) if number.isdecimal() else 1,
        "is_bot": True,
        "first_name": name,
        "username": username,
    }
