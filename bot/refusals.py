"""What Telegram's refusals mean for a send or an edit."""

from enum import Enum, auto

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

CHAT_GONE = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "chat_write_forbidden",
    "not enough rights to send",
    "bot is not a member",
    "bot was kicked",
    "have no rights to send",
    "group chat was deleted",
)
MESSAGE_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to be edited")


class Refusal(Enum):
    """What to do about it."""

    AGAIN = auto()
    """It may pass: network, 5xx, 429, a token that is being changed."""
    CHAT_GONE = auto()
    """Nobody is there any more: the bot was blocked, or the chat is gone."""
    MESSAGE_GONE = auto()
    """The message to edit is gone: never try to edit it again."""
    DONE = auto()
    """The message shows this text already."""
    THREAD_GONE = auto()
    """The topic is gone: send to the chat itself."""
    MARKUP = auto()
    """Our HTML was not understood: a mistake of ours; send it plain."""
    OTHER = auto()
    """Trying again can't help."""


def refusal(error: TelegramAPIError) -> Refusal:
    """Which of them this error is. A migrated group is not one of them: catch TelegramMigrateToChat first."""
    if isinstance(error, TelegramEntityTooLarge):
        return Refusal.OTHER
    if isinstance(error, TelegramNetworkError | TelegramServerError | TelegramRetryAfter | TelegramUnauthorizedError):
        return Refusal.AGAIN
    if isinstance(error, TelegramForbiddenError):
        return Refusal.CHAT_GONE
    words = error.message.lower()
    kinds = (
        (("message is not modified",), Refusal.DONE),
        (MESSAGE_GONE, Refusal.MESSAGE_GONE),
        (CHAT_GONE, Refusal.CHAT_GONE),
        (("thread not found", "topic_closed", "topic_deleted"), Refusal.THREAD_GONE),
        (("can't parse entities", "message is too long", "entity"), Refusal.MARKUP),
    )
    if isinstance(error, TelegramBadRequest | TelegramNotFound):
        for phrases, kind in kinds:
            if any(phrase in words for phrase in phrases):
                return kind
        return Refusal.OTHER
    return Refusal.AGAIN
