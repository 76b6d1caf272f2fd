"""Each worker process says every few seconds that it lives and how busy it is; an orderly end takes the word back.

One whose threads have ended says nothing: whoever looks finds it silent, as one that was killed.
"""

import os
import platform
import threading
import time
from typing import Any

import psutil
import redis
import structlog
from dramatiq import Broker, Middleware, Worker

from connections import redis_client
from pipelines.overview.workers import BEAT_S, beat, member_of, say_goodbye
from settings import Settings

DELAYED = ".DQ"

log = structlog.get_logger(__name__)


class Vitals(Middleware):
    """A thread that writes the heartbeat, and the count of threads at work that goes into it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = threading.Event()
        self._stopping = False
        self._busy: set[int] = set()
        self._client: redis.Redis | None = None
        self._thread: threading.Thread | None = None
        self._member = ""

    def after_worker_boot(self, broker: Broker, worker: Worker) -> None:
        """Start the thread."""
        queues = tuple(sorted({name.removesuffix(DELAYED) for name in worker.consumers}))
        process = psutil.Process()
        process.cpu_percent()
        self._client = redis_client("command", "tasks", self._settings)
        self._member = member_of(_id(broker), f"{_host()}:{process.pid}", queues)
        arguments = (_id(broker), queues, worker, process)
        self._thread = threading.Thread(target=self._loop, args=arguments, name="vitals", daemon=True)
        self._thread.start()

    def before_process_message(self, broker: Broker, message: Any) -> None:
        """This thread is at work."""
        self._busy.add(threading.get_ident())

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        """This thread is free again."""
        self._busy.discard(threading.get_ident())

    after_skip_message = after_process_message

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        """From here on threads may end."""
        self._stopping = True

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        """Say goodbye, after the last step has ended."""
        self._stop.set()
        if self._thread is None or self._client is None:
            return
        self._thread.join(2)
        try:
            say_goodbye(self._client, _id(broker), self._member)
        except redis.RedisError as error:
            log.info("vitals.redis_away", error=type(error).__name__)
        self._client.close()

    def _loop(self, name: str, queues: tuple[str, ...], worker: Worker, process: psutil.Process) -> None:
        began, away, host = time.monotonic(), False, _host()
        while True:
            threads, sound = _threads(worker)
            if not self._stopping and threads < len(worker.workers):
                log.critical("vitals.threads_ended", threads=threads, begun=len(worker.workers))
            facts: dict[str, str | int | float] = {
                "host": host,
                "pid": process.pid,
                "queues": " ".join(queues),
                "threads": threads,
                "busy": len(self._busy),
                "cpu": round(process.cpu_percent() / 100, 3),
                "memory": process.memory_info().rss,
            }
            try:
                if sound or self._stopping:
                    self._beat(name, facts, time.monotonic() - began)
                away = False
            except redis.RedisError as error:
                if not away:
                    log.info("vitals.redis_away", error=type(error).__name__)
                away = True
            if self._stop.wait(BEAT_S):
                return

    def _beat(self, worker: str, facts: dict[str, str | int | float], up_s: float) -> None:
        assert self._client is not None
        silent_s = self._settings.monitoring.worker_silent_seconds
        beat(self._client, worker, self._member, facts, up_s=up_s, silent_s=silent_s)


def _threads(worker: Worker) -> tuple[int, bool]:
    """How many threads can take a step, and whether there is one, and one that fetches from each queue."""
    threads = sum(thread.is_alive() for thread in worker.workers)
    return threads, threads > 0 and all(thread.is_alive() for thread in list(worker.consumers.values()))


def _host() -> str:
    """The dyno's name where there is one, else the machine's."""
    return os.environ.get("DYNO") or platform.node()


def _id(broker: Broker) -> str:
    return str(broker.broker_id)  # type: ignore[attr-defined]
