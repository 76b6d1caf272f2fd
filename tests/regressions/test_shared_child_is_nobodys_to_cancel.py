"""Two people waited for one bulk, and either could cancel a match of it under the other by a forged button."""

from contextlib import closing

import pytest
import redis

from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.dispatch import again
from pipelines.groups import group_of
from pipelines.manager import build_manager
from pipelines.plans import PLANS
from settings import Settings
from tasks.errors import NotYoursError
from tasks.groups import Groups
from tasks.ownership import Delivery, RunKeeper
from tasks.records import Requester, Wish
from tasks.states import State, TaskType

MATCHES = ("1-11111111-2222-4333-8444-000000000001", "1-11111111-2222-4333-8444-000000000002")
ANNA, BORIS = Requester(owner="tg:1"), Requester(owner="tg:2")


def test_neither_takes_a_match_from_the_other(settings: Settings, redis_tasks: redis.Redis) -> None:
    manager = build_manager(settings)
    with closing(manager.store.client):
        # Given a bulk for which two people wait
        tasks = [
            manager.submit(bulk_wish(one.owner, BulkSubject(matches=MATCHES), "standard", chat=1)).task
            for one in (ANNA, BORIS)
        ]
        run = tasks[0].run
        assert tasks[1].run == run
        keeper, record = RunKeeper(redis_tasks, settings.tasks), manager.store.run(run) or {}
        owned = keeper.begin(Delivery(run, 0, record["rmid"], 0, record["queue"], "w"), deadline_s=600)
        assert owned is not None
        children = group_of([Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject=match) for match in MATCHES])
        after = again(PLANS[TaskType.BULK_ANALYSIS], run, step=1, seq=0, queue=record["queue"])
        Groups(keeper, settings.tasks, settings.bulk).spread(owned, children, after, limit_s=600)
        # When one of them cancels a match of it, then that is refused, though both may look at it
        for one in (ANNA, BORIS):
            assert not manager.status(children[0].task, one).state.final
            with pytest.raises(NotYoursError):
                manager.cancel(children[0].task, one)
        view = manager.view(tasks[0].id)
        assert view is not None and (view.done, view.failures) == (0, 0)
        # The own bulk can be left, and goes on for the other
        assert manager.cancel(tasks[1].id, BORIS).state is State.CANCELLED
        assert not manager.status(tasks[0].id, ANNA).state.final
