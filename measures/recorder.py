"""Counting where things happen: into this process's memory at once, into Redis every two seconds by a thread.

Whoever counts neither waits nor fails. What can't be written is kept and added to; the buffer holds a field once,
however often it is counted, so it stays small. A batch has a number: one whose answer was lost is not added twice.
"""

import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable

import redis
import structlog

from measures.catalogue import Metric, bucket_of, field
from measures.places import BATCHES, MOMENTS, TOTALS, WINDOW_MS, WINDOW_TERM_MS, window_key

EVERY_S = 2.0
MOST_FIELDS = 5000
"""More different fields than this are not kept while Redis is away."""
BATCH_TERM_S = 3600

WRITE = """
-- KEYS: this process's last batch, totals, moments. ARGV: batch number, its term in s, term of windows in ms, then
-- triples: a window, a field and how much; moments come with an empty window.
if tonumber(redis.call('GET', KEYS[1]) or 0) >= tonumber(ARGV[1]) then return 0 end
for index = 4, #ARGV, 3 do
  local window, field, by = ARGV[index], ARGV[index + 1], ARGV[index + 2]
  if window == '' then redis.call('HSET', KEYS[3], field, by)
  else
    redis.call('HINCRBY', KEYS[2], field, by)
    if redis.call('HINCRBY', window, field, by) == tonumber(by) then redis.call('PEXPIRE', window, ARGV[3]) end
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""

log = structlog.get_logger(__name__)

Counts = dict[tuple[str, str], int]
"""By window's key and field."""


class Recorder:
    """One a process; `count`, `observe` and `seen` of this module use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._counts: Counts = defaultdict(int)
        self._moments: dict[str, int] = {}
        self._batch: list[str | int] | None = None
        self._number = 0
        self._process = uuid.uuid4().hex
        self._client: redis.Redis | None = None
        self._factory: Callable[[], redis.Redis] | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._users = 0
        self._away = False

    def add(self, name: str, by: int, moment_ms: int) -> None:
        """Add to a field. Never blocks for longer than another addition takes."""
        key = (window_key(moment_ms), name)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_FIELDS:
                self._counts[key] += by

    def seen(self, name: str, moment_ms: int) -> None:
        """Note when something was last seen."""
        with self._lock:
            if len(self._moments) < MOST_FIELDS:
                self._moments[name] = moment_ms

    def start(self, client_factory: Callable[[], redis.Redis]) -> None:
        """Begin to write. Started again, it goes on with the client of the first start until the last `stop`."""
        with self._lock:
            self._users += 1
            if self._users > 1:
                return
            self._factory = client_factory
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._loop, args=(self._stop,), name="measures", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and end. Blocks for as long as one write may take."""
        with self._lock:
            self._users = max(0, self._users - 1)
            if self._users or self._thread is None:
                return
            thread, self._thread = self._thread, None
        self._stop.set()
        thread.join(5)
        self.flush()
        with self._writing:
            client, self._client, self._factory = self._client, None, None
        if client is not None:
            client.close()

    def flush(self) -> bool:
        """Write now; whether everything counted before is written."""
        with self._writing:
            client = self._connected()
            return client is not None and self._write(client) and self._write(client)

    def _loop(self, stop: threading.Event) -> None:
        while not stop.wait(EVERY_S):
            self.flush()

    def _connected(self) -> redis.Redis | None:
        if self._client is None and self._factory is not None:
            try:
                self._client = self._factory()
            except (redis.RedisError, OSError) as error:
                self._failed(error)
        return self._client

    def _write(self, client: redis.Redis) -> bool:
        """Write the batch that is under way, or a new one; whether it is written."""
        if self._batch is None and not self._take():
            return True
        keys = [BATCHES + self._process, TOTALS, MOMENTS]
        arguments = [self._number, BATCH_TERM_S, WINDOW_TERM_MS, *(self._batch or [])]
        try:
            client.eval(WRITE, len(keys), *keys, *arguments)
        except (redis.RedisError, OSError) as error:
            self._failed(error)
            return False
        self._batch, self._away = None, False
        return True

    def _take(self) -> bool:
        """Make a batch of what was counted since the last one; False when there is nothing."""
        with self._lock:
            counts, self._counts = self._counts, defaultdict(int)
            moments, self._moments = self._moments, {}
        if not counts and not moments:
            return False
        self._number += 1
        self._batch = []
        for (window, name), by in counts.items():
            self._batch += [window, name, by]
        for name, moment in moments.items():
            self._batch += ["", name, moment]
        return True

    def _failed(self, error: Exception) -> None:
        if not self._away:
            self._away = True
            log.info("measures.redis_away", error=type(error).__name__)


_RECORDER = Recorder()


def count(metric: Metric, *labels: str, by: int = 1) -> None:
    """Add to a counter. Never blocks, never raises."""
    _RECORDER.add(field(metric, labels), by, _now_ms())


def observe(metric: Metric, seconds: float, *labels: str) -> None:
    """Add a duration to a histogram. Never blocks, never raises."""
    moment = _now_ms()
    _RECORDER.add(field(metric, labels, f"le={bucket_of(metric, seconds)}"), 1, moment)
    _RECORDER.add(field(metric, labels, "ms"), round(max(0.0, seconds) * 1000), moment)


def seen(name: str) -> None:
    """Something happened now; only the last time is kept. Never blocks, never raises."""
    _RECORDER.seen(name, _now_ms())


def start(client_factory: Callable[[], redis.Redis]) -> None:
    """Write what this process counts every two seconds, from a thread of its own."""
    _RECORDER.start(client_factory)


def flush() -> bool:
    """Write now; whether all is written."""
    return _RECORDER.flush()


def stop() -> None:
    """Write what is left and stop. Blocks for a moment."""
    _RECORDER.stop()


def _now_ms() -> int:
    return int(time.time() * 1000)


__all__ = ["EVERY_S", "WINDOW_MS", "Recorder", "count", "flush", "observe", "seen", "start", "stop"]
