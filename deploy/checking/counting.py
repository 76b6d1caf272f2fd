"""Connections by process, as the servers list them, beside what small plans allow."""

from collections import Counter

import psutil

from deploy.checking.dynos import Dyno
from deploy.checking.servers import Postgres, TlsRedis

REDIS_PLANS = {"heroku-redis:mini": 20, "heroku-redis:premium-0": 40, "heroku-redis:premium-1": 80}
SQL_PLANS = {"heroku-postgresql:essential-0": 20, "heroku-postgresql:essential-2": 40}
"""Connections that the small plans allow."""


class Count:
    """The most connections each process held at any look."""

    def __init__(self, redis: TlsRedis, postgres: Postgres) -> None:
        self._redis, self._postgres = redis, postgres
        self.of_redis: Counter[str] = Counter()
        self.of_sql: Counter[str] = Counter()

    def look(self, dynos: list[Dyno]) -> None:
        """Take those of now into account."""
        owners = owners_of_ports(dynos)
        self.of_redis |= Counter(owners[port] for port in self._redis.ports() if port in owners)
        self.of_sql |= Counter(owners[port] for port in self._postgres.ports() if port in owners)

    def said(self) -> list[str]:
        """Both sums, and which plans are large enough; too many is said, not a failure."""
        return [_said("Redis", self.of_redis, REDIS_PLANS), _said("PostgreSQL", self.of_sql, SQL_PLANS)]


def owners_of_ports(dynos: list[Dyno]) -> dict[int, str]:
    """Which process holds the local end of a connection, by its port."""
    return {
        one.laddr.port: dyno.name
        for dyno in dynos
        for process in dyno.tree()
        for one in process.net_connections("tcp")
        if one.status == psutil.CONN_ESTABLISHED
    }


def _said(server: str, held: Counter[str], plans: dict[str, int]) -> str:
    fits = [plan for plan, most in plans.items() if held.total() <= most]
    where = f"fits {', '.join(fits)}" if fits else f"too many for {', '.join(plans)}: see docs/deploy-heroku.md"
    by_process = ", ".join(f"{name} {number}" for name, number in sorted(held.items()))
    return f"{server} {held.total()} ({by_process or 'nobody'}) {where}"
