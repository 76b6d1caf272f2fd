"""/link and /me told level and Elo of a player who had asked not to be analysed."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import Options
from sandbox.telegram import TelegramStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from storage.release import migrate_local
from tests.bot.conftest import buttons, running, until
from tests.bot.manager import FakeManager

NICKNAME = "kestrel"


@pytest.fixture
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as stand_in:
        yield stand_in


def words(telegram: TelegramStandIn, chat: int, part: str) -> list[dict[str, Any]]:
    return [one for one in telegram.messages(chat) if part in one.get("text", "")]


def opted(settings: Settings, player_id: str) -> None:
    migrate_local(settings)
    database = SyncDatabase.open(settings)
    OptOuts(database, hash_key(settings)).add(player_id)
    database.close()


async def test_of_who_opted_out_the_nickname_alone_is_told(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, faceit: FaceitStandIn
) -> None:
    # Given a player who asked not to be analysed
    player = next(one for one in faceit.league.players.values() if one.nickname == NICKNAME)
    opted(bot_settings, player.player_id)
    ann = telegram.add_person("Ann", "en", started=True)
    async with running(bot_settings.model_copy(update={"faceit_base_url": faceit.url}), manager):
        # When somebody says to be that player, which may be true
        telegram.send_text(ann, f"/link {NICKNAME}")
        await until(lambda: words(telegram, ann["id"], "Is this you?"), 20)
        found = words(telegram, ann["id"], "Is this you?")[0]
        press = next(one["callback_data"] for one in buttons(found) if "That" in one["text"])
        telegram.press(ann, ann["id"], found["message_id"], press)
        await until(lambda: words(telegram, ann["id"], "Tied"), 20)
        telegram.send_text(ann, "/me")
        await until(lambda: words(telegram, ann["id"], "Time zone"), 20)
    # Then the tie is made, and nothing but the nickname is told
    told = [found, *words(telegram, ann["id"], "Tied"), *words(telegram, ann["id"], "Time zone")]
    assert len(told) == 3 and all(NICKNAME in one["text"] for one in told)
    assert not any("Elo" in one["text"] or "level" in one["text"] for one in told)


def offered(telegram: TelegramStandIn, chat: int, times: int) -> bool:
    return len(words(telegram, chat, "Is this you?")) == times


async def test_of_others_level_and_elo_are_told(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, faceit: FaceitStandIn
) -> None:
    player = next(one for one in faceit.league.players.values() if one.nickname == NICKNAME)
    opted(bot_settings, "somebody-else")
    ann = telegram.add_person("Ann", "en", started=True)

    async with running(bot_settings.model_copy(update={"faceit_base_url": faceit.url}), manager):
        # A database that answers late counts as one that can't tell: a busy machine is asked again.
        for asked in range(1, 20):
            telegram.send_text(ann, f"/link {NICKNAME}")
            await until(partial(offered, telegram, ann["id"], asked), 20)
            if f"Elo {player.elo}" in words(telegram, ann["id"], "Is this you?")[-1]["text"]:
                return
            await asyncio.sleep(2)
    raise AssertionError("neither level nor Elo")
