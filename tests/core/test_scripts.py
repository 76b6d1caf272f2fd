"""How scripts reach the server: by hash, over connections at hand, again after a restart."""

import os

import pytest
import redis
from redis.connection import Connection

from connections import PREFIX, redis_client
from errors import RedisUnavailableError
from pipelines.manager import TaskManager, match_wish
from pipelines.plans import MATCH_ANALYSIS
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from tasks.messages import Packed
from tasks.ownership import Delivery, RunKeeper
from tasks.scripts.line import Line, pack

QUEUE = "faceit_bot_high"


@pytest.fixture
def keeper(redis_tasks: redis.Redis, manager: TaskManager) -> RunKeeper:
    return RunKeeper(redis_tasks, manager.store.settings)


def submit(manager: TaskManager) -> str:
    return manager.submit(match_wish("tg:1", "m")).task.run


def delivery(run: str, step: int = 0) -> Delivery:
    return Delivery(run, step, f"copy-{step}", 0, QUEUE, "worker")


def test_a_server_that_forgot_the_scripts_gets_them_again(
    keeper: RunKeeper, manager: TaskManager, redis_tasks: redis.Redis
) -> None:
    # Given a step under way
    run = submit(manager)
    owned = keeper.begin(delivery(run), deadline_s=60)
    assert owned is not None
    # When the server forgets every script between two calls, Then each is sent whole and does its work once
    redis_tasks.script_flush()
    keeper.advance(owned, Packed(QUEUE, "copy-1", b"{}"), {}, 0)
    redis_tasks.script_flush()
    assert keeper.begin(delivery(run, 1), deadline_s=60) is not None
    redis_tasks.script_flush()
    assert keeper.fail(delivery(run, 1), None, '{"code":"internal"}')
    redis_tasks.script_flush()
    submit(manager)


def test_a_closed_connection_is_opened_again(
    keeper: RunKeeper, manager: TaskManager, redis_tasks: redis.Redis, settings: Settings
) -> None:
    run = submit(manager)
    owned = keeper.begin(delivery(run), deadline_s=60)
    assert owned is not None
    other = redis_client("consumer", "tasks", settings)
    other.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    keeper.advance(owned, Packed(QUEUE, "copy-1", b"{}"), {}, 0)
    other.close()
    assert keeper.begin(delivery(run, 1), deadline_s=60) is not None


def test_a_server_that_is_away_is_unavailable(settings: Settings) -> None:
    with EmbeddedValkey() as server:
        client = redis.Redis.from_url(server.url, protocol=2, socket_connect_timeout=0.5)
        keeper = RunKeeper(client, settings.tasks)
        assert keeper.begin(delivery("gone"), deadline_s=60) is None
    with pytest.raises(RedisUnavailableError):
        keeper.begin(delivery("gone"), deadline_s=60)
    client.close()


def test_an_interrupted_command_leaves_no_answer_for_the_next(
    redis_tasks: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a command cut off by a time limit after it was sent
    line = Line(redis_tasks)
    line.execute("SET", PREFIX + "a", "one")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Connection, "read_response", interrupt)
        line.execute("GET", PREFIX + "a")
    # Then the next one reads its own answer
    assert line.execute("ECHO", "two") == b"two"


def interrupt(_connection: Connection) -> None:
    raise KeyboardInterrupt


def test_connections_are_as_many_as_needed_at_once(redis_tasks: redis.Redis) -> None:
    line = Line(redis_tasks)
    ids = {line.execute("CLIENT", "ID") for _ in range(5)}
    assert len(ids) == 1


def test_commands_are_packed_as_redis_py_packs_them(redis_tasks: redis.Redis) -> None:
    command = ("EVALSHA", "a" * 40, 0, "ÜÖ 🎯", b"\x00\r\n", "", os.urandom(70))
    connection = redis_tasks.connection_pool.get_connection()
    assert pack(command) == b"".join(connection.pack_command(*command))
    redis_tasks.connection_pool.release(connection)


def test_durations_of_a_completed_run_are_remembered(keeper: RunKeeper, manager: TaskManager) -> None:
    # Given a run whose steps have all been done
    run, last = submit(manager), len(MATCH_ANALYSIS.steps) - 1
    for step in range(last + 1):
        owned = keeper.begin(delivery(run, step), deadline_s=60)
        assert owned is not None
        if step == last:
            keeper.complete(owned, b"{}")
        else:
            keeper.advance(owned, Packed(QUEUE, f"copy-{step + 1}", b"{}"), {}, 0)
    # Then each has a mean
    means = manager.store.step_means(MATCH_ANALYSIS.type)
    assert means.keys() == set(range(last + 1)) and all(value >= 0 for value in means.values())
