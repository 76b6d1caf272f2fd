"""The bot's own account: commands, descriptions, menu button."""

from typing import Any

from ..errors import BadRequest
from ..params import Params
from ..profile import in_language
from ..world import World
from .registry import method


@method("getMe")
async def get_me(world: World, params: Params) -> dict[str, Any]:
    """The bot as a user."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.config.privacy_mode,
        "supports_inline_queries": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
async def set_my_commands(world: World, params: Params) -> bool:
    """Keep a list of commands."""
    world.commands.set(params.data("commands") or [], params.mapping("scope"), params.text("language_code"))
    world.hub.tell("reload")
    return True


@method("getMyCommands")
async def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    """The list of one scope and language."""
    return world.commands.get(params.mapping("scope"), params.text("language_code"))


@method("deleteMyCommands")
async def delete_my_commands(world: World, params: Params) -> bool:
    """Forget a list of commands."""
    world.commands.delete(params.mapping("scope"), params.text("language_code"))
    world.hub.tell("reload")
    return True


def _set_text(texts: dict[str, str], params: Params, name: str, most: int, world: World) -> bool:
    text = params.text(name)
    if len(text) > most:
        raise BadRequest(f"{name} is too long")
    texts[params.text("language_code")] = text
    world.hub.tell("reload")
    return True


@method("setMyName")
async def set_my_name(world: World, params: Params) -> bool:
    """Change the bot's name."""
    return _set_text(world.profile.names, params, "name", 64, world)


@method("getMyName")
async def get_my_name(world: World, params: Params) -> dict[str, str]:
    """The bot's name."""
    return {"name": in_language(world.profile.names, params.text("language_code")) or world.bot["first_name"]}


@method("setMyDescription")
async def set_my_description(world: World, params: Params) -> bool:
    """Change what an empty chat shows."""
    return _set_text(world.profile.descriptions, params, "description", 512, world)


@method("getMyDescription")
async def get_my_description(world: World, params: Params) -> dict[str, str]:
    """What an empty chat shows."""
    return {"description": in_language(world.profile.descriptions, params.text("language_code"))}


@method("setMyShortDescription")
async def set_my_short_description(world: World, params: Params) -> bool:
    """Change what the bot's page shows."""
    return _set_text(world.profile.short_descriptions, params, "short_description", 120, world)


@method("getMyShortDescription")
async def get_my_short_description(world: World, params: Params) -> dict[str, str]:
    """What the bot's page shows."""
    return {"short_description": in_language(world.profile.short_descriptions, params.text("language_code"))}


@method("setChatMenuButton")
async def set_chat_menu_button(world: World, params: Params) -> bool:
    """Change the button beside the text box."""
    button = params.mapping("menu_button") or {"type": "default"}
    if button.get("type") not in {"commands", "web_app", "default"}:
        raise BadRequest("menu button type is invalid")
    world.profile.menu_buttons[params.integer("chat_id")] = button
    world.hub.tell("reload")
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(world: World, params: Params) -> dict[str, Any]:
    """The button beside the text box."""
    return world.profile.menu_button(params.integer("chat_id"))
