"""Submitting: the limit, duplicates, joining one run, ownership, retry."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from connections import BROKER_NAMESPACE
from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings
from tasks.errors import LimitReachedError, NotYoursError, TaskActiveError, TaskEndedError, UnknownTaskError
from tasks.records import Requester
from tasks.states import State
from tests.core.conftest import Bench

ANN, BOB, ADMIN = (
    Requester(owner="tg:1"),
    Requester(owner="tg:2"),
    Requester(owner="tg:9", admin=True),
)


def queued(client: redis.Redis) -> int:
    return int(client.llen(f"{BROKER_NAMESPACE}:faceit_bot_high"))


def test_fifty_simultaneous_submits_give_three_tasks(settings: Settings) -> None:
    # Given fifty different matches of one person at once, over several clients
    managers = [build_manager(settings) for _ in range(5)]

    def submit(number: int) -> bool:
        try:
            managers[number % 5].submit(match_wish("tg:1", f"match-{number}"))
        except LimitReachedError as error:
            assert error.limit == 3
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        accepted = sum(pool.map(submit, range(50)))
    assert accepted == 3
    assert len(managers[0].list(ANN)) == 3
    for manager in managers:
        manager.store.client.close()


def test_ones_own_duplicate_gives_the_running_task(bench: Bench, manager: TaskManager) -> None:
    first = manager.submit(match_wish("tg:1", "m"))
    second = manager.submit(match_wish("tg:1", "m"))
    assert (first.outcome, second.outcome) == ("created", "duplicate")
    assert second.task.id == first.task.id
    assert queued(bench.client) == 1


def test_the_same_update_counts_once(manager: TaskManager) -> None:
    first = manager.submit(match_wish("tg:1", "m", idempotency="upd:1:2:m"))
    manager.cancel(first.task.id, ANN)
    again = manager.submit(match_wish("tg:1", "m", idempotency="upd:1:2:m"))
    assert again.outcome == "repeated"
    assert again.task.id == first.task.id


def test_two_people_share_one_run_and_it_lives_until_the_last_leaves(bench: Bench, manager: TaskManager) -> None:
    one = manager.submit(match_wish("tg:1", "m", chat=1)).task
    two = manager.submit(match_wish("tg:2", "m", chat=2))
    assert two.outcome == "joined"
    assert two.task.run == one.run
    assert queued(bench.client) == 1
    manager.cancel(one.id, ANN)
    assert bench.view(two.task.id).state is State.QUEUED
    manager.cancel(two.task.id, BOB)
    run = manager.store.run(one.run)
    assert run is not None and run["state"] == "cancelled"
    assert manager.submit(match_wish("tg:3", "m")).outcome == "created"
    assert bench.endings() == [(one.id, State.CANCELLED), (two.task.id, State.CANCELLED)]


def test_only_the_owner_and_admins_touch_a_task(manager: TaskManager) -> None:
    task = manager.submit(match_wish("tg:1", "m")).task.id
    for act in (manager.status, manager.cancel, manager.retry):
        with pytest.raises(NotYoursError):
            act(task, BOB)
    assert manager.status(task, ADMIN).id == task
    assert manager.cancel(task, ADMIN).state is State.CANCELLED


def test_cancel_after_the_end_and_of_nothing(manager: TaskManager) -> None:
    task = manager.submit(match_wish("tg:1", "m")).task.id
    manager.cancel(task, ANN)
    with pytest.raises(TaskEndedError) as ended:
        manager.cancel(task, ANN)
    assert ended.value.state == "cancelled"
    with pytest.raises(UnknownTaskError):
        manager.cancel("nothing", ANN)


def test_a_retry_is_a_new_task(manager: TaskManager) -> None:
    task = manager.submit(match_wish("tg:1", "m", chat=5, lang="ru")).task.id
    with pytest.raises(TaskActiveError):
        manager.retry(task, ANN)
    manager.cancel(task, ANN)
    again = manager.retry(task, ANN).task
    assert (again.retry_of, again.chat, again.lang, again.subject) == (task, 5, "ru", "m")
    assert again.id != task


def test_place_in_the_queue(manager: TaskManager, bench: Bench) -> None:
    ids = [manager.submit(match_wish(f"tg:{number}", f"m{number}")).task.id for number in range(3)]
    assert [bench.view(task).place for task in ids] == [1, 2, 3]
