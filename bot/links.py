"""Match links in what a person sent: text, caption, hidden links; those of the message answered, when asked for."""

from aiogram.types import Message

from bot.answers import ForeignLinkError, NoLinkError
from faceit.links import match_ids, other_games


class OtherGameLinkError(ForeignLinkError):
    """All links lead elsewhere, one of them to a room of another game."""

    code = "other-game"


def words_of(message: Message) -> str:
    """Text or caption, and the addresses behind its words."""
    written = message.text or message.caption or ""
    hidden = [entity.url for entity in message.entities or message.caption_entities or () if entity.url]
    return " ".join([written, *hidden])


def has_link(message: Message) -> bool:
    """Whether the message holds any address."""
    entities = message.entities or message.caption_entities or ()
    return any(entity.type in {"url", "text_link"} for entity in entities) or "://" in words_of(message)


def matches_in(message: Message, argument: str | None = None) -> list[str]:
    """Match ids in order, each once. Raises NoLinkError, or ForeignLinkError when all links lead elsewhere.

    A room of another game among them is said to be one (OtherGameLinkError).
    """
    found = match_ids(words_of(message) if argument is None else f"{argument} {words_of(message)}")
    if not found and message.reply_to_message is not None and not by_bot(message.reply_to_message):
        found = match_ids(words_of(message.reply_to_message))
    if found:
        return list(dict.fromkeys(found))
    if other_games(f"{argument or ''} {words_of(message)}"):
        raise OtherGameLinkError
    raise ForeignLinkError if has_link(message) else NoLinkError


def by_bot(message: Message) -> bool:
    """Whether a bot wrote it."""
    return message.from_user is not None and message.from_user.is_bot
