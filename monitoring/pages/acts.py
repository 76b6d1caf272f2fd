"""What admins did, newest first."""

from functools import partial

from starlette.requests import Request

from monitoring.site import Site
from monitoring.views import Values, View, page_number

SIZE = 50


async def load(site: Site, request: Request) -> Values:
    """One page of acts."""
    page = page_number(request)
    found = await site.threads.run(partial(site.steering.acts, page, SIZE))
    total = await site.threads.run(site.steering.acts_count)
    return {"rows": found, "page": page, "pages": max(1, -(-total // SIZE))}


VIEW = View("acts", ("acts",), load)
