"""From an HTTP answer to JSON or to the right error, and what its headers say about limits."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from faceit.endpoints import Call
from faceit.errors import (
    FaceitBlockedError,
    FaceitError,
    FaceitKeyRejectedError,
    FaceitNotFoundError,
    FaceitRateLimitedError,
    FaceitRefusedError,
    FaceitShapeError,
    FaceitUnavailableError,
)
from faceit.transport import Reply

Body = dict[str, Any]

MESSAGE_MAX = 200
RETRY_AFTER_MAX_S = 3600.0
QUICK_STATUSES = frozenset({502, 503, 504})
QUICK_WAIT_S = 1.0
RATE_MAX = 1000.0
POLICY = re.compile(r"(\d+)\s*;\s*w=(\d+)")


def body_of(reply: Reply, call: Call) -> Body:
    """The JSON object of a 200. Raises the FaceitError that fits anything else."""
    content = _json(reply.body)
    if reply.status != 200:
        raise _error(reply, call, content)
    if content is None:
        raise FaceitUnavailableError("not JSON", status=reply.status, path=call.path)
    if not isinstance(content, dict):
        raise FaceitShapeError("not an object", status=reply.status, path=call.path)
    return content


def _error(reply: Reply, call: Call, content: Any) -> FaceitError:
    detail = message_of(reply.body, content)
    for text in call.private:
        detail = re.sub(re.escape(text), "<name>", detail, flags=re.IGNORECASE)
    status, path, pause = reply.status, call.path, retry_after(reply.headers)
    if status == 429:
        return FaceitRateLimitedError(detail, status=status, path=path, retry_after=pause)
    if status == 401 or (status == 403 and content is not None):
        return FaceitKeyRejectedError(detail, status=status, path=path)
    if status == 403:
        return FaceitBlockedError(detail, status=status, path=path, retry_after=pause)
    if status == 404:
        return FaceitNotFoundError(detail, status=status, path=path)
    if 400 <= status < 500 and status not in {408, 425}:
        return FaceitRefusedError(detail, status=status, path=path)
    quick = status in QUICK_STATUSES and (pause or 0.0) <= QUICK_WAIT_S
    return FaceitUnavailableError(detail, status=status, path=path, retry_after=pause, quick=quick)


def message_of(body: bytes, content: Any) -> str:
    """FACEIT's own words: `errors[0].message`, else `message`, else the first 200 characters of the body."""
    if isinstance(content, dict):
        errors = content.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else None
        for place in (first, content):
            if isinstance(place, dict) and isinstance(place.get("message"), str):
                return str(place["message"])[:MESSAGE_MAX]
    return body[: MESSAGE_MAX * 4].decode("utf-8", "replace")[:MESSAGE_MAX]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of Retry-After (a number or a date), at most an hour; None when absent or senseless."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value, re.ASCII):
        return min(float(value), RETRY_AFTER_MAX_S)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), RETRY_AFTER_MAX_S)


def rate_of(headers: Mapping[str, str]) -> float | None:
    """Calls a second from `ratelimit-limit` (`10, 10;w=1`): the shortest window's policy, else the bare number."""
    value = headers.get("ratelimit-limit", "")
    policies = sorted((int(w), int(quota)) for quota, w in POLICY.findall(value) if int(w) > 0)
    if policies:
        window, quota = policies[0]
        rate = quota / window
    else:
        bare = re.match(r"\s*(\d{1,9})\s*(?:,|$)", value)
        rate = float(bare.group(1)) if bare else 0.0
    return rate if 0 < rate <= RATE_MAX else None


def _json(body: bytes) -> Any:
    """The parsed body, None for anything that is not JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
