"""What Redis did and holds, as it says itself."""

import redis


def commands(client: redis.Redis) -> int:
    """Commands done since its start, those within scripts among them."""
    return sum(int(entry["calls"]) for entry in client.info("commandstats").values())


def used_memory(client: redis.Redis) -> int:
    """Bytes it holds, all databases together."""
    return int(client.info("memory")["used_memory"])
