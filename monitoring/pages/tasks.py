"""Tasks, newest first, by state and type."""

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request

from monitoring.site import Site
from monitoring.views import Values, View, page_number
from tasks.states import State, TaskType

SIZE = 25


async def load(site: Site, request: Request) -> Values:
    """One page of them. Raises 400 for a state or type that there is none of."""
    state_name, type_name = request.query_params.get("state", ""), request.query_params.get("type", "")
    try:
        state = State(state_name) if state_name else None
        kind = TaskType(type_name) if type_name else None
    except ValueError:
        raise HTTPException(400, "no such state or type") from None
    read = partial(site.overview.tasks, state, kind, page=page_number(request), size=SIZE)
    now = await site.numbers.snapshot()
    return {
        "found": await site.threads.run(read),
        "now_ms": now.at_ms,
        "states": tuple(State),
        "types": tuple(TaskType),
        "state": state,
        "kind": kind,
    }


VIEW = View("tasks", ("tasks",), load)
