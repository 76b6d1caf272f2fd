"""A decision in one line for whoever runs the bot."""

from monitoring.autoscaling.holding import Decision, Reason
from monitoring.autoscaling.sizing import Load, Need


def explained(
    group: str, decision: Decision, load: Load, wanted: Need, *, limit: str = "", measured: bool = True
) -> str:
    """E.g. `bulk: 12 waiting, 40 s each, 1 worker → 2, because …`. `limit`: what holds calls of FACEIT back."""
    have = f"{decision.workers} worker{'' if decision.workers == 1 else 's'}"
    each = f"{load.service_s:.3g} s each{'' if measured else ' (assumed)'}"
    because = _because(decision, load, wanted, limit)
    return f"{group}: {load.waiting} waiting, {each}, {have} → {decision.target}, {because}"


def _because(decision: Decision, load: Load, wanted: Need, limit: str) -> str:
    sums = (
        f"{wanted.flow:.1f} threads for what comes in and {wanted.backlog:.1f} for what waits, {load.threads} a worker"
    )
    late = f"; the oldest waits for {load.oldest_s:.0f} s" if wanted.late and load.oldest_s is not None else ""
    words = {
        Reason.ENOUGH: f"enough: {sums}",
        Reason.MORE: f"because it takes {sums}{late}",
        Reason.FEWER: f"because it has long taken no more than {sums}",
        Reason.BOUNDS: "because it must lie between min and max",
        Reason.AT_MOST: f"the most allowed, though it takes {sums}{late}",
        Reason.HELD: f"not changed yet to {decision.asked}: {sums}{late}",
        Reason.FACEIT: f"not more, because FACEIT is the limit: {limit}",
        Reason.PAUSED: "not more, because its queues are paused",
    }
    return words[decision.reason]
