"""People who ask while everything breaks around them, then calm until each of them has his answer."""

import random
import time
from dataclasses import dataclass
from typing import Any

from tests.faults.ledger import Ledger, account
from tests.faults.seen import endings_waiting
from tests.faults.stage import Stage, stage
from tests.faults.weather import BOTS, WORKERS, Weather

ASKS_A_SECOND = 6.0
SHORTEST_S = 40.0
"""A few people ask more slowly: for every kind of fault to come about once."""
GAP_S = 2.5
CALM_S = 150.0
HEARD_S = 25.0
"""A bot that came back has heard of everything by then."""
FAILS_EVERY = 15
NO_MATCH = "1-00000000-0000-4000-8000-000000000000"
"""FACEIT does not have it: every fifteenth person asks for it, and the task fails."""
PATIENCE_S = 10.0
"""Somebody whose press changes nothing presses again after so long."""


@dataclass(frozen=True)
class Storm:
    """How much of it: tasks, the seed of everything, seconds until the answers must be there."""

    tasks: int
    seed: int
    gap_s: float = GAP_S
    calm_s: float = CALM_S

    def rage(self) -> tuple[Ledger, dict[str, int]]:
        """All of it; the account, and how often what was broken."""
        with stage() as scene:
            for role in WORKERS:
                scene.start_worker(role)
            for role in BOTS:
                scene.start_bot(role)
            weather = Weather(scene, self.seed, gap_s=self.gap_s)
            crowd = _Crowd(scene, random.Random(self.seed))
            asks_a_second = min(ASKS_A_SECOND, self.tasks / SHORTEST_S)
            weather.blow(self.tasks / asks_a_second + 5)
            for _ in range(self.tasks):
                crowd.ask()
                time.sleep(crowd.rng.uniform(0.2, 1.8) / asks_a_second)
            weather.calm()
            began = time.monotonic()
            while True:
                crowd.press_again()
                ledger = account(scene, crowd.chats, weather.breaks)
                waited = time.monotonic() - began
                # Whoever wrote while a bot died with the update in its hands is not heard of: nothing was accepted.
                settled = not ledger.lost and _acknowledged(scene) and (waited > HEARD_S or not ledger.silent)
                if settled or waited > self.calm_s:
                    return ledger, dict(weather.seen)
                time.sleep(2)


def _acknowledged(scene: Stage) -> bool:
    """Whether nothing is left that could be told once more."""
    client = scene.records()
    try:
        return endings_waiting(client) == 0
    finally:
        client.close()


class _Crowd:
    """A new person for each task: a match, a player, a few matches in one go, what FACEIT has not; some cancel."""

    def __init__(self, scene: Stage, rng: random.Random) -> None:
        self.rng = rng
        self.chats: list[int] = []
        self._scene = scene
        self._matches, self._players = scene.played(), scene.players()
        self._open = [scene.faceit.league.scenarios[name] for name in ("ready", "ready_high", "voting", "ongoing")]
        self._people: dict[int, dict[str, Any]] = {}
        self._to_press: dict[int, str] = {}
        self._pressed: dict[int, float] = {}

    def ask(self) -> None:
        """One more person asks for one thing."""
        scene, rng = self._scene, self.rng
        person = scene.telegram.add_person(f"p{len(self.chats)}", "ru", started=True)
        self.chats.append(person["id"])
        self._people[person["id"]] = person
        kind = rng.random()
        if len(self.chats) % FAILS_EVERY == FAILS_EVERY // 2:
            text = scene.link(NO_MATCH)
        elif kind < 0.7:
            match = rng.choice(self._open) if rng.random() < 0.5 else rng.choice(self._matches)
            text = scene.link(match)
        elif kind < 0.9:
            text = f"/player {rng.choice(self._players)}"
        else:
            text = "/bulk " + " ".join(rng.sample(self._matches, rng.randint(3, 8)))
            self._to_press[person["id"]] = "Кратко"
        scene.telegram.send_text(person, text)
        if kind < 0.9 and rng.random() < 0.1:
            self._to_press[person["id"]] = "Отменить"
        self.press_again()

    def press_again(self) -> None:
        """Press what is there to be pressed by now, some of it twice; an offer is pressed until it has been heard."""
        now = time.monotonic()
        for chat, words in list(self._to_press.items()):
            found = self._button(chat, words) if now - self._pressed.get(chat, 0) > PATIENCE_S else None
            if found is None:
                continue
            self._pressed[chat] = now
            times = 2 if self.rng.random() < 0.2 else 1
            for _ in range(times):
                self._scene.telegram.press(self._people[chat], chat, *found)
            if words == "Отменить":
                del self._to_press[chat]

    def _button(self, chat: int, words: str) -> tuple[int, str] | None:
        for message in self._scene.telegram.messages(chat):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if words in button["text"] and "callback_data" in button:
                        return message["message_id"], button["callback_data"]
        return None
