"""The worker's side of a run: begin, progress, advance, retry, finish. Each is one script behind the fence."""

import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import redis

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError, RunEndedError
from settings import TaskSettings
from tasks.errors import RunServedError, UnreadableRecordError
from tasks.keeping import keep
from tasks.messages import Packed
from tasks.records import readable
from tasks.scripts import Scripts, words
from tasks.states import TaskType
from tasks.store import failure_json

MAX_TRACEBACK = 4000


class Delivery(NamedTuple):
    """One delivery of a step's message: which step, which copy, by whose hands."""

    run: str
    step: int
    rmid: str
    seq: int
    queue: str
    worker: str

    @property
    def ack(self) -> dict[str, str]:
        """What the scripts need to acknowledge it."""
        return {"queue": self.queue, "rmid": self.rmid, "worker": self.worker}


class RunSubject(NamedTuple):
    """What the run is about, as its record says when a step begins."""

    type: TaskType
    subject: str
    depth: str
    phase: str
    api_calls: int
    max_age_s: float | None


class Ownership(NamedTuple):
    """The right to work on a step: later writes carry `own`, a newer owner's is higher. Times in Redis' ms."""

    delivery: Delivery
    own: int
    deadline: int
    began: int
    deliveries: int
    attempt: int
    subject: RunSubject
    clock: float
    """This process' clock when the step began."""
    held: bool = False
    """It must not run now: its last try would be beside another's. To be put off, uncounted."""

    @property
    def remaining_ms(self) -> int:
        """Milliseconds until the run's deadline, by this process' clock since the step began."""
        return self.deadline - self.began - int((time.monotonic() - self.clock) * 1000)


