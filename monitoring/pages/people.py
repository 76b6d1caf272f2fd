"""Who uses it how much: keyed hashes and counts, nobody's name."""

from functools import partial

from starlette.requests import Request

from monitoring.site import Site
from monitoring.views import Values, View, page_number

SIZE = 50


async def load(site: Site, request: Request) -> Values:
    """One page of people."""
    page = page_number(request)
    rows, total = await site.threads.run(partial(site.overview.people, page, SIZE))
    return {"rows": rows, "total": total, "page": page, "pages": max(1, -(-total // SIZE))}


VIEW = View("people", ("people",), load)
