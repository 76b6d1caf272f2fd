"""One task told from its records: what happened in which order, and its traceback without anybody's words."""

import redis

from bot import admin_task_text
from connections import PREFIX
from pipelines.overview.failure_record import all_lines, last_lines
from pipelines.overview.reader import Overview
from tasks.ownership import RunKeeper
from tasks.store import failure_json
from tests.admin_chat.conftest import Hands, hands, manager
from tests.overview.conftest import overview

__all__ = ["hands", "manager", "overview"]
TRACE = """Traceback (most recent call last):
  File "/app/faceit/client.py", line 9, in get
    raise Gone("VerySecretNick")
faceit.Gone: VerySecretNick
is not there, says VerySecretNick
KeyError: VerySecretNick

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/actors/step.py", line 96, in run
    return step(context)
           ^^^^^^^^^^^^^
  File "/app/actors/match.py", line 61, in fetch_match
    seats["elo"] < limit
TypeError: '<' not supported between instances of 'VerySecretNick' and 'int'
"""


def test_all_frames_and_nobodys_words() -> None:
    lines = all_lines(TRACE)
    assert [line for line in lines if line.startswith("File")] == [
        'File "/app/faceit/client.py", line 9, in get',
        'File "/app/actors/step.py", line 96, in run',
        'File "/app/actors/match.py", line 61, in fetch_match',
    ]
    assert lines[2] == "faceit.Gone: …" and lines[-1] == last_lines(TRACE)[-1]
    assert lines[-1].startswith("TypeError: '<' not supported") or "'…'" in lines[-1]
    # What stands in the code stands there; what an error says of people does not
    assert "VerySecretNick" not in "\n".join(line for line in lines if "raise" not in line)
    assert all_lines("") == all_lines("KeyError: 'x'") == ()


def test_what_happened_in_order(hands: Hands, overview: Overview, redis_tasks: redis.Redis) -> None:
    # Given a task that is begun, delivered again after its worker died, joined by another one, failed and told
    task = hands.submit(1, "tg:1")
    run = (hands.manager.store.task(task) or {})["run"]
    hands.begin(task)
    owned = hands.begin(task)
    hands.submit(2, "tg:2")
    assert hands.keeper.fail(owned.delivery, owned.own, failure_json("internal"), TRACE)
    redis_tasks.hset(f"{PREFIX}task:{task}:delivery", mapping={"card": "77", "edit": "sending"})
    details = overview.task(task)
    assert details is not None and details.run == run
    said = [(one.kind, one.detail) for one in details.events]
    assert said == [
        ("queued", "faceit_bot_high"), ("begun", ""), ("begun", ""), ("redelivered", "2"), ("ended", "failed"),
        ("told", "card"),
    ]  # fmt: skip
    moments = [one.at_ms for one in details.events]
    assert moments[-1] is None and moments[:-1] == sorted(one for one in moments[:-1] if one is not None)
    # And when the stream has forgotten, the records still know
    redis_tasks.delete(f"{PREFIX}events:progress")
    again = overview.task(task)
    assert again is not None
    assert [one.kind for one in again.events] == ["queued", "begun", "redelivered", "ended", "told"]
    # The chat folds all frames away
    words = admin_task_text.details(details, "en")
    assert "<blockquote expandable>All frames:" in words and "fetch_match" in words and len(words) < 4096
    assert isinstance(hands.keeper, RunKeeper)
