"""Two real schedulers and a worker: each job once a minute. Without any scheduler deadlines are still kept."""

import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import redis
from dramatiq import Message

from connections import BROKER_NAMESPACE, PREFIX
from pipelines.manager import build_manager, match_wish
from settings import Settings
from tasks.scripts import words
from tasks.states import State
from tasks.turns import TERMS, done_key
from tests.e2e.conftest import System
from tests.processes import Child, wait_for, worker

pytestmark = pytest.mark.processes
CRITICAL = "faceit_bot_critical"
SENT = re.compile(r"Scheduling (?:Actor\()?maintenance\.reconcile")
PERIODIQ = str(Path(sys.executable).parent / "periodiq")


def start_scheduler(system: System, name: str, **environment: str) -> Child:
    child = Child(name, [PERIODIQ, "actors.scheduler"], system.folder, environment)
    system.children.append(child)
    wait_for(lambda: "Registered periodic actors" in child.output, 30, "the scheduler to start")
    return child


def seconds(child: Child) -> int:
    """How often a second turn at reconciling was dropped."""
    lines = child.output.splitlines()
    return sum("maintenance.second" in line and "maintenance.reconcile" in line for line in lines)


def turns(client: redis.Redis) -> Counter[str]:
    """How many minutes of each job were claimed."""
    keys = words(list(client.scan_iter(f"{PREFIX}turn:*")))
    return Counter(key.removeprefix(f"{PREFIX}turn:").split(":")[0] for key in keys)


def test_two_schedulers_do_each_job_once(system: System, redis_tasks: redis.Redis) -> None:
    # Given two schedulers in places with different clocks, and a worker
    busy = system.start_worker()
    if time.time() % 60 > 45:
        time.sleep(60 - time.time() % 60)
    start_scheduler(system, "one", TZ="Europe/Berlin")
    start_scheduler(system, "two", TZ="America/New_York")
    # When each has sent for two minutes at least
    wait_for(lambda: seconds(busy) >= 2, 150, "the second of two minutes to be dropped")
    time.sleep(2)
    done = busy.output.count("maintenance.reconciled")
    # Then every minute's job was done once
    assert turns(redis_tasks)["maintenance.reconcile"] == done >= 2, busy.output
    sent = sum(len(SENT.findall(child.output)) for child in system.children[1:])
    assert sent == done + seconds(busy), busy.output
    assert all("+00:00" in child.output for child in system.children[1:]), "clocks are in UTC"
    assert redis_tasks.hlen(f"{BROKER_NAMESPACE}:{CRITICAL}.msgs") == 0


def test_the_hourly_clean_up_of_two_schedulers_is_done_once(
    system: System, redis_tasks: redis.Redis, settings: Settings
) -> None:
    from actors.sender import build_sender

    # Given what two schedulers send for one minute, each by its own clock
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    sender = build_sender(settings)
    for moment in (minute, (minute + timedelta(seconds=1)).astimezone(timezone(timedelta(hours=-5)))):
        options = {"scheduled_at": str(moment)}
        sender.enqueue(Message(CRITICAL, "maintenance.clean_up", (), {}, options))
    assert redis_tasks.llen(f"{BROKER_NAMESPACE}:{CRITICAL}") == 2
    # When a worker takes both
    busy = system.start_worker()
    wait_for(lambda: not redis_tasks.hlen(f"{BROKER_NAMESPACE}:{CRITICAL}.msgs"), 60, "both to be taken")
    # Then it cleans up once
    lines = [line for line in busy.output.splitlines() if "maintenance." in line]
    assert sum("maintenance.leftovers" in line for line in lines) == 1, lines
    assert sum("maintenance.second" in line for line in lines) == 1, lines
    assert turns(redis_tasks)["maintenance.clean_up"] == 1


def test_the_clean_up_is_done_by_a_worker(system: System, redis_tasks: redis.Redis, settings: Settings) -> None:
    from actors.sender import build_sender

    busy = system.start_worker()
    redis_tasks.set(f"{PREFIX}idem:left", "gone")
    build_sender(settings).get_actor("maintenance.clean_up").send()
    wait_for(lambda: redis_tasks.exists(done_key(TERMS)) == 1, 20, "the clean-up to be done")
    assert not redis_tasks.exists(f"{PREFIX}idem:left"), busy.output


def test_a_dead_scheduler_harms_nothing(
    system: System, redis_tasks: redis.Redis, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    # Given a scheduler that is killed, and a worker that has no time for matches
    monkeypatch.setenv("WORKERS__RECONCILE_SECONDS", "3")
    scheduler = start_scheduler(system, "one")
    system.children.append(worker(system.folder, module="actors.worker", queues=("faceit_bot_default",)))
    scheduler.kill()
    manager = build_manager(settings)
    task = manager.submit(match_wish("tg:1", "never begun", chat=1)).task
    # When a run's time is over
    redis_tasks.zadd(f"{PREFIX}deadlines", {task.run: 1})

    def state() -> State:
        view = manager.view(task.id)
        assert view is not None
        return view.state

    # Then the worker ends it
    wait_for(lambda: state() is State.FAILED, 30, "the deadline to be kept")
    manager.store.client.close()


def test_a_scheduler_outlives_a_redis_that_is_away(system: System, settings: Settings) -> None:
    child = start_scheduler(system, "away", REDIS_URL="redis://127.0.0.1:9/0")
    wait_for(lambda: "scheduler.not_sent" in child.output, 90, "it to try")
    time.sleep(1)
    assert child.process.poll() is None, child.output
