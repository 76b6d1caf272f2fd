"""Tests that need a program or a right the machine lacks are skipped, but never in CI."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip a test for want of this; under `CI=true` it fails, or whole subjects would go untested unnoticed."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have it: {what}")
    pytest.skip(what)
