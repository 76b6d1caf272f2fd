"""The bot's reactions to messages."""

from typing import Any

from ..errors import BadRequest
from ..params import Params
from ..world import World
from .registry import method

_EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 "
    "🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 "
    "😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)


@method("setMessageReaction")
async def set_message_reaction(world: World, params: Params) -> bool:
    """Show the bot's reaction under a message, or take it back."""
    chat = world.writable_chat(params)
    message_id = params.integer("message_id", 0) or 0
    if message_id not in chat.messages:
        raise BadRequest("message to react not found")
    reactions: list[dict[str, Any]] = params.data("reaction") or []
    if len(reactions) > 1:
        raise BadRequest("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction.get("type") != "emoji" or reaction.get("emoji") not in _EMOJI.split(" "):
            raise BadRequest("REACTION_INVALID")
    chat.reactions[message_id] = reactions
    world.hub.tell("reaction", chat_id=chat.id, message_id=message_id, reactions=reactions)
    return True
