"""What a test may ask of the stand-in, by name; the same from Python and over HTTP."""

from collections.abc import Callable
from typing import Any

from . import conversation, crowd, documents, snapshot
from .world import World

Action = Callable[..., Any]


def messages(world: World, chat_id: int) -> list[dict[str, Any]]:
    """A chat's messages, oldest first."""
    return list(world.find_chat(chat_id).messages.values())


def requests(world: World, method: str | None = None) -> list[dict[str, Any]]:
    """The record of Bot API calls, of all methods or of one."""
    return [entry.as_json() for entry in world.log.entries(method)]


def clear_requests(world: World) -> None:
    """Begin the record of calls anew."""
    world.log.clear()


def fail_next(world: World, method: str, status: int, retry_after: int | None = None, **options: Any) -> None:
    """Make the next calls of a method fail."""
    world.faults.fail_next(method, status, retry_after, **options)


def delay(world: World, method: str, seconds: float) -> None:
    """Make a method slow."""
    world.faults.delay(method, seconds)


def clear_faults(world: World) -> None:
    """End all injected failures and delays."""
    world.faults.clear()


def set_rate_limits(world: World, enabled: bool) -> None:
    """Switch the limits on or off."""
    world.limits.enabled = enabled


def callback_answers(world: World) -> list[dict[str, Any]]:
    """Every answerCallbackQuery so far."""
    return list(world.callback_answers)


def expire_callbacks(world: World) -> None:
    """Make every pressed button too old to answer."""
    world.callbacks.expire()


def people(world: World) -> list[dict[str, Any]]:
    """Everybody."""
    return [person.user() for person in world.people.values()]


_READ: tuple[Action, ...] = (
    snapshot.status,
    snapshot.chats,
    people,
    messages,
    requests,
    callback_answers,
)
_DO: tuple[Action, ...] = (
    crowd.add_person,
    crowd.add_group,
    crowd.add_channel,
    crowd.add_topic,
    crowd.block_bot,
    crowd.set_bot_status,
    crowd.set_member_status,
    crowd.migrate,
    conversation.send_text,
    conversation.edit_text,
    conversation.post,
    documents.send_document,
    conversation.press,
    fail_next,
    delay,
    clear_faults,
    clear_requests,
    set_rate_limits,
    expire_callbacks,
)

ACTIONS: dict[str, Action] = {action.__name__: action for action in (*_READ, *_DO)}
