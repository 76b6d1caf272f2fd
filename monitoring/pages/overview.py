"""The first page: how it stands, why, and what to press."""

from functools import partial

from starlette.requests import Request

from monitoring.charts import charts
from monitoring.site import Site
from monitoring.views import Values, View
from tasks.states import State

FAILED_SHOWN = 5


async def load(site: Site, request: Request) -> Values:
    """The snapshot, the day's charts and the last failures."""
    now = await site.numbers.snapshot()
    samples = await site.numbers.series()
    failed = await site.threads.run(partial(site.overview.tasks, State.FAILED, size=FAILED_SHOWN))
    return {"now": now, "charts": charts(samples, now.at_ms), "failed": failed}


VIEW = View("overview", ("verdict", "figures", "queues", "workers", "failed", "charts"), load)
