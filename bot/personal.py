"""What is held of one person, in Redis and in the database together: to be given and to be taken away."""

from dataclasses import dataclass
from typing import Any

from bot.tasks_gateway import TasksGateway
from storage.personal import Personal
from tasks.records import Requester


@dataclass(frozen=True)
class Gone:
    """What was taken away: tasks, those of them cancelled under way, rows of the database."""

    tasks: int
    cancelled: int
    rows: int


class PersonalData:
    """Raises RedisUnavailableError and StorageUnavailableError: half an answer would be a wrong one."""

    def __init__(self, tasks: TasksGateway, personal: Personal) -> None:
        self._tasks = tasks
        self._personal = personal

    async def export(self, who: Requester) -> dict[str, Any]:
        """Everything held of the owner, ready for JSON: tasks with their reports, and what the database has."""
        kept = await self._personal.export(who.owner)
        return {"owner": who.owner, "tasks": await self._tasks.held(who.owner), **kept}

    async def forget(self, who: Requester) -> Gone:
        """Take all of it away, cancelling what runs. Asked again after a failure it takes away the rest."""
        forgotten = await self._tasks.forget(who.owner)
        rows = await self._personal.forget(who.owner)
        return Gone(forgotten.tasks, forgotten.cancelled, sum(rows.values()))
