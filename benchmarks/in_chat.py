"""What a person feels: the first answer with 200 people at once, the card after the last step, one match for 100."""

import random
import time
from typing import Any

import connections
from benchmarks.measure import Figure, percentile
from benchmarks.stage import Stage, stage, wait_for
from tasks.store import TaskStore

CARD = "FACEIT · "


def run(short: bool) -> list[Figure]:
    """First answers, delivery, shared calls, and memory of the processes that did it."""
    people = 40 if short else 200
    with stage(latency_ms=190, rate=20) as scene:
        worker, bot = scene.worker(), scene.bot()
        warm(scene)
        shared, calls, delivery = _one_match(scene, 20 if short else 100)
        first = _first_answers(scene, people, 2.0 if short else 10.0)
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
    scene.telegram.wait_for_message(person["id"], _is_card, 60)


def _one_match(scene: Stage, people: int) -> tuple[int, int, list[float]]:
    delivery = [_lone(scene, scenario) for scenario in ("ready", "ready_high", "ongoing", "configuring", "voting")]
    scene.forget()
    crowd = [scene.telegram.add_person(f"p{number}", "en", started=True) for number in range(people)]
    for person in crowd:
        scene.telegram.send_text(person, scene.link("ready"))
    for person in crowd:
        scene.telegram.wait_for_message(person["id"], _is_card, 120)
    return people, scene.faceit.calls()["total"], delivery


def _lone(scene: Stage, scenario: str) -> float:
    """Seconds from the end of the run, by Redis' clock, to the card's arrival."""
    person = scene.telegram.add_person(scenario, "en", started=True)
    scene.telegram.send_text(person, scene.link(scenario))
    client = connections.redis_client("consumer", "tasks", scene.settings)
    wait_for(lambda: any(_is_card(item) for item in scene.telegram.messages(person["id"])), 60)
    sent = [call for call in scene.telegram.calls("sendMessage") if str(person["id"]) == str(call.params["chat_id"])]
    [task] = TaskStore(client, scene.settings.tasks).recent(f"tg:{person['id']}", 2)
    ended = int(client.hget(f"{connections.PREFIX}task:{task}", "ended") or 0) / 1000
    client.close()
    return sent[-1].time - ended


def _first_answers(scene: Stage, people: int, seconds: float) -> list[float]:
    """Seconds from a person's message to the bot's first sendMessage, people arriving at random over `seconds`."""
    matches = scene.matches(people)
    crowd = [scene.telegram.add_person(f"q{number}", "en", started=True) for number in range(people)]
    moments = sorted(random.Random(7).uniform(0, seconds) for _ in crowd)
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
            first.setdefault(int(call.params["chat_id"]), call.time)
    return first


def _is_card(message: dict[str, Any]) -> bool:
    return CARD in message.get("text", "")
