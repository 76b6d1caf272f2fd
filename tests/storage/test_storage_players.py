"""Opt-outs and histograms: keyed hashes, one vote a quarter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from sqlalchemy import event, select

from analysis.player.percentile import NEAR_ELO
from errors import ConfigurationError
from settings import Settings
from storage.database import Database, SyncDatabase
from storage.models import opt_outs, population_voters
from storage.opt_outs import FRESH_S, AsyncOptOuts, OptOuts
from storage.population import BAND, Population, Vote, bands_near, period_before, period_of
from storage.privacy import hash_key

KEY = b"key of the tests"
OCTOBER = datetime(2026, 10, 2, tzinfo=UTC)
JANUARY = datetime(2027, 1, 2, tzinfo=UTC)
APRIL = datetime(2027, 4, 2, tzinfo=UTC)


async def test_one_who_opts_out_is_found_by_both_and_named_by_nobody(
    sync_database: SyncDatabase, database: Database
) -> None:
    sync, twin = OptOuts(sync_database, KEY), AsyncOptOuts(database, KEY)
    sync.add("player-1")
    await twin.add("player-1")
    await twin.add("player-2")
    assert sync.contains_any(["player-1", "player-2", "player-3"]) == {"player-1", "player-2"}
    assert await twin.contains_any(["Player-1", "player-3"]) == {"Player-1"}
    with sync_database.reading() as connection:
        rows = connection.execute(select(opt_outs.c.player_hash)).scalars().all()
    assert len(rows) == 2 and not any("player" in row for row in rows)
    assert await twin.remove("player-1") and not sync.remove("player-1")
    assert sync.contains_any(["player-1", "player-2"]) == {"player-2"}


def test_another_process_is_heard_within_a_minute(sync_database: SyncDatabase) -> None:
    now = 1000.0
    here, there = OptOuts(sync_database, KEY, lambda: now), OptOuts(sync_database, KEY)
    assert here.contains_any(["p"]) == set()
    there.add("p")
    assert here.contains_any(["p"]) == set()
    now += FRESH_S
    assert here.contains_any(["p"]) == {"p"}


def test_another_key_finds_nothing(sync_database: SyncDatabase) -> None:
    OptOuts(sync_database, KEY).add("p")
    assert OptOuts(sync_database, b"another").contains_any(["p"]) == set()


def test_the_key_comes_from_the_settings_or_the_token(prepared: Settings) -> None:
    own = prepared.model_copy(update={"privacy": prepared.privacy.model_copy(update={"hash_key": SecretStr("x" * 9)})})
    neither = prepared.model_copy(update={"bot_token": SecretStr("")})
    assert hash_key(prepared) == hash_key(prepared) != hash_key(own)
    with pytest.raises(ConfigurationError):
        hash_key(neither)


def test_one_vote_a_quarter(sync_database: SyncDatabase) -> None:
    population = Population(sync_database, KEY)
    assert population.vote("p", 2000, {"kd": 1.12, "adr": 81.0}, OCTOBER)
    assert not population.vote("p", 2000, {"kd": 1.9}, OCTOBER)
    assert population.vote("q", 2049, {"kd": 1.13}, OCTOBER)
    assert population.histogram(2020, "kd", OCTOBER) == {22: 2}
    assert population.histogram(2020, "adr", OCTOBER) == {40: 1}
    assert population.vote("p", 2000, {"kd": 1.12}, JANUARY)
    with sync_database.reading() as connection:
        voters = connection.execute(select(population_voters.c.voter)).scalars().all()
    assert len(set(voters)) == 3


def test_a_vote_that_fails_counts_nothing(sync_database: SyncDatabase) -> None:
    population = Population(sync_database, KEY)
    with pytest.raises(KeyError):
        population.vote("p", 2000, {"kd": 1.1, "unknown": 1.0}, OCTOBER)
    assert population.vote("p", 2000, {"kd": 1.1}, OCTOBER)
    assert population.histogram(2000, "kd", OCTOBER) == {22: 1}


def test_neighbours_only_and_the_quarter_before_while_this_one_is_thin(sync_database: SyncDatabase) -> None:
    population = Population(sync_database, KEY)
    for number in range(50):
        population.vote(f"o{number}", 2149, {"kd": 1.0}, OCTOBER)
    population.vote("far above", 2150, {"kd": 1.0}, OCTOBER)
    population.vote("far below", 1849, {"kd": 1.0}, OCTOBER)
    population.vote("new", 2000, {"kd": 1.5}, JANUARY)
    assert population.histogram(2000, "kd", OCTOBER) == {20: 50}
    assert population.histogram(2000, "kd", JANUARY) == {20: 50}
    for number in range(49):
        population.vote(f"n{number}", 2000, {"kd": 1.5}, JANUARY)
    assert population.histogram(2000, "kd", JANUARY) == {30: 50}
    assert population.histogram(2000, "kd", APRIL) == {30: 50}
    assert population.delete_expired(APRIL) > 0
    assert population.histogram(2000, "kd", JANUARY) == {30: 50}
    assert population.histogram(2000, "kd", OCTOBER) == {}


@pytest.mark.parametrize("elo", [*range(1980, 2060), 100, 3333])
def test_nobody_further_than_the_label_says_is_a_neighbour(elo: int) -> None:
    first, last = bands_near(elo)
    assert first * BAND >= elo - NEAR_ELO and (last + 1) * BAND - 1 <= elo + NEAR_ELO
    assert (first - 1) * BAND < elo - NEAR_ELO and (last + 2) * BAND - 1 > elo + NEAR_ELO


def test_ten_vote_in_one_transaction_each_once(sync_database: SyncDatabase) -> None:
    population = Population(sync_database, KEY)
    assert population.vote("p1", 2000, {"kd": 1.1}, OCTOBER)
    begun: list[bool] = []
    event.listen(sync_database.engine, "begin", lambda connection: begun.append(True))
    room = [Vote(f"p{i}", 2000 + i, {"kd": 1.1, "adr": 80.0}) for i in range(1, 11)]
    assert population.vote_all([*room, room[3], Vote("idle", 2000, {})], OCTOBER) == 9
    assert len(begun) == 1
    assert population.vote_all(room, OCTOBER) == population.vote_all([], OCTOBER) == 0
    assert population.histogram(2000, "kd", OCTOBER) == {22: 10}
    assert population.histogram(2000, "adr", OCTOBER) == {40: 9}
    with pytest.raises(KeyError):
        population.vote_all([Vote("x", 2000, {"kd": 1.0}), Vote("y", 2000, {"kr": 1.0})], OCTOBER)
    assert population.histogram(2000, "kd", OCTOBER) == {22: 10}


def test_votes_from_many_threads_are_all_counted(sync_database: SyncDatabase) -> None:
    population = Population(sync_database, KEY)
    with ThreadPoolExecutor(4) as pool:
        cast = list(
            pool.map(lambda n: population.vote(f"p{n % 20}", 2000, {"kd": 1.0, "adr": 80.0}, OCTOBER), range(40))
        )
    assert sum(cast) == 20
    assert population.histogram(2000, "kd", OCTOBER) == {20: 20}


def test_quarters() -> None:
    assert (period_of(OCTOBER), period_of(JANUARY)) == ("2026Q4", "2027Q1")
    assert (period_before("2027Q1"), period_before("2026Q4")) == ("2026Q4", "2026Q3")
