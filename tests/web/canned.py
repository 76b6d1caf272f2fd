"""An overview that says what a test wants said: states that real processes get into only after hours."""

import math
import time
from dataclasses import dataclass, field, replace
from typing import Any

from faceit.budget import Lane
from faceit.supply import Supply
from faceit.supply_stats import SupplyNow
from pipelines.overview.model import (
    Ended,
    Figures,
    Finding,
    QueueNow,
    RedisHealth,
    Sample,
    Snapshot,
    Spread,
    StepSpread,
    Verdict,
    WorkerNow,
)
from pipelines.overview.task_model import Page, PersonRow, Retry, StepTime, TaskDetails, TaskEvent, TaskRow
from pipelines.plans import PLANS, Queue
from tasks.states import State, TaskType

MINUTE_MS = 60_000
MATCH = "1-8a3f2c11-2222-4333-9444-55555555{:04x}"


def supply(calls: int = 6420) -> SupplyNow:
    return SupplyNow(
        calls=calls,
        limit=10_000,
        level=Supply.PLENTY,
        rate=10.0,
        rate_learnt=True,
        hour_ends_s=1260,
        short=0,
        last=0,
        paused=dict.fromkeys(Lane, 0),
        by_hour={9: 1200},
    )


def snapshot(**more: Any) -> Snapshot:
    now = int(time.time() * 1000)
    queues = (
        QueueNow(Queue.CRITICAL, 0, 1, 0, None, 1, False),
        QueueNow(Queue.HIGH, 4, 0, 5, 1.7, 2, False),
        QueueNow(Queue.DEFAULT, 12, 3, 6, 41.0, 2, False),
        QueueNow(Queue.LOW, 231, 40, 8, 1890.0, 1, True),
    )
    names = tuple(str(queue) for queue in Queue)
    workers = (
        WorkerNow("w-1", "worker.1", 21, names[:2], 8, 5, 0.34, 118_000_000, 1.2, now - 7 * 3_600_000),
        WorkerNow("w-2", "worker.2", 23, names[:2], 8, 0, 0.02, 104_000_000, 3.9, now - 300_000),
        WorkerNow("w-3", "background.1", 17, names[2:3], 8, 8, 0.81, 131_000_000, 2.2, now - 7 * 3_600_000),
        WorkerNow("w-4", "bulk.1", 12, names[3:], 8, 8, None, None, 27.0, now - 26 * 3_600_000),
    )
    made = Snapshot(
        at_ms=now,
        verdict=Verdict.BUSY,
        findings=(
            Finding("paused", False, {"queue": "faceit_bot_low"}),
            Finding("queue-old", False, {"queue": "faceit_bot_low", "seconds": "1890"}),
        ),
        redis=RedisHealth("9.1.0", 0.4, 21_400_000, 52_428_800, 31, 100, 4182, True, 90_000),
        queues=queues,
        workers=workers,
        running=19,
        active_people=14,
        hour=Ended(212, 4, 3, faults=1),
        day=Ended(3120, 61, 48, faults=17),
        matches_hour=Ended(80, 1, 0),
        matches_day=Ended(1240, 22, 10),
        faceit=supply(),
        untold=2,
        stream_lag={"endings": 1, "progress": 7},
        jobs={"sample": 31.5},
    )
    return replace(made, **more)


def row(number: int = 0, **more: Any) -> TaskRow:
    now = int(time.time() * 1000)
    kind = list(TaskType)[number % 5]
    state = list(State)[(number * 5 + 1) % 6]
    plan = PLANS[kind]
    step = len(plan.steps) if state is State.COMPLETED else number % len(plan.steps)
    subject = {TaskType.MATCH_ANALYSIS: MATCH.format(number), TaskType.BULK_ANALYSIS: "×20"}.get(kind, "1facd22dc5")
    made = TaskRow(
        id=f"k7m2x9q{number:x}",
        type=kind,
        state=state,
        subject=subject,
        owner=f"{number * 7919:010x}",
        step=step,
        steps=len(plan.steps),
        step_name="" if step == len(plan.steps) else plan.steps[step].name,
        created_ms=now - number * 95_000 - 4000,
        ended_ms=now - number * 90_000 if state.final else None,
        attempts=3 if state is State.FAILED else 1,
        code="faceit-unavailable" if state is State.FAILED else "",
        last_line="faceit.errors.FaceitUnavailableError: 503 at /matches/{id}" if state is State.FAILED else "",
    )
    return replace(made, **more)


