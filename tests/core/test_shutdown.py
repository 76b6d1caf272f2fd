"""SIGTERM while steps are at work: they finish or go back to the queue, nothing stays in limbo, nobody is forgotten."""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import redis

from connections import BROKER_NAMESPACE, PREFIX
from pipelines.bulk import BulkSubject, bulk_wish
from tasks.delivery import SENDING
from tasks.events import ENDINGS
from tasks.scripts import words
from tasks.states import State
from tests.core.conftest import Bench
from tests.e2e.conftest import System, system
from tests.probe.script import CHILDREN, log_of
from tests.processes import Child, wait_for

__all__ = ["system"]

pytestmark = pytest.mark.processes

WITHIN_S = 25
"""Heroku kills after 30 s."""
SUBJECTS = [
    "1=sleep:0.5;a", "2=sleep:5;b", "1=sleep:2;3=sleep:1;c", "0=sleep:3;d", "3=transient:1;e", "2=defer:4;f",
    "5=sleep:2;g", "4=hang:3;h", "1=sleep:1;2=sleep:1;i", "plain",
]  # fmt: skip
PROBES = f"{sys.executable} -m dramatiq tests.probe.worker -p 1 -t 4 --worker-shutdown-timeout 22000 --skip-logging"


def submit_all(bench: Bench) -> list[str]:
    """A task of each kind for a person of his own, and a bulk of three."""
    tasks = [bench.submit(subject, f"tg:{number}") for number, subject in enumerate(SUBJECTS)]
    bench.client.set(CHILDREN, json.dumps([f"2=sleep:1;child-{number}" for number in range(3)]))
    bulk = replace(bulk_wish("tg:99", BulkSubject(matches=("1=group",)), "standard", chat=1), calls=0)
    return [*tasks, bench.manager.submit(bulk).task.id]


def at_work(bench: Bench) -> int:
    """Steps that began and have not ended."""
    lines = Counter(what for _, _, what in log_of(bench.client))
    return lines["begin"] - lines["end"]


def in_limbo(client: redis.Redis) -> list[str]:
    """Messages some worker still holds, and those in no queue."""
    held = [
        rmid
        for key in client.scan_iter(f"{BROKER_NAMESPACE}:__acks__.*", count=1000)
        for rmid in words(list(client.smembers(key)))
    ]
    for key in words(list(client.scan_iter(f"{BROKER_NAMESPACE}:*.msgs", count=1000))):
        held += set(words(client.hkeys(key))) - set(words(client.lrange(key.removesuffix(".msgs"), 0, -1)))
    return held


def runs_without_message(bench: Bench, tasks: list[str]) -> list[str]:
    """Runs under way whose next message nobody has; a group at its gate waits for its children instead."""
    found = []
    for task in tasks:
        view = bench.view(task)
        run = bench.manager.store.run(view.run)
        assert run is not None
        if State(run["state"]).final or "gate" in run:
            continue
        queues = (f"{BROKER_NAMESPACE}:{run['queue']}{delayed}.msgs" for delayed in ("", ".DQ"))
        if not any(f'"{view.run}"' in message for queue in queues for message in words(bench.client.hvals(queue))):
            found.append(task)
    return found


def all_told(bench: Bench, tasks: list[str], *, most: int) -> None:
    """Every task has completed and is told of once; no step's body ran more than `most` times."""
    for task in tasks:
        assert bench.ended(task, 60).state is State.COMPLETED
    assert sorted(bench.endings()) == sorted((task, State.COMPLETED) for task in tasks)
    begun = Counter((run, step) for run, step, what in log_of(bench.client) if what == "begin")
    tried_twice = {(bench.view(tasks[4]).run, 3)}
    deferred = {(bench.view(tasks[5]).run, 2)}
    over = {at: times for at, times in begun.items() if times > most and at not in tried_twice | deferred}
    assert not over
    assert not bench.client.zcard(f"{PREFIX}deadlines")
    assert not list(bench.client.scan_iter(f"{PREFIX}flight:*"))


@pytest.mark.parametrize("way", ["process", "group", "twice"])
def test_what_is_under_way_finishes_and_the_rest_goes_back(
    bench: Bench, workers: Callable[..., Child], way: str
) -> None:
    # Given a worker in the midst of steps, with more waiting in its memory, in the queues and for a retry
    first = workers()
    tasks = submit_all(bench)
    wait_for(lambda: at_work(bench) == 4, what="four steps at work")
    # When it is told to stop
    told = time.monotonic()
    if way == "process":
        os.kill(first.process.pid, signal.SIGTERM)
    else:
        os.killpg(first.process.pid, signal.SIGTERM)
    if way == "twice":
        time.sleep(0.3)
        os.killpg(first.process.pid, signal.SIGTERM)
    code = first.process.wait(40)
    # Then it ends in time, nothing was cut off and nothing is in limbo
    assert time.monotonic() - told < WITHIN_S
    assert code == 0
    assert at_work(bench) - failed_steps(bench, tasks) == 0
    assert in_limbo(bench.client) == []
    assert runs_without_message(bench, tasks) == []
    assert not all(bench.view(task).state.final for task in tasks), "there was nothing left to hand over"
    # And another one does the rest, each step once
    workers()
    all_told(bench, tasks, most=1)


