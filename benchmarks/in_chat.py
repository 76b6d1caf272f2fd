"""What a person feels: the first answer with 200 people at once, the card after the last step, one match for 100."""

import random
import time
from collections.abc import Mapping
from typing import Any

import connections
from benchmarks.measure import Figure, percentile
from benchmarks.stage import Stage, stage, wait_for
from tasks.store import TaskStore

CARD = "FACEIT · "
ARRIVALS = 20
"""People who write a second."""
LONE = ("ready", "ready_high", "ongoing", "configuring", "voting")


def run(short: bool) -> list[Figure]:
    """First answers, delivery, shared calls, and memory of the processes that did it."""
    people = 40 if short else 200
    with stage(latency_ms=190, rate=20) as scene:
        worker, bot = scene.worker(), scene.bot()
        warm(scene)
        delivery = [_lone(scene, scenario) for scenario in LONE]
        shared = 20 if short else 100
        calls = _one_match(scene, shared)
        quiet(scene)
        first = _first_answers(scene, people, people / ARRIVALS)
        memory = [
            Figure("RSS of the bot", bot.rss_mb(), "MB"),
            Figure("RSS of a worker, 1 process × 8 threads", worker.rss_mb(), "MB"),
        ]
    return [
        Figure(f"first answer, {people} people: p50", percentile(first, 0.5) * 1000, "ms", "< 100"),
        Figure(f"first answer, {people} people: p99", percentile(first, 0.99) * 1000, "ms", "< 1000"),
        Figure("run's end to message sent: p50 of lone cards", percentile(delivery, 0.5) * 1000, "ms", "< 100"),
        Figure(f"{shared} people on one match: FACEIT calls", calls, "calls", "31"),
        *memory,
    ]


def warm(scene: Stage) -> None:
    """One analysis before anything is measured: connections, imports, caches of code."""
    person = scene.telegram.add_person("warm", "en", started=True)
    scene.telegram.send_text(person, scene.link("ready_low"))
    scene.telegram.wait_for_message(person["id"], _is_card, 120)


def quiet(scene: Stage, seconds: float = 2.0) -> None:
    """Wait until the bot has said and shown nothing for a while: what came before must not stand in line with this."""

    def still() -> bool:
        said = [
            call.time for call in list(scene.telegram.requests_log) if call.method.startswith(("send", "edit", "copy"))
        ]
        return time.time() - max(said) > seconds

    wait_for(still, 300, poll=0.1)


def _one_match(scene: Stage, people: int) -> int:
    """FACEIT calls for a crowd that asks for the same match."""
    scene.forget()
    crowd = [scene.telegram.add_person(f"p{number}", "en", started=True) for number in range(people)]
    for person in crowd:
        scene.telegram.send_text(person, scene.link("ready"))
    for person in crowd:
        scene.telegram.wait_for_message(person["id"], _is_card, 120)
    return int(scene.faceit.calls()["total"])


def _lone(scene: Stage, scenario: str) -> float:
    """Seconds from the end of the run, by Redis' clock, to the arrival of the call that sends the card."""
    person = scene.telegram.add_person(scenario, "en", started=True)
    scene.telegram.send_text(person, scene.link(scenario))
    cards: list[float] = []

    def arrived() -> bool:
        cards[:] = [
            call.time - call.seconds
            for call in scene.telegram.calls("sendMessage")
            if str(call.params["chat_id"]) == str(person["id"]) and _is_card(call.params)
        ]
        return bool(cards)

    wait_for(arrived, 60)
    client = connections.redis_client("consumer", "tasks", scene.settings)
    [task] = TaskStore(client, scene.settings.tasks).recent(f"tg:{person['id']}", 2)
    ended = int(client.hget(f"{connections.PREFIX}task:{task}", "ended") or 0) / 1000
    client.close()
    return cards[0] - ended


def _first_answers(scene: Stage, people: int, seconds: float) -> list[float]:
    """Seconds from a person's message to the bot's first sendMessage, people arriving at random over `seconds`."""
    matches = scene.matches(people)
    crowd = [scene.telegram.add_person(f"q{number}", "en", started=True) for number in range(people)]
    dice = random.Random(7)
    moments = sorted(dice.uniform(0, seconds) for _ in crowd)
    started = time.monotonic()
    sent: dict[int, float] = {}
    for person, match, moment in zip(crowd, matches, moments, strict=False):
        time.sleep(max(0.0, started + moment - time.monotonic()))
        sent[person["id"]] = time.time()
        scene.telegram.send_text(person, f"https://www.faceit.com/en/cs2/room/{match}")
    wait_for(lambda: sent.keys() <= _answered(scene).keys(), 60, poll=0.1)
    answered = _answered(scene)
    return [answered[person] - moment for person, moment in sent.items()]


def _answered(scene: Stage) -> dict[int, float]:
    first: dict[int, float] = {}
    for call in scene.telegram.calls("sendMessage"):
        if call.status == 200:
            first.setdefault(int(call.params["chat_id"]), call.time - call.seconds)
    return first


def _is_card(message: Mapping[str, Any]) -> bool:
    return CARD in str(message.get("text", ""))
