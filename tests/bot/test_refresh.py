"""Cards in time: their age, the button that makes a new one, and the map that is chosen after they were sent."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.predict import predict_and_advise
from bot import cards, keyboards, veto_watch
from bot.callbacks import CardButton
from errors import DeferredError
from faceit.models import Match
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.states import State
from tests import rooms
from tests.bot.conftest import Person, buttons, running, until
from tests.bot.manager import FakeManager, view
from texts.catalogue import LANGUAGES, Language


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


@pytest.fixture
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=5)) as stand_in:
        yield stand_in


def report(made: datetime | None = None, **body: Any) -> dict[str, Any]:
    """A real report of a made-up match."""
    made = made or datetime.now(UTC)
    room = rooms.material(rooms.match_body(**body), rooms.lively())
    room = room.model_copy(update={"fetched_at": made})
    analysis = analyse(room, now=made, pool=rooms.POOL)
    return assemble(analysis, predict_and_advise(analysis), now=made, api_calls=31).model_dump(mode="json")


@pytest.mark.parametrize(("minutes", "words"), [(0, None), (4, "данным 4 мин"), (75, "данным 75 мин")])
def test_a_card_tells_its_age_when_it_is_sent(minutes: int, words: str | None) -> None:
    old = report(datetime.now(UTC) - timedelta(minutes=minutes, seconds=5))
    told = cards.parts(view(state=State.COMPLETED), old, cards.Reader("ru"), 24)[-1].text
    assert "данным " not in told if words is None else words in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_says_what_it_waits_for(language: Language) -> None:
    done = view(state=State.COMPLETED)
    for made, key in ((report(), "🗺"), (report(status="READY", voting=rooms.picked("de_mirage")), "🔄")):
        markup = cards.parts(done, made, cards.Reader(language), 24)[-1].keyboard
        assert markup is not None and markup.inline_keyboard[0][0].text.startswith(key)
        assert len(markup.inline_keyboard[1]) == 2
    assert len(CardButton(match=rooms.MATCH_ID).pack()) <= 64
    assert "Mirage" in keyboards.card(language, done, chosen="Mirage").inline_keyboard[0][0].text


async def carded(
    bot: FakeManager, telegram: TelegramStandIn, person: Person, chat: int, made: dict[str, Any], words: str
) -> dict[str, Any]:
    telegram.send_text(person, words, chat)
    await until(lambda: "task1" in bot.tasks and bot.tasks["task1"].progress_message)
    bot.end("task1", State.COMPLETED, report=made)
    return await telegram.message(chat, lambda message: len(buttons(message)) == 3)


async def test_a_press_makes_a_new_task_of_whoever_pressed_and_twice_makes_one(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person, bot_settings: Settings
) -> None:
    # Given Ann's card in a group
    group = telegram.add_group("five", [ann, bob])["id"]
    card = await carded(bot, telegram, ann, group, report(), f"/analyze {rooms.MATCH_ID}")
    # When Bob presses twice
    press = buttons(card)[0]["callback_data"]
    telegram.press(bob, group, card["message_id"], press)
    telegram.press(bob, group, card["message_id"], press)
    # Then it is one task of his, in reply to the card, and he hears so twice
    answer = await telegram.message(group, lambda message: "ID: task2" in message["text"])
    assert answer["reply_to_message"]["message_id"] == card["message_id"]
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 2)
    toasts = {call.params["text"] for call in telegram.calls("answerCallbackQuery")}
    assert toasts == {"Updating: a new report is on its way", "The task is running already"}
    assert len(bot.wishes) == 2
    wish = bot.wishes[1]
    assert (wish.owner, wish.lang, wish.subject) == (f"tg:{bob['id']}", "en", rooms.MATCH_ID)
    assert wish.max_age_s == bot_settings.tasks.refresh_seconds


async def test_the_button_names_the_map_once_it_is_chosen(
    bot_settings: Settings,
    manager: FakeManager,
    telegram: TelegramStandIn,
    ann: Person,
    faceit: FaceitStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(veto_watch, "LOOK_AT_S", (0.3, 0.6, 3.5, 4.5))
    settings = bot_settings.model_copy(update={"faceit_base_url": faceit.url})
    match = faceit.league.scenarios["voting"]
    async with running(settings, manager):
        await until(lambda: telegram.status()["polled"])
        card = await carded(manager, telegram, ann, ann["id"], report(), match)
        assert buttons(card)[0]["text"] == "🗺 Обновить после выбора карты"
        await until(lambda: faceit.calls()["total"] >= 1)
        faceit.advance(match)
        named = await telegram.message(ann["id"], lambda message: "Карта выбрана" in str(buttons(message)), timeout=8)
        assert named["message_id"] == card["message_id"] and named["text"] == card["text"]
        assert [button.get("callback_data") for button in buttons(named)][0] == f"r:{match}"
        assert faceit.calls()["total"] <= 4


def room(phase: str) -> Match:
    """A match before the veto, after it, or called off."""
    bodies: dict[str, dict[str, Any]] = {
        "voting": {}, "chosen": {"status": "READY", "voting": rooms.picked("de_nuke")},
        "begun": {"status": "ONGOING"}, "off": {"status": "CANCELLED"},
    }  # fmt: skip
    return Match.model_validate(rooms.match_body(**bodies[phase]))


class Edits:
    """A Bot that remembers what it was told to edit."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def edit_message_reply_markup(self, **values: Any) -> bool:
        self.texts.append(values["reply_markup"].inline_keyboard[0][0].text)
        return True


class Sent:
    """A message that is out."""

    def __init__(self, number: int) -> None:
        self.message_id = number
        self.chat = type("Chat", (), {"id": 1})


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["voting", "chosen"], ["🗺 Карта выбрана: Nuke — обновить"] * 2),
        (["budget", "begun"], ["🗺 Матч начался — обновить"] * 2),
        (["voting", "off"], []),
        (["voting", "voting", "budget", "voting"], []),
    ],
)
async def test_a_watch_looks_a_few_times_and_never_insists(
    monkeypatch: pytest.MonkeyPatch, answers: list[str], said: list[str]
) -> None:
    monkeypatch.setattr(veto_watch, "LOOK_AT_S", (0.01, 0.02, 0.03, 0.04))
    looks = iter(answers)

    def look(_match: str) -> Match:
        answer = next(looks)
        if answer == "budget":
            raise DeferredError("budget", delay=5)
        return room(answer)

    await watched(look, said, looks)


async def watched(look: Callable[[str], Match], said: list[str], looks: Iterator[str]) -> None:
    edits = Edits()
    watch = veto_watch.VetoWatch(edits, look)  # type: ignore[arg-type]
    for number in (1, 2):
        watch(view(subject=rooms.MATCH_ID), report(), Sent(number))  # type: ignore[arg-type]
    watch(view(subject="other"), report(status="FINISHED"), Sent(3))  # type: ignore[arg-type]
    keeping = asyncio.create_task(watch.run())
    await asyncio.sleep(0.4)
    assert edits.texts == said
    assert list(looks) == []
    keeping.cancel()
