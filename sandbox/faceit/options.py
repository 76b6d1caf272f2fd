"""What can be set while the stand-in runs."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator


class FaultKind(StrEnum):
    """Ways for a call to go wrong."""

    HTML_403 = "html403"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    TOO_MANY = "429"
    TOO_MANY_RETRY_AFTER = "429_retry_after"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    TIMEOUT = "timeout"
    CUT = "cut"
    NOT_JSON = "not_json"
    OTHER_SHAPE = "other_shape"


class Fault(BaseModel):
    """A fault for the calls whose path matches.

    Parameters:
        path: regular expression searched in the path
        kind: what goes wrong
        times: how often at most, without limit if None
        probability: share of the matching calls
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = ".*"
    kind: FaultKind
    times: Annotated[int, Field(ge=0)] | None = None
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0

    @field_validator("path")
    @classmethod
    def _compiles(cls, path: str) -> str:
        try:
            re.compile(path)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return path


class Options(BaseModel):
    """Latency, rate limit and faults.

    Parameters:
        latency_ms: median time a call takes; 188 was measured
        latency_jitter: spread of its logarithm; 0.11 matches the 159 to 256 ms measured over 54 calls
        rate: calls a second and key, 10 and 20 have been seen; None for no limit
        retry_after: whether a 429 carries ``Retry-After``, which is reported but not recorded
        timeout_seconds: how long the fault ``timeout`` keeps a call waiting before it answers 504
        key: the only key accepted; any non-empty one if None
        faults: faults, the first that matches is the one that happens
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    latency_ms: Annotated[float, Field(ge=0)] = 190.0
    latency_jitter: Annotated[float, Field(ge=0, le=2)] = 0.11
    rate: Annotated[int, Field(ge=1)] | None = 20
    retry_after: bool = False
    timeout_seconds: Annotated[float, Field(gt=0)] = 60.0
    key: str | None = None
    faults: list[Fault] = Field(default_factory=list)
