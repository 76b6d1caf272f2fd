"""What became of every task: accepted, ended by kind, told, told twice, lost."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.table import Table

from bot.marks import SILENCED
from connections import PREFIX
from tests.faults.keeper import Life
from tests.faults.stage import Stage

TITLES = "Как пользоваться|Что я храню|How to use|What I keep"
CARD = re.compile(rf"\A(?!\W*(?:<b>)?(?:{TITLES})).*(?:Данные FACEIT|Data: FACEIT)", re.DOTALL)
"""A report by its foot, which help and privacy have too."""
FAILED = re.compile(r"^❌|не удалось|нет в FACEIT|FACEIT не знает", re.IGNORECASE)
ALONE = "считаю сам"
CANCELLED = re.compile(r"🚫[^\n]*(отмен)", re.IGNORECASE)
SENT = re.compile(r'"task": "(\w+)", "part": "[^"]+", "event": "delivery.sent"')
FINAL = ("completed", "failed", "cancelled")
BOT = "bot"


@dataclass(frozen=True)
class Account:
    """One task of a person who asked for one thing: its record, and what his chat shows of its end."""

    chat: int
    task: str
    state: str
    told: int
    times: tuple[float, ...] = ()
    alone: bool = False
    """The bot has begun it alone as well: the answer to its submit was lost."""


@dataclass(frozen=True)
class BotLife:
    """One bot's time, Unix times, and the tasks of which it has written down that a part is out."""

    began: float
    killed: float | None
    written: frozenset[str]

    def died_between(self, taken: float, task: str) -> bool:
        """Whether it was killed after Telegram took a part of this task, and before it wrote that down."""
        return self.killed is not None and self.began <= taken <= self.killed and task not in self.written

    @classmethod
    def of(cls, life: Life) -> "BotLife":
        """As the process itself has logged it: it says that a part is out right after the mark is kept."""
        return cls(life.began, life.killed, frozenset(SENT.findall(life.child.output)))


@dataclass
class Ledger:
    """The account of a storm. `alone`: taken by the bot itself while Valkey was away, no promise outlives it."""

    asked: int
    accounts: list[Account] = field(default_factory=list)
    alone: int = 0
    silent: int = 0
    bots: Sequence["BotLife"] = ()
    logs: Mapping[str, str] = field(default_factory=dict)
    """What each process wrote, by role and place among its lives."""

    @property
    def lost(self) -> list[Account]:
        """Accepted, but never ended or never told."""
        return [one for one in self.accounts if one.state not in FINAL or not one.told]

    @property
    def repeats(self) -> list[Account]:
        """Told more than once from the queue."""
        return [one for one in self.accounts if one.told > 1 + one.alone]

    @property
    def twins(self) -> list[Account]:
        """Told by the bot alone and from the queue: it was killed before it could silence the twin."""
        return [one for one in self.accounts if one.alone and one.told == 2]

    @property
    def between(self) -> list[float]:
        """The kill behind each repeat that has one: of the bot that had Telegram's 200 and had not written it down."""
        found = (
            bot.killed
            for one in self.repeats
            for bot in self.bots
            if any(bot.died_between(moment, one.task) for moment in one.times)
        )
        return [kill for kill in found if kill is not None]

    @property
    def unexplained(self) -> int:
        """Repeats that no kill explains."""
        return len(self.repeats) - len(self.between)

    def table(self, weather: Mapping[str, int]) -> Table:
        """The account as people read it."""
        result = Table("what", "how many")
        ended = Counter(one.state for one in self.accounts)
        rows: list[tuple[str, object]] = [
            ("people who asked", self.asked),
            ("tasks accepted", len(self.accounts)),
            *((f"ended {state}", ended[state]) for state in FINAL),
            ("told", sum(one.told > 0 for one in self.accounts)),
            ("told twice", len(self.repeats)),
            ("  of these the bot was killed between the 200 and its next write", len(self.between)),
            ("  kills of the bot that fell there", len(set(self.between))),
            ("told by the bot alone and from the queue", len(self.twins)),
            ("lost", len(self.lost)),
            ("taken by the bot alone, Valkey away", self.alone),
            ("asked while no bot took it", self.silent),
            *sorted(weather.items()),
        ]
        for name, count in rows:
            result.add_row(name, str(count))
        return result


def account(stage: Stage, chats: Sequence[int]) -> Ledger:
    """Read records and chats once everything is calm. Each chat is of a person who asked for one thing."""
    bots = [BotLife.of(life) for life in stage.keeper.lives if life.role == BOT]
    logs = {f"{at}-{life.role}": life.child.output for at, life in enumerate(stage.keeper.lives)}
    ledger = Ledger(asked=len(chats), bots=bots, logs=logs)
    records = _records(stage)
    sends = _sends(stage)
    for chat in chats:
        mine = records.get(chat, [])
        words = [message.get("text", "") for message in stage.telegram.messages(chat)]
        if not mine:
            answered = any("сам" in text or CARD.search(text) for text in words)
            ledger.alone += answered
            ledger.silent += not answered
        for task, state in mine:
            ledger.accounts.append(_told(chat, task, state, words, sends.get(chat, [])))
    return ledger


def _told(chat: int, task: str, state: str, words: Sequence[str], sends: Sequence[tuple[float, str]]) -> Account:
    sign = {"completed": CARD, "failed": FAILED}.get(state)
    if sign is None:
        told = any(CANCELLED.search(text) or CARD.search(text) for text in words)
        return Account(chat, task, state, int(told))
    # What a person still has before him counts; a card of several parts carries its sign once.
    shown = sum(bool(sign.search(text)) for text in words)
    times = tuple(moment for moment, text in sends if sign.search(text))
    return Account(chat, task, state, shown, times[:-1], any(ALONE in text for text in words))


def _records(stage: Stage) -> dict[int, list[tuple[str, str]]]:
    """Tasks and states by chat; a bulk's children have none, and a silenced twin is served by the bot itself."""
    found: dict[int, list[tuple[str, str]]] = {}
    client = stage.records()
    for key in client.scan_iter(f"{PREFIX}task:*", count=1000):
        name = key.decode()[len(PREFIX) + len("task:") :]
        if ":" in name:
            continue
        chat, state = client.hmget(f"{PREFIX}task:{name}", "chat", "state")
        if client.hexists(f"{PREFIX}task:{name}:delivery", SILENCED):
            continue
        if isinstance(chat, bytes) and chat and isinstance(state, bytes):
            found.setdefault(int(chat), []).append((name, state.decode()))
    client.close()
    return found


def _sends(stage: Stage) -> dict[int, list[tuple[float, str]]]:
    """When Telegram took which message, by chat."""
    found: dict[int, list[tuple[float, str]]] = {}
    for call in stage.telegram.calls("sendMessage"):
        if call.status == 200:
            found.setdefault(int(call.params["chat_id"]), []).append((call.time, str(call.params.get("text", ""))))
    return found
