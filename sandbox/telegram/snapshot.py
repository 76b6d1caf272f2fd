"""The whole state as a page or a test in another process reads it."""

from typing import Any

from .chats import Chat, ChatKind
from .profile import in_language
from .world import World


def status(world: World) -> dict[str, Any]:
    """Whether the bot polls, and how much waits or was refused."""
    return {
        "polled": world.updates.is_polled,
        "webhook": world.updates.webhook.get("url", ""),
        "pushed": list(world.pusher.sent),
        "pending_updates": len(world.updates),
        "rate_limits": world.limits.enabled,
        "rate_limited": world.limits.refused,
        "requests": len(world.log.entries()),
    }


def chats(world: World) -> list[dict[str, Any]]:
    """All chats with their members, without messages."""
    return [_chat(world, chat) for chat in world.chats.values() if chat.migrated_to is None]


def snapshot(world: World) -> dict[str, Any]:
    """Everything the chat page shows."""
    return {
        "bot": world.bot,
        "polled": world.updates.is_polled,
        "people": [_person(world, user_id) for user_id in world.people],
        "chats": [
            {
                **chat,
                "messages": list(world.chats[chat["id"]].messages.values()),
                "reactions": world.chats[chat["id"]].reactions,
            }
            for chat in chats(world)
        ],
    }


def _chat(world: World, chat: Chat) -> dict[str, Any]:
    members = list(world.people) if chat.kind is ChatKind.CHANNEL else list(chat.members)
    return {
        **chat.facts(),
        "members": members,
        "bot_status": chat.bot_status,
        "started": chat.started,
        "topics": {str(thread): name for thread, name in chat.topics.items()},
        "commands": {
            str(user_id): world.commands.shown_to(user_id, world.people[user_id].language_code, chat)
            for user_id in members
        },
    }


def _person(world: World, user_id: int) -> dict[str, Any]:
    person = world.people[user_id]
    language = person.language_code
    return {
        **person.user(),
        "blocked_bot": person.blocked_bot,
        "bot_name": in_language(world.profile.names, language) or world.bot["first_name"],
        "description": in_language(world.profile.descriptions, language),
        "short_description": in_language(world.profile.short_descriptions, language),
        "menu_button": world.profile.menu_button(user_id),
    }
