"""What counting and timing for admins costs a chain: six no-op steps with it and without."""

from benchmarks.chain import PROCESSES, THREADS, ours
from benchmarks.measure import Figure, interleaved
from benchmarks.stage import stage

WITHOUT = "benchmarks.noop_unmeasured_worker"


def run(short: bool) -> list[Figure]:
    """Chains a second with and without, in turns."""
    chains = 200 if short else 1000
    with stage(environment={"TASKS__MAX_CONCURRENT_PER_USER": "100000"}) as scene:
        measured, plain = interleaved(
            1 if short else 5, lambda: ours(scene, chains), lambda: ours(scene, chains, WITHOUT)
        )
    detail = f"{chains / measured:.0f} chains/s against {chains / plain:.0f}, {PROCESSES} × {THREADS}"
    return [Figure("six no-op steps, without measuring / with", plain / measured, "ratio", "≥ 0.9", detail)]
