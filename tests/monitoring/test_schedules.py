"""Every declared schedule fires as often as it says; twice sent is done once; a silent scheduler is found."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dramatiq
import pendulum
import periodiq
import pytest
import redis
from dramatiq import Broker
from dramatiq.middleware import SkipMessage
from periodiq import CronSpec, Scheduler, cron

from actors.middleware.periodic import Periodic
from actors.sender import build_sender
from connections import BROKER_NAMESPACE
from pipelines.overview.reader import Overview
from pipelines.overview.workers import beat, member_of
from pipelines.plans import Queue
from settings import Settings
from tasks.turns import Turns, done_key

MONDAY = pendulum.datetime(2026, 11, 23, 10, 30)
MINUTES = 7 * 24 * 60


def periodic(broker: Broker) -> dict[str, CronSpec]:
    """Every schedule declared on a broker, by actor."""
    actors = (broker.get_actor(name) for name in broker.get_declared_actors())
    return {actor.actor_name: actor.options["periodic"] for actor in actors if "periodic" in actor.options}


def fired(schedules: dict[str, CronSpec], minutes: int = MINUTES) -> Counter[str]:
    """How often each fires as periodiq wakes up: from one next valid date to the next, sending what is valid then."""
    counts: Counter[str] = Counter()
    now, end = MONDAY, MONDAY.add(minutes=minutes)
    while now < end:
        counts.update(name for name, spec in schedules.items() if spec.validate(now))
        now = min(spec.next_valid_date(now) for spec in schedules.values())
    return counts


def meant(spec: CronSpec, minutes: int = MINUTES) -> int:
    """How many minutes of the time a schedule names, by the calendar; weekdays from Sunday as 0 and as 7."""
    count = 0
    for minute in range(minutes):
        moment = MONDAY + timedelta(minutes=minute)
        weekday = moment.isoweekday()
        count += (
            moment.minute in spec.minute
            and moment.hour in spec.hour
            and moment.day in spec.dom
            and moment.month in spec.month
            and bool({weekday, weekday % 7} & set(spec.dow))
        )
    return count


@pytest.fixture
def broker(settings: Settings) -> Iterator[Broker]:
    """The broker that the scheduler loads."""
    built = build_sender(settings)
    yield built
    built.close()


def test_every_declared_schedule_fires_as_often_as_it_says(broker: Broker) -> None:
    schedules = periodic(broker)
    assert {"maintenance.clean_up", "maintenance.reconcile", "maintenance.sample"} <= set(schedules)
    counts = fired(schedules)
    assert counts == {name: meant(spec) for name, spec in schedules.items()}
    assert min(counts.values()) > 0, "in a week each fires at least once"
    assert all(broker.get_actor(name).queue_name == Queue.CRITICAL for name in schedules)


@pytest.mark.parametrize("times", ["@weekly", "0 0 * * 0", "0 0 * * sun"])
def test_a_schedule_that_never_fires_would_be_seen(times: str) -> None:
    schedules = {"every": cron("* * * * *"), "weekly": cron(times)}
    assert fired(schedules)["weekly"] == 0 and meant(schedules["weekly"]) == 1
    assert fired({"every": cron("* * * * *"), "weekly": cron("0 0 * * 7")})["weekly"] == 1


def test_a_schedule_that_is_skipped_would_be_seen() -> None:
    # Several hours and several minutes, with nothing that wakes periodiq up every minute
    alone = {"odd": cron("10,50 3,20 * * *")}
    assert fired(alone)["odd"] < meant(alone["odd"]) == 28
    assert fired(alone | {"every": cron("* * * * *")})["odd"] == 28


class Worker:
    """Takes the messages of the critical queue through the middleware, as a worker does."""

    def __init__(self, broker: Broker, client: redis.Redis) -> None:
        self.broker, self.client = broker, client
        self.periodic = Periodic(Turns(client))
        self.done: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def work(self) -> None:
        key = f"{BROKER_NAMESPACE}:{Queue.CRITICAL}"
        messages: Any = self.client.hgetall(f"{key}.msgs")
        for raw in messages.values():
            message = dramatiq.Message.decode(raw)
            try:
                self.periodic.before_process_message(self.broker, message)
            except SkipMessage:
                self.skipped[message.actor_name] += 1
            else:
                self.done[message.actor_name] += 1
        self.client.delete(key, f"{key}.msgs")


@pytest.fixture
def schedule(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A new scheduler process wakes up at a moment and sends."""
    monkeypatch.setattr(periodiq, "sleep", lambda _s: None)
    monkeypatch.setattr(periodiq, "alarm", lambda _s: None)
    monkeypatch.setattr(periodiq, "signal", lambda *_: None)

    def wake(moment: Any, scheduler: Scheduler | None = None) -> Scheduler:
        monkeypatch.setattr(periodiq.pendulum, "now", lambda: moment)
        one = scheduler or Scheduler([broker.get_actor(name) for name in periodic(broker)])
        one.schedule()
        return one

    yield wake
    monkeypatch.undo()


