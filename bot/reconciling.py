"""The bot takes its turns at the reconciler: with every worker gone somebody must still end what waited too long."""

import asyncio

import structlog
from redis.exceptions import RedisError

from errors import RedisUnavailableError
from pipelines.reconciler import build_reconciler
from settings import Settings

log = structlog.get_logger(__name__)


async def reconcile(settings: Settings) -> None:
    """Sweep every `reconcile_seconds` when it is this process' turn, off the loop; works until it is cancelled."""
    reconciler = await asyncio.to_thread(build_reconciler, settings)
    while True:
        await asyncio.sleep(settings.workers.reconcile_seconds)
        try:
            await asyncio.to_thread(reconciler.turn)
        except (RedisUnavailableError, RedisError) as error:
            log.info("reconciler.redis_away", error=type(error).__name__)
        except Exception as error:
            # Whatever one record does, the next turn is for all others.
            log.error("reconciler.failed", error=type(error).__name__)
