"""The Bot API's methods, by subject; importing this package registers them all."""

from . import about_bot, about_chats, callback, editing, media, polling, reactions, sending
from .registry import METHODS, Handler

__all__ = [
    "METHODS",
    "Handler",
    "about_bot",
    "about_chats",
    "callback",
    "editing",
    "media",
    "polling",
    "reactions",
    "sending",
]
