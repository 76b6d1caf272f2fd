"""What Redis did and holds, as it says itself."""

import redis

from connections import PREFIX


def commands(client: redis.Redis) -> int:
    """Commands done since its start, those within scripts among them."""
    return sum(int(entry["calls"]) for entry in client.info("commandstats").values())


def used_memory(client: redis.Redis) -> int:
    """Bytes it holds, all databases together."""
    return int(client.info("memory")["used_memory"])


def forget_work(client: redis.Redis) -> None:
    """Delete the intermediate data of runs, as they go an hour after the end (`tasks.work_hours`)."""
    for key in client.scan_iter(f"{PREFIX}run:*:work", count=1000):
        client.delete(key)
