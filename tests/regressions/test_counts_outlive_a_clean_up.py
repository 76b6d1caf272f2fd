"""What a clean-up took out of the lists had never happened: status and the burst of failures counted nothing any more,

"it is over" was told in mid-burst, while Prometheus and the charts went on counting it.
"""

from typing import cast

import pytest
import redis

from measures import reading
from pipelines.overview.model import Ended, Finding
from pipelines.overview.reader import Overview
from pipelines.steering import Steering
from tasks.forgetting import forget
from tests.admin_chat.conftest import ADMIN, Hands, hands, manager, steering
from tests.admin_chat.test_steering import told
from tests.overview.conftest import overview

__all__ = ["hands", "manager", "overview", "steering"]
BURST = [Finding("failures", bad=True, args={"percent": "80", "count": "8"})]


def ours(hands: Hands, number: int) -> str:
    """A task that the service failed at."""
    task = hands.submit(number, f"tg:{number}")
    owned = hands.begin(task)
    assert hands.keeper.fail(owned.delivery, owned.own, '{"code": "internal"}', "")
    return task


@pytest.mark.parametrize("how", ["delete-failed", "clean-up", "forget"])
def test_what_happened_is_counted_for_a_day(
    how: str, hands: Hands, steering: Steering, overview: Overview, redis_tasks: redis.Redis
) -> None:
    failed = [ours(hands, number) for number in range(8)]
    done = [hands.complete(hands.submit(number, f"tg:{number}")) for number in (20, 21)]
    told(redis_tasks)

    def failures() -> list[Finding]:
        return [one for one in overview.now().findings if one.code == "failures"]

    assert failures() == BURST
    before = overview.now()
    assert before.hour == before.day == Ended(2, 8, 0) and before.hour.faults == 8
    # When they go before their time
    if how == "delete-failed":
        assert steering.delete_failed(ADMIN) == 8
    elif how == "clean-up":
        assert steering.clean_up(-1, ADMIN)["tasks"] == 10
    else:
        for number in range(8):
            forget(hands.manager.store, f"tg:{number}")
    # Then they are in no list, and have happened all the same
    assert overview.tasks().total == (0 if how == "clean-up" else 2)
    assert {hands.state(task) for task in failed} == {"gone"}
    now = overview.now()
    assert (now.hour, now.day, now.day.faults, now.day.success) == (before.hour, before.day, 8, 0.2)
    assert failures() == BURST
    figures = [one.counts for one in overview.figures().ended.values()]
    assert [sum(column) for column in zip(*figures, strict=True)] == [2, 8, 0]
    assert reading.faults(reading.totals(redis_tasks)) == {("match_analysis",): 8.0}
    # And of whom it was nothing is left
    counts = [cast(dict[bytes, bytes], redis_tasks.hgetall(key)) for key in redis_tasks.scan_iter("faceit_bot:ended:*")]
    assert all(minute.isdigit() for one in counts for minute in one) and done
    assert sum(int(count) for one in counts for count in one.values()) == 10


def test_a_day_later_nothing_is_left(hands: Hands, overview: Overview, redis_tasks: redis.Redis) -> None:
    ours(hands, 1)
    for key in list(redis_tasks.scan_iter("faceit_bot:ended:*")):
        assert 24 * 3600 < redis_tasks.ttl(key) <= 25 * 3600
    # Minutes of more than a day ago do not count, and the first ending of a new minute takes them out
    minute = int(redis_tasks.time()[0]) // 60
    redis_tasks.delete("faceit_bot:ended:failed")
    redis_tasks.hset("faceit_bot:ended:failed", mapping={str(minute - 1442): 7, str(minute - 1430): 1})
    assert overview.now().day.failed == 1
    ours(hands, 2)
    assert not redis_tasks.hexists("faceit_bot:ended:failed", str(minute - 1442))
    assert overview.now().day.failed >= 2
