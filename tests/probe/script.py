"""Subjects as small scripts: `2=transient;4=sleep:3` makes step 2 fail each time and step 4 sleep."""

import json
import os
import signal
import time

import redis

from actors.context import StepContext
from actors.step import StepFunction
from connections import PREFIX, redis_client
from errors import DeferredError, InputError, PermanentError, RedisUnavailableError, TransientError
from pipelines.plans import PLANS
from tasks.records import Wish
from tasks.scripts import words
from tasks.states import TaskType

LOG = PREFIX + "probe:log"
CHILDREN = PREFIX + "probe:children"
"""Subjects of a group's children, as JSON."""


def log_of(client: redis.Redis) -> list[tuple[str, int, str]]:
    """What the steps did so far: (run, step, what)."""
    lines = [line.split(" ", 2) for line in words(client.lrange(LOG, 0, -1))]
    return [(run, int(step), what) for run, step, what in lines]


def orders_of(subject: str) -> dict[str, str]:
    """What a subject tells each step."""
    return dict(part.split("=", 1) for part in subject.split(";") if "=" in part)


class Probe:
    """One step: notes that it began, obeys the subject, notes that it ended."""

    def __init__(self, index: int, last: bool) -> None:
        self.index = index
        self.last = last
        self.__name__ = f"probe_{index}"

    def __call__(self, ctx: StepContext) -> None:
        """Do what the subject says for this step."""
        client = redis_client("consumer", "tasks")
        client.rpush(LOG, f"{ctx.run.id} {self.index} begin")
        if order := orders_of(ctx.run.subject).get(str(self.index)):
            self._obey(ctx, client, *order.split(":"))
        if self.index:
            assert ctx.run.type is TaskType.BULK_ANALYSIS or ctx.load(f"from-{self.index - 1}") == self.index - 1
        ctx.save(f"from-{self.index}", self.index)
        client.rpush(LOG, f"{ctx.run.id} {self.index} end")
        client.close()
        if self.last:
            ctx.result = {"kind": "probe", "run": ctx.run.id}
            if ctx.run.type is TaskType.BULK_ANALYSIS:
                ctx.result["ends"] = [[end.subject, end.state] for end in ctx.ends()]

    def _obey(self, ctx: StepContext, client: redis.Redis, order: str, *args: str) -> None:
        count = client.incr(f"{PREFIX}probe:{ctx.run.id}:{self.index}")
        times = int(float(args[0])) if args else 10**6
        _fail(order, count, times, args)
        if order == "group":
            subjects = json.loads(client.get(CHILDREN) or "[]")
            ctx.fan_out([Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject=one, urgent=False) for one in subjects])
        if order == "kill" and count <= times:
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "freeze" and count == 1:
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(0.1)  # this thread may run on for a moment after the signal
        if order == "hang":
            time.sleep(float(args[0]))
        if order == "sleep":
            until = time.monotonic() + float(args[0])
            while time.monotonic() < until:
                ctx.check()
                client.rpush(LOG, f"{ctx.run.id} {self.index} call")
                time.sleep(0.05)


def _fail(order: str, count: int, times: int, args: tuple[str, ...]) -> None:
    """What a step is told to raise."""
    if order == "transient" and count <= times:
        raise TransientError("told to fail", retry_after=0.1)
    if order == "crash" and count <= times:
        raise ZeroDivisionError("told to crash")
    if order == "permanent":
        raise PermanentError("told to fail for good")
    if order == "input":
        raise InputError("told that a person got it wrong")
    if order == "hour" and count <= times:
        raise DeferredError("hour", delay=float(args[1]))
    if order == "defer" and count <= times:
        raise DeferredError("told to wait", delay=0.2)
    if order == "lose" and count == 1:
        time.sleep(float(args[0]))
        raise RedisUnavailableError("told that Redis is away")


def probes(task_type: TaskType) -> list[StepFunction]:
    """Probe steps for the plan of a task type."""
    steps = PLANS[task_type].steps
    return [Probe(index, index == len(steps) - 1) for index in range(len(steps))]
