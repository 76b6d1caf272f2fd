"""People who send links, and what they are told."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram.stand_in import TelegramStandIn

CARD_S = 60.0
LATE_MS = 800
"""A call of FACEIT, so that an analysis is still under way when everything ends."""


class Chat:
    """One person in a private chat with the bot."""

    def __init__(self, name: str, telegram: TelegramStandIn, faceit: FaceitStandIn) -> None:
        self._telegram, self._faceit = telegram, faceit
        self._person: dict[str, Any] = telegram.add_person(name, "en", started=True)

    def send(self, scenario: str) -> float:
        """The link of a named match; seconds until it is accepted. Raises when it is not within ten."""
        began = time.monotonic()
        link = f"https://www.faceit.com/en/cs2/room/{self._faceit.league.scenarios[scenario]}"
        self._telegram.send_text(self._person, link)
        self._telegram.wait_for_message(self._person["id"], lambda item: "ID:" in item.get("text", ""), 10)
        return time.monotonic() - began

    def send_late(self, scenario: str) -> None:
        """The same with a slow FACEIT; returns once a worker has begun. Raises RuntimeError when none does."""
        before = self._faceit.calls()["total"]
        self._faceit.configure(latency_ms=LATE_MS)
        self.send(scenario)
        deadline = time.monotonic() + 20
        while self._faceit.calls()["total"] == before:
            if time.monotonic() > deadline:
                raise RuntimeError("no worker has begun within 20 s")
            time.sleep(0.02)

    def cards(self) -> int:
        """How many analyses were told."""
        return sum("not affiliated" in item.get("text", "") for item in self._telegram.messages(self._person["id"]))

    def wait_for_card(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Raises RuntimeError when there is none in time."""
        deadline = time.monotonic() + CARD_S
        while not self.cards():
            if time.monotonic() > deadline:
                raise RuntimeError(f"no card within {CARD_S:g} s")
            meanwhile()
            time.sleep(0.1)
