"""Which FACEIT player an owner is. Two people may link one player; nobody proves it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from storage.database import Database
from storage.models import accounts


@dataclass(frozen=True)
class Account:
    """`owner` is `tg:<user id>`; `linked_at` is aware, in UTC."""

    owner: str
    player_id: str
    nickname: str = field(repr=False)
    linked_at: datetime


class Accounts:
    """Linked players by owner. Every method raises StorageUnavailableError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, owner: str) -> Account | None:
        """The player this owner linked; None when none is."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(accounts).where(accounts.c.owner == owner))).one_or_none()
        return None if row is None else Account(row.owner, row.player_id, row.nickname, row.linked_at)

    async def link(self, owner: str, player_id: str, nickname: str) -> Account:
        """Link this player in place of any other."""
        account = Account(owner, player_id, nickname, datetime.now(UTC))
        told = {"player_id": player_id, "nickname": nickname, "linked_at": account.linked_at}
        statement = self._database.insert(accounts).values(owner=owner, **told)
        async with self._database.writing() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["owner"], set_=told))
        return account

    async def unlink(self, owner: str) -> bool:
        """Whether there was a link to remove."""
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(accounts).where(accounts.c.owner == owner))
        return gone.rowcount > 0

    async def renamed(self, owner: str, nickname: str) -> None:
        """The linked player has a new nickname; nothing happens when none is linked."""
        async with self._database.writing() as connection:
            await connection.execute(update(accounts).where(accounts.c.owner == owner).values(nickname=nickname))
