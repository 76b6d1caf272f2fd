"""Six no-op steps with all of this project's middleware, against a bare Dramatiq pipeline of six no-op actors."""

import signal
import time
from collections.abc import Callable

import dramatiq
from dramatiq.brokers.redis import RedisBroker

import connections
from benchmarks.measure import Figure, interleaved
from benchmarks.noop_bare import MESSAGES, NAMESPACE, build_bare
from benchmarks.stage import Stage, stage, wait_for
from pipelines.manager import build_manager, match_wish
from tasks.events import ENDINGS

PROCESSES = 2
THREADS = 8


def run(short: bool) -> list[Figure]:
    """Chains a second of both, in turns; the workers are stopped while the chains are queued."""
    chains = 200 if short else 1000
    with stage(environment={"TASKS__MAX_CONCURRENT_PER_USER": "100000"}) as scene:
        mine, bare = interleaved(1 if short else 5, lambda: ours(scene, chains), lambda: _bare(scene, chains))
    detail = f"{chains / mine:.0f} chains/s against {chains / bare:.0f}, {PROCESSES} × {THREADS}"
    return [Figure("six no-op steps, bare Dramatiq / this", bare / mine, "ratio", "≥ 0.9", detail)]


def ours(scene: Stage, chains: int, module: str = "benchmarks.noop_worker") -> float:
    """Seconds until so many of this project's chains have ended."""
    scene.forget()
    client = connections.redis_client("consumer", "tasks", scene.settings)
    worker = scene.worker(module, processes=PROCESSES, threads=THREADS)
    worker.signal(signal.SIGSTOP)
    manager = build_manager(scene.settings)
    for number in range(chains):
        manager.submit(match_wish(f"bench:{number}", f"noop-{number}", chat=1))
    took = _until(lambda: client.xlen(ENDINGS) >= chains, worker.signal)
    worker.stop()
    client.delete(ENDINGS)
    client.close()
    return took


def _bare(scene: Stage, chains: int) -> float:
    client = connections.redis_client("consumer", "tasks", scene.settings)
    worker = scene.worker("benchmarks.noop_bare_worker", processes=PROCESSES, threads=THREADS)
    worker.signal(signal.SIGSTOP)
    broker: RedisBroker = build_bare(client)
    actors = [broker.get_actor(f"noop_{index}") for index in range(6)]
    for number in range(chains):
        messages = [
            actor.message_with_options(args=(str(number), index), pipe_ignore=True)
            for index, actor in enumerate(actors)
        ]
        dramatiq.pipeline(messages, broker=broker).run()  # type: ignore[no-untyped-call]
    took = _until(lambda: client.hlen(MESSAGES) == 0, worker.signal)
    worker.stop()
    for key in client.scan_iter(f"{NAMESPACE}:*"):
        client.delete(key)
    client.close()
    return took


def _until(done: Callable[[], bool], send: Callable[[signal.Signals], None]) -> float:
    """Seconds from the workers' release to the last chain's end."""
    started = time.monotonic()
    send(signal.SIGCONT)
    return wait_for(done, 300, poll=0.01) - started
