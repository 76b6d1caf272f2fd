"""A form that was sent to us: looked at before anything is done."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from monitoring.csrf import FIELD, Csrf

FIELDS = 20


async def checked(request: Request, csrf: Csrf) -> dict[str, str]:
    """The fields of a form of ours. Raises 403 for one that is not."""
    form = await request.form(max_files=0, max_fields=FIELDS)
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if not csrf.holds(request, fields.get(FIELD, "")):
        raise HTTPException(403, "this form is too old or not ours: go back, load the page anew and press again")
    return fields
