"""Streams and counters cut to their terms."""

from typing import Any, cast

import redis
from redis.exceptions import ResponseError

from connections import PREFIX
from tasks.events import ENDINGS, GROUP, PROGRESS
from tasks.states import FINAL

BATCH = 500
MINUTE_MS = 60_000
DAY_MS = 86_400_000
CALLS_DAYS = 2
SUPPLY_DAYS = 8
"""Counts of a day's FACEIT calls are shown for a week."""


def trim_endings(client: redis.Redis, oldest: int) -> int:
    """Remove endings older than `oldest` (ms) that were acknowledged and yet stayed; untold ones are kept for ever."""
    try:
        groups = client.xinfo_groups(ENDINGS)
    except ResponseError:
        return 0
    delivered = next((group["last-delivered-id"] for group in groups if _text(group["name"]) == GROUP), None)
    if delivered is None:
        return 0
    until = min(_text(delivered), f"{oldest}-0", key=_position)
    gone, start = 0, "-"
    while entries := client.xrange(ENDINGS, min=start, max=until, count=BATCH):
        ids = [_text(entry) for entry, _ in entries]
        pending = cast(list[dict[str, Any]], client.xpending_range(ENDINGS, GROUP, ids[0], ids[-1], count=len(ids)))
        untold = {_text(one["message_id"]) for one in pending}
        done = [one for one in ids if one not in untold]
        gone += client.xdel(ENDINGS, *done) if done else 0
        start = f"({ids[-1]}"
    return gone


def trim_progress(client: redis.Redis, oldest: int) -> int:
    """Remove progress older than `oldest` (ms); nobody's place in it is kept."""
    return int(client.xtrim(PROGRESS, minid=oldest, approximate=False))


def trim_counters(client: redis.Redis, now: int) -> int:
    """Remove day counters past their time, should they have lost their own term."""
    calls, supply = f"{PREFIX}calls:", f"{PREFIX}stats:supply:"
    doomed = [
        key
        for key in map(_text, client.scan_iter(f"{calls}*", count=BATCH))
        if int(key[len(calls) :]) < now // DAY_MS - CALLS_DAYS
    ]
    for key in map(_text, client.scan_iter(f"{supply}*", count=BATCH)):
        if client.pttl(key) == -1:
            client.pexpire(key, SUPPLY_DAYS * DAY_MS)
    return int(client.delete(*doomed)) if doomed else 0


def trim_lists(client: redis.Redis, oldest: int) -> int:
    """Remove tasks older than `oldest` (ms) from the lists of all tasks, and from the active ones those that ended."""
    gone = 0
    for state in FINAL:
        gone += client.zremrangebyscore(f"{PREFIX}tasks:{state}", "-inf", oldest)
        gone += client.zremrangebyscore(f"{PREFIX}tasks:children:{state}", "-inf", oldest)
    for name in ("recent", "mistakes"):
        gone += client.zremrangebyscore(f"{PREFIX}tasks:{name}", "-inf", oldest)
    active = [_text(task) for task in cast(list[bytes], client.zrange(f"{PREFIX}tasks:active", 0, -1))]
    pipe = client.pipeline(transaction=False)
    for task in active:
        pipe.hget(f"{PREFIX}task:{task}", "state")
    states = [state and _text(state) for state in pipe.execute()]
    ended = [task for task, state in zip(active, states, strict=True) if state is None or state in FINAL]
    return int(gone) + (int(client.zrem(f"{PREFIX}tasks:active", *ended)) if ended else 0)


def trim_ended(client: redis.Redis, now: int) -> int:
    """Forget the minutes of more than a day ago: only how many ended in them, and how, was remembered."""
    names = [f"{PREFIX}ended:{kind}{state}" for kind in ("", "children:") for state in FINAL]
    oldest, gone = (now - DAY_MS) // MINUTE_MS, 0
    for name in [*names, f"{PREFIX}ended:mistakes"]:
        late = [minute for minute in cast(list[bytes], client.hkeys(name)) if int(minute) < oldest]
        gone += client.hdel(name, *late) if late else 0
    return gone


def _position(entry: str) -> tuple[int, int]:
    at, _, number = entry.partition("-")
    return int(at), int(number or 0)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
