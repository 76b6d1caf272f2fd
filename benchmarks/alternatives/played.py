"""One side plays once: it is started, then crowds of growing size come to it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks import redis_use
from benchmarks.alternatives.crowd import Seen, send, watch
from benchmarks.alternatives.place import TASKS, Place
from benchmarks.alternatives.sides import Side

LONGEST_S = 180.0
"""Who has no card after this counts as having waited so long."""
QUIET_S = 2.5
"""Telegram's buckets are full again after this."""
IDLE_S = 3.0


@dataclass
class Crowd:
    """What came of people who wrote within a second. Seconds a person each; commands, bytes and seconds a task.

    `known`: from the work's end to the moment the bot knows of it; `out`: to the card's arrival at Telegram;
    `kept`: bytes without what this project deletes an hour later.
    """

    answer: list[float] = field(default_factory=list)
    advance: list[float] = field(default_factory=list)
    result: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    out: list[float] = field(default_factory=list)
    commands: float = 0.0
    memory: float = 0.0
    kept: float = 0.0
    cpu: float = 0.0
    calls: float = 0.0
    lost: int = 0


@dataclass
class Played:
    """A side's crowds by their size, its Redis commands a second while idle, and its memory at the most (MB)."""

    crowds: dict[int, Crowd] = field(default_factory=dict)
    idle: float = 0.0
    rss: float = 0.0
    pss: float = 0.0

    def look(self, place: Place) -> None:
        """Keep the most memory seen."""
        rss, pss = place.memory_mb()
        self.rss, self.pss = max(self.rss, rss), max(self.pss, pss)


def play(side: Side, place: Place, sizes: Sequence[int], matches: Sequence[str], *, short: bool) -> Played:
    """Start the side, let one person in for a warming (not in a short run), then the crowds, each on a cold cache."""
    played = Played()
    side.start(place)
    if not short:
        watch(place, send(place, matches[-1:], "warm"), LONGEST_S)
    before, began = commands(place), time.monotonic()
    # Telegram's buckets fill meanwhile.
    time.sleep(IDLE_S / 3 if short else IDLE_S)
    played.idle = (commands(place) - before) / (time.monotonic() - began)
    used = 0
    # The quiet after a crowd is also that before the next one.
    for size in sizes:
        # Never a match again: this project gives a report again, the blocking bot has the answers in its memory.
        played.crowds[size] = one_crowd(side, place, matches[used : used + size], played)
        used += size
    return played


def one_crowd(side: Side, place: Place, matches: Sequence[str], played: Played) -> Crowd:
    """One crowd, a match a person; idle polling is taken off the commands."""
    size = len(matches)
    place.forget_answers()
    counted, held, spent, began = commands(place), used_memory(place), place.cpu_s(), time.monotonic()
    people = watch(place, send(place, matches, f"crowd{size}-"), LONGEST_S, lambda: played.look(place))
    calls = int(place.faceit.calls()["total"])
    time.sleep(QUIET_S)
    idle = played.idle * (time.monotonic() - began)
    crowd = Crowd(
        commands=max(0.0, commands(place) - counted - idle) / size, cpu=(place.cpu_s() - spent) / size,
        calls=calls / size, lost=sum(person.done is None for person in people),
    )  # fmt: skip
    place.forget_answers()
    crowd.memory = max(0.0, used_memory(place) - held) / size
    with place.redis(TASKS) as client:
        redis_use.forget_work(client)
    crowd.kept = max(0.0, used_memory(place) - held) / size
    ends, known = side.ends(place), side.known(place)
    for person in people:
        answer, advance, result = waited(person)
        crowd.answer.append(answer)
        crowd.advance.append(advance)
        crowd.result.append(result)
        ended = ends.get(person.chat)
        if ended and person.done:
            crowd.out.append(person.done - ended)
        if ended and person.chat in known:
            crowd.known.append(known[person.chat] - ended)
    return crowd


def waited(person: Seen) -> tuple[float, float, float]:
    """Seconds to the first answer, to the first sign of work that advances, to the card."""
    moments = (person.answered, person.advanced, person.done)
    first, second, third = ((moment - person.sent) if moment else LONGEST_S for moment in moments)
    return first, second, third


def commands(place: Place) -> int:
    """Commands Redis has done, those within scripts among them."""
    with place.redis() as client:
        return redis_use.commands(client)


def used_memory(place: Place) -> int:
    """Bytes Redis holds."""
    with place.redis() as client:
        return redis_use.used_memory(client)