def test_two_schedulers_and_a_restart_do_each_job_once_a_minute(
    broker: Broker, redis_tasks: redis.Redis, schedule: Any
) -> None:
    worker = Worker(broker, redis_tasks)
    minute = pendulum.now("UTC").replace(second=0, microsecond=0)
    # Given two schedulers that send for one minute, on clocks that differ by some seconds and in their zone
    one = schedule(minute.add(seconds=1))
    schedule(minute.add(seconds=4).in_timezone("America/New_York"))
    # When the first is restarted in the same minute
    schedule(minute.add(seconds=40))
    worker.work()
    # Then each job of this minute was done once
    due = {name for name, spec in periodic(broker).items() if spec.validate(minute)}
    assert worker.done == dict.fromkeys(due, 1) and worker.skipped == dict.fromkeys(due, 2)
    # And the next minute's again
    if "maintenance.clean_up" not in due:
        schedule(minute.add(minutes=1), one)
        worker.work()
        assert worker.done["maintenance.reconcile"] == 2


def test_what_was_sent_long_ago_is_not_done(broker: Broker, redis_tasks: redis.Redis, schedule: Any) -> None:
    worker = Worker(broker, redis_tasks)
    schedule(pendulum.now("UTC").subtract(hours=3))
    worker.work()
    assert not worker.done and worker.skipped["maintenance.reconcile"] == 1


def found(client: redis.Redis, settings: Settings) -> set[str]:
    return {finding.code for finding in Overview(client, settings).now().findings}


def test_a_silent_scheduler_is_found(redis_tasks: redis.Redis, settings: Settings) -> None:
    def beats(up_s: float) -> None:
        queues = tuple(str(queue) for queue in Queue)
        facts: dict[str, str | int] = {
            "host": "h",
            "pid": 1,
            "queues": " ".join(queues),
            "threads": 8,
            "busy": 0,
            "cpu": 0,
            "memory": 1,
        }
        redis_tasks.delete("faceit_bot:worker:w")
        beat(redis_tasks, "w", member_of("w", "h:1", queues), facts, up_s=up_s, silent_s=60)

    limit = settings.monitoring.scheduler_silent_seconds
    # A worker that has only just begun can't tell
    beats(10)
    assert "scheduler-silent" not in found(redis_tasks, settings)
    # One that has been there for a while without the minutely job can
    beats(limit + 60)
    assert "scheduler-silent" in found(redis_tasks, settings)
    seconds, _ = redis_tasks.time()  # type: ignore[misc]
    redis_tasks.set(done_key("sample"), (seconds - 30) * 1000)
    assert "scheduler-silent" not in found(redis_tasks, settings)
    redis_tasks.set(done_key("sample"), round((seconds - limit - 30) * 1000))
    assert "scheduler-silent" in found(redis_tasks, settings)
