"""Bounds that many settings share."""

from pydantic import Field

PositiveInt = Field(gt=0)
PositiveFloat = Field(gt=0)
