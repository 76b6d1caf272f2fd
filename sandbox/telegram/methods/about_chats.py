"""What the bot may ask about a chat and its members."""

from typing import Any

from ..chats import Chat, ChatKind
from ..errors import BadRequest
from ..params import Params
from ..world import World
from .registry import method

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def member(world: World, user_id: int, status: str) -> dict[str, Any]:
    """A member of a chat as the Bot API's ChatMember."""
    user = world.bot if user_id == world.bot["id"] else world.people[user_id].user()
    facts: dict[str, Any] = {"user": user, "status": status}
    if status == "administrator":
        facts |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    elif status == "creator":
        facts["is_anonymous"] = False
    elif status == "kicked":
        facts["until_date"] = 0
    return facts


def _status(world: World, chat: Chat, user_id: int) -> str:
    if user_id == world.bot["id"]:
        return chat.bot_status
    return chat.members.get(user_id, "left")


@method("getChat")
async def get_chat(world: World, params: Params) -> dict[str, Any]:
    """The chat in full."""
    chat = world.readable_chat(params)
    return {
        **chat.facts(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
            False,
        ),
    }


@method("getChatMember")
async def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    """One member's status."""
    chat = world.readable_chat(params)
    user_id = params.integer("user_id", 0) or 0
    if user_id not in world.people and user_id != world.bot["id"]:
        raise BadRequest("PARTICIPANT_ID_INVALID")
    return member(world, user_id, _status(world, chat, user_id))


@method("getChatAdministrators")
async def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    """The owner and the administrators, the bot itself among them."""
    chat = world.readable_chat(params)
    if chat.kind is ChatKind.PRIVATE:
        raise BadRequest("there are no administrators in the private chat")
    statuses = {**chat.members, world.bot["id"]: chat.bot_status}
    return [
        member(world, user_id, status) for user_id, status in statuses.items() if status in {"creator", "administrator"}
    ]


@method("getChatMemberCount")
async def get_chat_member_count(world: World, params: Params) -> int:
    """How many are in the chat."""
    return len(world.readable_chat(params).members) + 1