def failed_steps(bench: Bench, tasks: list[str]) -> int:
    """Steps that ended by raising: they log no end."""
    begun = Counter((run, step) for run, step, what in log_of(bench.client) if what == "begin")
    ended = Counter((run, step) for run, step, what in log_of(bench.client) if what == "end")
    retried = [(bench.view(tasks[4]).run, 3), (bench.view(tasks[5]).run, 2)]
    return sum(begun[at] - ended[at] for at in retried)


def test_a_step_longer_than_the_patience_is_done_by_another(
    bench: Bench, workers: Callable[..., Child], tmp_path: Path
) -> None:
    # Given a worker that waits two seconds for its steps, and a step that takes eight
    command = [*PROBES.replace("22000", "2000").split()]
    hasty = Child("hasty", command, tmp_path, {"dramatiq_worker_timeout": "50"})
    try:
        task = bench.submit("2=hang:8")
        wait_for(lambda: at_work(bench) == 1 and bench.view(task).step == 2, what="the step to be at work")
        # When it is told to stop
        told = time.monotonic()
        hasty.terminate(WITHIN_S)
        assert time.monotonic() - told < WITHIN_S
    finally:
        hasty.kill()
    # Then another worker does that step anew and the rest
    workers()
    assert bench.ended(task, 40).state is State.COMPLETED
    begun = Counter(step for _, step, what in log_of(bench.client) if what == "begin")
    assert begun == {0: 1, 1: 1, 2: 2, 3: 1, 4: 1, 5: 1}
    assert bench.endings() == [(task, State.COMPLETED)]


def test_honcho_ends_its_workers_and_nothing_is_lost(
    bench: Bench, workers: Callable[..., Child], tmp_path: Path
) -> None:
    # Given two workers under honcho, which kills after five seconds
    procfile = tmp_path / "Procfile"
    procfile.write_text(f"one: exec {PROBES}\ntwo: exec {PROBES}\n")
    honcho = Child(
        "honcho",
        [str(Path(sys.executable).parent / "honcho"), "start", "-f", str(procfile), "-d", str(Path.cwd())],
        tmp_path,
        {"dramatiq_worker_timeout": "50"},
    )
    try:
        tasks = submit_all(bench)
        wait_for(lambda: at_work(bench) >= 5, 30, "steps at work")
        # When it is told to stop, then all its processes are gone in time
        family = honcho.tree()
        told = time.monotonic()
        os.kill(honcho.process.pid, signal.SIGTERM)
        honcho.process.wait(WITHIN_S)
        wait_for(lambda: not any(alive(process) for process in family), 10, "all to be gone")
        assert time.monotonic() - told < WITHIN_S
    finally:
        honcho.kill()
    # And another worker does the rest; a step that was killed ran twice at most
    workers()
    all_told(bench, tasks, most=2)
    assert in_limbo(bench.client) == []


def alive(process: psutil.Process) -> bool:
    """Whether it runs; a zombie does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_the_bot_finishes_its_sends(system: System, redis_tasks: redis.Redis) -> None:
    # Given a card on its slow way to Telegram
    system.start_worker()
    bot = system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("ready"))
    system.telegram.wait_for_message(ann["id"], lambda item: "ID:" in item.get("text", ""))
    system.telegram.delay("sendMessage", 1.5)
    wait_for(lambda: redis_tasks.xlen(ENDINGS) == 1, 30, "the task to end")
    wait_for(lambda: on_the_wire(redis_tasks), 30, "the card to be on its way")
    assert cards(system, ann["id"]) == 0
    # When the bot is told to stop, then it ends in time and the card is out
    assert bot.terminate(WITHIN_S) == 0
    assert cards(system, ann["id"]) == 1
    # And a new one does not send it again, and leaves nothing to tell
    system.telegram.delay("sendMessage", 0)
    system.children.append(Child("bot", [sys.executable, "-m", "bot"], system.folder))
    wait_for(lambda: redis_tasks.xlen(ENDINGS) == 0, 30, "the ending to be acknowledged")
    assert cards(system, ann["id"]) == 1


def on_the_wire(client: redis.Redis) -> bool:
    """Whether the bot is sending a part of an ending."""
    keys = list(client.scan_iter(f"{PREFIX}task:*:delivery"))
    return any(client.hget(key, "1") == SENDING.encode() for key in keys)


def cards(system: System, chat: int) -> int:
    """Cards in a chat."""
    return sum("Данные FACEIT" in item.get("text", "") for item in system.telegram.messages(chat))