def details(about: TaskRow) -> TaskDetails:
    steps = tuple(
        StepTime(index, step.name, 0.2 + index * 1.7 if index < about.step else None)
        for index, step in enumerate(PLANS[about.type].steps)
    )
    failed = about.state is State.FAILED
    lines = ('File "actors/match_analysis.py", line 61, in fetch_match', "raise FaceitUnavailableError(503)")
    return TaskDetails(
        row=about,
        run="q8w7e6r5",
        queue="faceit_bot_high",
        worker="worker.1:21",
        deliveries=1,
        steps=steps,
        retries=tuple(
            Retry(about.step, attempt, "faceit-unavailable", about.created_ms + attempt * 4000) for attempt in (1, 2)
        )
        if failed
        else (),
        lines=(*lines, about.last_line) if failed else (),
        api_calls=23,
        deadline_ms=about.created_ms + 600_000,
        retry_of="",
        shared_with=2,
        frames=('File "actors/step.py", line 96, in run', "return step(context)", *lines, about.last_line)
        if failed
        else (),
        events=(
            TaskEvent(about.created_ms, "queued", "faceit_bot_high"),
            TaskEvent(about.created_ms + 900, "begun"),
            TaskEvent(about.ended_ms, "ended", about.state.value),
            TaskEvent(None, "told", "card"),
        )
        if about.state.final
        else (TaskEvent(about.created_ms, "queued", "faceit_bot_high"),),
    )


def sample(at_ms: int) -> Sample:
    wave = 1 + math.sin(at_ms / 7_200_000)
    depth = {
        Queue.CRITICAL: 0,
        Queue.HIGH: round(3 * wave),
        Queue.DEFAULT: round(9 * wave),
        Queue.LOW: round(60 * wave),
    }
    return Sample(
        at_ms, depth, Ended(round(12 * wave) + 2, round(wave) if wave > 1.6 else 0, 0), 6 + 4 * wave, 4, 20_000_000
    )


@dataclass
class Canned:
    """Stands where pipelines.overview.reader.Overview does. Fields are what it says."""

    snapshot: Snapshot = field(default_factory=snapshot)
    rows: list[TaskRow] = field(default_factory=lambda: [row(number) for number in range(60)])
    empty: bool = False

    def now(self) -> Snapshot:
        return self.snapshot

    def figures(self) -> Figures:
        spread = Spread(212, 8.4, 21.7)
        return Figures(
            types=dict.fromkeys(TaskType, spread),
            steps=tuple(
                StepSpread(plan.type, index, step.name, Spread(40, 0.4, 2.25))
                for plan in PLANS.values()
                for index, step in enumerate(plan.steps)
            ),
            ended=dict.fromkeys(TaskType, Ended(200, 3, 1)),
            per_minute=3.5,
            budget_wait=Spread(900, 0.02, 0.9),
            faceit_calls=41_000,
            faceit_errors=12,
            cache_hits=900,
            cache_misses=300,
            sends=9000,
            sends_refused=2,
            delivery=Spread(300, 0.3, 0.9),
        )

    def tasks(self, state: State | None = None, type: TaskType | None = None, page: int = 1, size: int = 10) -> Page:  # noqa: A002
        found = [one for one in self.rows if state in (None, one.state) and type in (None, one.type)]
        pages = max(1, -(-len(found) // size))
        return Page(tuple(found[(page - 1) * size : page * size]), page, pages, len(found))

    def task(self, task_id: str) -> TaskDetails | None:
        return next((details(one) for one in self.rows if one.id == task_id), None)

    def failure(self, run_id: str) -> TaskDetails | None:
        found = [details(one) for one in self.rows if one.state is State.FAILED]
        return next(
            (replace(one, row=replace(one.row, id=run_id), only_record=True) for one in found if one.run == run_id),
            None,
        )

    def people(self, page: int = 1, size: int = 10) -> tuple[list[PersonRow], int]:
        return [PersonRow(f"{number:064x}", 1, 12, 0, 340) for number in range(7, 12)], 5

    def series(self, hours: int = 24, points: int = 144) -> list[Sample]:
        now = self.snapshot.at_ms
        return [] if self.empty else [sample(now - number * 10 * MINUTE_MS) for number in range(points, -1, -1)]
