"""What became of every task: accepted, ended by kind, told, told twice, lost."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.table import Table

from bot.marks import SILENCED
from connections import PREFIX
from tasks.states import TaskType
from tests.faults.stage import Stage
from tests.faults.windows import Break, windows, written
from texts import text
from texts.catalogue import LANGUAGES

TITLES = "Как пользоваться|Что я храню|How to use|What I keep"
CARD = re.compile(rf"\A(?!\W*(?:<b>)?(?:{TITLES})).*(?:Данные FACEIT|Data: FACEIT)", re.DOTALL)
"""A report by its foot, which help and privacy have too."""
FAILED = re.compile(
    "|".join(re.escape(text(language, f"failed-{kind}")) for kind in TaskType for language in LANGUAGES)
)
"""The card of a failure, which is not the line that its progress message shrinks to."""
ALONE = "считаю сам"
CANCELLED = re.compile(r"🚫[^\n]*(отмен)", re.IGNORECASE)
BOT = "bot"
"""How the roles of bots begin."""
FINAL = ("completed", "failed", "cancelled")


@dataclass(frozen=True)
class Account:
    """One task of a person who asked for one thing: its record, and what his chat shows of its end."""

    chat: int
    task: str
    state: str
    told: int
    times: tuple[float, ...] = ()
    """When Telegram took its card, each time."""
    alone: bool = False
    """The bot has begun it alone as well: the answer to its submit was lost."""


@dataclass
class Ledger:
    """The account of a storm. `alone`: taken by the bot itself while Valkey was away, no promise outlives it."""

    asked: int
    accounts: list[Account] = field(default_factory=list)
    alone: int = 0
    silent: int = 0
    breaks: Sequence[Break] = ()
    """What kept marks from being written."""
    written: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """When a bot wrote that a part is out, by task."""
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
    def windows(self) -> dict[tuple[str, int], str]:
        """Sends of cards that Telegram had taken and nobody could mark any more, and why; told again or not."""
        # What the bot has made alone it tells first, and marks nowhere.
        taken = {one.task: one.times[one.alone :] for one in self.accounts}
        return windows(taken, self.written, self.breaks)

    @property
    def repeated(self) -> int:
        """Cards too many, of all repeats."""
        return sum(one.told - 1 - one.alone for one in self.repeats)

    @property
    def unexplained(self) -> int:
        """Cards too many that follow no send in such a window."""
        within = Counter(task for task, _ in self.windows)
        return sum(max(0, one.told - 1 - one.alone - within[one.task]) for one in self.repeats)

    @property
    def kept(self) -> bool:
        """Whether what is promised was kept: nothing lost, and nothing told twice but from such a window."""
        return not self.lost and not self.unexplained and self.repeated <= len(self.windows)

    def table(self, weather: Mapping[str, int], title: str = "") -> Table:
        """The account as people read it."""
        result = Table("what", "how many", title=title or None)
        ended = Counter(one.state for one in self.accounts)
        rows: list[tuple[str, object]] = [
            ("people who asked", self.asked),
            ("tasks accepted", len(self.accounts)),
            *((f"ended {state}", ended[state]) for state in FINAL),
            ("told", sum(one.told > 0 for one in self.accounts)),
            ("told again", self.repeated),
            ("  at most: cards taken by Telegram whose mark was cut off", len(self.windows)),
            *((f"    by: {kind}", count) for kind, count in sorted(Counter(self.windows.values()).items())),
            ("  with no such cut before it", self.unexplained),
            ("told by the bot alone and from the queue", len(self.twins)),
            ("lost", len(self.lost)),
            ("taken by the bot alone, Valkey away", self.alone),
            ("asked while no bot took it", self.silent),
            *sorted(weather.items()),
        ]
        for name, count in rows:
            result.add_row(name, str(count))
        return result


def account(stage: Stage, chats: Sequence[int], breaks: Sequence[Break] = ()) -> Ledger:
    """Read records and chats once everything is calm. Each chat is of a person who asked for one thing.

    `breaks` are known besides the kills of bots, which the keeper knows.
    """
    lives = [life for life in stage.keeper.lives if life.role.startswith(BOT)]
    kills = [Break.kill("kill of the bot", life.killed) for life in lives if life.killed is not None]
    logs = {f"{at}-{life.role}": life.child.output for at, life in enumerate(stage.keeper.lives)}
    out: dict[str, list[float]] = {}
    for life in lives:
        for task, moments in written(life.child.output).items():
            out.setdefault(task, []).extend(moments)
    ledger = Ledger(asked=len(chats), breaks=[*kills, *breaks], written=out, logs=logs)
    records = _records(stage)
    sends, alone = _sends(stage), _alone(stage)
    for chat in chats:
        mine = records.get(chat, [])
        words = [message.get("text", "") for message in stage.telegram.messages(chat)]
        if not mine:
            answered = any("сам" in text or CARD.search(text) for text in words)
            ledger.alone += answered
            ledger.silent += not answered
        for task, state in mine:
            ledger.accounts.append(_told(chat, task, state, words, sends.get(chat, []), alone=chat in alone))
    return ledger


def _told(
    chat: int, task: str, state: str, words: Sequence[str], sends: Sequence[tuple[float, str]], *, alone: bool = False
) -> Account:
    """What a chat shows of a task's end. A card of several parts carries its sign once."""
    if state == "cancelled":
        # Its progress message says so; without one there is a message of its own.
        own = sum(bool(CANCELLED.search(sent)) for _, sent in sends)
        shown = any(CANCELLED.search(one) or CARD.search(one) for one in words)
        return Account(chat, task, state, max(own, int(shown)))
    sign = FAILED if state == "failed" else CARD
    times = tuple(moment for moment, sent in sends if sign.search(sent))
    told = len(times) if state == "failed" else sum(bool(sign.search(one)) for one in words)
    return Account(chat, task, state, told, times, alone)


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


def _alone(stage: Stage) -> set[int]:
    """Chats that were told once that the bot works alone: that line is gone by the end."""
    calls = [call for method in ("sendMessage", "editMessageText") for call in stage.telegram.calls(method)]
    return {int(call.params["chat_id"]) for call in calls if ALONE in str(call.params.get("text", ""))}


def _sends(stage: Stage) -> dict[int, list[tuple[float, str]]]:
    """When Telegram took which new message, by chat; edits are none."""
    found: dict[int, list[tuple[float, str]]] = {}
    for call in stage.telegram.calls("sendMessage"):
        if call.status == 200:
            found.setdefault(int(call.params["chat_id"]), []).append((call.time, str(call.params.get("text", ""))))
    return found
