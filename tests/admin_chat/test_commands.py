"""The admins' commands and buttons, in a chat: for admins alone, the verdict first, what is done is done once."""

import json
import time
from functools import partial
from html import unescape
from typing import Any

import httpx
import pytest
import redis

from bot.admin_menus import CHATS
from bot.callbacks import AdminAct, AdminButton
from bot.commands import ADMIN, GROUP, PRIVATE
from connections import PREFIX
from pipelines.overview.workers import INDEX
from pipelines.plans import Queue
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.acts import ACTS
from tasks.events import ENDINGS
from tests.admin_chat.conftest import Hands, Room, served
from tests.admin_chat.test_steering import age
from tests.bot.conftest import buttons, until

COMMANDS = [*ADMIN, "admin_queue_cleanup 5", "admin_task k7m2x9qa", "admin_pause high", "admin_resume high"]


def listed(room: Room, message: dict[str, Any], task: str) -> bool:
    return task in room.now(message)["text"]


def labels(message: dict[str, Any]) -> list[str]:
    return [one["text"] for one in buttons(message)]


# For whom


async def test_for_others_there_are_no_such_commands(room: Room, redis_tasks: redis.Redis) -> None:
    unknown = (await room.asked("/no_such_command", room.bob))["text"]
    for command in COMMANDS:
        assert (await room.asked(f"/{command}", room.bob))["text"] == unknown, command
    assert not redis_tasks.exists(ACTS) and not redis_tasks.exists(f"{PREFIX}paused")


async def test_in_a_group_an_admins_numbers_are_nobodys(room: Room) -> None:
    group = room.telegram.add_group("five", [room.admin, room.bob])
    room.telegram.send_text(room.admin, "/admin_queue_status", group["id"])
    room.telegram.send_text(room.admin, "/budget", group["id"])
    room.telegram.send_text(room.admin, "/lang", group["id"])
    await until(lambda: any("🌐" in one["text"] for one in room.telegram.messages(group["id"])))
    said = [one["text"] for one in room.telegram.messages(group["id"]) if one["from"]["is_bot"]]
    assert len(said) == 1


async def test_the_group_of_the_admins_may_read_them(bot_settings: Settings, telegram: TelegramStandIn) -> None:
    admin = telegram.add_person("Admin", "en", started=True)
    bob = telegram.add_person("Bob", "en", started=True)
    group = telegram.add_group("watch", [admin, bob])["id"]
    async with served(bot_settings.model_copy(update={"admin_ids": f"{admin['id']},{group}"}), telegram):
        telegram.send_text(bob, "/admin_log", group)
        telegram.send_text(admin, "/admin_log", group)
        await until(lambda: any("📒" in one["text"] for one in telegram.messages(group)))
    assert len([one for one in telegram.messages(group) if one["from"]["is_bot"]]) == 1


async def test_nobody_elses_press_does_anything(room: Room, hands: Hands, redis_tasks: redis.Redis) -> None:
    # Given the admin's pages in a group where Bob can press, and one of his own chat
    failed, running = hands.fail(hands.submit(1)), hands.submit(2)
    group = room.telegram.add_group("five", [room.bob, room.admin])
    room.telegram.send_text(room.bob, "/lang", group["id"])
    await until(lambda: any(one["from"]["is_bot"] for one in room.telegram.messages(group["id"])))
    message = next(one for one in room.telegram.messages(group["id"]) if one["from"]["is_bot"])
    page = await room.asked(f"/admin_task {running}")
    before = room.telegram.messages(group["id"]), room.now(page), redis_tasks.dbsize()
    for act in AdminAct:
        for arg in ("", failed, running, "high", "failed"):
            data = AdminButton(act=act, arg=arg).pack()
            assert await room.sent(message, data, room.bob) == ""
            # Nor does an admin's where strangers read along
            assert await room.sent(message, data) == ""
    assert (room.telegram.messages(group["id"]), room.now(page)) == before[:2]
    assert not redis_tasks.exists(ACTS)
    assert (hands.state(failed), hands.state(running)) == ("failed", "queued")


