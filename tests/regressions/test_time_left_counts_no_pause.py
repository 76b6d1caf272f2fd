"""A bulk that paused for FACEIT's hour took the pause for work: the time left grew, and stayed too long after it."""

import json
import time
from collections.abc import Iterator

import pytest
import redis

from bot.progress_text import progress
from connections import PREFIX
from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.groups import group_of
from pipelines.manager import build_manager
from settings import Settings
from tasks.groups import Groups
from tasks.messages import Packed
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import TaskView, Wish
from tasks.states import TaskType

LOW = "faceit_bot_low"
MINUTE = 60_000


class Bulk:
    """A bulk of ten whose steps are done by hand."""

    def __init__(self, settings: Settings, client: redis.Redis) -> None:
        self.client = client
        self.manager = build_manager(settings)
        self.keeper = RunKeeper(client, settings.tasks)
        self.groups = Groups(self.keeper, settings.tasks, settings.bulk)
        self.task = self.manager.submit(bulk_wish("tg:1", BulkSubject(matches=("m",)), "brief", lang="en")).task
        wishes = [Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject=f"m{n}", urgent=False) for n in range(10)]
        self.children = group_of(wishes)

    def begin(self, run: str) -> Ownership:
        record = self.manager.store.run(run)
        assert record is not None
        delivery = Delivery(run, int(record["step"]), record["rmid"], int(record["seq"]), record["queue"], "worker")
        owned = self.keeper.begin(delivery, deadline_s=600)
        assert owned is not None
        return owned

    def spread(self) -> None:
        self.keeper.advance(self.begin(self.task.run), Packed(LOW, "second", b"{}"), {}, 0)
        self.groups.spread(self.begin(self.task.run), self.children, Packed(LOW, "third", b"{}"), limit_s=3600)

    def waits(self, run: str, minutes: float, seq: int = 1) -> None:
        """A step is put off to the next hour."""
        self.keeper.retrying(
            self.begin(run), seq=seq, attempt=0, delay_ms=int(minutes * MINUTE), reason="hour", counted=False,
            hour_used=True, extend_to_s=6 * 3600,
        )  # fmt: skip

    def earlier(self, minutes: float) -> None:
        """All the group has lived through was so much earlier."""
        key = f"{PREFIX}run:{self.task.run}"
        for field in ("group_started", "paused_until"):
            if (value := self.client.hget(key, field)) is not None:
                self.client.hset(key, field, int(float(value) - minutes * MINUTE))

    @property
    def view(self) -> TaskView:
        view = self.manager.view(self.task.id)
        assert view is not None
        return view


@pytest.fixture
def bulk(settings: Settings, redis_tasks: redis.Redis) -> Iterator[Bulk]:
    result = Bulk(settings, redis_tasks)
    yield result
    result.manager.store.client.close()


def near(value: float | None, minutes: float) -> bool:
    """Within what a slow machine may take for the test itself."""
    return value is not None and minutes * 60 - 1 <= value <= minutes * 60 + 40


def test_during_and_after_a_pause_the_pace_is_that_of_the_work(bulk: Bulk) -> None:
    # Given two of ten done in four minutes
    bulk.spread()
    for child in bulk.children[:2]:
        self_made = bulk.begin(child.run)
        bulk.keeper.complete(self_made, json.dumps({}).encode())
    bulk.earlier(4)
    assert near(bulk.view.eta_s, 16)
    # When two children wait for the next hour, half of the time at once
    bulk.waits(bulk.children[2].run, 30)
    bulk.waits(bulk.children[3].run, 40)
    assert near(bulk.view.eta_s, 16 + 40)
    # Then ten minutes later it is ten minutes less
    bulk.earlier(10)
    assert near(bulk.view.eta_s, 16 + 30)
    # And when the pause is over the eight left still take sixteen minutes
    bulk.earlier(30)
    assert near(bulk.view.eta_s, 16)
    bulk.earlier(2)
    assert near(bulk.view.eta_s, 8 * 3)


def test_the_pause_is_said_while_the_bulks_own_first_step_waits(bulk: Bulk) -> None:
    bulk.waits(bulk.task.run, 20)
    view = bulk.view
    assert view.paused_until is not None and 19 * MINUTE < view.paused_until - view.now <= 20 * MINUTE
    assert "go on by itself" in progress(view) or "\u23f8" in progress(view)


def test_a_match_lifted_out_of_a_pause_is_not_said_to_wait(bulk: Bulk) -> None:
    bulk.spread()
    run = bulk.children[0].run
    bulk.waits(run, 20)
    time.sleep(0.01)
    asked = bulk.manager.submit(Wish(owner="tg:2", type=TaskType.MATCH_ANALYSIS, subject="m0", chat=1)).task
    view = bulk.manager.view(asked.id)
    assert view is not None and view.run == run and view.paused_until is None
