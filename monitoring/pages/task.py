"""One task: where it stands, what each step took, what went wrong."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

from monitoring.site import Site
from monitoring.views import Values, View

ID = re.compile(r"[0-9a-z]{1,32}")


def task_of(request: Request) -> str:
    """The task in the address. Raises 404 for what can't be the id of one."""
    task: str = request.path_params["task"]
    if not ID.fullmatch(task):
        raise HTTPException(404, "no such task")
    return task


async def load(site: Site, request: Request) -> Values:
    """Everything about it, or about a run that failed. Raises 404 when there is none, or no longer."""
    name = task_of(request)
    details = await site.threads.run(lambda: site.overview.task(name) or site.overview.failure(name))
    if details is None:
        raise HTTPException(404, "no such task")
    now = await site.numbers.snapshot()
    longest = max((step.took_s or 0 for step in details.steps), default=0)
    return {"task": details, "row": details.row, "now_ms": now.at_ms, "longest": longest or 1}


VIEW = View("tasks", ("task",), load)