async def test_menus(room: Room) -> None:
    def menu(chat: int | None) -> list[str]:
        scope = {"type": "chat", "chat_id": chat} if chat is not None else {"type": "all_private_chats"}
        calls = [one.params for one in room.telegram.calls("setMyCommands")]
        mine = [one for one in calls if _scope(one) == scope and one.get("language_code") == "ru"]
        return [one["command"] for one in _commands(mine[-1])] if mine else []

    await until(lambda: menu(room.admin["id"]))
    assert set(menu(room.admin["id"])) == {*ADMIN, *PRIVATE}
    assert not {name for name in menu(None) if name in ADMIN} and menu(room.bob["id"]) == []
    assert not set(ADMIN) & {*PRIVATE, *GROUP}


async def test_who_is_an_admin_no_longer_loses_the_menu(
    bot_settings: Settings, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    admin, former = (telegram.add_person(name, "en", started=True)["id"] for name in ("Admin", "Former"))

    def menus(chat: int) -> list[int]:
        asked = f"{telegram.url}/bot{bot_settings.bot_token.get_secret_value()}/getMyCommands"
        given = [{"scope": {"type": "chat", "chat_id": chat}, "language_code": code} for code in ("", "en", "ru")]
        return [len(httpx.post(asked, json=one).json()["result"]) for one in given]

    everything = [len(ADMIN) + len(PRIVATE)] * 3
    async with served(bot_settings.model_copy(update={"admin_ids": f"{admin},{former}"}), telegram):
        await until(lambda: menus(admin) == menus(former) == everything)
    # Given a bot started anew with one admin fewer, at a time when Telegram has trouble
    telegram.fail_next("deleteMyCommands", 500)
    async with served(bot_settings.model_copy(update={"admin_ids": str(admin)}), telegram):
        await until(lambda: any(one.status == 500 for one in telegram.calls("deleteMyCommands")))
        assert menus(former) == everything and len(redis_tasks.smembers(CHATS)) == 2
    # When it is started once more, then the former admin has the menu of everybody
    async with served(bot_settings.model_copy(update={"admin_ids": str(admin)}), telegram):
        await until(lambda: menus(former) == [0, 0, 0])
        await until(lambda: redis_tasks.smembers(CHATS) == {str(admin).encode()})
    assert menus(admin) == everything


def _scope(params: dict[str, Any]) -> Any:
    scope = params.get("scope")
    return json.loads(scope) if isinstance(scope, str) else scope


def _commands(params: dict[str, Any]) -> Any:
    given = params["commands"]
    return json.loads(given) if isinstance(given, str) else given


async def test_an_admin_who_never_started_the_bot_spoils_nothing(
    bot_settings: Settings, telegram: TelegramStandIn
) -> None:
    admin = telegram.add_person("Admin", "en", started=True)
    async with served(bot_settings.model_copy(update={"admin_ids": f"1,{admin['id']}"}), telegram):
        chats = lambda: [_scope(one.params) for one in telegram.calls("setMyCommands")]  # noqa: E731
        await until(lambda: {"type": "chat", "chat_id": admin["id"]} in chats())


# Pages


@pytest.mark.parametrize("language", ["ru", "en"], indirect=True)
async def test_every_page_in_every_language(room: Room, hands: Hands, language: str) -> None:
    task = hands.fail(hands.submit(1))
    commands = ["admin", "admin_queue_status", "admin_queue_metrics", "admin_queue_users", "admin_tasks",
                f"admin_task {task}", "admin_log", "budget"]  # fmt: skip
    for command in commands:
        words = (await room.asked(f"/{command}"))["text"]
        assert "{" not in words and len(words) < 4096
        assert (language == "ru") == any("а" <= char <= "я" for char in words.lower()), words


async def test_the_verdict_comes_first_and_says_why(room: Room, redis_tasks: redis.Redis, hands: Hands) -> None:
    hands.submit(1)
    page = await room.asked("/admin_queue_status")
    first, why = page["text"].split("\n")[:2]
    assert first.startswith("🔴") and why.startswith("❗")
    assert "high: 1 · 0 · 0" in page["text"] and "никто не слушает" in page["text"]
    # Refreshed, the same message says what is new
    hands.submit(2, "tg:8")
    assert await room.pressed(page, "Обновить") == ""
    await until(lambda: "high: 2 · 0 · 0" in room.now(page)["text"])
    # A worker that beats is listed; one that is silent stands out
    assert redis_tasks.zcard(INDEX) == 0


async def test_pausing_and_resuming(room: Room, redis_tasks: redis.Redis) -> None:
    for wrong in ("", "hihg", "<b>"):
        words = (await room.asked(f"/admin_pause {wrong}"))["text"]
        assert "critical, high, default, low" in words
    assert not redis_tasks.exists(ACTS)
    assert "на паузе" in (await room.asked("/admin_pause HIGH"))["text"]
    assert "и так на паузе" in (await room.asked("/admin_pause faceit_bot_high"))["text"]
    page = await room.asked("/admin_queue_status")
    assert "⏸ на паузе" in page["text"]
    assert "снята" in await room.pressed(page, "Снять паузу: high")
    await until(lambda: "⏸ на паузе" not in room.now(page)["text"])
    assert "не была" in (await room.asked("/admin_resume high"))["text"]
    words = (await room.asked("/admin_log"))["text"]
    assert words.count(" pause faceit_bot_high") == 2 and words.count(" resume faceit_bot_high") == 2
    assert str(room.admin["id"]) not in words


async def test_lists_with_filters_and_pages(room: Room, hands: Hands) -> None:
    for number in range(11):
        hands.fail(hands.submit(number, f"tg:{number + 100}"))
    running, queued = hands.submit(50, "tg:50"), hands.submit(51, "tg:51")
    hands.begin(running)
    page = await room.asked("/admin_tasks")
    assert "упали — 11" in page["text"] and "Страница 1 из 2" in page["text"] and page["text"].count("❌") == 8
    assert "tg:1" not in page["text"]
    await room.pressed(page, "▶️")
    await until(lambda: "Страница 2 из 2" in room.now(page)["text"])
    assert room.now(page)["text"].count("❌") == 3
    await room.pressed(room.now(page), "🔄 Идут")
    await until(lambda: running in room.now(page)["text"])
    assert queued not in room.now(page)["text"]
    await room.pressed(room.now(page), "⏳ Ждут")
    await until(lambda: queued in room.now(page)["text"])
    await room.pressed(room.now(page), f"📄 {queued}")
    await until(lambda: "🚫 Отменить" in labels(room.now(page)))


async def test_a_task_from_its_page(room: Room, hands: Hands) -> None:
    trace = (
        'Traceback (most recent call last):\n  File "/a/x.py", line 3, in <module>\n    seats["x"]\nKeyError: \'x\'\n'
    )
    task = hands.fail(hands.submit(1, "tg:555", chat=room.bob["id"]), trace=trace)
    page = await room.asked(f"/admin_task {task}")
    for part in ("❌ failed", "Код: faceit-not-found", "KeyError", "Шаг", "faceit_bot_high"):
        assert part in page["text"], part
    assert "tg:555" not in page["text"] and str(room.bob["id"]) not in page["text"]
    # Retried by a button, twice: one new task, of the person
    assert await room.pressed(page, "Повторить") == "Начинаю заново"
    await until(lambda: task not in room.now(page)["text"].split("\n")[0])
    new = hands.manager.store.recent("tg:555", 1)[0]
    view = hands.manager.view(new)
    assert view is not None and (view.chat, view.retry_of) == (room.bob["id"], task)
    assert await room.sent(page, AdminButton(act=AdminAct.RETRY, arg=task).pack()) == "Задача уже выполняется"
    # And cancelled
    assert await room.pressed(room.now(page), "Отменить") == "Задача отменена"
    assert hands.state(new) == "cancelled"
    assert await room.sent(page, AdminButton(act=AdminAct.CANCEL, arg=new).pack()) == "Задача уже завершена"
    assert "отменена" in (await room.asked(f"/admin_task_cancel {hands.submit(9)}"))["text"]


async def test_a_failed_run_a_day_later(room: Room, hands: Hands) -> None:
    task = hands.fail(hands.submit(1, "tg:555"))
    run = (hands.manager.store.task(task) or {})["run"]
    hands.manager.store.client.delete(f"{PREFIX}task:{task}")
    page = await room.asked(f"/admin_task {run}")
    assert "Код: faceit-not-found" in page["text"] and run in page["text"]
    assert not {"🔁 Повторить", "🗑 Удалить"} & set(labels(page)) and labels(page)
    assert "Такой задачи нет" in (await room.asked(f"/admin_task {task}"))["text"]


@pytest.mark.parametrize("command", ["admin_task", "admin_task_retry", "admin_task_cancel"])
async def test_ids_that_are_none(room: Room, command: str, hands: Hands) -> None:
    hands.submit(1)
    for wrong in ("", "*", "k7m2x9qa", "<b>", "k7m2x9qa:delivery", "../..", "x" * 300):
        words = (await room.asked(f"/{command} {wrong}"))["text"]
        assert ("Укажите ID" in words) == (not wrong) and "сломалось" not in words, (wrong, words)


async def test_a_hostile_subject_stays_words(room: Room, hands: Hands) -> None:
    hostile = "<b>x</b> @everyone /admin https://evil.example/?a=<i>\u202e"
    task = hands.submit(1, subject=hostile)
    for command in ("/admin_tasks", f"/admin_task {task}"):
        message = await room.asked(command)
        if command == "/admin_tasks":
            await room.pressed(message, "Все")
            await until(partial(listed, room, message, task))
            message = room.now(message)
        words = unescape(message["text"])
        assert "@everyone" not in words and "evil.example" not in words and "\u202e" not in words
        kinds = {one["type"] for one in message.get("entities", ())}
        assert kinds <= {"bold", "code", "bot_command", "pre"}, kinds


# Clean-up and all at once


@pytest.mark.parametrize("wrong", ["0", "-1", "169", "x", "1.5", "99999999999", "٣"])
async def test_hours_that_are_none(room: Room, wrong: str) -> None:
    assert "Сколько часов" in (await room.asked(f"/admin_queue_cleanup {wrong}"))["text"]


async def test_clean_up_asks_first_and_is_done_once(room: Room, hands: Hands, redis_tasks: redis.Redis) -> None:
    assert "Убирать нечего" in (await room.asked("/admin_queue_cleanup"))["text"]
    tasks = [hands.fail(hands.submit(number, f"tg:{number}", chat=None)) for number in (1, 2)]
    redis_tasks.delete(ENDINGS)
    for task in tasks:
        age(redis_tasks, hands, task, 30)
    offer = await room.asked("/admin_queue_cleanup")
    assert "Задач: 2" in offer["text"] and hands.state(tasks[0]) == "failed"
    # Bob's press of it does nothing
    yes = next(one["callback_data"] for one in buttons(offer) if "Да" in one["text"])
    assert await room.sent(offer, yes, room.bob) == "" and hands.state(tasks[0]) == "failed"
    await room.pressed(offer, "Да")
    await until(lambda: "Убрано: задач 2" in room.now(offer)["text"])
    assert [hands.state(task) for task in tasks] == ["gone", "gone"]
    assert "устарело" in await room.sent(offer, yes)
    assert "clean-up" in (await room.asked("/admin_log"))["text"]


async def test_an_offer_left_or_too_old_does_nothing(room: Room, hands: Hands, redis_tasks: redis.Redis) -> None:
    task = hands.fail(hands.submit(1, chat=None))
    age(redis_tasks, hands, task, 30)
    offers = [await room.asked("/admin_queue_cleanup 5") for _ in range(2)]
    yes = [next(one["callback_data"] for one in buttons(offer) if "Да" in one["text"]) for offer in offers]
    assert "как есть" in await room.pressed(offers[0], "Оставить")
    key = next(iter(redis_tasks.scan_iter(f"{PREFIX}admin:offer:*")))
    assert 0 < redis_tasks.ttl(key) <= 300
    redis_tasks.delete(key)
    for offer, data in zip(offers, yes, strict=True):
        assert "устарело" in await room.sent(offer, data)
    assert hands.state(task) == "failed" and not redis_tasks.exists(ACTS)


async def test_all_failed_and_all_under_way(room: Room, hands: Hands) -> None:
    for number in (1, 2):
        hands.fail(hands.submit(number, f"tg:{number}"))
    await room.pressed(await room.asked("/admin_tasks"), "Повторить упавшие")
    await until(lambda: "Их 2" in room.answers(room.admin)[-1]["text"])
    offer = room.answers(room.admin)[-1]
    await room.pressed(offer, "Да")
    await until(lambda: "Повторено задач: 2" in room.now(offer)["text"])
    page = await room.asked("/admin_tasks")
    await room.pressed(page, "Ждут")
    await until(lambda: "🚫 Отменить все" in labels(room.now(page)))
    await room.pressed(room.now(page), "Отменить все")
    await until(lambda: "Отменить всё" in room.answers(room.admin)[-1]["text"])
    offer = room.answers(room.admin)[-1]
    await room.pressed(offer, "Да")
    await until(lambda: "Отменено задач: 2" in room.now(offer)["text"])


# Bad weather


FORGED = ["m:t:failed:99999999999", "m:t:nothing:-5", "m:d:*:1", "m:y::1", "m:k:*:1", "m:r:nothing:1", "m:u::0",
          "m:l::1001", "m:t:failed", "m:zz::1", "m:s::x", "m:k:nothere1:1", "m:d:" + "x" * 50 + ":1"]  # fmt: skip


async def test_deleting_asks_first(room: Room, hands: Hands) -> None:
    one, *others = (hands.fail(hands.submit(number, f"tg:{number}", chat=None)) for number in (1, 2, 3))
    await room.pressed(await room.asked(f"/admin_task {one}"), "Удалить")
    await until(lambda: f"Удалить {one}?" in room.answers(room.admin)[-1]["text"])
    offer = room.answers(room.admin)[-1]
    assert hands.state(one) == "failed"
    await room.pressed(offer, "Да")
    await until(lambda: f"{one} удалена" in room.now(offer)["text"])
    assert hands.state(one) == "gone"
    await room.pressed(await room.asked("/admin_tasks"), "Удалить упавшие")
    await until(lambda: "Их 2" in room.answers(room.admin)[-1]["text"])
    offer = room.answers(room.admin)[-1]
    await room.pressed(offer, "Да")
    await until(lambda: "Удалено задач: 2" in room.now(offer)["text"])
    assert {hands.state(task) for task in others} == {"gone"}
    # And of one that is gone there is nothing to be asked
    data = AdminButton(act=AdminAct.DELETE, arg=one).pack()
    await room.sent(offer, data)
    await until(lambda: "Таких задач нет" in room.answers(room.admin)[-1]["text"])
    said = (await room.asked("/admin_log"))["text"]
    assert "delete-failed" in said and "delete" in said


async def test_forged_data_of_an_admin(room: Room, hands: Hands) -> None:
    hands.fail(hands.submit(1))
    page = await room.asked("/admin_tasks")
    for data in FORGED:
        assert "сломалось" not in await room.sent(page, data), data
    assert "📋" in (await room.asked("/admin_tasks"))["text"]


async def test_redis_away_is_said_in_plain_words(
    bot_settings: Settings, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = telegram.add_person("Admin", "ru", started=True)
    away = bot_settings.model_copy(
        update={"admin_ids": str(admin["id"]), "redis_url": type(bot_settings.redis_url)("redis://127.0.0.1:9")}
    )
    room = Room(telegram, admin, admin)
    async with served(away, telegram):
        for command in ("/admin_queue_status", "/admin_tasks", "/admin_pause high", "/budget", "/admin_log"):
            asked = time.monotonic()
            words = (await room.asked(command))["text"]
            assert words.startswith("🔴 Плохо: Redis не отвечает") and "REDIS_URL" in words
            assert time.monotonic() - asked < 2
        assert "🛠" in (await room.asked("/admin"))["text"]


def test_all_buttons_fit() -> None:
    for act in AdminAct:
        assert len(AdminButton(act=act, arg="x" * 16, page=1000).pack().encode()) <= 64
    assert {queue.value for queue in Queue}
