"""Buttons: only our own forms count, each act does what it says and is noted."""

import re
from collections.abc import Iterator

import httpx
import pytest
import redis

from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.plans import Queue
from settings import Settings
from tasks.events import ENDINGS
from tasks.ownership import Delivery, RunKeeper
from tasks.records import Requester
from tasks.states import State
from tasks.store import failure_json
from tests.web.conftest import Open, token

POSTS = (
    "/admin/tasks/abcdefgh/retry",
    "/admin/tasks/abcdefgh/cancel",
    "/admin/queues/faceit_bot_low/pause",
    "/admin/queues/faceit_bot_low/resume",
    "/admin/retry-failed",
    "/admin/cancel-active",
    "/admin/delete-failed",
    "/admin/tasks/abcdefgh/delete",
    "/admin/clean-up",
)


@pytest.fixture
def manager(web_settings: Settings) -> Iterator[TaskManager]:
    made = build_manager(web_settings)
    yield made
    made.store.client.close()


def submit(manager: TaskManager, subject: str, owner: str = "tg:1") -> str:
    return manager.submit(match_wish(owner, subject, chat=1)).task.id


def fail(manager: TaskManager, settings: Settings, *tasks: str) -> list[str]:
    """End tasks as failed by the scripts that a worker uses."""
    keeper = RunKeeper(manager.store.client, settings.tasks)
    trace = (
        "Traceback (most recent call last):\n  File \"/app/actors/step.py\", line 5, in act\n    go()\nKeyError: 'x'\n"
    )
    for task in tasks:
        run = (manager.store.task(task) or {})["run"]
        record = manager.store.run(run) or {}
        owned = keeper.begin(Delivery(run, 0, record["rmid"], 0, record["queue"], "w"), deadline_s=600)
        assert owned is not None
        assert keeper.fail(owned.delivery, owned.own, failure_json("internal"), trace)
    return list(tasks)


@pytest.mark.parametrize("path", POSTS)
async def test_a_form_that_is_not_ours_does_nothing(
    http: httpx.AsyncClient, manager: TaskManager, redis_tasks: redis.Redis, path: str
) -> None:
    task = submit(manager, "1-a")
    path = path.replace("abcdefgh", task)
    good = await token(http, "/admin/")
    before = sorted(redis_tasks.keys("faceit_bot:*"))
    wrong: tuple[dict[str, str], ...] = ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": good[:-2] + "AA"})
    for form in wrong:
        assert (await http.post(path, data=form)).status_code == 403
    # Nor does one that another site sends, with whatever token
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}):
        assert (await http.post(path, data={"csrf": good}, headers=headers)).status_code == 403
    # Nor a token without the cookie it belongs to
    http.cookies.clear()
    assert (await http.post(path, data={"csrf": good})).status_code == 403
    assert manager.view(task).state is State.QUEUED  # type: ignore[union-attr]
    assert sorted(redis_tasks.keys("faceit_bot:*")) == before


async def test_a_token_of_another_password_is_worth_nothing(web_settings: Settings, browse: Open) -> None:
    first = browse(web_settings)
    good = await token(first, "/admin/")
    changed = web_settings.model_copy(update={"dashboard_password": type(web_settings.dashboard_password)("other")})
    second = browse(changed, auth=("admin", "other"))
    second.cookies.update(first.cookies)
    answer = await second.post("/admin/queues/faceit_bot_low/pause", data={"csrf": good})
    assert answer.status_code == 403


async def test_cancel_and_retry_one(http: httpx.AsyncClient, manager: TaskManager) -> None:
    # Given a task of somebody
    task = submit(manager, "1-a")
    page = f"/admin/tasks/{task}"
    # When it is cancelled
    answer = await http.post(f"{page}/cancel", data={"csrf": await token(http, f"{page}/cancel")})
    # Then it has ended, and the page says so
    assert answer.status_code == 303
    assert manager.view(task).state is State.CANCELLED  # type: ignore[union-attr]
    assert "The task is cancelled" in (await http.get(answer.headers["location"])).text
    # And cancelling once more is told to be too late
    again = await http.post(f"{page}/cancel", data={"csrf": await token(http, "/admin/")})
    assert again.status_code == 409
    assert "has ended already" in again.text
    # When it is retried
    answer = await http.post(f"{page}/retry", data={"csrf": await token(http, f"{page}/retry")})
    # Then there is a new task for the same person
    new = re.fullmatch(r"/admin/tasks/(\w+)\?done=retried&n=0", answer.headers["location"])
    assert new and new[1] != task
    view = manager.view(new[1])
    assert view is not None and view.retry_of == task and view.owner == "tg:1"
    # And one under way can't be retried
    early = await http.post(f"/admin/tasks/{new[1]}/retry", data={"csrf": await token(http, "/admin/")})
    assert early.status_code == 409
    # And all of it is in the log, without the person's or the admin's name
    log = (await http.get("/admin/acts")).text
    assert "Cancelled a task" in log and "Retried a task" in log and task in log
    assert "web:admin" not in log


async def test_an_unknown_task_can_not_be_touched(http: httpx.AsyncClient) -> None:
    good = await token(http, "/admin/")
    for act in ("retry", "cancel"):
        assert (await http.post(f"/admin/tasks/zzzzzzzz/{act}", data={"csrf": good})).status_code == 404
        assert (await http.post(f"/admin/tasks/a%3Ab/{act}", data={"csrf": good})).status_code == 404


