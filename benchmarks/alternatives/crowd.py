"""People who send a link each within a second, and what each of them saw, by the record of Telegram's stand-in."""

import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.alternatives.place import Place
from sandbox.faceit.league import League
from sandbox.telegram.request_log import LoggedRequest

CARD = "FACEIT · "
STEPS_DONE = re.compile(r"\b[1-9]\d*/\d+ \(")
"""Progress as both bots that show it write it: steps done, of how many, per cent; at least one is done."""
WITHIN_S = 1.0


@dataclass
class Seen:
    """One person: when he sent his link, had the first answer, saw work advance, had the card (Unix; None: never)."""

    chat: int
    sent: float
    answered: float | None = None
    advanced: float | None = None
    done: float | None = None

    def take(self, call: LoggedRequest) -> None:
        """Look at a call to this person's chat."""
        moment = call.time - call.seconds
        if moment < self.sent:
            return
        words = str(call.params.get("text", ""))
        card = CARD in words
        if call.method == "sendMessage":
            self.answered = self.answered or moment
        if card:
            self.done = self.done or moment
        if card or STEPS_DONE.search(words):
            self.advanced = self.advanced or moment


def far_apart(league: League, count: int) -> list[str]:
    """Ids of `count` finished matches that share as few players as a greedy choice finds. Raises ValueError."""
    played = [match for match in league.matches.values() if match.status == "FINISHED" and match.game == "cs2"]
    by_id = {match.match_id: {player.player_id for side in match.factions for player in side.five} for match in played}
    chosen: list[str] = []
    used: set[str] = set()
    for shared in range(11):
        for match_id, players in by_id.items():
            if len(chosen) < count and match_id not in chosen and len(players & used) <= shared:
                chosen.append(match_id)
                used |= players
    if len(chosen) < count:
        raise ValueError(f"the league has {len(chosen)} matches, not {count}")
    return chosen


def send(place: Place, matches: Sequence[str], name: str) -> list[Seen]:
    """A person a match, all within a second at random moments (the same in every round)."""
    telegram = place.telegram
    people = [telegram.add_person(f"{name}{number}", "en", started=True) for number in range(len(matches))]
    dice = random.Random(len(matches))
    moments = sorted(dice.uniform(0, WITHIN_S) for _ in people)
    started, seen = time.monotonic(), []
    for person, match, moment in zip(people, matches, moments, strict=True):
        time.sleep(max(0.0, started + moment - time.monotonic()))
        seen.append(Seen(person["id"], time.time()))
        telegram.send_text(person, f"https://www.faceit.com/en/cs2/room/{match}")
    return seen


def watch(
    place: Place, people: Sequence[Seen], timeout: float, also: Callable[[], object] = lambda: None
) -> Sequence[Seen]:
    """Wait until all have their card or `timeout` (seconds) is over, then fill in what they saw.

    `also` is called about three times a second meanwhile.
    """
    deadline = time.monotonic() + timeout
    while True:
        also()
        chats = {person.chat: person for person in people}
        for call in place.telegram.requests_log:
            if call.status == 200 and call.method in {"sendMessage", "editMessageText"}:
                person = chats.get(int(call.params["chat_id"]))
                if person is not None:
                    person.take(call)
        if all(person.done for person in people) or time.monotonic() > deadline:
            return people
        time.sleep(0.3)
