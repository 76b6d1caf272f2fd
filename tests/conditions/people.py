"""What the stand-in's people can't do by themselves: send pictures, forward, repeat an update."""

from typing import Any

from sandbox.telegram import TelegramStandIn
from sandbox.telegram.entities import find_entities
from sandbox.telegram.world import World

PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]


def send(
    telegram: TelegramStandIn, person: dict[str, Any], chat: int | None = None, *, kind: str = "message", **content: Any
) -> dict[str, Any]:
    """A message of any content: `photo=PHOTO, caption="…"`, `sticker=…`; entities of a caption are found."""
    if "caption" in content:
        content.setdefault("caption_entities", find_entities(content["caption"]))

    def act(world: World) -> dict[str, Any]:
        place = world.find_chat(chat if chat is not None else person["id"])
        message = world.write(place, content, **{"from": person})
        world.updates.add(kind, message)
        return message

    return telegram._run(act)


def again(telegram: TelegramStandIn, kind: str, message: dict[str, Any], update_id: int) -> None:
    """The same update once more, as after a getUpdates whose confirmation was lost."""

    def act(world: World) -> None:
        world.updates.add(kind, message)
        world.updates._pending[-1]["update_id"] = update_id

    telegram._run(act)


def last_update(telegram: TelegramStandIn) -> int:
    """Id of the newest update."""
    return telegram._run(lambda world: world.updates._last_id)
