"""The send limiter's rules inside one process: all there is while Redis is away, its own share otherwise."""

import time
from collections import deque
from collections.abc import Callable

from bot.lanes import Lane
from bot.limits import CHATS_FOR_ALL, TAKEN, Limits, Wait, headroom, is_group

Chat = int | str


class LocalLimiter:
    """Same rules and answers as the scripts in `bot/scripts`, kept in memory."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._overall: deque[float] = deque()
        self._groups: dict[Chat, deque[float]] = {}
        self._chats: dict[Chat, float] = {}
        self._penalties: dict[Chat, float] = {}
        self._penalty_all = 0.0
        self._refused: dict[Chat, float] = {}

    def take(self, chat: Chat, lane: Lane) -> Wait:
        """Take a send, or say when to ask again."""
        wait = self.look(chat, lane)
        if wait.seconds == 0:
            self.note(chat)
        return wait

    def look(self, chat: Chat, lane: Lane) -> Wait:
        """What `take` would say, nothing taken."""
        now, spare = self._clock(), headroom(lane, self._limits)
        group = self._groups.get(chat)
        room = max(1, self._limits.chat_burst - spare.chat)
        due = max(now, self._chats.get(chat, 0.0))
        whole = max(self._penalty_all - now, _window(self._overall, now, 1.0, self._limits.overall - spare.overall))
        alone = max(
            self._penalties.get(chat, 0.0) - now,
            _window(group, now, 60.0, self._limits.group - spare.group) if group is not None else 0.0,
            due - now - (room - 1) * self._limits.chat_interval,
        )
        return Wait(max(whole, alone), whole >= alone) if whole > 0 or alone > 0 else TAKEN

    def note(self, chat: Chat) -> None:
        """Count a send."""
        now = self._clock()
        self._overall.append(now)
        self._chats[chat] = max(now, self._chats.get(chat, 0.0)) + self._limits.chat_interval
        if is_group(chat):
            self._groups.setdefault(chat, deque()).append(now)
        if len(self._chats) > 10_000:
            self._forget(now)

    def penalise(self, chat: Chat | None, seconds: float) -> None:
        """Keep a `retry_after` for the chat, or for all."""
        now = self._clock()
        if chat is not None:
            self._penalties[chat] = max(self._penalties.get(chat, 0.0), now + seconds)
            self._refused = {key: at for key, at in self._refused.items() if at > now - 5} | {chat: now}
        if chat is None or len(self._refused) >= CHATS_FOR_ALL:
            self._penalty_all = max(self._penalty_all, now + seconds)

    def _forget(self, now: float) -> None:
        self._chats = {chat: due for chat, due in self._chats.items() if due > now}
        self._penalties = {chat: until for chat, until in self._penalties.items() if until > now}
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent and sent[-1] > now - 60}


def _window(sent: deque[float], now: float, width: float, allowed: int) -> float:
    while sent and sent[0] <= now - width:
        sent.popleft()
    surplus = len(sent) - max(1, allowed)
    return sent[surplus] + width - now if surplus >= 0 else 0.0
