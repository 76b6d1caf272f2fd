"""An RQ worker as RQ comes: it forks for each job. The analysis is imported before, as RQ's manual advises.

With RQ_MAINTENANCE_S (seconds) it looks for abandoned jobs that often, in place of every ten minutes, and sleeps no
longer while idle, in place of seven minutes; a job beats twice as often, in place of every thirty seconds.
"""

import os

from rq import Worker

import logs
from actors.step import steps_of
from benchmarks.alternatives.rq_jobs import QUEUE, connection, tools
from settings import load
from tasks.states import TaskType


def main() -> None:
    """Work until killed."""
    logs.configure(load())
    steps_of(TaskType.MATCH_ANALYSIS)
    tools()
    every = os.environ.get("RQ_MAINTENANCE_S")
    worker = Worker([QUEUE], connection=connection())
    if every:
        worker = Worker(
            [QUEUE],
            connection=connection(),
            maintenance_interval=int(every),
            worker_ttl=int(every) + 15,
            job_monitoring_interval=max(1, int(every) // 2),
        )
    worker.work(logging_level="INFO")


if __name__ == "__main__":
    main()
