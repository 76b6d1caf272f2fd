"""Match links wherever a message may hold them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Chat, Message, MessageEntity, User

from bot.answers import ForeignLinkError, NoLinkError
from bot.links import matches_in
from bot.requesters import of_message
from tests import rooms

LINK = f"https://www.faceit.com/en/cs2/room/{rooms.MATCH_ID}"


def message(**more: Any) -> Message:
    values: dict[str, Any] = {
        "message_id": 1,
        "date": datetime.now(UTC),
        "chat": Chat(id=1, type="private"),
        "from_user": User(id=1, is_bot=False, first_name="A"),
    }
    return Message(**{**values, **more})


def test_text_caption_hidden_link_and_the_message_answered() -> None:
    hidden = MessageEntity(type="text_link", offset=0, length=4, url=LINK)
    for one in (
        message(text=f"look: {LINK}?x=1 and {LINK}"),
        message(caption=LINK),
        message(text="this", entities=[hidden]),
        message(text="/analyze", reply_to_message=message(text=LINK)),
    ):
        assert matches_in(one) == [rooms.MATCH_ID]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("hello", NoLinkError),
        ("https://example.com/x", ForeignLinkError),
        ("see https://faceit.com/en", ForeignLinkError),
    ],
)
def test_no_link_and_foreign_links(words: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        matches_in(message(text=words))


def test_who_asks() -> None:
    group = Chat(id=-100, type="supergroup")
    person = of_message(message(), frozenset({1}))
    assert person is not None and person.owner == "tg:1" and person.admin
    anonymous = of_message(message(chat=group, sender_chat=group), frozenset({1}))
    assert anonymous is not None and anonymous.owner == "chat:-100" and not anonymous.admin
    assert of_message(message(from_user=User(id=2, is_bot=True, first_name="B")), frozenset()) is None
