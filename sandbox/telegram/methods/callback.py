"""Answering pressed buttons."""

from ..errors import BadRequest
from ..params import Params
from ..world import World
from .registry import method


@method("answerCallbackQuery")
async def answer_callback_query(world: World, params: Params) -> bool:
    """End the button's spinner, with a note if wished."""
    text = params.text("text")
    if len(text) > 200:
        raise BadRequest("MESSAGE_TOO_LONG")
    query_id = params.text("callback_query_id")
    answer = {
        "query_id": query_id,
        "user_id": world.callbacks.answer(query_id),
        "text": text,
        "show_alert": params.flag("show_alert"),
    }
    world.callback_answers.append(answer)
    del world.callback_answers[:-1_000]
    world.hub.tell("answered", **answer)
    return True
