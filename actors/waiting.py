"""Workers may wait for Redis: a write behind the fence repeats until it is answered."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from errors import RedisUnavailableError

T = TypeVar("T")
log = structlog.get_logger(__name__)


def _tell(state: RetryCallState) -> None:
    log.warning("redis.waiting", tries=state.attempt_number + 1)


def until_redis_answers(call: Callable[[], T]) -> T:
    """The answer of `call`, which is repeated, at most 5 s apart, for as long as Redis is away."""
    try:
        return call()
    except RedisUnavailableError:
        log.warning("redis.waiting", tries=1)
    retrying = Retrying(
        retry=retry_if_exception_type(RedisUnavailableError),
        wait=wait_random_exponential(multiplier=0.1, max=5),
        before_sleep=_tell,
    )
    return retrying(call)
