"""The RQ job: one analysis. What it needs is built once in the worker, before it forks."""

import os
from functools import lru_cache
from typing import Any

import redis
from rq import Queue, get_current_job

from actors.archive import Archive, open_archive
from actors.inline import InlineRun
from faceit.client import FaceitClient, build_client
from settings import load
from tasks.states import TaskType

QUEUE = "analyses"


def connection() -> redis.Redis:
    """RQ's Redis, as its manual connects."""
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def queue() -> Queue:
    """The only queue."""
    return Queue(QUEUE, connection=connection(), default_timeout=600)


@lru_cache(maxsize=1)
def tools() -> tuple[FaceitClient, Archive]:
    """This project's FACEIT client, whose cache and budget all workers share, and the archive; nothing connects yet."""
    return build_client(load()), open_archive(load())


def analyse(match_id: str) -> dict[str, Any]:
    """The report; how far it is stands in the job's meta."""
    job = get_current_job()
    faceit, archive = tools()
    run = InlineRun(TaskType.MATCH_ANALYSIS, match_id, load(), faceit=faceit, archive=archive)

    def listen(operation: str, done: int, total: int) -> None:
        if job is not None:
            job.meta["progress"] = (run.step, run.steps, f"{operation} {done}/{total}" if total else operation)
            job.save_meta()

    return run.run(listen, lambda _retry: None)
