"""The last 24 hours: charts, and how long tasks and steps take."""

from starlette.requests import Request

from monitoring.charts import charts
from monitoring.site import Site
from monitoring.views import Values, View


async def load(site: Site, request: Request) -> Values:
    """The day's samples and figures."""
    now = await site.numbers.snapshot()
    samples = await site.numbers.series()
    return {"charts": charts(samples, now.at_ms), "figures": await site.numbers.figures()}


VIEW = View("charts", ("charts", "durations"), load)
