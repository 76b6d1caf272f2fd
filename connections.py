"""Every Redis client is built here, in one of two profiles.

`command`: short timeouts, for whoever must answer a person within a second. `consumer`: timeouts above the block of a
blocking read, for workers and stream readers that may wait. redis-py's own default of 5 s cuts longer blocking reads.

Connections are bounded, because small Redis plans allow few: blocking clients of a process share a pool a profile and
database, clients of an event loop have one each. Who finds all in use waits for one.
"""

import asyncio
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit
from weakref import WeakValueDictionary

import redis
import redis.asyncio
import structlog
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from pools import Encrypted, FairQueue, Plain
from settings import Settings, load

PREFIX = "faceit_bot:"
BROKER_NAMESPACE = PREFIX + "dramatiq"
RESULTS_NAMESPACE = PREFIX + "results"

Profile = Literal["command", "consumer"]
Database = Literal["tasks", "cache"]

WAIT_S: dict[Profile, float] = {"command": 1.0, "consumer": 20.0}
"""In line for a connection of a pool before redis.ConnectionError."""
_Key = tuple["Address", Profile, Database, int]
_pools: "WeakValueDictionary[_Key, redis.BlockingConnectionPool]" = WeakValueDictionary()
"""Pools of blocking clients: each lives as long as a client that uses it."""
_pools_lock = threading.Lock()

REDIS_AWAY = (
    redis.ConnectionError,
    redis.TimeoutError,
    redis.exceptions.OutOfMemoryError,
    redis.exceptions.ReadOnlyError,
    redis.exceptions.MasterDownError,
)
"""What passes by itself: Redis is not there, or takes no writes for now, because it is full or changes its master."""

log = structlog.get_logger(__name__)


def is_full(error: BaseException | None) -> bool:
    """Whether Redis answers but has no memory left to write, by this error or what it was raised from."""
    while error is not None:
        if isinstance(error, redis.exceptions.OutOfMemoryError):
            return True
        error = error.__cause__
    return False


@dataclass(frozen=True)
class Address:
    """Where Redis is, without the database: that comes from settings.toml, never from the URL's path."""

    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool
    verify: bool

    def __repr__(self) -> str:
        return f"Address({self.host}:{self.port}, tls={self.tls})"


def address(settings: Settings) -> Address:
    """REDIS_URL taken apart (redis:// or rediss://), else the keys of `[redis]`."""
    url = settings.redis_url.get_secret_value()
    if not url:
        password = settings.redis.password.get_secret_value() or None
        return Address(settings.redis.host, settings.redis.port, None, password, tls=False, verify=False)
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    # Heroku's Redis shows a self-signed certificate: verification is asked for with ?ssl_cert_reqs=required.
    verify = query.get("ssl_cert_reqs", ["none"])[0] == "required"
    return Address(
        host=parts.hostname or settings.redis.host,
        port=parts.port or settings.redis.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else settings.redis.password.get_secret_value() or None,
        tls=parts.scheme == "rediss",
        verify=verify,
    )


def _parameters(settings: Settings, profile: Profile, database: Database) -> dict[str, Any]:
    where = address(settings)
    wanted = settings.redis.db_tasks if database == "tasks" else settings.redis.db_cache
    parameters: dict[str, Any] = {
        "host": where.host,
        "port": where.port,
        "username": where.username,
        "password": where.password,
        "db": wanted if _has_databases(where, wanted) else 0,
        "protocol": 2,
        "socket_keepalive": True,
    }
    if profile == "command":
        parameters |= {"socket_connect_timeout": 0.5, "socket_timeout": 1.0}
    else:
        parameters |= {"socket_connect_timeout": 5.0, "socket_timeout": 40.0, "health_check_interval": 30}
    return parameters


def _tls(settings: Settings) -> dict[str, Any]:
    where = address(settings)
    if not where.tls:
        return {}
    return {"ssl": True, "ssl_cert_reqs": "required" if where.verify else "none", "ssl_check_hostname": where.verify}


