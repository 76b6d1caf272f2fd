"""Connections as docs/deploy-heroku.md sums them: the figures are those of the pools and the settings."""

import re

import pytest

from settings import Settings
from tests.connections_held import WEBHOOK, most_of_redis, most_of_sql, table
from tests.processes import ROOT

PAGE = ROOT / "docs/deploy-heroku.md"
EACH = ("bot", "worker", "background", "bulk", "scheduler")
SMALL = ("bot", "worker", "scheduler")
LAYOUTS = {
    "one of each": (EACH, 8),
    "one small worker": (SMALL, 8),
    "one small worker, `REDIS__MAX_CONNECTIONS=3`": (SMALL, 3),
}
"""Processes beside `web`, and `redis.max_connections`."""
PLANS = {"mini": 20, "premium-0": 40, "premium-1": 80}


def by_process(rows: list[list[str]]) -> dict[str, int]:
    """A table's figures, spelled out by process; a second figure is that of the webhook."""
    found: dict[str, int] = {}
    for names, said, *_ in rows:
        first, *more = map(int, re.findall(r"\d+", said))
        found |= dict.fromkeys(names.split(", "), first)
        if more:
            found[WEBHOOK] = more[0]
    return found


def test_redis_by_process(settings: Settings) -> None:
    rows = [row for row in table(PAGE, "Connections to Redis") if row[0] not in LAYOUTS]
    assert by_process(rows) == most_of_redis(settings, 8)


@pytest.mark.parametrize("name", LAYOUTS)
def test_redis_by_layout(settings: Settings, name: str) -> None:
    names, max_connections = LAYOUTS[name]
    most = most_of_redis(settings, max_connections)
    polling, webhook = (sum(most[one] for one in [*names, web]) for web in ("web", WEBHOOK))
    said, fits = next(row[1:] for row in table(PAGE, "Connections to Redis") if row[0] == name)
    assert said == f"{polling}, {webhook} with the webhook"
    # And the plan is large enough, for the webhook too unless the page says no
    plan = re.findall(r"`([\w-]+)` \(", fits)[0]
    assert (webhook if "not with the webhook" not in fits else polling) <= PLANS[plan]


def test_postgresql_by_process() -> None:
    assert by_process(table(PAGE, "Connections to PostgreSQL")) == most_of_sql()


def test_postgresql_in_all() -> None:
    most = most_of_sql()
    assert f"{sum(most.values()) - most['web']} of the 20" in PAGE.read_text()
