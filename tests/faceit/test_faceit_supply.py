"""The hour's calls running out: what is no longer asked for, what is kept for then, and that bulk waits."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis

from faceit.budget import Budget, Lane
from faceit.client import FaceitClient, build_client
from faceit.errors import BudgetDeferredError, HourShortError
from faceit.local import LocalBudget
from faceit.redis_budget import LINE_KEY, LOOK_AGAIN_S, STATS_KEY, RedisBudget, stats_key
from faceit.scope import FaceitScope
from faceit.supply import KEPT_KINDS, WITHHELD, HourLevels, Supply, minutes_to_full_hour
from faceit.supply_stats import supply_now
from faceit.waiting import never_cancelled
from sandbox.faceit import FaceitStandIn
from settings import Settings

HOUR = 100
Make = Callable[..., Budget]
Use = Callable[..., None]
Another = Callable[[], FaceitClient]


@pytest.fixture(autouse=True)
def away_from_the_full_hour() -> None:
    """A new hour in the middle of a test would give plenty of calls."""
    if time.time() % 3600 > 3590:
        time.sleep(11)


@pytest.fixture(params=["redis", "local"])
def make(request: pytest.FixtureRequest, redis_tasks: redis.Redis) -> Make:
    limits: dict[str, Any] = {"rate": 1000.0, "hour_short": 0.5, "hour_last": 0.75}
    if request.param == "redis":
        return lambda calls: RedisBudget(redis_tasks, calls_per_hour=calls, **limits)
    return lambda calls: LocalBudget(calls_per_hour=calls, **limits)


@pytest.fixture
def use(redis_tasks: redis.Redis) -> Use:
    """Say how many calls were made this hour."""

    def used(calls: int, hours_ago: int = 0) -> None:
        hour = int(time.time() // 3600) - hours_ago
        redis_tasks.hset(LINE_KEY, mapping={"hour": hour, "hour_calls": calls})

    return used


@pytest.fixture
def short_lived(tuned: Settings, stand_in: FaceitStandIn) -> Settings:
    """A hundred calls an hour, and answers that are fresh for a fifth of a second only."""
    own = tuned.faceit.model_copy(
        update={"calls_per_hour": HOUR, "ttl_player": 0.2, "ttl_lifetime": 0.2, "ttl_games": 0.2, "ttl_search": 0.2}
    )
    return tuned.model_copy(update={"faceit": own, "faceit_base_url": stand_in.url})


@pytest.fixture
def another(short_lived: Settings) -> Iterator[Another]:
    """Makes the client of another process: it has not looked at the level yet."""
    built: list[FaceitClient] = []

    def make() -> FaceitClient:
        built.append(build_client(short_lived))
        return built[-1]

    yield make
    for one in built:
        one.close()


@pytest.fixture
def client(another: Another) -> FaceitClient:
    return another()


@pytest.fixture
def someone(stand_in: FaceitStandIn) -> str:
    return stand_in.league.ordinary[0].player_id


def everything(scope: FaceitScope, player_id: str, nickname: str) -> dict[str, Callable[[], object]]:
    return {
        "lifetime": lambda: scope.lifetime(player_id),
        "player": lambda: scope.player(player_id),
        "recent_games": lambda: scope.recent_games(player_id, 100),
        "games": lambda: scope.games(player_id, 150),
        "history": lambda: scope.history(player_id),
        "bans": lambda: scope.bans(player_id),
        "search": lambda: scope.search_players(nickname),
    }


@pytest.mark.parametrize(
    ("used", "level"),
    [(0, "plenty"), (79, "plenty"), (80, "short"), (94, "short"), (95, "last"), (100, "last"), (250, "last")],
)
def test_levels_by_the_share_used(used: int, level: str) -> None:
    assert HourLevels(100, 0.8, 0.95).at(used) == level


def test_levels_follow_the_calls(make: Make) -> None:
    budget = make(4)
    seen = []
    for _ in range(4):
        budget.acquire(Lane.INTERACTIVE, 1.0, never_cancelled)
        time.sleep(LOOK_AGAIN_S if isinstance(budget, RedisBudget) else 0)
        seen.append(budget.supply())
    assert seen == [Supply.PLENTY, Supply.SHORT, Supply.LAST, Supply.LAST]


def test_bulk_pauses_and_interactive_goes_on(make: Make) -> None:
    budget = make(4)
    for _ in range(2):
        budget.acquire(Lane.BULK, 1.0, never_cancelled)
    with pytest.raises(BudgetDeferredError) as caught:
        budget.acquire(Lane.BULK, 1.0, never_cancelled)
    left = 3600 - time.time() % 3600
    assert caught.value.reason == "hour"
    assert left - 2 <= caught.value.delay <= left + 31
    for _ in range(2):
        budget.acquire(Lane.INTERACTIVE, 1.0, never_cancelled)
    with pytest.raises(BudgetDeferredError):
        budget.acquire(Lane.INTERACTIVE, 1.0, never_cancelled)


def test_those_put_off_come_back_one_by_one(make: Make) -> None:
    budget = make(2)
    budget.acquire(Lane.BULK, 1.0, never_cancelled)
    delays = []
    for _ in range(20):
        with pytest.raises(BudgetDeferredError) as caught:
            budget.acquire(Lane.BULK, 1.0, never_cancelled)
        delays.append(caught.value.delay)
    assert max(delays) - min(delays) > 5


def test_bulk_goes_on_at_the_next_hour(redis_tasks: redis.Redis, use: Use) -> None:
    budget = RedisBudget(redis_tasks, rate=1000.0, calls_per_hour=HOUR, hour_short=0.8, hour_last=0.95)
    use(80)
    assert budget.supply() is Supply.SHORT
    with pytest.raises(BudgetDeferredError):
        budget.acquire(Lane.BULK, 1.0, never_cancelled)
    use(80, hours_ago=1)
    budget.acquire(Lane.BULK, 1.0, never_cancelled)
    time.sleep(LOOK_AGAIN_S)
    assert budget.supply() is Supply.PLENTY
    assert redis_tasks.hget(LINE_KEY, "hour_calls") == b"1"


def test_the_level_costs_one_read_a_second(redis_tasks: redis.Redis) -> None:
    budget = RedisBudget(redis_tasks, rate=1000.0, calls_per_hour=HOUR)
    before = redis_tasks.info("commandstats").get("cmdstat_hmget", {"calls": 0})["calls"]
    for _ in range(500):
        budget.supply()
    after = redis_tasks.info("commandstats")["cmdstat_hmget"]["calls"]
    assert after - before <= 2


def test_plenty_asks_for_everything(client: FaceitClient, use: Use, stand_in: FaceitStandIn, someone: str) -> None:
    use(79)
    scope = client.scope()
    for call in everything(scope, someone, "moss").values():
        call()
    assert scope.calls == stand_in.calls()["total"] >= 7
    assert not scope.kept("lifetime", someone)


def test_short_withholds_lifetimes_only(client: FaceitClient, use: Use, stand_in: FaceitStandIn, someone: str) -> None:
    use(80)
    for name, call in everything(client.scope(), someone, "moss").items():
        if name == "lifetime":
            with pytest.raises(HourShortError) as caught:
                call()
            assert 1 <= caught.value.minutes <= 60
        else:
            call()
    assert "lifetime_stats" not in stand_in.calls()["by_endpoint"]
    assert stand_in.calls()["total"] >= 6


def test_last_makes_no_call_for_players_but_by_nickname(
    client: FaceitClient, use: Use, stand_in: FaceitStandIn, someone: str
) -> None:
    use(95)
    scope = client.scope()
    for call in everything(scope, someone, "moss").values():
        with pytest.raises(HourShortError):
            call()
    assert stand_in.calls()["total"] == scope.calls == 0
    finished = stand_in.league.scenarios["finished"]
    assert scope.match(finished).finished and scope.match_stats(finished).rounds
    player = scope.player_by_nickname("-k1te-")
    assert stand_in.calls()["total"] == 3
    # Found by nickname, the player is known by id, too
    assert scope.player(player.player_id) == player
    assert stand_in.calls()["total"] == 3


def test_what_is_kept_serves_past_its_time(
    client: FaceitClient, another: Another, use: Use, stand_in: FaceitStandIn, someone: str
) -> None:
    first = client.scope()
    known = (first.player(someone), first.lifetime(someone), first.recent_games(someone, 100))
    first.bans(someone)
    made = stand_in.calls()["total"]
    time.sleep(0.3)
    use(95)
    scope = another().scope()
    assert (scope.player(someone), scope.lifetime(someone), scope.recent_games(someone, 100)) == known
    assert all(scope.kept(kind, someone) for kind in ("player", "lifetime", "games"))
    assert stand_in.calls()["total"] == made
    with pytest.raises(HourShortError):
        scope.bans(someone)
    # Another hour, and they are asked for again
    use(95, hours_ago=1)
    later = another().scope()
    later.lifetime(someone)
    assert stand_in.calls()["total"] == made + 1 and not later.kept("lifetime", someone)


def test_what_is_fresh_is_not_called_kept(client: FaceitClient, use: Use, someone: str) -> None:
    client.scope().player(someone)
    use(95)
    scope = client.scope()
    scope.player(someone)
    assert not scope.kept("player", someone)


def test_even_a_fresh_look_takes_what_is_kept_at_last(
    client: FaceitClient, another: Another, use: Use, stand_in: FaceitStandIn, someone: str
) -> None:
    client.scope().player(someone)
    use(95)
    scope = another().scope(fresh=True)
    scope.player(someone)
    assert scope.calls == 0 and scope.kept("player", someone)


def test_games_go_as_far_as_pages_are_kept(client: FaceitClient, another: Another, use: Use, someone: str) -> None:
    first = client.scope().recent_games(someone, 100)
    use(95)
    scope = another().scope()
    assert scope.games(someone, 150) == first
    assert scope.calls == 0 and scope.kept("games", someone)


def test_bulk_takes_nothing_old_but_waits(client: FaceitClient, use: Use, someone: str) -> None:
    client.scope().lifetime(someone)
    time.sleep(0.3)
    use(95)
    with pytest.raises(BudgetDeferredError) as caught:
        client.scope(lane=Lane.BULK).lifetime(someone)
    assert caught.value.reason == "hour"


def test_the_day_is_counted(
    redis_tasks: redis.Redis, another: Another, short_lived: Settings, use: Use, someone: str
) -> None:
    use(79)
    client = another()
    client.scope().player(someone)
    with pytest.raises(BudgetDeferredError):
        client.scope(lane=Lane.BULK).match("1-11111111-2222-4333-8444-555555555555")
    client = another()
    for run in ("a", "a", "b"):
        scope = client.scope()
        with pytest.raises(HourShortError):
            scope.lifetime(someone)
        scope.count_light(run)
    client.scope().count_light("nothing was withheld here")
    now = supply_now(redis_tasks, short_lived.faceit)
    assert (now.calls, now.limit, now.level) == (80, HOUR, Supply.SHORT)
    assert (now.short, now.last) == (2, 0)
    assert now.paused == {Lane.BULK: 1, Lane.INTERACTIVE: 0}
    assert now.by_hour == {time.gmtime().tm_hour: 1}
    assert 0 < now.hour_ends_s <= 3600
    assert 7 * 86_400 < redis_tasks.ttl(stats_key()) <= 8 * 86_400
    assert 0 < redis_tasks.ttl(f"{STATS_KEY}run:a") <= 7200


def test_the_rate_in_force(redis_tasks: redis.Redis, tuned: Settings) -> None:
    assert (supply_now(redis_tasks, tuned.faceit).rate, supply_now(redis_tasks, tuned.faceit).rate_learnt) == (
        200,
        False,
    )
    RedisBudget(redis_tasks, rate=200.0, calls_per_hour=HOUR).learn(7.5)
    found = supply_now(redis_tasks, tuned.faceit)
    assert (found.rate, found.rate_learnt) == (7.5, True)
    redis_tasks.hset(LINE_KEY, "rate_at", int((time.time() - 3601) * 1e6))
    assert supply_now(redis_tasks, tuned.faceit).rate == 200


@pytest.mark.parametrize(("second", "minutes"), [(0, 60), (1, 60), (60, 59), (3540, 1), (3599.5, 1)])
def test_minutes_to_the_full_hour(second: float, minutes: int) -> None:
    assert minutes_to_full_hour(1_790_000_000 // 3600 * 3600 + second) == minutes


def test_whatever_is_kept_can_be_withheld() -> None:
    assert not KEPT_KINDS - WITHHELD[Supply.LAST]
    assert WITHHELD[Supply.PLENTY] < WITHHELD[Supply.SHORT] < WITHHELD[Supply.LAST]
