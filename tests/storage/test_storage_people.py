"""Accounts, preferences, history, and what is held of one person."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from settings import Settings
from storage.accounts import Accounts
from storage.database import Database
from storage.history import History, HistoryEntry
from storage.models import metadata
from storage.personal import Personal
from storage.preferences import Preferences

ANN, BEN = "tg:5550001", "tg:5550002"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def entry(owner: str, task: str, at: datetime = NOW) -> HistoryEntry:
    return HistoryEntry(
        owner=owner, task=task, run=f"run-{task}", type="match_analysis", subject="1-m", state="completed", at=at,
        match_id="1-m",
    )  # fmt: skip


async def test_two_people_link_one_player_and_part(database: Database) -> None:
    accounts = Accounts(database)
    linked = await accounts.link(ANN, "p1", "s1mple")
    await accounts.link(BEN, "p1", "s1mple")
    assert await accounts.of(ANN) == linked
    assert linked.linked_at.tzinfo is UTC
    await accounts.renamed(ANN, "newname")
    assert await accounts.unlink(BEN)
    assert not await accounts.unlink(BEN)
    assert await accounts.of(BEN) is None
    found = await accounts.of(ANN)
    assert found is not None and found.nickname == "newname"


async def test_a_link_replaces_the_one_before(database: Database) -> None:
    accounts = Accounts(database)
    await accounts.link(ANN, "p1", "one")
    await accounts.link(ANN, "p2", "two")
    found = await accounts.of(ANN)
    assert found is not None and (found.player_id, found.nickname) == ("p2", "two")


async def test_preferences_are_kept_apart(database: Database) -> None:
    preferences = Preferences(database)
    assert await preferences.language(ANN) is None and await preferences.timezone(ANN) is None
    await preferences.set_language(ANN, "en")
    await preferences.set_timezone(ANN, "Asia/Almaty")
    await preferences.set_language(ANN, "ru")
    again = Preferences(database)
    assert (await again.language(ANN), await again.timezone(ANN)) == ("ru", "Asia/Almaty")
    assert await again.language(BEN) is None


async def test_history_is_newest_first_once_a_task_and_expires(database: Database) -> None:
    history = History(database)
    # Tokyo's midnight is the day before in UTC.
    tokyo = datetime(2026, 11, 24, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    assert await history.add(entry(ANN, "t2"))
    assert await history.add(entry(ANN, "t1", tokyo))
    assert not await history.add(entry(ANN, "t2", NOW + timedelta(days=9)))
    await history.add(entry(BEN, "t3"))
    found = await history.of(ANN, 10)
    assert found == [entry(ANN, "t2"), entry(ANN, "t1", tokyo)]
    assert [item.at.utcoffset() for item in found] == [timedelta(0), timedelta(0)]
    assert await history.of(ANN, 1) == [entry(ANN, "t2")]
    days = database.limits.history_days
    assert await history.delete_expired(NOW + timedelta(days=days)) == 1
    assert [item.task for item in await history.of(ANN, 10)] == ["t2"]


async def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a time zone"):
        await History(database).add(entry(ANN, "t1", datetime(2026, 1, 1)))  # noqa: DTZ001


async def everything(database: Database) -> str:
    async with database.reading() as connection:
        found = [await connection.execute(select(table)) for table in metadata.sorted_tables]
    return "\n".join(str(list(row)) for rows in found for row in rows)


async def test_export_has_all_and_forget_leaves_nothing(database: Database, prepared: Settings) -> None:
    # Given two people with everything there is
    for owner, task in ((ANN, "t1"), (BEN, "t2")):
        await Accounts(database).link(owner, "p1", "s1mple")
        await Preferences(database).set_language(owner, "en")
        await Preferences(database).set_timezone(owner, "Europe/Riga")
        await History(database).add(entry(owner, task))
    personal = Personal(database)
    # When one asks for it, then has it deleted
    held = await personal.export(ANN)
    gone = await personal.forget(ANN)
    # Then it was all there
    assert held["account"]["nickname"] == "s1mple"
    assert held["preferences"] == {"owner": ANN, "language": "en", "timezone": "Europe/Riga"}
    assert held["history"][0]["at"] == "2026-11-24T12:00:00+00:00"
    assert gone == {"account": 1, "preferences": 1, "history": 1}
    # And no column of any table, nor the memory, knows the person; the other is untouched
    left = await everything(database)
    assert "5550001" not in left and left.count(BEN) == 3
    assert database.last_known.of(ANN).language is None
    assert await personal.export(ANN) == {"account": None, "preferences": None, "history": []}
    # Nor the file, once its log is written back
    await database.close()
    if not prepared.database_url.get_secret_value():
        assert b"5550001" not in Path(prepared.storage.sqlite_path).read_bytes()
