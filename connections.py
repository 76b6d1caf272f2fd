"""Every Redis client and SQL engine is built here, Redis clients in one of two profiles.

`command`: short timeouts, for whoever must answer a person within a second. `consumer`: timeouts above the block of a
blocking read, for workers and stream readers that may wait. redis-py's own default of 5 s cuts longer blocking reads.

Connections are bounded, because small Redis plans allow few: blocking clients of a process share a pool a profile and
database, clients of an event loop have one each. Who finds all in use waits for one.
"""

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from queue import Empty, Full, SimpleQueue
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit
from weakref import WeakValueDictionary

import redis
import redis.asyncio
import structlog
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from errors import ConfigurationError
from settings import Settings, load

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

ROOT = Path(__file__).parent
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


class _Cancellable:
    """redis-py sends inside asyncio.wait_for; Python 3.11's forgets a cancellation that comes just as the send is done.

    Whoever was cancelled then would go on, and whoever waits for his end would wait for ever.
    """

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        task = asyncio.current_task()
        before = task.cancelling() if task else 0
        await super().send_packed_command(command, check_health)  # type: ignore[misc]
        if task and task.cancelling() > before:
            # Its answer must not be there for the next one to read.
            await self.disconnect(nowait=True)  # type: ignore[attr-defined]
            raise asyncio.CancelledError


class _Plain(_Cancellable, redis.asyncio.Connection):
    pass


class _Encrypted(_Cancellable, redis.asyncio.SSLConnection):
    pass


class FairQueue:
    """What a pool of blocking clients keeps its connections in: who waits longest gets the next one.

    The queues of the standard library let a thread that gives a connection back take it again before those that wait:
    among many busy threads some would wait until their time is over.
    """

    def __init__(self, size: int) -> None:
        self.queue: deque[Any] = deque()
        self._size = size
        self._waiting: deque[SimpleQueue[Any]] = deque()
        self._lock = threading.Lock()

    def put_nowait(self, item: Any) -> None:
        """To the first who waits, else for later. Raises queue.Full."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().put(item)
            elif len(self.queue) >= self._size:
                raise Full
            else:
                self.queue.append(item)

    put = put_nowait

    def get_nowait(self) -> Any:
        """The one used last. Raises queue.Empty."""
        return self.get(block=False)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The one used last, else in line for `timeout` seconds (None: as long as it takes). Raises queue.Empty."""
        with self._lock:
            if self.queue:
                return self.queue.pop()
            if not block:
                raise Empty
            mine: SimpleQueue[Any] = SimpleQueue()
            self._waiting.append(mine)
        try:
            return mine.get(timeout=timeout)
        except BaseException:
            # In time over, or a thread interrupted by a limit: what came in the last moment goes to the next.
            with self._lock:
                if mine in self._waiting:
                    self._waiting.remove(mine)
                late = None if mine.empty() else (mine.get_nowait(),)
            if late is not None:
                self.put_nowait(late[0])
            raise


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
        _Encrypted if address(settings).tls else _Plain,
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


def sqlite_file(settings: Settings) -> Path | None:
    """The database's file; None when DATABASE_URL names a PostgreSQL."""
    return None if settings.database_url.get_secret_value() else ROOT / settings.storage.sqlite_path


def sql_url(settings: Settings, *, driver: Literal["aiosqlite", "pysqlite"] = "pysqlite") -> "URL":
    """Where the database is, for SQLAlchemy; `driver` is SQLite's, PostgreSQL has one for both worlds.

    Raises ConfigurationError when DATABASE_URL is no address of a PostgreSQL.
    """
    # SQLAlchemy is heavy: only who builds an engine loads it.
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if (path := sqlite_file(settings)) is not None:
        return URL.create(f"sqlite+{driver}", database=str(path))
    try:
        url = make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):
        # The error's text and chain carry the password.
        raise ConfigurationError("DATABASE_URL", "is no address; it looks like postgres://user:…@host/name") from None
    if url.get_backend_name() not in {"postgres", "postgresql"}:
        raise ConfigurationError("DATABASE_URL", "must begin with postgres:// or postgresql://")
    return url.set(drivername="postgresql+psycopg")


def _sql_options(settings: Settings, url: "URL", pool: tuple[int, int]) -> dict[str, Any]:
    # Parameters of statements are people's data: kept out of errors and logs.
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": pool[0], "max_overflow": pool[1]}
    options |= {"pool_timeout": settings.storage.connect_timeout}
    if url.get_backend_name() == "sqlite":
        # Transactions are begun by hand (storage/database.py): the driver's own begin too late to be safe.
        return options | {"connect_args": {"timeout": settings.storage.statement_timeout, "isolation_level": None}}
    arguments = {
        "application_name": "faceit_bot",
        "options": f"-c statement_timeout={round(settings.storage.statement_timeout * 1000)}",
        # Prepared statements break behind a pooler.
        "prepare_threshold": None,
    }
    return options | {"pool_pre_ping": True, "pool_recycle": 300, "connect_args": arguments}


def sql_engine(settings: Settings, pool: tuple[int, int] = (1, 3), **arguments: Any) -> "Engine":
    """For threads; `pool` is (kept, more at need), `arguments` go to the driver. Connects at first use.

    Raises ConfigurationError.
    """
    from sqlalchemy import create_engine

    url = sql_url(settings)
    options = _sql_options(settings, url, pool)
    options["connect_args"] |= arguments
    return create_engine(url, **options)


def async_sql_engine(settings: Settings, pool: tuple[int, int] = (3, 3), **arguments: Any) -> "AsyncEngine":
    """The same for an event loop."""
    from sqlalchemy.ext.asyncio import create_async_engine

    url = sql_url(settings, driver="aiosqlite")
    options = _sql_options(settings, url, pool)
    options["connect_args"] |= arguments
    return create_async_engine(url, **options)