class RunKeeper:
    """Scripts of the worker's side on one client."""

    def __init__(self, client: redis.Redis, settings: TaskSettings) -> None:
        self.client = client
        self.settings = settings
        self.scripts = Scripts(client, patient=True)
        self._keep = keep(settings)
        # What `begin` needs only when it ends the run; encoded once, because every step sends it.
        self._fence_constants = json.dumps(
            {
                "keep": self._keep,
                "max_deliveries": settings.max_deliveries,
                "poison": failure_json("poison"),
                "late": failure_json("deadline"),
            }
        ).encode()

    def begin(self, delivery: Delivery, *, deadline_s: float) -> Ownership | None:
        """Pass the fence: ownership, or None when this message must be dropped."""
        run, step, rmid, seq, _, _ = delivery
        answer: bytes = self.scripts.send("begin", run, step, seq, rmid, int(deadline_s * 1000), self._fence_constants)
        if answer == b"drop":
            return None
        word, own, deadline, began, deliveries, attempt, kind, depth, phase, calls, max_age, subject = (
            answer.decode().split("\n", 11)
        )
        about = RunSubject(TaskType(kind), subject, depth, phase, int(calls), float(max_age) if max_age else None)
        return Ownership(
            delivery,
            int(own),
            int(deadline),
            int(began),
            int(deliveries),
            int(attempt),
            about,
            time.monotonic(),
            held=word == "hold",
        )

    def progress(self, owned: Ownership, operation: str, done: int, total: int) -> None:
        """Record what the step does now. Raises RunEndedError when the step has lost its run."""
        self._mine("progress", owned, {"operation": operation, "done": done, "total": total})

    def advance(self, owned: Ownership, successor: Packed, work: Mapping[str, bytes], api_calls: int) -> None:
        """Close a step that is not the last. Raises RunEndedError when it is no longer its own."""
        run, step, rmid, _, queue, worker = owned.delivery
        blobs = [part for item in work.items() for part in item]
        answer = self.scripts.send(
            "advance", run, step, owned.own, queue, worker, rmid, *successor, api_calls, self._keep["task"], *blobs
        )
        self._require(owned, answer)

    def settle(
        self,
        owned: Ownership,
        fingerprint: str,
        *,
        max_age_s: float,
        api_calls: int,
        subject: str | None = None,
        title: str = "",
        depth: str | None = None,
        wider: str | None = None,
    ) -> None:
        """Give the run its full key.

        Raises RunServedError when a report not older than `max_age_s`, or another run at work on the same state of the
        subject, serves its tasks instead. `subject` is the one true id of what was asked for
        in some other way; `title` is what lists of tasks call it; `depth` is how deep the run goes after all, `wider`
        a depth whose reports serve as well.
        """
        args = {
            "fingerprint": fingerprint, "max_age": int(max_age_s * 1000), "api_calls": api_calls, "title": title,
            "ack": owned.delivery.ack, "keep": self._keep,
        }  # fmt: skip
        optional = {"subject": subject, "depth": depth, "wider": wider}
        args |= {name: value for name, value in optional.items() if value is not None}
        answer = self._call("settle", owned, args)
        if answer[1:2] in ([b"served"], [b"merged"]):
            raise RunServedError(owned.delivery.run, next(iter(words(answer[2:])), None))
        self._require(owned, answer)

    def complete(self, owned: Ownership, result: bytes, *, reusable_s: float | None = None) -> None:
        """Close the last step: result, final states and endings in one. Raises RunEndedError.

        `reusable_s`: for how long others may be given the same report; as long as it is kept when not given.
        """
        reusable = self._keep["task"] if reusable_s is None else int(reusable_s * 1000)
        args = {"state": "completed", "ack": owned.delivery.ack, "keep": self._keep, "reusable": reusable}
        self._mine("finish", owned, args, result)

    def fail(
        self, delivery: Delivery, own: int | None, failure: str, traceback: str = "", *, api_calls: int = 0
    ) -> bool:
        """End the run as failed if this message still may; the message itself is acknowledged by Dramatiq."""
        args: dict[str, Any] = {
            "run": delivery.run, "step": delivery.step, "rmid": delivery.rmid, "state": "failed", "failure": failure,
            "api_calls": api_calls,
            "traceback": traceback[-MAX_TRACEBACK:], "keep": self._keep,
        }  # fmt: skip
        if own is not None:
            args["own"] = own
        return words(self.scripts.call("finish", args))[0] == "ok"

    def charge(self, run: str, calls: int) -> None:
        """Count the FACEIT calls of a step that lost its run in the middle: whoever waited pays for them."""
        if calls:
            self.scripts.call("charge", {"run": run, "calls": calls, "keep": self._keep})

    def retrying(
        self,
        owned: Ownership,
        *,
        seq: int,
        attempt: int,
        delay_ms: int,
        reason: str,
        counted: bool,
        hour_used: bool = False,
        api_calls: int = 0,
        extend_to_s: float | None = None,
        held: bool = False,
    ) -> None:
        """Record that the step comes back in `delay_ms`; `counted` is False for a deferral, `held` says that it never

        ran: the count of its deliveries goes on.
        `extend_to_s`: a deferral moves the deadline on, to so many seconds after the run's start at most.
        """
        args = {
            "seq": seq, "attempt": attempt, "delay": delay_ms, "reason": reason, "counted": counted,
            "hour_used": hour_used, "api_calls": api_calls, "held": held, "keep": self._keep,
        }  # fmt: skip
        if extend_to_s is not None:
            args["cap"] = int(extend_to_s * 1000)
        self._mine("retrying", owned, args)

    def check(self, owned: Ownership) -> None:
        """Raise RunEndedError when the run was cancelled, ended or taken over."""
        try:
            state, step, own = self.client.hmget(f"{PREFIX}run:{owned.delivery.run}", "state", "step", "own")
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error
        if state not in {b"running", b"retrying"}:
            raise RunEndedError(owned.delivery.run, words([state or b"gone"])[0])
        if int(step or -1) != owned.delivery.step or int(own or -1) != owned.own:
            raise RunEndedError(owned.delivery.run, "superseded")

    def work(self, run: str, name: str) -> bytes | None:
        """Intermediate data of a run, None when it is not there. Raises UnreadableRecordError."""
        key = f"{PREFIX}run:{run}:work"
        try:
            data, version = self.client.hmget(key, name, "v")
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error
        if not readable(version):
            raise UnreadableRecordError(key, str(version))
        return data if data is None or isinstance(data, bytes) else str(data).encode()

    def _mine(self, name: str, owned: Ownership, args: Mapping[str, Any], *blobs: str | bytes) -> None:
        self._require(owned, self._call(name, owned, args, *blobs))

    def _call(self, name: str, owned: Ownership, args: Mapping[str, Any], *blobs: str | bytes) -> list[Any]:
        base = {"run": owned.delivery.run, "step": owned.delivery.step, "own": owned.own}
        return self.scripts.call(name, {**base, **args}, *blobs)

    @staticmethod
    def _require(owned: Ownership, answer: list[Any]) -> None:
        if answer[0] != b"ok":
            raise RunEndedError(owned.delivery.run, words(answer)[1])


def retries_of(client: redis.Redis, run: str) -> list[dict[str, Any]]:
    """The recorded retries of a run, oldest first: step, attempt, reason, at, next (ms)."""
    return [json.loads(item) for item in client.lrange(f"{PREFIX}run:{run}:retries", 0, -1)]