async def test_cancel_all_says_how_many_and_asks_first(http: httpx.AsyncClient, manager: TaskManager) -> None:
    tasks = [submit(manager, f"1-{number}", f"tg:{number}") for number in range(3)]
    asked = await http.get("/admin/cancel-active")
    assert "Cancel 3 active tasks?" in asked.text
    assert all(manager.view(task).state is State.QUEUED for task in tasks)  # type: ignore[union-attr]
    form = {"csrf": await token(http, "/admin/cancel-active")}
    answer = await http.post("/admin/cancel-active", data=form)
    assert answer.headers["location"] == "/admin/tasks?done=cancelled-all&n=3"
    assert all(manager.view(task).state is State.CANCELLED for task in tasks)  # type: ignore[union-attr]
    assert "Cancelled: 3" in (await http.get(answer.headers["location"])).text
    assert "No active task to cancel" in (await http.get("/admin/cancel-active")).text


async def test_retry_all_says_how_many_and_asks_first(
    http: httpx.AsyncClient, manager: TaskManager, web_settings: Settings
) -> None:
    tasks = fail(manager, web_settings, *(submit(manager, f"1-{number}", f"tg:{number}") for number in range(2)))
    shown = (await http.get(f"/admin/tasks/{tasks[0]}")).text
    assert "File &#34;/app/actors/step.py&#34;" in shown or "step.py" in shown
    assert "KeyError" in shown and "internal" in shown
    assert "Retry 2 failed tasks?" in (await http.get("/admin/retry-failed")).text
    form = {"csrf": await token(http, "/admin/retry-failed")}
    answer = await http.post("/admin/retry-failed", data=form)
    assert answer.headers["location"] == "/admin/tasks?done=retried-all&n=2"
    # Pressed again there is nothing left to retry
    assert "No failed task to retry" in (await http.get("/admin/retry-failed")).text


async def test_delete_one_and_all_ask_first(
    http: httpx.AsyncClient, manager: TaskManager, web_settings: Settings, redis_tasks: redis.Redis
) -> None:
    submitted = [submit(manager, f"1-{number}", f"tg:{number}") for number in range(3)]
    first, *others = fail(manager, web_settings, *submitted)
    running, page = submit(manager, "1-9", "tg:9"), f"/admin/tasks/{first}/delete"
    # One whose person was not told yet stays
    assert "Delete this task?" in (await http.get(page)).text and manager.view(first) is not None
    answer = await http.post(page, data={"csrf": await token(http, page)})
    assert "It stays" in (await http.get(answer.headers["location"])).text and manager.view(first) is not None
    redis_tasks.delete(ENDINGS)
    answer = await http.post(page, data={"csrf": await token(http, page)})
    assert answer.headers["location"] == "/admin/tasks?done=deleted&n=1" and manager.view(first) is None
    assert (await http.get(page)).status_code == 404
    # All that failed, and nothing else
    everything = "/admin/delete-failed"
    assert "Delete 2 failed tasks?" in (await http.get(everything)).text
    answer = await http.post(everything, data={"csrf": await token(http, everything)})
    assert "Deleted: 2" in (await http.get(answer.headers["location"])).text
    assert [manager.view(task) for task in others] == [None, None] and manager.view(running) is not None
    assert "No failed task is left" in (await http.get(everything)).text
    # Nor is one that is under way ever deleted
    page = f"/admin/tasks/{running}/delete"
    await http.post(page, data={"csrf": await token(http, page)})
    assert manager.view(running) is not None


async def test_pause_and_resume(http: httpx.AsyncClient, web_settings: Settings) -> None:
    page = "/admin/queues/faceit_bot_low"
    answer = await http.post(f"{page}/pause", data={"csrf": await token(http, "/admin/")})
    assert "The queue is paused" in (await http.get(answer.headers["location"])).text
    answer = await http.post(f"{page}/resume", data={"csrf": await token(http, "/admin/")})
    assert answer.status_code == 303
    unknown = await http.post("/admin/queues/faceit_bot_other/pause", data={"csrf": await token(http, "/admin/")})
    assert unknown.status_code == 404
    log = (await http.get("/admin/acts")).text
    assert log.index("Resumed a queue") < log.index("Paused a queue")
    assert Queue.LOW in log


async def test_clean_up_says_how_many_first(http: httpx.AsyncClient, manager: TaskManager) -> None:
    task = submit(manager, "1-a")
    manager.cancel(task, Requester(owner="tg:1"))
    # Nothing is old enough
    assert "There is nothing to remove" in (await http.get("/admin/clean-up?hours=1")).text
    assert manager.view(task) is not None
    # Unless it ended long ago
    long_ago = manager.store.now() - 30 * 3_600_000
    client, run = manager.store.client, (manager.store.task(task) or {})["run"]
    client.hset(f"faceit_bot:task:{task}", "ended", long_ago)
    client.hset(f"faceit_bot:run:{run}", "ended", long_ago)
    client.delete(ENDINGS)
    page = (await http.get("/admin/clean-up?hours=24")).text
    assert re.search(r"Remove \d+ records?", page)
    answer = await http.post(
        "/admin/clean-up", data={"csrf": await token(http, "/admin/clean-up?hours=24"), "hours": "24"}
    )
    assert answer.status_code == 303
    assert manager.view(task) is None
    bad = await http.post("/admin/clean-up", data={"csrf": await token(http, "/admin/"), "hours": "-1"})
    assert bad.status_code == 400
