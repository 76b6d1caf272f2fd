"""Word to the admins when a run fails for other reasons than what a person wrote: one message a minute for a fault."""

import html
from datetime import UTC, datetime
from typing import cast

from aiogram.types import InlineKeyboardMarkup
from redis.asyncio import Redis

from bot import watch_text
from bot.admin_chats import AdminChats, keep_looking
from bot.faults import AGAIN_MS, Fault, Faults
from bot.operator_notice import CODES
from bot.watch_store import TASK_FAILED, WatchStore
from connections import PREFIX
from logs import redact
from pipelines.overview.failure_record import FailureRecord, failure_record
from tasks.events import FAULTS
from tasks.records import TaskView
from tasks.states import State
from texts.catalogue import Language, text

LOOK_S = 1.0
"""How often faults whose minute is over are looked for."""

FAULTS_READ = PREFIX + "alerts:read"
"""The last entry of FAULTS that was counted."""


class FailureAlerts:
    """Counts failed runs as their endings are told, and tells every chat of ADMIN_IDS. For the delivering process."""

    def __init__(
        self,
        chats: AdminChats,
        client: Redis,
        secrets: frozenset[str] = frozenset(),
        *,
        again_ms: int = AGAIN_MS,
    ) -> None:
        self._chats = chats
        self._client = client
        self._secrets = secrets
        self._faults = Faults(client, again_ms=again_ms)
        self._store = WatchStore(client)

    async def of_ending(self, view: TaskView) -> None:
        """Count what failed in this task: its run, or its children's runs. Raises RedisError: call again."""
        if not self._chats:
            return
        if view.state is State.FAILED:
            await self._note(view.run, view.id)
        for run in await self._runs_of_children(view.run):
            await self._note(run, view.id)

    async def run(self) -> None:
        """Tell what is due, until cancelled."""
        await keep_looking(self._look, LOOK_S)

    async def _look(self) -> None:
        await self.note_new()
        await self.tell_due()

    async def note_new(self) -> None:
        """Count what failed with nobody in a chat to be told, from the command line for one. Raises RedisError."""
        if not self._chats:
            return
        read = cast(bytes, await self._client.get(FAULTS_READ) or b"0")
        entries = await self._client.xrange(FAULTS, min=b"(" + read, count=100)
        for entry, fields in cast(list[tuple[bytes, dict[bytes, bytes]]], entries):
            await self._note(fields[b"run"].decode(), fields[b"task"].decode())
            await self._client.set(FAULTS_READ, entry)

    async def tell_due(self) -> None:
        """Tell every fault whose turn it is. Raises RedisError."""
        for fault in await self._faults.due():
            record = await self._record(fault.run)
            if record is None or await self._tell(fault, record):
                await self._faults.told(fault)

    async def _note(self, run: str, task: str) -> None:
        record = await self._record(run)
        # A rejected key is told by the notice and by the watch.
        if record is not None and record.ours and record.code not in CODES:
            await self._faults.note(record.fault, run, task)

    async def _record(self, run: str) -> FailureRecord | None:
        raw = cast(dict[bytes, bytes], await self._client.hgetall(f"{PREFIX}run:{run}"))
        return failure_record(run, {name.decode(): value.decode() for name, value in raw.items()}) if raw else None

    async def _runs_of_children(self, run: str) -> list[str]:
        """Failed runs of a group's children, each once."""
        children = cast(list[bytes], await self._client.lrange(f"{PREFIX}run:{run}:children", 0, -1))
        pipe = self._client.pipeline(transaction=False)
        for child in children:
            pipe.hmget(f"{PREFIX}task:{child.decode()}", "state", "run")
        rows = cast(list[list[bytes | None]], await pipe.execute()) if children else []
        return list(dict.fromkeys(run.decode() for state, run in rows if state == b"failed" and run))

    async def _tell(self, fault: Fault, record: FailureRecord) -> bool:
        """Tell those who were not told yet and want to hear it; whether nobody is left who may be reached later."""

        def words(language: Language) -> tuple[str, InlineKeyboardMarkup]:
            return self._words(language, fault, record), watch_text.mute_keyboard(language, TASK_FAILED)

        everybody = True
        for admin in self._chats:
            if admin in fault.told or await self._store.silent(admin, TASK_FAILED):
                continue
            if await self._chats.tell(admin, TASK_FAILED, words):
                await self._faults.told_one(fault, admin)
            else:
                everybody = False
        return everybody

    def _words(self, language: Language, fault: Fault, record: FailureRecord) -> str:
        parts = [
            text(
                language,
                "alert-failed",
                task=fault.task,
                run=record.run,
                type=record.type,
                step=str(record.step),
                steps=str(record.steps),
                name=record.step_name or "–",
                attempts=str(record.attempts),
                deliveries=str(record.deliveries),
                code=record.code,
            )
        ]
        if record.lines:
            parts.append(f"<pre>{html.escape(redact(chr(10).join(record.lines), self._secrets), quote=False)}</pre>")
        if fault.count > 1:
            since = datetime.fromtimestamp(fault.since_ms / 1000, UTC)
            parts.append(text(language, "alert-more", count=fault.count - 1, since=f"{since:%H:%M}"))
        return "\n".join(parts)
