"""What a platform does: starts what has ended again. And the one thread on which everything is started and broken."""

import heapq
import itertools
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from tests.processes import Child

T = TypeVar("T")
Start = Callable[[], Child]

AGAIN_AFTER_S = 0.5
POLL_S = 0.05


class Keeper:
    """Keeps the children of some roles alive, and does what is due at a time; all of it on one thread.

    One thread, because Linux ends a child with the thread that made it, and so that a fault and a new start never
    meet. `lives` holds every child there was, with its role, when it was started and when it was found dead.
    """

    def __init__(self) -> None:
        self.lives: list[Life] = []
        self.broken: list[str] = []
        """What scheduled actions raised."""
        self._roles: dict[str, Start] = {}
        self._alive: dict[str, Life] = {}
        self._due: list[tuple[float, int, Callable[[], Any]]] = []
        self._asked: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self._numbers = itertools.count()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, role: str, start: Start) -> Child:
        """Start a child and keep it alive from now on."""

        def begin() -> Child:
            self._roles[role] = start
            return self._start(role)

        return self.call(begin)

    def call(self, action: Callable[[], T]) -> T:
        """Do it on the keeper's thread and wait for it."""
        future: Future[T] = Future()
        self._asked.put((action, future))
        return future.result(60)

    def at(self, moment: float, action: Callable[[], Any]) -> None:
        """Do it at a moment of the monotonic clock. Only from the keeper's thread or through `call`."""
        heapq.heappush(self._due, (moment, next(self._numbers), action))

    def forget_plans(self) -> None:
        """Nothing more is due; what has begun is for the caller to end."""
        self.call(self._due.clear)

    def child(self, role: str) -> Child:
        """The child that has this role now (it may have died a moment ago)."""
        return self._alive[role].child

    def leave(self, role: str) -> None:
        """Kill it and do not start it again."""

        def end() -> None:
            self._roles.pop(role, None)
            life = self._alive.pop(role)
            life.killed = time.time()
            life.child.kill()

        self.call(end)

    def kill(self, role: str) -> None:
        """SIGKILL; it is started again soon. On the keeper's thread."""
        life = self._alive[role]
        life.killed = time.time()
        life.child.kill()

    def close(self) -> None:
        """Kill them all."""
        self._ended.set()
        self._thread.join(30)

    def _start(self, role: str) -> Child:
        child = self._roles[role]()
        life = self._alive[role] = Life(role, child)
        self.lives.append(life)
        return child

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                action, future = self._asked.get(timeout=POLL_S)
            except queue.Empty:
                pass
            else:
                _fulfil(action, future)
            while self._due and self._due[0][0] <= time.monotonic():
                self._do(heapq.heappop(self._due)[2])
            self._look()
        for life in self._alive.values():
            life.child.kill()

    def _do(self, action: Callable[[], Any]) -> None:
        try:
            action()
        except Exception as error:
            self.broken.append(repr(error))

    def _look(self) -> None:
        for role in list(self._roles):
            life = self._alive[role]
            if life.child.process.poll() is None:
                continue
            life.died = life.died or time.time()
            if time.time() - life.died >= AGAIN_AFTER_S:
                self._start(role)


class Life:
    """One process' time. Unix times; `killed` when it did not end by itself."""

    def __init__(self, role: str, child: Child) -> None:
        self.role = role
        self.child = child
        self.began = time.time()
        self.killed: float | None = None
        self.died: float | None = None


def _fulfil(action: Callable[[], Any], future: "Future[Any]") -> None:
    try:
        future.set_result(action())
    except BaseException as error:
        future.set_exception(error)
