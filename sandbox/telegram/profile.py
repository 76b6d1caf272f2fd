"""What the bot says of itself: name, descriptions and the menu button."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class BotProfile:
    """Texts by language code; the empty code is for everybody else."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int | None, dict[str, Any]] = field(default_factory=dict)

    def menu_button(self, chat_id: int | None) -> dict[str, Any]:
        """The menu button of a private chat, or the default one."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or {"type": "default"}


def in_language(texts: dict[str, str], language: str) -> str:
    """The text for a language, or the one for everybody."""
    return texts.get(language) or texts.get("", "")
