"""The three sides: how each is started, when the work of each task ended, and when the bot knew."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC

from rq import Queue
from rq.job import Job
from rq.registry import FinishedJobRegistry

from benchmarks.alternatives.place import TASKS, Place
from benchmarks.alternatives.rq_jobs import QUEUE
from benchmarks.stage import ROOT
from connections import PREFIX

ENDED = re.compile(r"ended (-?\d+) ([\d.]+)")
KNOWN = re.compile(r"^known (\S+) ([\d.]+)$", re.MULTILINE)

Moments = Mapping[int, float]
"""By chat, a moment (Unix)."""


@dataclass(frozen=True)
class Side:
    """One way to do it. `work` starts (or starts again) what analyses, where that is a process of its own.

    `ends`: when the work of each ended, as whoever did it recorded; `known`: when the bot knew of that.
    """

    name: str
    bot: Callable[[Place], None]
    work: Callable[[Place], None]
    ends: Callable[[Place], Moments]
    known: Callable[[Place], Moments]

    def start(self, place: Place) -> None:
        """Everything, ready to serve."""
        self.work(place)
        self.bot(place)


def procfile() -> dict[str, str]:
    """The processes that serve chats, as the Procfile starts them."""
    lines = (line.partition(": ") for line in (ROOT / "Procfile").read_text().splitlines() if line.strip())
    return {name: command for name, _, command in lines if name not in {"release", "web"}}


def _bot_of(module: str) -> Callable[[Place], None]:
    def start(place: Place) -> None:
        place.wait_for_bot(place.start("bot", [sys.executable, "-m", module]))

    return start


def _procfile_workers(place: Place) -> None:
    """As many analyses at once as RQ has processes, on every core: a process computes on one."""
    cores = max(n for n in range(1, (os.cpu_count() or 1) + 1) if place.at_once % n == 0)
    sizes = {"worker": {"WORKER_PROCESSES": str(cores), "WORKER_THREADS": str(place.at_once // cores)}}
    commands = {name: command for name, command in procfile().items() if name != "bot"}
    started = {
        name: place.start(f"worker-{name}", ["bash", "-c", f"exec {command}"], **sizes.get(name, {}))
        for name, command in commands.items()
    }
    for name, process in started.items():
        said = "Registered periodic actors" if name == "scheduler" else "ready for action"
        times = cores if name == "worker" else 1
        process.wait_until(lambda written, said=said, times=times: written.count(said) >= times)  # type: ignore[misc]


def _rq_workers(place: Place) -> None:
    command = [sys.executable, "-m", "benchmarks.alternatives.rq_worker"]
    started = [place.start(f"worker-{number}", command) for number in range(place.at_once)]
    for process in started:
        process.wait_until(lambda written: "Listening on" in written)


def _own_ends(place: Place) -> Moments:
    with place.redis(TASKS) as client:
        tasks = client.scan_iter(f"{PREFIX}task:*", count=1000, _type="hash")
        pairs = [client.hmget(key, "owner", "ended") for key in tasks]
    return {_chat(owner): int(ended) / 1000 for owner, ended in pairs if owner and ended}


def _own_known(place: Place) -> Moments:
    with place.redis(TASKS) as client:
        pairs = [(client.hget(f"{PREFIX}task:{task}", "owner"), moment) for task, moment in _noted(place).items()]
    return {_chat(owner): moment for owner, moment in pairs if owner}


def _chat(owner: bytes) -> int:
    return int(owner.decode().rpartition(":")[2])


def _noted(place: Place) -> dict[str, float]:
    """What the bot has written down as known, the first moment of each."""
    [bot] = place.named("bot").values()
    found: dict[str, float] = {}
    for what, moment in KNOWN.findall(bot.log.read_text(errors="replace")):
        found.setdefault(what, float(moment))
    return found


def _rq_ends(place: Place) -> Moments:
    with place.redis() as client:
        ids = FinishedJobRegistry(queue=Queue(QUEUE, connection=client)).get_job_ids()
        jobs = Job.fetch_many(ids, connection=client)
    return {job.meta["chat"]: job.ended_at.replace(tzinfo=UTC).timestamp() for job in jobs if job and job.ended_at}


def _rq_known(place: Place) -> Moments:
    return {int(chat): moment for chat, moment in _noted(place).items()}


def _blocking_ends(place: Place) -> Moments:
    [bot] = place.named("bot").values()
    return {int(chat): float(moment) for chat, moment in ENDED.findall(bot.log.read_text(errors="replace"))}


def _nothing(_place: Place) -> None:
    """There is no worker: the handler does it."""


OURS = Side("this", _bot_of("benchmarks.alternatives.noting_bot"), _procfile_workers, _own_ends, _own_known)
RQ = Side("RQ", _bot_of("benchmarks.alternatives.rq_bot"), _rq_workers, _rq_ends, _rq_known)
# The bot does the work itself: it knows as soon as that ends.
BLOCKING = Side("blocking", _bot_of("benchmarks.alternatives.blocking_bot"), _nothing, _blocking_ends, _blocking_ends)
SIDES = (OURS, RQ, BLOCKING)