@lru_cache(maxsize=16)
def _has_databases(where: Address, wanted: int) -> bool:
    """Whether the server has that many databases. Keys carry distinct prefixes, so sharing database 0 is safe."""
    extra: dict[str, Any] = {"ssl": True, "ssl_cert_reqs": "none", "ssl_check_hostname": False} if where.tls else {}
    probe = redis.Redis(
        host=where.host,
        port=where.port,
        username=where.username,
        password=where.password,
        db=wanted,
        socket_connect_timeout=0.5,
        socket_timeout=1.0,
        retry=Retry(NoBackoff(), 0),
        **extra,
    )
    try:
        probe.ping()
    except redis.ResponseError as error:
        if "DB index" not in str(error):
            raise
        log.warning("redis.one_database", wanted=wanted, used=0)
        return False
    except redis.RedisError:
        # Not reachable now: keep to the settings.
        return True
    finally:
        probe.close()
    return True


def redis_client(profile: Profile, database: Database = "tasks", settings: Settings | None = None) -> redis.Redis:
    """A blocking client with bytes answers (Dramatiq and its dashboard need bytes), on the process' shared pool.

    Its `close` leaves the pool to the others; a pool closes with its last client.
    """
    settings = settings or load()
    most = shares(settings)[("blocking", profile, database)]
    key = (address(settings), profile, database, most)
    with _pools_lock:
        pool = _pools.get(key)
        if pool is None:
            retries: dict[str, Any] = {"retry": Retry(NoBackoff(), 0)} if profile == "command" else {}
            # A client knows how its options become those of connections; its own pool has no bound.
            made = redis.Redis(**_parameters(settings, profile, database), **_tls(settings), **retries).connection_pool
            pool = _pools[key] = redis.BlockingConnectionPool(  # type: ignore[no-untyped-call]
                most, WAIT_S[profile], made.connection_class, FairQueue, **made.connection_kwargs
            )
    return redis.Redis(connection_pool=pool)


def async_redis_client(
    profile: Profile, database: Database = "tasks", settings: Settings | None = None
) -> redis.asyncio.Redis:
    """The same for an event loop, its pool its own. Build it off the loop's thread the first time: it may probe."""
    settings = settings or load()
    retries: dict[str, Any] = {"retry": AsyncRetry(NoBackoff(), 0)} if profile == "command" else {}
    made = redis.asyncio.Redis(**_parameters(settings, profile, database), **_tls(settings), **retries).connection_pool
    pool = redis.asyncio.BlockingConnectionPool(
        shares(settings)[("loop", profile, database)],
        WAIT_S[profile],
        Encrypted if address(settings).tls else Plain,
        **made.connection_kwargs,
    )
    return redis.asyncio.Redis.from_pool(pool)


def shares(settings: Settings) -> dict[tuple[Literal["blocking", "loop"], Profile, Database], int]:
    """The most connections a pool opens: `redis.max_connections` where a process does its main work, else a few."""
    whole = settings.redis.max_connections
    few = max(1, whole * 3 // 8)
    return {
        ("blocking", "consumer", "tasks"): whole,
        ("blocking", "command", "tasks"): few,
        ("blocking", "consumer", "cache"): few,
        ("blocking", "command", "cache"): few,
        ("loop", "command", "tasks"): whole,
        ("loop", "command", "cache"): few,
        # One waits in a blocking read, which must not hold up acknowledgements.
        ("loop", "consumer", "tasks"): 2,
        ("loop", "consumer", "cache"): 2,
    }


async def open_async(
    profile: Profile, database: Database = "tasks", settings: Settings | None = None
) -> redis.asyncio.Redis:
    """`async_redis_client` without blocking the loop while the server is probed."""
    settings = settings or load()
    await asyncio.to_thread(_parameters, settings, profile, database)
    return async_redis_client(profile, database, settings)
