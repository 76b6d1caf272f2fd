"""Bringing people, groups and channels into being, and changing who is where."""

import time
from typing import Any

from .chats import Chat, ChatKind
from .methods.about_chats import member
from .people import Person
from .world import World

_FIRST_PERSON = 1001
_FIRST_GROUP = -4_000_000_001
_FIRST_SUPERGROUP = -1_002_000_000_001


def add_person(
    world: World, name: str, language_code: str = "ru", username: str | None = None, *, started: bool = False
) -> dict[str, Any]:
    """A new person with a private chat.

    Parameters:
        name: the first name.
        language_code: the language of the person's app.
        username: the username, without the at sign.
        started: the bot may already write, as if the person had pressed Start before.
    """
    person = Person(_FIRST_PERSON + len(world.people), name, language_code, username)
    world.people[person.id] = person
    chat = Chat(id=person.id, kind=ChatKind.PRIVATE, title=name, username=username, started=started)
    chat.members[person.id] = "member"
    world.add_chat(chat)
    return person.user()


def add_group(
    world: World,
    title: str,
    people: list[int],
    *,
    admins: list[int] | None = None,
    supergroup: bool = False,
    forum: bool = False,
    bot_status: str = "member",
) -> dict[str, Any]:
    """A new group; the first person owns it."""
    kind = ChatKind.SUPERGROUP if supergroup or forum else ChatKind.GROUP
    chat = Chat(id=_free_id(world, kind), kind=kind, title=title, is_forum=forum, bot_status=bot_status)
    chat.members = dict.fromkeys(people, "member") | dict.fromkeys(admins or [], "administrator")
    if people:
        chat.members[people[0]] = "creator"
    return world.add_chat(chat).facts()


def add_channel(world: World, title: str, username: str | None = None) -> dict[str, Any]:
    """A new channel where the bot is an administrator."""
    chat_id = _free_id(world, ChatKind.CHANNEL)
    chat = Chat(id=chat_id, kind=ChatKind.CHANNEL, title=title, username=username, bot_status="administrator")
    return world.add_chat(chat).facts()


def add_topic(world: World, chat_id: int, name: str) -> int:
    """A new topic of a forum; its thread id."""
    chat = world.find_chat(chat_id)
    thread = chat.next_message_id()
    chat.topics[thread] = name
    world.hub.tell("reload")
    return thread


def block_bot(world: World, user_id: int, *, blocked: bool = True) -> None:
    """Let a person stop the bot, or start it again."""
    person, chat = world.people[user_id], world.chats[user_id]
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    person.blocked_bot = blocked
    if chat.started:
        _tell_bot_membership(world, chat, person, old, new)


def set_bot_status(world: World, chat_id: int, status: str, user_id: int | None = None) -> None:
    """Add the bot to a group, promote it, or put it out."""
    chat = world.find_chat(chat_id)
    person = world.people[user_id if user_id is not None else next(iter(chat.members))]
    old, chat.bot_status = chat.bot_status, status
    _tell_bot_membership(world, chat, person, old, status)


def set_member_status(world: World, chat_id: int, user_id: int, status: str) -> None:
    """Change what a person is in a group: member, administrator, left…"""
    world.find_chat(chat_id).members[user_id] = status
    world.hub.tell("reload")


def migrate(world: World, chat_id: int) -> int:
    """Turn a group into a supergroup.

    Returns:
        The id of the new chat.
    """
    old = world.find_chat(chat_id)
    new = Chat(id=_free_id(world, ChatKind.SUPERGROUP), kind=ChatKind.SUPERGROUP, title=old.title)
    new.members, new.bot_status = dict(old.members), old.bot_status
    world.add_chat(new)
    owner = world.people[next(iter(old.members))].user()
    for chat, fact in ((old, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": old.id})):
        world.updates.add("message", world.write(chat, fact, **{"from": owner}))
    old.migrated_to = new.id
    world.hub.tell("reload")
    return new.id


def add_demo_people(world: World) -> None:
    """Two people and a group with both."""
    anya = add_person(world, "Аня", "ru", "anya")
    john = add_person(world, "John", "en", "john")
    add_group(world, "CS2 squad", [anya["id"], john["id"]])


def _tell_bot_membership(world: World, chat: Chat, person: Person, old: str, new: str) -> None:
    bot = world.bot["id"]
    change = {
        "chat": chat.facts(),
        "from": person.user(),
        "date": int(time.time()),
        "old_chat_member": member(world, bot, old),
        "new_chat_member": member(world, bot, new),
    }
    world.updates.add("my_chat_member", change)
    world.hub.tell("reload")


def _free_id(world: World, kind: ChatKind) -> int:
    first = _FIRST_GROUP if kind is ChatKind.GROUP else _FIRST_SUPERGROUP
    return first - len(world.chats)
